// The problem on the working set by coordinate descent and conjugate gradients: no Gram matrix and
// no factor, for sets so large that these cost more. Lambdas are solved side by side, eight to a
// group (lane_group.hpp), groups on threads of their own.
#pragma once

#include <vector>

#include "riata/solver/inner.hpp"
#include "riata/solver/lane_group.hpp"
#include "riata/solver/working_set.hpp"

namespace riata {

class Descent final : public Inner {
 public:
  explicit Descent(const WorkingSet& set) : set_(set) {}

  bool solve(const ElasticNets& penalty, ConstValues lambdas, double goal, Solutions out,
             Watch& watch) override;
  [[nodiscard]] std::vector<double> direction() const override { return {}; }
  void start(ConstValues coefficients) override;
  void correct(ConstValues gradient) override;
  [[nodiscard]] ConstValues coefficients() const override { return beta_; }
  [[nodiscard]] const InnerCounts& counts() const override { return counts_; }

  /// Give up on a batch after so many nanoseconds, about.
  void allow(double cost) { allowed_ = cost; }
  /// Nanoseconds for a batch, about, where `active` columns are in use.
  [[nodiscard]] double cost(Index lambdas, Index active) const;

 private:
  [[nodiscard]] double each() const;
  [[nodiscard]] LaneProblem problem(const ElasticNets& penalty, double goal) const;
  [[nodiscard]] AlignedVector<double> guess(ConstValues lambdas, const LaneProblem& problem) const;

  struct Point {
    double lambda;
    std::vector<double> beta;  // over the working set as it was
  };

  const WorkingSet& set_;
  std::vector<double> beta_;  // the last solution
  std::vector<Point> known_;  // the last batch, from which the next is guessed
  double allowed_ = infinity;
  InnerCounts counts_;
};

}  // namespace riata
