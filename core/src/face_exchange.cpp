// How coordinates come to be free, and what leaves for them.
#include <algorithm>
#include <cmath>

#include "riata/solver/face.hpp"

namespace riata {
namespace {

constexpr double negligible = 1e-10;  // coefficient of a combination, relative to the largest
constexpr Index together = 32;        // coordinates whose rows are worked out at once

}  // namespace

// What the factor would have to say of each of these coordinates in turn: its row and its pivot.
// They are worked out for many at once, as long as `take` only lets the factor grow.
void Face::with_rows(Indices who, const std::function<void(Index, Values, double)>& take) {
  AlignedVector<double> rows;
  for (std::size_t first = 0; first < who.size(); first += as_size(together)) {
    const Indices some = who.subspan(first, std::min(as_size(together), who.size() - first));
    const auto before = static_cast<Index>(free_.size());
    const Index gone = released_;
    const bool alone = some.size() == 1;
    const Index ld = round_up(std::max<Index>(before, 1), 8) + 8;
    if (!alone) {
      rows.resize(some.size() * as_size(ld));
      const Block block{rows.data(), before, static_cast<Index>(some.size()), ld};
      for (Index t = 0; t < block.cols; ++t) {
        const double* products = set_.gram(some[as_size(t)]);
        const Values row = block.column(t);
        for (std::size_t k = 0; k < row.size(); ++k) row[k] = products[free_[k]];
      }
      factor_.solve_lower(block);
    }
    std::vector<double> row;
    for (std::size_t t = 0; t < some.size(); ++t) {
      const Index i = some[t];
      const Index solved = alone || released_ != gone ? 0 : before;
      row.resize(free_.size());
      std::copy_n(rows.data() + t * as_size(ld), solved, row.data());
      for (std::size_t k = as_size(solved); k < free_.size(); ++k) row[k] = set_.gram(i, free_[k]);
      const double diagonal = set_.gram(i, i) + penalty_[as_size(i)].l2;
      double pivot = factor_.pivot(row, diagonal, solved);
      if (pivot <= doubtful * diagonal) pivot = careful_pivot(i, row);
      take(i, row, pivot);
    }
  }
}

void Face::admit_all(Indices who) {
  with_rows(who, [&](Index i, Values row, double pivot) {
    choose_sign(i);
    if (!admit(i, row, pivot)) refused_[as_size(i)] = 1;
  });
}

bool Face::admit(Index i) {
  choose_sign(i);
  bool admitted = false;
  with_rows(Indices(&i, 1),
            [&](Index k, Values row, double pivot) { admitted = admit(k, row, pivot); });
  return admitted;
}

// Free coordinate i; false if it cannot lower the objective.
bool Face::admit(Index i, Values row, double pivot) {
  const double diagonal = set_.gram(i, i) + penalty_[as_size(i)].l2;
  if (pivot <= set_.source().resolution() * diagonal) return exchange(i, row);
  free_coordinate(i, row, pivot);
  return true;
}

// The pivot is min_z |x_i - X_A z|^2 (+ l2 terms); worked out from the columns nothing cancels.
double Face::careful_pivot(Index i, ConstValues column) const {
  std::vector<double> z(column.begin(), column.end());
  factor_.solve_upper(z);
  std::vector<double> combination(as_size(set_.size()), 0.0);
  double pivot = penalty_[as_size(i)].l2;
  for (std::size_t k = 0; k < z.size(); ++k) {
    combination[as_size(free_[k])] = -z[k];
    pivot += penalty_[as_size(free_[k])].l2 * z[k] * z[k];
  }
  combination[as_size(i)] = 1.0;
  return pivot + set_.source().combination_square(combination);
}

// Column i is a combination of the free ones, x_i = X_A z: move along the direction that leaves the
// fit as it is and lowers the penalty, until a coordinate meets the end of its interval; that one
// leaves, and i takes its place.
bool Face::exchange(Index i, Values z) {
  factor_.solve_upper(z);
  const double b = beta_[as_size(i)];
  const ElasticNet& p = penalty_[as_size(i)];
  const double c = gradient_[as_size(i)];
  double way = sign_of(c);
  if (b != 0.0) way = b == p.lower || b == p.upper ? -sign_of(b) : sign_of(c - p.l1 * sign_of(b));
  double gain = b == 0.0 ? -p.l1 : -p.l1 * sign_of(b) * way;
  double largest = 1.0;
  for (const double v : z) largest = std::max(largest, std::abs(v));
  std::vector<double> step(z.begin(), z.end());
  for (std::size_t k = 0; k < step.size(); ++k) {
    // Rounding beside the others: no gain, and no end to where it would let the others go.
    step[k] = std::abs(step[k]) > negligible * largest ? -way * step[k] : 0.0;
    gain -= penalty_[as_size(free_[k])].l1 * sign_[as_size(free_[k])] * step[k];
  }
  if (gain <= representable * p.l1 + noise_[as_size(i)]) return false;
  const std::vector<double> stops = stops_along(step);
  const auto first = std::min_element(stops.begin(), stops.end());
  const double reach = first == stops.end() ? infinity : *first;
  const double end =
      way > 0.0 ? (b < 0.0 && p.l1 > 0.0 ? 0.0 : p.upper) : (b > 0.0 && p.l1 > 0.0 ? 0.0 : p.lower);
  const double own = std::abs(end - b);
  if (std::min(reach, own) == infinity || exchanges_left_ == 0) return false;
  --exchanges_left_;
  for (std::size_t k = 0; k < step.size(); ++k) {
    beta_[as_size(free_[k])] += std::min(reach, own) * step[k];
  }
  if (own <= reach) {
    beta_[as_size(i)] = end;
    return true;
  }
  beta_[as_size(i)] += reach * way;
  const auto place = first - stops.begin();
  const Index out = free_[as_size(place)];
  beta_[as_size(out)] = step[as_size(place)] < 0.0 ? interval(out).lower : interval(out).upper;
  release(place);
  ++counts_.drops;
  return admit(i);
}

void Face::free_coordinate(Index i, ConstValues row, double pivot) {
  factor_.accept(row, pivot);
  free_.push_back(i);
  is_free_[as_size(i)] = 1;
}

void Face::release(Index place) {
  factor_.remove(place);
  ++released_;
  is_free_[as_size(free_[as_size(place)])] = 0;
  free_.erase(free_.begin() + place);
}

}  // namespace riata
