#include "riata/linalg/cholesky.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "riata/kernels/table.hpp"

namespace riata {
namespace {

// Row r at now + r ld becomes the one below it, turned by rotations k .. end-1; `carried` holds
// what each row has left over.
template <std::size_t count>
void rotate_rows(double* now, Index ld, Index k, Index end, const double* cosine,
                 const double* sine, std::array<double, count>& carried) {
  for (Index j = k; j < end; ++j) {
    const double c = cosine[j - k];
    const double s = sine[j - k];
    for (std::size_t r = 0; r < count; ++r) {
      double* row = now + static_cast<Index>(r) * ld;
      const double next = row[ld + j + 1];
      row[j] = c * carried[r] + s * next;
      carried[r] = c * next - s * carried[r];
    }
  }
}

}  // namespace

void Cholesky::reserve(Index n) {
  if (n <= ld_) return;
  // An odd number of cache lines to a row keeps equal columns of many rows in different cache sets.
  const Index ld = round_up(std::max(n, ld_ + ld_ / 2 + 32), 16) + 8;
  AlignedVector<double> grown(as_size(ld * ld));
  for (Index i = 0; i < size_; ++i) {
    std::copy_n(row(i), i + 1, grown.data() + i * ld);
  }
  lower_.swap(grown);
  ld_ = ld;
}

double Cholesky::pivot(Values column, double diagonal, Index solved) const {
  if (solved == 0) {
    solve_lower(column);
  } else {
    const double* x = column.data();
    for (Index i = solved; i < size_; ++i) {
      const double* l = row(i);
      double known = 0.0;
      kernels::table().dots(&l, 1, &x, 1, i, &known, 1);
      column[as_size(i)] = (column[as_size(i)] - known) / l[i];
    }
  }
  double rest = diagonal;
  for (const double v : column) rest -= v * v;
  return rest;
}

void Cholesky::accept(ConstValues next, double pivot) {
  reserve(size_ + 1);
  double* last = row(size_);
  std::copy(next.begin(), next.end(), last);
  last[size_] = std::sqrt(pivot);
  ++size_;
}

// Row i without entry k has one entry too many: rotations of neighbouring columns carry it to the
// end, and the last of them is the row's own. A few rows go together, for each is one long chain.
void Cholesky::remove(Index k) {
  constexpr Index group = 4;
  const Index last = size_ - 1;
  std::vector<double> cosine(as_size(last - k)), sine(as_size(last - k));
  std::array<double, 1> rest{};
  for (Index first = k; first < last; first += group) {
    const Index count = std::min(group, last - first);
    std::array<double, group> carried{};
    for (Index r = 0; r < count; ++r) {
      std::copy_n(row(first + r + 1), k, row(first + r));
      carried[as_size(r)] = row(first + r + 1)[k];
    }
    const bool whole = count == group;
    if (whole) rotate_rows(row(first), ld_, k, first, cosine.data(), sine.data(), carried);
    for (Index r = 0; r < count; ++r) {
      const Index own = first + r;
      const Index from = whole ? first : k;
      rest[0] = carried[as_size(r)];
      rotate_rows(row(own), ld_, from, own, cosine.data() + (from - k), sine.data() + (from - k),
                  rest);
      const double next = row(own + 1)[own + 1];
      const double length = std::hypot(rest[0], next);
      cosine[as_size(own - k)] = rest[0] / length;
      sine[as_size(own - k)] = next / length;
      row(own)[own] = length;
    }
  }
  --size_;
}

void Cholesky::solve_lower(Values x) const {
  kernels::table().solve_lower(lower_.data(), ld_, size_, x.data());
}

void Cholesky::solve_lower(Block x) const {
  constexpr Index band = 16;  // rows of L that meet all columns at once
  std::vector<const double*> rows, columns;
  for (Index q = 0; q < x.cols; ++q) columns.push_back(x.column(q).data());
  std::vector<double> known(as_size(band * x.cols));
  for (Index from = 0; from < size_; from += band) {
    const Index count = std::min(band, size_ - from);
    rows.clear();
    for (Index i = 0; i < count; ++i) rows.push_back(row(from + i));
    kernels::table().dots(rows.data(), count, columns.data(), x.cols, from, known.data(), x.cols);
    for (Index i = 0; i < count; ++i) {
      const double* l = rows[as_size(i)] + from;
      for (Index q = 0; q < x.cols; ++q) {
        double* v = x.column(q).data() + from;
        double rest = v[i] - known[as_size(i * x.cols + q)];
        for (Index t = 0; t < i; ++t) rest -= l[t] * v[t];
        v[i] = rest / l[i];
      }
    }
  }
}

void Cholesky::solve_upper(Values x) const {
  kernels::table().solve_upper(lower_.data(), ld_, size_, x.data());
}

void Cholesky::solve(Values x) const {
  solve_lower(x);
  solve_upper(x);
}

}  // namespace riata
