#include "riata/solver/face.hpp"

#include <algorithm>
#include <cmath>

#include "riata/design/pairwise.hpp"

namespace riata {
namespace {

constexpr double slack = 1e-10;     // relative violation that is left alone
constexpr double rounding = 4e-15;  // of |x_j| |y|: what a computed gradient may be off by
constexpr double tie = 1e-14;       // stops this close leave together

}  // namespace

bool Face::solve(const ElasticNets& penalty, ConstValues lambdas, double, Solutions out,
                 Watch& watch) {
  set_.complete();
  for (Index q = 0; q < size_of(lambdas); ++q) {
    solve_one(penalty, lambdas[as_size(q)], watch);
    for (Index k = 0; k < set_.size(); ++k) out.at(k, q) = beta_[as_size(k)];
  }
  return true;
}

void Face::solve_one(const ElasticNets& penalty, double lambda, Watch& watch) {
  enter(penalty, lambda);
  const Index rounds = 200 + 2 * set_.size();
  const double null = 0.5 * set_.response_norm() * set_.response_norm();
  const double loss = representable * null;
  std::vector<double> before = beta_;
  double lowest = objective();
  bool singly = false;
  bool fresh = false;  // the factor was made anew because it had gone bad
  Index last = -1;
  for (Index round = 0; round < rounds; ++round) {
    watch.look();
    const bool moved = descend();
    refresh_gradient();
    const double now = objective();
    // Only rounding takes a walk uphill, or below what any coefficients reach; NaN is neither.
    const bool astray = !(now <= lowest + loss && now >= -null - loss);
    if (astray) {
      retreat(before);
    } else {
      lowest = now;
      before = beta_;
      if (moved) std::ranges::fill(refused_, 0);  // what could not help there may help here
    }
    if (round > 0 && (astray || !moved)) {  // the last additions did not help
      if (singly && (astray || is_free_[as_size(last)] == 0)) refused_[as_size(last)] = 1;
      singly = true;
    } else {
      singly = false;
    }
    const std::vector<Index> waiting = violators();
    if (waiting.empty()) {
      if (fresh || settled()) return;
      retreat(before);
      fresh = true;
      continue;
    }
    const auto free = static_cast<Index>(free_.size());
    const Index many = singly ? 1 : 1 + (3 * free + 9) / 10;
    const Indices first(waiting.data(),
                        as_size(std::min(many, static_cast<Index>(waiting.size()))));
    admit_all(first);
    last = first.back();
  }
  gradient_of_ = -1;
}

void Face::enter(const ElasticNets& penalty, double lambda) {
  const Index size = set_.size();
  const bool known = gradient_of_ == size;  // only the l2 part has changed
  bool curved = false;
  penalty_.resize(as_size(size));
  unit_.resize(as_size(size));
  noise_.resize(as_size(size));
  for (Index i = 0; i < size; ++i) {
    const double l2 = penalty_[as_size(i)].l2;
    unit_[as_size(i)] = penalty[set_.column(i)];
    penalty_[as_size(i)] = unit_[as_size(i)].times(lambda);
    if (known) gradient_[as_size(i)] += (l2 - penalty_[as_size(i)].l2) * beta_[as_size(i)];
    noise_[as_size(i)] = rounding * std::sqrt(set_.gram(i, i)) * set_.response_norm();
    curved = curved || penalty_[as_size(i)].l2 > 0.0;
  }
  for (auto* v : {&beta_, &gradient_, &sign_, &correction_}) v->resize(as_size(size), 0.0);
  is_free_.resize(as_size(size), 0);
  refused_.assign(as_size(size), 0);
  exchanges_left_ = 100 + size;
  if (curved) refresh_factor();
  if (!known) refresh_gradient();
  for (const Index i : free_) choose_sign(i);  // the l1 part may have come or gone with lambda
  if (adopt()) refresh_gradient();
}

// The side of the kink on which a free coordinate lives; 0 where there is no kink.
void Face::choose_sign(Index i) {
  const double b = beta_[as_size(i)];
  const double towards = b != 0.0 ? b : gradient_[as_size(i)];
  sign_[as_size(i)] = penalty_[as_size(i)].l1 > 0.0 ? sign_of(towards) : 0.0;
}

// Free the coefficients that were handed over; true if there were any.
bool Face::adopt() {
  std::vector<Index> who;
  for (Index i = 0; i < set_.size(); ++i) {
    const ElasticNet& p = penalty_[as_size(i)];
    const double b = beta_[as_size(i)];
    const bool inside = b != 0.0 && b > p.lower && b < p.upper;
    if (inside && is_free_[as_size(i)] == 0) who.push_back(i);
  }
  with_rows(who, [&](Index i, Values row, double pivot) {
    choose_sign(i);
    admit(i, row, pivot);
  });
  return !who.empty();
}

// Back to where the objective was lower, with a factor made afresh.
void Face::retreat(ConstValues before) {
  start(before);
  ++counts_.factorisations;
  refresh_gradient();
  if (adopt()) refresh_gradient();
}

// The diagonal of G + l2 has changed: factor the same coordinates again, one by one if some are
// nearly dependent.
void Face::refresh_factor() {
  ++counts_.factorisations;
  const Cholesky::Entries entries = [this](Index k, Index from, Values out) {
    const Index i = free_[as_size(k)];
    const double* products = set_.gram(i);
    for (std::size_t t = 0; t < out.size(); ++t) out[t] = products[free_[as_size(from) + t]];
    const auto own = as_size(k - from);
    if (k >= from && own < out.size()) out[own] += penalty_[as_size(i)].l2;
  };
  const auto count = static_cast<Index>(free_.size());
  if (factor_.build(count, entries, doubtful, set_.source().threads())) return;
  const std::vector<Index> free = std::move(free_);
  free_.clear();
  for (const Index i : free) is_free_[as_size(i)] = 0;
  with_rows(free, [&](Index i, Values row, double pivot) {
    const double diagonal = set_.gram(i, i) + penalty_[as_size(i)].l2;
    if (pivot > set_.source().resolution() * diagonal) free_coordinate(i, row, pivot);
  });
}

// c = d + correction - G b - l2 b
void Face::refresh_gradient() {
  const Index size = set_.size();
  const ConstValues response = set_.response();
  std::vector<const double*> rows;
  std::vector<double> weight;
  for (Index i = 0; i < size; ++i) {
    const double b = beta_[as_size(i)];
    gradient_[as_size(i)] =
        response[as_size(i)] + correction_[as_size(i)] - penalty_[as_size(i)].l2 * b;
    if (b == 0.0) continue;
    rows.push_back(set_.gram(i));
    weight.push_back(b);
  }
  subtract_combinations(rows, weight, {gradient_.data(), size, 1, size}, set_.source().threads());
  gradient_of_ = size;
}

// 1/2 b'Gb - b'd + penalty, from the present gradient.
double Face::objective() const {
  double value = 0.0;
  for (Index i = 0; i < set_.size(); ++i) {
    const double b = beta_[as_size(i)];
    const double d = set_.response()[as_size(i)] + correction_[as_size(i)];
    value += penalty_[as_size(i)].l1 * std::abs(b) - 0.5 * b * (d + gradient_[as_size(i)]);
  }
  return value;
}

// Whether the walk reached the minimiser of its face: not with a factor that rounding has spoilt.
bool Face::settled() const {
  return std::ranges::all_of(free_, [&](Index i) {
    const double l1 = penalty_[as_size(i)].l1;
    const double force = std::abs(gradient_[as_size(i)] - l1 * sign_[as_size(i)]);
    return force <= representable * l1 + 100.0 * noise_[as_size(i)];
  });
}

// Walk to the minimiser of the face; true if anything moved.
bool Face::descend() {
  bool moved = false;
  std::vector<double> force;
  for (const Index i : free_) {
    force.push_back(gradient_[as_size(i)] - penalty_[as_size(i)].l1 * sign_[as_size(i)]);
  }
  double reach = 0.0;
  while (reach < 1.0 && !free_.empty()) {
    std::vector<double> step(force);
    factor_.solve(step);
    ++counts_.solves;
    const std::vector<double> stops = stops_along(step);
    reach = std::min(1.0, *std::min_element(stops.begin(), stops.end()));
    for (std::size_t k = 0; k < free_.size(); ++k) {
      beta_[as_size(free_[k])] += reach * step[k];
      force[k] *= 1.0 - reach;
      moved = moved || reach * step[k] != 0.0;
    }
    for (std::size_t k = free_.size(); k-- > 0;) {  // from the back: the cheap ones first
      if (stops[k] > reach * (1.0 + tie)) continue;
      const Interval range = interval(free_[k]);
      beta_[as_size(free_[k])] = step[k] < 0.0 ? range.lower : range.upper;
      release(static_cast<Index>(k));
      force.erase(force.begin() + static_cast<std::ptrdiff_t>(k));
      ++counts_.drops;
    }
  }
  return moved;
}

// How much of the step each free coordinate can take before its interval ends.
std::vector<double> Face::stops_along(ConstValues step) const {
  std::vector<double> stops(step.size(), infinity);
  for (std::size_t k = 0; k < step.size(); ++k) {
    if (step[k] == 0.0) continue;
    const Interval range = interval(free_[k]);
    const double end = step[k] < 0.0 ? range.lower : range.upper;
    if (std::isfinite(end)) stops[k] = std::max(0.0, (end - beta_[as_size(free_[k])]) / step[k]);
  }
  return stops;
}

// A free coordinate keeps its sign where |b| has a kink, and stays in its box.
Face::Interval Face::interval(Index i) const {
  const ElasticNet& p = penalty_[as_size(i)];
  const double sign = sign_[as_size(i)];
  return {p.l1 > 0.0 && sign > 0.0 ? 0.0 : p.lower, p.l1 > 0.0 && sign < 0.0 ? 0.0 : p.upper};
}

// By how much a coordinate that is not free breaks its optimality condition.
double Face::violation(Index i) const {
  const ElasticNet& p = penalty_[as_size(i)];
  const double b = beta_[as_size(i)];
  const double c = gradient_[as_size(i)];
  double excess = 0.0;
  if (b == 0.0) {
    excess = p.pull(c) - p.l1;
  } else {
    const double force = c * sign_of(b) - p.l1;  // outwards
    excess = b == p.lower || b == p.upper ? -force : std::abs(force);
  }
  return std::max(0.0, excess - slack * p.l1 - noise_[as_size(i)]);
}

// The coordinates to add, worst first.
std::vector<Index> Face::violators() const {
  std::vector<Index> found;
  std::vector<double> by(as_size(set_.size()), 0.0);
  for (Index i = 0; i < set_.size(); ++i) {
    if (is_free_[as_size(i)] != 0 || refused_[as_size(i)] != 0) continue;
    by[as_size(i)] = violation(i);
    if (by[as_size(i)] > 0.0) found.push_back(i);
  }
  std::ranges::stable_sort(found,
                           [&](Index a, Index b) { return by[as_size(a)] > by[as_size(b)]; });
  return found;
}

// (G_AA + lambda l2) d beta / d lambda = -(l1 s + l2 b)
std::vector<double> Face::direction() const {
  std::vector<double> slope;
  for (const Index i : free_) {
    const ElasticNet& u = unit_[as_size(i)];
    slope.push_back(-u.l1 * sign_[as_size(i)] - u.l2 * beta_[as_size(i)]);
  }
  factor_.solve(slope);
  std::vector<double> all(as_size(set_.size()), 0.0);
  for (std::size_t k = 0; k < free_.size(); ++k) all[as_size(free_[k])] = slope[k];
  return all;
}

double Face::cost(Index lambdas, Index active) const {
  const auto a = static_cast<double>(active);
  const auto all = static_cast<double>(set_.size());
  const double each = 0.004 * a * a * a + 1.6 * a * a + 0.8 * a * all;
  return static_cast<double>(lambdas) * each +
         static_cast<double>(set_.incomplete()) * set_.source().gram_cost();
}

void Face::start(ConstValues coefficients) {
  beta_.assign(coefficients.begin(), coefficients.end());
  free_.clear();
  factor_.clear();
  is_free_.assign(beta_.size(), 0);
  gradient_of_ = -1;
}

void Face::correct(ConstValues gradient) {
  for (Index i = 0; i < set_.size(); ++i) {
    const double data = gradient[as_size(i)] - penalty_[as_size(i)].l2 * beta_[as_size(i)];
    correction_[as_size(i)] += data - gradient_[as_size(i)];
  }
  gradient_of_ = -1;
}

}  // namespace riata
