// The separable penalty lambda * sum_j (l1_j |b_j| + l2_j b_j^2 / 2) inside a box around zero:
// lasso, ridge and elastic net with penalty factors and bounds.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "riata/types.hpp"

namespace riata {

inline double sign_of(double x) { return x > 0.0 ? 1.0 : (x < 0.0 ? -1.0 : 0.0); }

inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// One coordinate: l1 |b| + l2 b^2 / 2 with lower <= b <= upper, lower <= 0 <= upper.
struct ElasticNet {
  double l1 = 0.0;
  double l2 = 0.0;
  double lower = -infinity;
  double upper = infinity;

  [[nodiscard]] double value(double b) const { return l1 * std::abs(b) + 0.5 * l2 * b * b; }

  /// argmin_b (b - z)^2 / 2 + step * (penalty of b): soft threshold, shrink, clip.
  [[nodiscard]] double prox(double z, double step) const {
    const double soft = std::copysign(std::max(std::abs(z) - step * l1, 0.0), z);
    return std::clamp(soft / (1.0 + step * l2), lower, upper);
  }

  /// The part of the gradient c that can move the coordinate away from zero.
  [[nodiscard]] double pull(double c) const {
    return c > 0.0 ? (upper > 0.0 ? c : 0.0) : (lower < 0.0 ? -c : 0.0);
  }

  /// The smallest lambda that keeps the coordinate at zero against the gradient c.
  [[nodiscard]] double score(double c) const {
    const double force = pull(c);
    if (force == 0.0) return 0.0;
    return l1 > 0.0 ? force / l1 : infinity;
  }

  /// The convex conjugate sup_b (c b - penalty of b) over the box.
  [[nodiscard]] double conjugate(double c) const {
    const double excess = pull(c) - l1;
    if (excess <= 0.0) return 0.0;
    const double end = c > 0.0 ? upper : -lower;
    if (l2 == 0.0) return excess * end;  // infinite where nothing stops b
    const double best = std::min(excess / l2, end);
    return excess * best - 0.5 * l2 * best * best;
  }

  [[nodiscard]] bool fixed() const { return lower == 0.0 && upper == 0.0; }
  [[nodiscard]] ElasticNet times(double lambda) const {
    return {lambda * l1, lambda * l2, lower, upper};
  }
};

/// The same for all p coordinates, in arrays (p,).
struct ElasticNets {
  ConstValues l1;
  ConstValues l2;
  ConstValues lower;
  ConstValues upper;

  [[nodiscard]] ElasticNet operator[](Index j) const {
    return {l1[as_size(j)], l2[as_size(j)], lower[as_size(j)], upper[as_size(j)]};
  }
};

}  // namespace riata
