// Which columns a path needs: before a batch is solved, and after a pass has shown what it lacks.
#include <algorithm>
#include <cmath>

#include "riata/solver/path.hpp"

namespace riata {
namespace {

constexpr double violated = 1.0 + 1e-10;  // score, relative to lambda, of a column that is missing
constexpr double tolerated = 0.01;        // excess over lambda, relative, over the root of tol
constexpr Index least_room = 64;          // columns that may always join at once
constexpr double generous = 0.1;          // more room for a solver that columns cost little

// The `most` entries of `who` with the largest score, in the order of the columns.
std::vector<Index> best(std::vector<Index> who, ConstValues score, Index most) {
  if (static_cast<Index>(who.size()) > most) {
    std::ranges::nth_element(who, who.begin() + most, [&](Index a, Index b) {
      const double sa = score[as_size(a)];
      const double sb = score[as_size(b)];
      return sa > sb || (sa == sb && a < b);
    });
    who.resize(as_size(most));
    std::ranges::sort(who);
  }
  return who;
}

}  // namespace

Index PathSolver::room() const { return std::max(least_room, set_.size()); }

// The columns that the path's own direction says will matter somewhere in the batch. Along it the
// ratio (c + (lambda - reference) slope) / lambda is monotone, so both ends say it all.
std::vector<Index> PathSolver::predicted(ConstValues lambdas) const {
  if (source_.whole() && set_.size() == set_.columns()) return {};
  const double slack = inner_ == &descent_ ? slack_ + generous : slack_;
  std::vector<double> score(products_.size(), 0.0);
  std::vector<Index> who;
  for (Index j = 0; j < set_.columns(); ++j) {
    if (set_.has(j)) continue;
    const double c = products_[as_size(j)];
    const double slope = slope_.empty() ? 0.0 : slope_[as_size(j)];
    const auto enough = [&](double lambda) {
      const double most = (1.0 - slack) * lambda * penalty_.l1[as_size(j)];
      return std::abs(c + (lambda - reference_) * slope) > most;
    };
    if (!source_.whole() && !enough(lambdas.front()) && !enough(lambdas.back())) continue;
    const ElasticNet p = penalty_[j];
    for (const double lambda : {lambdas.front(), lambdas.back()}) {
      const double reach = p.score(c + (lambda - reference_) * slope);
      score[as_size(j)] = std::max(score[as_size(j)], lambda > 0.0 ? reach / lambda : reach);
    }
    if (source_.whole() || score[as_size(j)] > 1.0 - slack) who.push_back(j);
  }
  return source_.whole() ? who : best(std::move(who), score, room());
}

// Whether no column outside the set is wanted. With an l2 part the gap is the square of what a
// missing column exceeds lambda by, too small to tell; without one it tells.
bool PathSolver::complete(const Candidate& candidate, double lambda, double tol) const {
  if (!curved_) return true;
  const double most = (1.0 + tolerated * std::sqrt(tol)) * lambda;
  for (const Index j : candidate.read) {
    if (!set_.has(j) && penalty_[j].score(candidate.products[as_size(j)]) > most) return false;
  }
  return true;
}

// Columns outside the set that an uncertified solution needs, the worst ones.
std::vector<Index> PathSolver::missing(Batch& batch, Index from) {
  std::vector<double> score(products_.size(), 0.0);
  std::vector<Index> who;
  for (Index q = from; q < batch.size(); ++q) {
    const ConstValues c = batch.evaluation.products(q);
    const double lambda = batch.lambdas[as_size(q)];
    for (const Index j : batch.evaluation.read) {
      if (std::abs(c[as_size(j)]) <= lambda * penalty_.l1[as_size(j)] || set_.has(j)) continue;
      const double reach = penalty_[j].score(c[as_size(j)]);
      if (reach <= violated * lambda || reach == 0.0) continue;
      if (score[as_size(j)] == 0.0) who.push_back(j);
      score[as_size(j)] = std::max(score[as_size(j)], lambda > 0.0 ? reach / lambda : reach);
    }
  }
  return best(std::move(who), score, room());
}

// Keep the last gradients of a batch, and their slope, for the next prediction.
void PathSolver::remember(Batch& batch) {
  const Index last = batch.size() - 1;
  const ConstValues c = batch.evaluation.products(last);
  const double lambda = batch.lambdas[as_size(last)];
  if (batch.with_slope) {
    const ConstValues slope = batch.evaluation.products(last + 1);
    slope_.assign(slope.begin(), slope.end());
  } else if (inner_ == &descent_) {  // the line through the last two
    const ConstValues before = last > 0 ? batch.evaluation.products(last - 1) : products_;
    const double apart = lambda - (last > 0 ? batch.lambdas[as_size(last - 1)] : reference_);
    slope_.assign(c.size(), 0.0);
    for (std::size_t j = 0; apart != 0.0 && j < c.size(); ++j)
      slope_[j] = (c[j] - before[j]) / apart;
  } else {
    slope_.clear();
  }
  products_.assign(c.begin(), c.end());
  reference_ = lambda;
}

}  // namespace riata
