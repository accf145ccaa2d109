#include "riata/solver/source.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "riata/aligned.hpp"
#include "riata/design/pairwise.hpp"
#include "riata/kernels/table.hpp"
#include "riata/parallel/pool.hpp"

namespace riata {
namespace {

double dot(ConstValues a, ConstValues b) {
  const double* pa = a.data();
  const double* pb = b.data();
  double s = 0.0;
  kernels::table().dots(&pa, 1, &pb, 1, size_of(a), &s, 1);
  return s;
}

}  // namespace

std::vector<Index> listed(std::span<const char> mask) {
  std::vector<Index> where;
  where.reserve(
      as_size(static_cast<Index>(std::ranges::count_if(mask, [](char c) { return c != 0; }))));
  for (std::size_t j = 0; j < mask.size(); ++j) {
    if (mask[j] != 0) where.push_back(static_cast<Index>(j));
  }
  return where;
}

DataSource::DataSource(const Design& design, Lens lens, ConstValues y, ConstValues products,
                       ConstValues norm, int threads)
    : design_(design),
      lens_(lens),
      y_(y),
      products_(products),
      square_(dot(y, y)),
      threads_(threads),
      set_(design.column_set(lens_)),
      screen_(norm) {}

void DataSource::evaluate(const Candidates& candidates, Evaluation& out) {
  const Index n = design_.rows();
  const Index p = design_.columns();
  const Index m = candidates.count();
  const Index ld = round_up(std::max<Index>(n, 1), 8) + 8;
  if (out.residual.size() < as_size(ld * m)) out.residual = AlignedVector<double>(as_size(ld * m));
  const Block r{out.residual.data(), n, m, ld};
  residuals(candidates, r, out);
  out.read = listed(wanted());
  design_.xtr(r, lens_.shift, out.read, {out.product.data(), p, m, p}, threads_);
  const double work = static_cast<double>(out.read.size()) * static_cast<double>(m);
  parallel_for(m, worthwhile_threads(threads_, work), [&](Index q) {
    const Values c = out.products(q);
    for (const Index j : out.read) c[as_size(j)] *= lens_.inverse_scale[as_size(j)];
  });
  screen_.keep(out);
}

void DataSource::residuals(const Candidates& candidates, Block r, Evaluation& out) {
  for (Index q = 0; q < r.cols; ++q) {
    const double base = candidates.base[as_size(q)];
    std::ranges::transform(y_, r.column(q).begin(), [base](double v) { return base * v; });
  }
  set_->subtract(candidates.value, r, threads_);
  out.reset(design_.columns(), r.cols);
  for (Index q = 0; q < r.cols; ++q) {
    out.residual_square[as_size(q)] = dot(r.column(q), r.column(q));
    out.response_residual[as_size(q)] = dot(y_, r.column(q));
  }
  screen_.look(r, candidates, out, threads_);
  if (lens_.root_weight.empty()) return;
  for (Index q = 0; q < r.cols; ++q) {
    const Values column = r.column(q);
    for (Index i = 0; i < r.rows; ++i) column[as_size(i)] *= lens_.root_weight[as_size(i)];
  }
}

// sum_i (x_ij - shift_j) r_i = sum_i (x_ij - centre_j) r_i + (centre_j - shift_j) sum_i r_i
void DataSource::products(ConstBlock r, std::vector<Index> read, ConstBlock about_centre,
                          ConstValues centre, Evaluation& out) {
  out.read = std::move(read);
  for (Index q = 0; q < r.cols; ++q) {
    const ConstValues column = r.column(q);
    const double sum = std::accumulate(column.begin(), column.end(), 0.0);
    const ConstValues given = about_centre.column(q);
    const Values c = out.products(q);
    for (const Index k : out.read) {
      const std::size_t j = as_size(k);
      c[j] = (given[j] + (centre[j] - lens_.shift[j]) * sum) * lens_.inverse_scale[j];
    }
  }
  screen_.keep(out);
}

double DataSource::combination_square(ConstValues v) const {
  AlignedVector<double> r(as_size(design_.rows()), 0.0);
  set_->subtract(v, {r.data(), design_.rows(), 1, design_.rows()}, threads_);
  return dot(r, r);
}

GramSource::GramSource(ConstBlock gram, ConstValues products, double square)
    : gram_(gram), products_(products), square_(square) {}

void GramSource::append(Indices columns) {
  column_.insert(column_.end(), columns.begin(), columns.end());
}

void GramSource::gram(Index from, Block out) const {
  for (Index j = 0; j < out.cols; ++j) {
    const ConstValues source = gram_.column(column_[as_size(from + j)]);
    const Values to = out.column(j);
    for (Index i = 0; i < out.rows; ++i) to[as_size(i)] = source[as_size(column_[as_size(i)])];
  }
}

double GramSource::combination_square(ConstValues v) const {
  double sum = 0.0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    if (v[i] == 0.0) continue;
    const ConstValues column = gram_.column(column_[i]);
    for (std::size_t k = 0; k < v.size(); ++k) sum += v[i] * v[k] * column[as_size(column_[k])];
  }
  return sum;
}

// With r = base y - X b:  X'r = base X'y - G b,  y'r = base y'y - b'X'y,  |r|^2 = base y'r - b'X'r.
void GramSource::evaluate(const Candidates& candidates, Evaluation& out) {
  const Index p = gram_.cols;
  const Index m = candidates.count();
  out.reset(p, m);
  out.read.resize(as_size(p));
  std::iota(out.read.begin(), out.read.end(), Index{0});
  for (Index q = 0; q < m; ++q) {
    const double base = candidates.base[as_size(q)];
    const Values c = out.products(q);
    std::ranges::transform(products_, c.begin(), [base](double v) { return base * v; });
    double fit = 0.0;
    std::vector<const double*> rows;
    std::vector<double> weight;
    for (Index k = 0; k < static_cast<Index>(column_.size()); ++k) {
      const double b = candidates.value[as_size(k * m + q)];
      if (b == 0.0) continue;
      rows.push_back(gram_.column(column_[as_size(k)]).data());
      weight.push_back(b);
      fit += b * products_[as_size(column_[as_size(k)])];
    }
    subtract_combinations(rows, weight, {c.data(), p, 1, p}, threads());
    double shared = 0.0;
    for (Index k = 0; k < static_cast<Index>(column_.size()); ++k) {
      shared += candidates.value[as_size(k * m + q)] * c[as_size(column_[as_size(k)])];
    }
    out.response_residual[as_size(q)] = base * square_ - fit;
    out.residual_square[as_size(q)] =
        std::max(0.0, base * out.response_residual[as_size(q)] - shared);
  }
}

}  // namespace riata
