// Up to eight neighbouring lambdas solved side by side on the working set, without a Gram matrix.
//
//   primal     minimise F(b) = 1/2 |y - X b|^2 + lambda sum_j (l1_j |b_j| + l2_j b_j^2 / 2)
//              with every b_j in its box
//   dual, gap  those of certificate.hpp, over the columns of the working set
//   method     rounds of: a sweep of coordinate descent over the working set and some over the
//              columns in use, which find the face (who is zero, who at a bound, which signs);
//              conjugate gradients on that face, with the diagonal for a preconditioner; the step
//              is clipped to the face's intervals, or cut where the first one ends if F would rise
//   stop       gap <= goal in every lane and, where l2 > 0 makes the gap the square of what is left
//              of the gradient, that no more than its root; gives up after too many rounds, or
//              where rounding allows no less
//
// F never rises, and a sweep moves every coordinate that can lower it. Friedman, Hastie &
// Tibshirani (2010) for the descent; Nocedal & Wright, Numerical Optimization, 16.7 for the face.
#pragma once

#include <array>
#include <vector>

#include "riata/aligned.hpp"
#include "riata/penalty/elastic_net.hpp"
#include "riata/solver/source.hpp"

namespace riata {

/// What all groups of a batch share: the penalty over the working set, per unit of lambda.
struct LaneProblem {
  explicit LaneProblem(const Rows& given) : rows(given) {}

  Rows rows;
  std::vector<double> l1, l2, lower, upper, square;  // (size,)
  std::vector<Index> live;                           // columns that can move at all
  double null = 0.0;                                 // |y|^2 / 2
  double noise = 0.0;                                // gradient left on an unpenalised column
  double goal = 0.0;                                 // of the gap over `null`
  bool curved = false;                               // some l2 > 0
  double most_products = infinity;                   // with all columns, before it gives up

  [[nodiscard]] Index size() const { return static_cast<Index>(l1.size()); }
  [[nodiscard]] ElasticNets penalty() const { return {l1, l2, lower, upper}; }
};

class LaneGroup {
 public:
  static constexpr Index lanes = kernels::lanes;
  using Line = std::array<double, lanes>;

  /// At most `lanes` lambdas; `guess` has a line a column: (size, lanes).
  LaneGroup(const LaneProblem& problem, ConstValues lambdas, AlignedVector<double> guess);

  /// A piece of the work, small enough to look at the watch after it.
  void advance();

  [[nodiscard]] bool finished() const { return phase_ == Phase::finished; }
  [[nodiscard]] bool failed() const { return phase_ == Phase::failed; }
  [[nodiscard]] double coefficient(Index k, Index q) const { return beta_[as_size(k * lanes + q)]; }
  /// Products with all columns in use, about.
  [[nodiscard]] Index products() const { return products_; }

 private:
  enum class Phase { sweep, judge, iterate, land, finished, failed };

  [[nodiscard]] bool spent() const {
    return static_cast<double>(products_) > problem_.most_products;
  }
  void sweep();
  void judge();
  void refresh();
  [[nodiscard]] Line objectives() const;
  [[nodiscard]] double gap(Index q) const;
  [[nodiscard]] double strain(Index q) const;
  void find_face();
  void iterate();
  void stop_lost_lanes();
  [[nodiscard]] Index parts(Index columns) const;
  void multiply(Indices which, const kernels::LaneState& residual, double* out);
  void subtract(Indices which, const double* lines, const kernels::LaneState& residual);
  void apply();
  void land();
  [[nodiscard]] double landing(Index place, Index q, double share) const;
  void move(const Line& share);
  [[nodiscard]] double first_stop(Index q) const;
  [[nodiscard]] kernels::LaneState state() {
    return {residual_.data(), offset_.data(), sum_.data()};
  }

  const LaneProblem& problem_;
  Line lambda_{};
  Index count_;  // of lanes in use; the others repeat the last
  Phase phase_ = Phase::sweep;
  Index rounds_ = 0;
  Index idle_ = 0;  // rounds in which nothing got better
  Index products_ = 0;

  AlignedVector<double> beta_;      // (size, lanes)
  AlignedVector<double> gradient_;  // (size, lanes)
  AlignedVector<double> residual_;  // (n, lanes), times the root weights
  Line offset_{}, sum_{};
  Line square_{}, explained_{};  // |r|^2, y'r
  Line objective_{};
  Line excess_{};  // how many times what is allowed: the gap, and what is left of the gradient
  Line least_{};
  std::vector<Index> used_;  // columns that are not zero in every lane

  // Conjugate gradients: lines of the columns that are free in some lane.
  std::vector<Index> face_;
  std::vector<unsigned> before_;  // (size,) lanes in which a column was free, a bit each
  AlignedVector<double> inverse_, force_, turn_, image_, step_;
  AlignedVector<double> image_residual_, scratch_;
  Line energy_{}, enough_{};
  Index iterations_ = 0;
};

}  // namespace riata
