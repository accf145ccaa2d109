// What a path asks of whoever solves the problem on its working set.
#pragma once

#include <vector>

#include "riata/interrupt.hpp"
#include "riata/penalty/elastic_net.hpp"

namespace riata {

/// Work done, for the path's own report.
struct InnerCounts {
  Index solves = 0;
  Index drops = 0;
  Index factorisations = 0;
};

/// Solutions of a batch over the working set, by rows: at(k, q) of lambda q.
struct Solutions {
  double* value;
  Index stride;

  [[nodiscard]] double& at(Index k, Index q) const { return value[k * stride + q]; }
};

class Inner {
 public:
  Inner() = default;
  Inner(const Inner&) = delete;
  Inner& operator=(const Inner&) = delete;
  virtual ~Inner() = default;

  /// Solve at neighbouring `lambdas`, starting from the last solutions, until the gap on the
  /// working set is well below `goal`; false where it gives up. `penalty` has an entry a column of
  /// the data.
  virtual bool solve(const ElasticNets& penalty, ConstValues lambdas, double goal, Solutions out,
                     Watch& watch) = 0;

  /// d beta / d lambda at the last solution, over the working set; empty where a path knows better.
  [[nodiscard]] virtual std::vector<double> direction() const = 0;

  /// Take these coefficients (over the working set) as the starting point of the next solve.
  virtual void start(ConstValues coefficients) = 0;

  /// What the data say the gradient is, at the last solution.
  virtual void correct(ConstValues gradient) = 0;

  [[nodiscard]] virtual ConstValues coefficients() const = 0;
  [[nodiscard]] virtual const InnerCounts& counts() const = 0;
};

}  // namespace riata
