#include "riata/solver/path.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "riata/solver/certificate.hpp"

namespace riata {
namespace {

constexpr double violated = 1.0 + 1e-10;  // score, relative to lambda, of a column that is missing
constexpr double tolerated = 0.01;        // excess over lambda, relative, over the root of tol
constexpr double stationary = 1e-9;       // of |x_j| |y|: gradient left on an unpenalised column
constexpr Index least_room = 64;          // columns that may always join at once
constexpr double stride = 0.7;            // ratio of neighbouring lambdas of a path
constexpr double long_stride = 0.6;       // of all lambdas solved side by side
constexpr double small_stride = 0.95;     // the same for a solver of many at once
constexpr double generous = 0.1;          // more room for a solver that columns cost little
constexpr double deepest = 1e-5;          // ratio beyond which there are none on the way
constexpr int corrections = 3;            // that do not halve a gap above the tolerance

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

// A few neighbouring lambdas that share one pass over the data.
struct PathSolver::Batch {
  ConstValues lambdas;
  std::span<const char> wanted;  // whether a lambda is asked for, or only on the way
  bool with_slope = false;       // the last candidate is the direction of the path
  std::vector<double> value{};   // over the working set, by rows
  std::vector<double> base{};
  Evaluation evaluation{};
  std::vector<PathPoint> points{};

  [[nodiscard]] Index size() const { return size_of(lambdas); }
};

PathSolver::PathSolver(Source& source, ElasticNets penalty)
    : source_(source),
      penalty_(penalty),
      set_(source),
      face_(set_),
      descent_(set_),
      inner_(&face_),
      curved_(std::ranges::any_of(penalty.l2, [](double l2) { return l2 > 0.0; })) {}

PathCounts PathSolver::counts() const {
  return {passes_, face_.counts().solves, face_.counts().drops, set_.size(),
          descent_.counts().solves};
}

Index PathSolver::room() const { return std::max(least_room, set_.size()); }

// Fit the unpenalised columns alone.
void PathSolver::prepare(Watch& watch) {
  if (prepared_) return;
  const ConstValues all = source_.response_products();
  products_.assign(all.begin(), all.end());
  std::vector<Index> first;
  for (Index j = 0; j < set_.columns(); ++j) {
    const ElasticNet p = penalty_[j];
    const bool unpenalised = p.l1 == 0.0 && p.l2 == 0.0 && !p.fixed();
    if (unpenalised && !set_.has(j)) first.push_back(j);
  }
  set_.append(first);
  if (set_.size() > 0) {
    constexpr char wanted = 1;
    Batch null{ConstValues(&reference_, 1), std::span(&wanted, 1)};
    solve(null, 0.0, watch);  // at lambda = 0, where penalised columns are not in the set
    evaluate(null);
    remember(null);
  }
  prepared_ = true;  // not if it was interrupted
}

ConstValues PathSolver::null_products(Watch& watch) {
  prepare(watch);
  return products_;
}

// The given lambdas and, where they are far apart, some between them: a path that jumps guesses its
// columns badly. Those need no certificate and give no result.
PathSolver::Route PathSolver::route(ConstValues lambdas, double ratio) const {
  Route stops;
  double last = reference_;
  if (last == 0.0) {
    for (Index j = 0; j < set_.columns(); ++j) {
      if (!set_.has(j)) last = std::max(last, penalty_[j].score(products_[as_size(j)]));
    }
  }
  for (const double lambda : lambdas) {
    const double end = std::max(lambda, deepest * last);
    const bool jump = std::isfinite(last) && end < ratio * last;
    const double steps = jump ? std::ceil(std::log(end / last) / std::log(ratio)) : 1.0;
    for (double k = 1.0; k < steps; k += 1.0) {
      stops.lambda.push_back(last * std::pow(end / last, k / steps));
      stops.wanted.push_back(0);
    }
    stops.lambda.push_back(lambda);
    stops.wanted.push_back(1);
    last = lambda;
  }
  return stops;
}

// How many of the next lambdas, at least one, are so near that what is known of the path says which
// columns they need.
Index PathSolver::near(ConstValues lambdas, Index most) const {
  const bool lanes = inner_ == &descent_;  // all start where the last batch ended
  const double far = slope_.empty() ? stride : (lanes ? long_stride : stride * stride);
  const double end = reference_ * far;
  Index count = 1;
  while (count < std::min(most, size_of(lambdas)) && lambdas[as_size(count)] >= end) ++count;
  return count;
}

std::vector<PathPoint> PathSolver::run(ConstValues lambdas, const PathSettings& settings,
                                       Watch& watch) {
  prepare(watch);
  Route stops = route(lambdas, stride);
  bool small_steps = false;
  std::vector<PathPoint> path;
  Index done = 0;
  Index width = std::min<Index>(4, settings.batch);
  int corrected = 0;
  PathPoint closest;
  while (done < size_of(stops.lambda)) {
    watch.look(static_cast<Index>(path.size()));
    const Index count = near(ConstValues(stops.lambda).subspan(as_size(done)), width);
    Batch batch{ConstValues(stops.lambda).subspan(as_size(done), as_size(count)),
                std::span(stops.wanted).subspan(as_size(done), as_size(count))};
    set_.append(predicted(batch.lambdas));
    choose(batch.size(), settings.within);
    if (inner_ == &descent_ && !small_steps) {
      small_steps = true;
      stops = route(lambdas.subspan(path.size()), small_stride);
      done = 0;
      continue;
    }
    solve(batch, settings.tol, watch);
    evaluate(batch);
    Index good = certify(batch, passes_ < settings.max_passes ? settings.tol : infinity);
    const std::vector<Index> extra = missing(batch, good);
    remember(batch);
    if (good == 0 && extra.empty() && batch.size() == 1 && inner_ != &face_) {
      return_to_face();
      continue;
    }
    if (good == 0 && extra.empty() && batch.size() == 1) {
      // Only rounding is left: solve again with the gradient the data give, and keep the best.
      const double gap = batch.points[0].gap;
      const bool better = corrected == 0 || gap < closest.gap;
      // As long as it halves the gap, go on.
      corrected = corrected > 0 && gap < 0.5 * closest.gap ? 1 : corrected + 1;
      if (better) closest = batch.points[0];
      if (corrected <= corrections) {
        inner_->correct(working_products());
        continue;
      }
      batch.points[0] = closest;
      good = 1;
    }
    if (good > 0) corrected = 0;
    for (Index q = 0; q < good; ++q) {
      if (batch.wanted[as_size(q)] != 0) path.push_back(std::move(batch.points[as_size(q)]));
    }
    done += good;
    set_.append(extra);
    const bool all = good == batch.size();
    // Lanes cost nothing, so the iterative solver need not fear to go far; but one step it must go.
    const bool lanes = inner_ == &descent_ && good > 0;
    width = all || lanes ? std::min(2 * width, settings.batch) : std::max<Index>(1, good);
    slack_ = all ? std::max(0.02, 0.9 * slack_) : std::min(0.3, 1.5 * slack_);
  }
  return path;
}

// The columns that the path's own direction says will matter somewhere in the batch. Along it the
// ratio (c + (lambda - reference) slope) / lambda is monotone, so both ends say it all.
std::vector<Index> PathSolver::predicted(ConstValues lambdas) const {
  if (source_.whole() && set_.size() == set_.columns()) return {};
  const double slack = inner_ == &descent_ ? slack_ + generous : slack_;
  std::vector<double> score(products_.size(), 0.0);
  std::vector<Index> who;
  for (Index j = 0; j < set_.columns(); ++j) {
    if (set_.has(j)) continue;
    const ElasticNet p = penalty_[j];
    const double c = products_[as_size(j)];
    const double slope = slope_.empty() ? 0.0 : slope_[as_size(j)];
    for (const double lambda : {lambdas.front(), lambdas.back()}) {
      const double reach = p.score(c + (lambda - reference_) * slope);
      score[as_size(j)] = std::max(score[as_size(j)], lambda > 0.0 ? reach / lambda : reach);
    }
    if (source_.whole() || score[as_size(j)] > 1.0 - slack) who.push_back(j);
  }
  return source_.whole() ? who : best(std::move(who), score, room());
}

// The iterative solver takes over where it costs less, and stays as long as it costs no more than
// it would take to go back.
void PathSolver::choose(Index lambdas, Within within) {
  if (exact_only_ || within == Within::face || !source_.rows()) return;
  constexpr double worthwhile = 3e6;  // nanoseconds
  constexpr double patience = 2.0;
  const ConstValues b = inner_->coefficients();
  const Index active = size_of(b) - std::ranges::count(b, 0.0);
  const double exact = face_.cost(lambdas, active);
  const bool asked = within == Within::descent;
  descent_.allow(asked ? infinity : patience * std::max(exact, worthwhile));
  if (inner_ == &descent_) return;
  if (!asked && exact < std::max(worthwhile, descent_.cost(lambdas, active))) return;
  descent_.start(b);
  inner_ = &descent_;
}

void PathSolver::return_to_face() {
  exact_only_ = true;
  face_.start(descent_.coefficients());
  inner_ = &face_;
}

void PathSolver::solve(Batch& batch, double goal, Watch& watch) {
  const Index m = batch.size();
  const auto room = [&](bool with_slope) {
    batch.with_slope = with_slope;
    batch.base.assign(as_size(m + (with_slope ? 1 : 0)), 1.0);
    batch.value.assign(as_size(set_.size()) * batch.base.size(), 0.0);
    return Solutions{batch.value.data(), static_cast<Index>(batch.base.size())};
  };
  if (inner_ == &descent_) {
    if (descent_.solve(penalty_, batch.lambdas, goal, room(false), watch)) return;
    return_to_face();
  }
  const Solutions out = room(!source_.whole());
  face_.solve(penalty_, batch.lambdas, goal, out, watch);
  if (!batch.with_slope) return;
  batch.base[as_size(m)] = 0.0;  // its "residual" is -X d beta / d lambda
  const std::vector<double> direction = face_.direction();
  for (Index k = 0; k < set_.size(); ++k) out.at(k, m) = direction[as_size(k)];
}

void PathSolver::evaluate(Batch& batch) {
  source_.evaluate({batch.value, batch.base}, batch.evaluation);
  ++passes_;
}

// Fill the points of a batch; the number of leading ones whose gap is small enough.
Index PathSolver::certify(Batch& batch, double tol) {
  const double null = 0.5 * source_.response_square();
  const Index count = static_cast<Index>(batch.base.size());
  const double noise = stationary * set_.response_norm();
  Index good = 0;
  for (Index q = 0; q < batch.size(); ++q) {
    PathPoint point;
    for (Index k = 0; k < set_.size(); ++k) {
      const double b = batch.value[as_size(k * count + q)];
      if (b == 0.0) continue;
      point.column.push_back(set_.column(k));
      point.value.push_back(b);
    }
    point.residual_square = batch.evaluation.residual_square[as_size(q)];
    const Candidate candidate{point.column, point.value, batch.evaluation.products(q),
                              point.residual_square,
                              batch.evaluation.response_residual[as_size(q)]};
    const double lambda = batch.lambdas[as_size(q)];
    const double gap = duality_gap(penalty_, lambda, candidate, noise);
    point.gap = null > 0.0 ? gap / null : 0.0;
    const bool passable = batch.wanted[as_size(q)] == 0 || std::isinf(tol) ||
                          (point.gap <= tol && complete(candidate.products, lambda, tol));
    if (good == q && passable) ++good;
    batch.points.push_back(std::move(point));
  }
  return good;
}

// Whether no column outside the set is wanted. With an l2 part the gap is the square of what a
// missing column exceeds lambda by, too small to tell; without one it tells.
bool PathSolver::complete(ConstValues products, double lambda, double tol) const {
  if (!curved_) return true;
  const double most = (1.0 + tolerated * std::sqrt(tol)) * lambda;
  for (Index j = 0; j < set_.columns(); ++j) {
    if (!set_.has(j) && penalty_[j].score(products[as_size(j)]) > most) return false;
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
    for (Index j = 0; j < set_.columns(); ++j) {
      if (set_.has(j)) continue;
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

std::vector<double> PathSolver::working_products() const {
  std::vector<double> c(as_size(set_.size()));
  for (Index k = 0; k < set_.size(); ++k) c[as_size(k)] = products_[as_size(set_.column(k))];
  return c;
}

// Begin from these coefficients.
void PathSolver::start(Indices columns, ConstValues values, Watch& watch) {
  prepare(watch);
  std::vector<Index> fresh;
  for (const Index j : columns) {
    if (!set_.has(j)) fresh.push_back(j);
  }
  set_.append(fresh);
  std::vector<double> beta(as_size(set_.size()), 0.0);
  for (Index k = 0; k < set_.size(); ++k) {
    const auto at = std::ranges::find(columns, set_.column(k));
    if (at == columns.end()) continue;
    const ElasticNet p = penalty_[set_.column(k)];
    beta[as_size(k)] = std::clamp(values[as_size(at - columns.begin())], p.lower, p.upper);
  }
  inner_->start(beta);
}

}  // namespace riata
