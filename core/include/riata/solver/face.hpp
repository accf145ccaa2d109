// Exact solution on the working set.
//
//   primal     minimise 1/2 b'Gb - b'd + sum_j (l1_j |b_j| + l2_j b_j^2 / 2),  lower <= b <= upper
//   gradient   c = d - G b - l2 b; at the solution c_j = l1_j sign(b_j) on the free coordinates,
//              |c_j| <= l1_j at zero, and c_j - l1_j sign(b_j) points outwards at a bound
//   method     guess which coordinates are free and their signs; the minimiser on that face is one
//              linear system. Walk towards it, dropping the first coordinates to meet the end of
//              their interval; at the minimiser add the coordinates that violate the conditions.
//   stop       no violation beyond `slack` (relative), or nothing moves any more
//
// Every walk lowers the objective, so no face is visited twice; where rounding stalls the walk,
// single additions and a list of refused coordinates keep it finite. Nocedal & Wright, Numerical
// Optimization, 16.5; Osborne, Presnell & Turlach (2000) for the lasso.
#pragma once

#include <functional>
#include <vector>

#include "riata/linalg/cholesky.hpp"
#include "riata/solver/inner.hpp"
#include "riata/solver/working_set.hpp"

namespace riata {

class Face final : public Inner {
 public:
  explicit Face(WorkingSet& set) : set_(set) {}

  /// Exactly, as far as rounding allows, whatever the goal.
  bool solve(const ElasticNets& penalty, ConstValues lambdas, double goal, Solutions out,
             Watch& watch) override;
  [[nodiscard]] std::vector<double> direction() const override;
  void start(ConstValues coefficients) override;
  /// Corrects rounding in the Gram matrix.
  void correct(ConstValues gradient) override;
  [[nodiscard]] ConstValues coefficients() const override { return beta_; }
  [[nodiscard]] const InnerCounts& counts() const override { return counts_; }

  /// Nanoseconds for a batch, about, where `active` columns are in use.
  [[nodiscard]] double cost(Index lambdas, Index active) const;

 private:
  static constexpr double doubtful = 1e-9;       // pivot, over the diagonal, to be taken with care
  static constexpr double representable = 1e-8;  // gain, over l1, not worth an exchange

  struct Interval {
    double lower, upper;
  };

  void solve_one(const ElasticNets& penalty, double lambda, Watch& watch);
  void enter(const ElasticNets& penalty, double lambda);
  void choose_sign(Index i);
  bool adopt();
  void retreat(ConstValues before);
  void refresh_factor();
  void refresh_gradient();
  [[nodiscard]] double objective() const;
  [[nodiscard]] bool settled() const;
  bool descend();
  [[nodiscard]] std::vector<double> stops_along(ConstValues step) const;
  [[nodiscard]] Interval interval(Index i) const;
  [[nodiscard]] double violation(Index i) const;
  [[nodiscard]] std::vector<Index> violators() const;
  void with_rows(Indices who, const std::function<void(Index, Values, double)>& take);
  void admit_all(Indices who);
  bool admit(Index i);
  bool admit(Index i, Values row, double pivot);
  [[nodiscard]] double careful_pivot(Index i, ConstValues column) const;
  bool exchange(Index i, Values combination);
  void free_coordinate(Index i, ConstValues row, double pivot);
  void release(Index place);

  WorkingSet& set_;
  std::vector<ElasticNet> penalty_;  // over the working set, lambda included
  std::vector<ElasticNet> unit_;     // the same per unit of lambda
  std::vector<double> beta_;
  std::vector<double> gradient_;
  Index gradient_of_ = -1;          // coordinates it holds for; -1 where it is out of date
  std::vector<double> sign_;        // of the free coordinates; 0 where l1 = 0
  std::vector<double> correction_;  // true gradient minus the Gram matrix's
  std::vector<double> noise_;       // rounding level of each gradient
  std::vector<Index> free_;         // in the order of the factor
  std::vector<char> is_free_;
  std::vector<char> refused_;  // cannot help at this lambda
  Index exchanges_left_ = 0;
  Index released_ = 0;  // coordinates so far: rows of the factor that are gone
  Cholesky factor_;
  InnerCounts counts_;
};

}  // namespace riata
