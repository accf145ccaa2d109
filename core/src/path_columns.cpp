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

// A column and how much it is wanted, relative to lambda.
struct Wanted {
  Index column;
  double score;
};

// The `most` wanted columns, in the order of the data. Of one that is named twice the larger
// counts.
std::vector<Index> best(std::vector<Wanted> who, Index most) {
  std::ranges::sort(who, [](const Wanted& a, const Wanted& b) {
    return a.column < b.column || (a.column == b.column && a.score > b.score);
  });
  const auto same = [](const Wanted& a, const Wanted& b) { return a.column == b.column; };
  who.erase(std::unique(who.begin(), who.end(), same), who.end());
  if (static_cast<Index>(who.size()) > most) {
    std::ranges::nth_element(who, who.begin() + most, [](const Wanted& a, const Wanted& b) {
      return a.score > b.score || (a.score == b.score && a.column < b.column);
    });
    who.resize(as_size(most));
  }
  std::vector<Index> columns;
  for (const Wanted& w : who) columns.push_back(w.column);
  std::ranges::sort(columns);
  return columns;
}

double relative(double reach, double lambda) { return lambda > 0.0 ? reach / lambda : reach; }

}  // namespace

Index PathSolver::room() const { return std::max(least_room, set_.size()); }

double PathSolver::slack() const { return inner_ == &descent_ ? slack_ + generous : slack_; }

// The columns that the path's own direction says will matter somewhere in the batch. Along it the
// ratio (c + (lambda - reference) slope) / lambda is monotone, so both ends say it all.
std::vector<Index> PathSolver::predicted(ConstValues lambdas) const {
  if (source_.whole() && set_.size() == set_.columns()) return {};
  const double least = 1.0 - slack();
  std::vector<Wanted> who;
  for (Index j = 0; j < set_.columns(); ++j) {
    if (set_.has(j)) continue;
    const double c = products_[as_size(j)];
    const double slope = slope_.empty() ? 0.0 : slope_[as_size(j)];
    const auto enough = [&](double lambda) {
      return std::abs(c + (lambda - reference_) * slope) > least * lambda * penalty_.l1[as_size(j)];
    };
    if (!source_.whole() && !enough(lambdas.front()) && !enough(lambdas.back())) continue;
    double score = 0.0;
    for (const double lambda : {lambdas.front(), lambdas.back()}) {
      const double reach = penalty_[j].score(c + (lambda - reference_) * slope);
      score = std::max(score, relative(reach, lambda));
    }
    if (source_.whole() || score > least) who.push_back({j, score});
  }
  return best(std::move(who), source_.whole() ? set_.columns() : room());
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
  std::vector<Wanted> who;
  for (Index q = from; q < batch.size(); ++q) {
    const ConstValues c = batch.evaluation.products(q);
    const double lambda = batch.lambdas[as_size(q)];
    for (const Index j : batch.evaluation.read) {
      if (std::abs(c[as_size(j)]) <= lambda * penalty_.l1[as_size(j)] || set_.has(j)) continue;
      const double reach = penalty_[j].score(c[as_size(j)]);
      if (reach <= violated * lambda || reach == 0.0) continue;
      who.push_back({j, relative(reach, lambda)});
    }
  }
  return best(std::move(who), room());
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
