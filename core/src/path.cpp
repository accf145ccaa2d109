#include "riata/solver/path.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "riata/parallel/pool.hpp"
#include "riata/solver/certificate.hpp"

namespace riata {
namespace {

constexpr double stationary = 1e-9;    // of |x_j| |y|: gradient left on an unpenalised column
constexpr double stride = 0.7;         // ratio of neighbouring lambdas of a path
constexpr double long_stride = 0.6;    // of all lambdas solved side by side
constexpr double small_stride = 0.95;  // the same for a solver of many at once
constexpr double deepest = 1e-5;       // ratio beyond which there are none on the way
// How far below lambda a predicted score still counts. Each column that waits in vain costs its
// products with all others, each one forgotten costs a pass over all columns.
struct Slack {
  double least, most;
};
constexpr Slack loose{0.02, 0.3};
constexpr Slack tight{0.005, 0.03};
constexpr double dear = 5.0;  // square of the working set over the columns: then waiting costs more
constexpr int corrections = 3;  // that do not halve a gap above the tolerance

}  // namespace

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
    source_.evaluate({null.value, null.base}, null.evaluation);
    ++passes_;
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

// Lambdas that may share a pass: with the direction of the path they fill the readings of the data.
Index PathSolver::widest() const {
  const Index asked = walk_.settings.batch;
  const Index lines = source_.at_once();
  if (lines == 0 || inner_ == &descent_ || asked < lines) return asked;
  return (asked + 1) / lines * lines - 1;
}

std::vector<PathPoint> PathSolver::run(ConstValues lambdas, const PathSettings& settings,
                                       Watch& watch) {
  begin(lambdas, settings, watch);
  while (propose(watch)) {
    source_.evaluate(candidates(), evaluation());
    digest();
  }
  return take();
}

void PathSolver::begin(ConstValues lambdas, const PathSettings& settings, Watch& watch) {
  prepare(watch);
  walk_ = Walk{};
  walk_.lambdas.assign(lambdas.begin(), lambdas.end());
  walk_.settings = settings;
  walk_.stops = route(lambdas, stride);
  walk_.width = std::min<Index>(4, widest());
}

bool PathSolver::propose(Watch& watch) {
  if (walk_.done == size_of(walk_.stops.lambda)) return false;
  watch.look(done());
  const ConstValues rest = ConstValues(walk_.stops.lambda).subspan(as_size(walk_.done));
  const auto count = as_size(near(rest, walk_.width));
  Evaluation room = std::move(batch_.evaluation);  // memory that is there is not asked for again
  batch_ = Batch{rest.first(count),
                 std::span<const char>(walk_.stops.wanted).subspan(as_size(walk_.done), count)};
  batch_.evaluation = std::move(room);
  set_.append(predicted(batch_.lambdas));
  choose(batch_.size(), walk_.settings.within);
  if (inner_ == &descent_ && !walk_.small_steps) {
    walk_.small_steps = true;
    walk_.stops = route(ConstValues(walk_.lambdas).subspan(walk_.path.size()), small_stride);
    walk_.done = 0;
    return propose(watch);
  }
  solve(batch_, walk_.settings.tol, watch);
  return true;
}

void PathSolver::digest() {
  ++passes_;
  const PathSettings& settings = walk_.settings;
  Index good = certify(batch_, passes_ < settings.max_passes ? settings.tol : infinity);
  const std::vector<Index> extra = missing(batch_, good);
  remember(batch_);
  if (good == 0 && extra.empty() && batch_.size() == 1) {
    if (inner_ != &face_) return return_to_face();
    if (try_again()) return;
    good = 1;
  }
  if (good > 0) walk_.corrected = 0;
  for (Index q = 0; q < good; ++q) {
    if (batch_.wanted[as_size(q)] != 0) {
      walk_.path.push_back(std::move(batch_.points[as_size(q)]));
    }
  }
  walk_.done += good;
  set_.append(extra);
  const bool all = good == batch_.size();
  // Lanes cost nothing, so the iterative solver need not fear to go far; but one step it must go.
  const bool lanes = inner_ == &descent_ && good > 0;
  walk_.width = all || lanes ? std::min(2 * walk_.width, widest()) : std::max<Index>(1, good);
  const auto size = static_cast<double>(set_.size());
  const Slack& range = size * size > dear * static_cast<double>(set_.columns()) ? tight : loose;
  slack_ = std::clamp(all ? 0.9 * slack_ : 1.5 * slack_, range.least, range.most);
}

// Only rounding is left: solve again with the gradient the data give, as long as that halves the
// gap, and keep the best; false where it is found.
bool PathSolver::try_again() {
  const double gap = batch_.points[0].gap;
  const bool better = walk_.corrected == 0 || gap < walk_.closest.gap;
  const bool halved = walk_.corrected > 0 && gap < 0.5 * walk_.closest.gap;
  walk_.corrected = halved ? 1 : walk_.corrected + 1;
  if (better) walk_.closest = batch_.points[0];
  if (walk_.corrected <= corrections) {
    inner_->correct(working_products());
    return true;
  }
  batch_.points[0] = walk_.closest;
  return false;
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

Candidates PathSolver::candidates() const {
  const std::vector<double>& stops = walk_.stops.lambda;
  const auto after = std::min(as_size(walk_.done + batch_.size() + widest()), stops.size());
  const double next = std::min(batch_.lambdas.back(), stops[after - 1]);
  return {batch_.value, batch_.base, {batch_.lambdas, penalty_.l1, set_.members(), next, slack()}};
}

// Fill the points of a batch; the number of leading ones whose gap is small enough.
Index PathSolver::certify(Batch& batch, double tol) {
  const double null = 0.5 * source_.response_square();
  const Index count = static_cast<Index>(batch.base.size());
  const double noise = stationary * set_.response_norm();
  std::vector<char> passable(as_size(batch.size()), 0);
  batch.points.resize(as_size(batch.size()));
  const double work = 4.0 * static_cast<double>(batch.size() * set_.columns());
  parallel_for(batch.size(), worthwhile_threads(source_.threads(), work), [&](Index q) {
    PathPoint& point = batch.points[as_size(q)];
    for (Index k = 0; k < set_.size(); ++k) {
      const double b = batch.value[as_size(k * count + q)];
      if (b == 0.0) continue;
      point.column.push_back(set_.column(k));
      point.value.push_back(b);
    }
    point.residual_square = batch.evaluation.residual_square[as_size(q)];
    const Candidate candidate{point.column,
                              point.value,
                              batch.evaluation.products(q),
                              batch.evaluation.read,
                              point.residual_square,
                              batch.evaluation.response_residual[as_size(q)]};
    const double lambda = batch.lambdas[as_size(q)];
    const double gap = duality_gap(penalty_, lambda, candidate, noise);
    point.gap = null > 0.0 ? gap / null : 0.0;
    passable[as_size(q)] = batch.wanted[as_size(q)] == 0 || std::isinf(tol) ||
                           (point.gap <= tol && complete(candidate, lambda, tol));
  });
  return std::ranges::find(passable, 0) - passable.begin();
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
