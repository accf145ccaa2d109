#include "riata/solver/screen.hpp"

#include <algorithm>
#include <cmath>

#include "riata/kernels/table.hpp"
#include "riata/parallel/pool.hpp"
#include "riata/penalty/elastic_net.hpp"

namespace riata {
namespace {

constexpr double below = 1.0 - 1e-9;  // of a kink: what is surely within it
constexpr double rounding = 1e-13;    // of squares: more than that of |e|^2 and of kept products
constexpr double safe = 1.0 + 1e-6;   // the norms of the columns have errors too
constexpr double alike = 1e-10;  // share of a square: the second vector is a multiple of the first
constexpr double likely = 0.3;   // of the bound on x'e, for what may matter later
constexpr Index chunk = 2048;    // columns of one task

// The last candidates: those whose vectors stay.
ConstBlock last_of(ConstBlock r, Index count) {
  return {r.data + (r.cols - count) * r.ld, r.rows, count, r.ld};
}

std::vector<const double*> addresses(ConstBlock block) {
  std::vector<const double*> out;
  for (Index q = 0; q < block.cols; ++q) out.push_back(block.data + q * block.ld);
  return out;
}

}  // namespace

// One that no column needs, or the one that the fewest do: these are read again.
Index Screen::free_slot() const {
  const auto end = reading_.begin() + readings;
  return std::min_element(
             reading_.begin(), end,
             [](const Reading& a, const Reading& b) { return a.columns < b.columns; }) -
         reading_.begin();
}

void Screen::take_vectors(ConstBlock r) {
  Reading& next = reading_[as_size(readings)];
  const ConstBlock last = last_of(r, std::min(most, r.cols));
  next.ld = round_up(std::max<Index>(r.rows, 1), 8);
  next.count = last.cols;
  next.vector.resize(as_size(next.ld * last.cols));
  for (Index q = 0; q < last.cols; ++q) {
    std::ranges::copy(last.column(q), next.vector.begin() + q * next.ld);
  }
  const auto v = addresses(last);
  std::array<double, most * most> gram{};
  kernels::table().dots(v.data(), last.cols, v.data(), last.cols, r.rows, gram.data(), most);
  next.gram = {gram[0], gram[1], gram[3]};
}

// Least squares on one or two vectors. |e|^2 follows from products, so rounding is added to it; the
// bound holds for any coefficients, whatever the rounding in them.
Screen::Fit Screen::fit(const Reading& reading, const double* shared, ConstValues squares) const {
  const std::size_t m = squares.size();
  Fit fit(as_size(ceil_div(size_of(squares), kernels::lanes)));
  const auto [one, both, two] = reading.gram;
  const double determinant = one * two - both * both;
  const bool plane = determinant > alike * one * two;
  for (std::size_t q = 0; q < m; ++q) {
    const double h1 = shared[q], h2 = reading.count > 1 ? shared[m + q] : 0.0;
    double c1 = one > 0.0 ? h1 / one : 0.0, c2 = 0.0;
    if (plane) {
      c1 = (two * h1 - both * h2) / determinant;
      c2 = (one * h2 - both * h1) / determinant;
    }
    const double fitted = c1 * c1 * one + c2 * c2 * two;
    const double rest = squares[q] - 2.0 * (c1 * h1 + c2 * h2) + fitted + 2.0 * c1 * c2 * both;
    Lines& at = fit[q / kernels::lanes];
    const std::size_t lane = q % kernels::lanes;
    at.first[lane] = c1;
    at.second[lane] = c2;
    at.left[lane] = safe * std::sqrt(std::max(0.0, rest) + rounding * (squares[q] + fitted));
  }
  return fit;
}

void Screen::look(ConstBlock r, const Candidates& candidates, Evaluation& out, int threads) {
  wanted_.assign(as_size(out.columns), 1);
  if (norm_.empty()) return;
  take_vectors(r);
  next_ = free_slot();
  if (slot_.empty()) {
    slot_.assign(norm_.size(), never);
    first_.assign(norm_.size(), 0.0F);
    second_.assign(norm_.size(), 0.0F);
  }
  if (candidates.kinks.lambda.empty()) return;
  reading_[as_size(next_)].columns = 0;
  std::vector<const double*> vectors;  // of all readings, so that the residuals are read once
  for (const Reading& reading : std::span(reading_).first(readings)) {
    if (reading.columns == 0) continue;
    const auto v = addresses({reading.vector.data(), r.rows, reading.count, reading.ld});
    vectors.insert(vectors.end(), v.begin(), v.end());
  }
  const auto w = addresses(r);
  std::vector<double> shared(vectors.size() * w.size());
  kernels::table().dots(vectors.data(), static_cast<Index>(vectors.size()), w.data(), r.cols,
                        r.rows, shared.data(), r.cols);
  std::array<Fit, readings> fits;
  std::array<const double*, readings + 1> lines{};
  const double* products = shared.data();
  for (std::size_t s = 0; s < fits.size(); ++s) {
    if (reading_[s].columns == 0) continue;
    fits[s] = fit(reading_[s], products, out.residual_square);
    lines[s] = fits[s].front().first.data();
    products += reading_[s].count * r.cols;
  }
  judge(lines.data(), candidates, out, threads);
}

void Screen::judge(const double* const* fits, const Candidates& candidates, Evaluation& out,
                   int threads) {
  const Kinks& kinks = candidates.kinks;
  const Index p = out.columns;
  const Index m = candidates.count();
  const Index certified = size_of(kinks.lambda);
  const Index groups = ceil_div(m, kernels::lanes);
  AlignedVector<double> limit(as_size(groups * kernels::lanes), infinity);
  std::ranges::transform(kinks.lambda, limit.begin(), [](double v) { return below * v; });
  const double away = certified < m ? kinks.next - kinks.lambda.back() : 0.0;
  const double later = (1.0 - kinks.slack) * kinks.next;
  const kernels::Estimates estimates{.count = m,
                                     .groups = groups,
                                     .slot = slot_.data(),
                                     .fit = fits,
                                     .chosen = kinks.chosen.data(),
                                     .first = first_.data(),
                                     .second = second_.data(),
                                     .norm = norm_.data(),
                                     .kink = kinks.l1.data(),
                                     .limit = limit.data(),
                                     .last = certified - 1,
                                     .away = away,
                                     .later = later,
                                     .likely = likely};
  const double work = 4.0 * static_cast<double>(p * m);
  parallel_for(ceil_div(p, chunk), worthwhile_threads(threads, work), [&](Index t) {
    kernels::table().estimate(estimates, t * chunk, std::min(p, (t + 1) * chunk), wanted_.data(),
                              out.product.data(), p);
  });
}

void Screen::keep(Evaluation& out) {
  const std::vector<Index>& read = out.read;
  if (norm_.empty()) return;
  for (const Index j : read) {
    const unsigned char before = slot_[as_size(j)];
    if (before != never && before != next_) --reading_[before].columns;
    slot_[as_size(j)] = static_cast<unsigned char>(next_);
  }
  Reading& now = reading_[as_size(next_)];
  std::swap(now, reading_[as_size(readings)]);
  now.columns = static_cast<Index>(read.size());
  const Index m = static_cast<Index>(out.residual_square.size());
  const ConstValues one = out.products(m - now.count);
  const ConstValues two = out.products(m - 1);
  for (const Index j : read) {
    first_[as_size(j)] = static_cast<float>(one[as_size(j)]);
    second_[as_size(j)] = now.count > 1 ? static_cast<float>(two[as_size(j)]) : 0.0F;
  }
}

}  // namespace riata
