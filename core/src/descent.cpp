#include "riata/solver/descent.hpp"

#include <algorithm>
#include <cmath>

#include "riata/parallel/pool.hpp"

namespace riata {
namespace {

constexpr Index lanes = LaneGroup::lanes;
constexpr double share = 0.5;        // of the goal: the columns outside the set want some too
constexpr double stationary = 1e-9;  // of |x_j| |y|: gradient left on an unpenalised column
constexpr double typical = 120.0;    // products a batch takes
constexpr double overhead = 10.0;    // nanoseconds a column costs however few its entries are
constexpr double furthest = 8.0;     // how far beyond the last two solutions a line is trusted

}  // namespace

bool Descent::solve(const ElasticNets& penalty, ConstValues lambdas, double goal, Solutions out,
                    Watch& watch) {
  const LaneProblem stated = problem(penalty, goal);
  const Index count = size_of(lambdas);
  if (std::ranges::any_of(lambdas, [](double lambda) { return lambda <= 0.0; })) return false;
  std::vector<LaneGroup> groups;
  for (Index q = 0; q < count; q += lanes) {
    const ConstValues some = lambdas.subspan(as_size(q), as_size(std::min(lanes, count - q)));
    groups.emplace_back(stated, some, guess(some, stated));
  }
  std::vector<LaneGroup*> going;
  for (LaneGroup& group : groups) going.push_back(&group);
  while (!going.empty()) {
    parallel_for(static_cast<Index>(going.size()), stated.rows.threads,
                 [&](Index g) { going[as_size(g)]->advance(); });
    watch.look();
    std::erase_if(going, [](const LaneGroup* group) { return group->finished(); });
    if (std::ranges::any_of(going, [](const LaneGroup* group) { return group->failed(); })) {
      return false;
    }
  }
  known_.clear();
  for (Index q = 0; q < count; ++q) {
    const LaneGroup& group = groups[as_size(q / lanes)];
    Point point{lambdas[as_size(q)], {}};
    for (Index k = 0; k < stated.size(); ++k) {
      point.beta.push_back(group.coefficient(k, q % lanes));
      out.at(k, q) = point.beta.back();
    }
    known_.push_back(std::move(point));
  }
  for (const LaneGroup& group : groups) counts_.solves += group.products();
  beta_ = known_.back().beta;
  return true;
}

LaneProblem Descent::problem(const ElasticNets& penalty, double goal) const {
  LaneProblem stated(*set_.source().rows());
  for (Index k = 0; k < set_.size(); ++k) {
    const ElasticNet p = penalty[set_.column(k)];
    const double square = stated.rows.set.square(k);
    if (square > 0.0 && !p.fixed()) stated.live.push_back(k);
    stated.curved = stated.curved || p.l2 > 0.0;
    stated.l1.push_back(p.l1);
    stated.l2.push_back(p.l2);
    stated.lower.push_back(p.lower);
    stated.upper.push_back(p.upper);
    stated.square.push_back(square);
  }
  stated.null = 0.5 * set_.response_norm() * set_.response_norm();
  stated.noise = stationary * set_.response_norm();
  stated.goal = share * goal;
  stated.most_products = allowed_ / (each() * static_cast<double>(std::max<Index>(1, set_.size())));
  return stated;
}

// On the line through the two known solutions that are nearest, as far as signs stay.
AlignedVector<double> Descent::guess(ConstValues lambdas, const LaneProblem& stated) const {
  AlignedVector<double> lines(as_size(stated.size() * lanes), 0.0);
  if (known_.empty()) return lines;
  for (Index q = 0; q < lanes; ++q) {
    const double lambda = lambdas[as_size(std::min(q, size_of(lambdas) - 1))];
    std::size_t next = 0;  // the first that is not above lambda, or the last
    while (next + 1 < known_.size() && known_[next].lambda > lambda) ++next;
    const Point& near = known_[next];
    const Point& other = known_[next > 0 ? next - 1 : std::min<std::size_t>(1, known_.size() - 1)];
    const double apart = near.lambda - other.lambda;
    const double way =
        apart != 0.0 ? std::clamp((lambda - near.lambda) / apart, -furthest, furthest) : 0.0;
    for (const Index k : stated.live) {
      if (k >= static_cast<Index>(near.beta.size())) continue;
      const double b = near.beta[as_size(k)];
      const double to = b + way * (b - other.beta[as_size(k)]);
      const ElasticNet p = stated.penalty()[k];
      const bool kept = p.l1 == 0.0 || b * to > 0.0;
      lines[as_size(k * lanes + q)] = kept ? std::clamp(to, p.lower, p.upper) : 0.0;
    }
  }
  return lines;
}

void Descent::start(ConstValues coefficients) {
  beta_.assign(coefficients.begin(), coefficients.end());
  known_.assign(1, {0.0, beta_});
}

// Nothing to correct: its gradients are the data's own.
void Descent::correct(ConstValues) {}

// One product with one column, eight lanes of it, in nanoseconds.
double Descent::each() const {
  const double entries = set_.source().rows()->set.entries();
  return entries / static_cast<double>(std::max<Index>(1, set_.size())) + overhead;
}

double Descent::cost(Index lambdas, Index active) const {
  const double products = typical * static_cast<double>(ceil_div(lambdas, lanes));
  return products * each() * static_cast<double>(active);
}

}  // namespace riata
