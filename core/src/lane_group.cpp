#include "riata/solver/lane_group.hpp"

#include <algorithm>
#include <cmath>

#include "riata/kernels/table.hpp"
#include "riata/parallel/pool.hpp"
#include "riata/solver/certificate.hpp"

namespace riata {
namespace {

constexpr Index most_rounds = 100;
constexpr Index most_idle = 3;
constexpr double precise = 3e-3;    // violation, relative to lambda, over the root of the goal
constexpr double noisy = 1e-14;     // of |y|: violation that is rounding
constexpr double rounding = 1e-13;  // of the null objective
constexpr double piece = 1e7;       // products of entries in one go
constexpr double task = 4e5;        // the same, worth a thread of its own
constexpr Index most_tasks = 8;

}  // namespace

LaneGroup::LaneGroup(const LaneProblem& problem, ConstValues lambdas, AlignedVector<double> guess)
    : problem_(problem),
      count_(size_of(lambdas)),
      beta_(std::move(guess)),
      before_(as_size(problem.size()), 0) {
  for (Index q = 0; q < lanes; ++q) lambda_[as_size(q)] = lambdas[as_size(std::min(q, count_ - 1))];
  gradient_.assign(beta_.size(), 0.0);
  least_.fill(infinity);
  refresh();
}

void LaneGroup::advance() {
  const double each = problem_.rows.set.entries() * lanes;
  double left = piece;
  do {
    switch (phase_) {
      case Phase::sweep:
        sweep();
        break;
      case Phase::judge:
        judge();
        break;
      case Phase::iterate:
        iterate();
        break;
      case Phase::land:
        land();
        break;
      case Phase::finished:
      case Phase::failed:
        return;
    }
    left -= each;
  } while (left > 0.0);
}

// The residuals and what follows from them, afresh.
void LaneGroup::refresh() {
  const Rows& rows = problem_.rows;
  const Index n = size_of(rows.response);
  const auto root = [&](Index i) {
    return rows.root_weight.empty() ? 1.0 : rows.root_weight[as_size(i)];
  };
  residual_.resize(as_size(n * lanes));
  double sum = 0.0;
  for (Index i = 0; i < n; ++i) {
    const double y = root(i) * rows.response[as_size(i)];
    std::fill_n(residual_.data() + i * lanes, lanes, y);
    sum += y;
  }
  offset_.fill(0.0);
  sum_.fill(sum);
  used_.clear();
  AlignedVector<double> lines;
  for (const Index k : problem_.live) {
    const double* b = beta_.data() + k * lanes;
    if (std::all_of(b, b + lanes, [](double v) { return v == 0.0; })) continue;
    used_.push_back(k);
    lines.insert(lines.end(), b, b + lanes);
  }
  subtract(used_, lines.data(), state());
  square_.fill(0.0);
  explained_.fill(0.0);
  sum_.fill(0.0);
  for (Index i = 0; i < n; ++i) {
    double* line = residual_.data() + i * lanes;
    const double w = root(i) * root(i);
    const double inverse = w > 0.0 ? 1.0 / root(i) : 0.0;
    for (Index q = 0; q < lanes; ++q) {
      line[q] += w * offset_[as_size(q)];
      const double r = line[q] * inverse;
      sum_[as_size(q)] += line[q];
      square_[as_size(q)] += r * r;
      explained_[as_size(q)] += r * rows.response[as_size(i)];
    }
  }
  offset_.fill(0.0);
}

LaneGroup::Line LaneGroup::objectives() const {
  Line value{};
  for (Index q = 0; q < lanes; ++q) value[as_size(q)] = 0.5 * square_[as_size(q)];
  for (const Index k : used_) {
    for (Index q = 0; q < lanes; ++q) {
      value[as_size(q)] +=
          problem_.penalty()[k].times(lambda_[as_size(q)]).value(beta_[as_size(k * lanes + q)]);
    }
  }
  return value;
}

double LaneGroup::gap(Index q) const {
  std::vector<Index> column, every;
  std::vector<double> value, products;
  for (Index k = 0; k < problem_.size(); ++k) {
    every.push_back(k);
    products.push_back(gradient_[as_size(k * lanes + q)]);
    if (coefficient(k, q) == 0.0) continue;
    column.push_back(k);
    value.push_back(coefficient(k, q));
  }
  return duality_gap(problem_.penalty(), lambda_[as_size(q)],
                     {column, value, products, every, square_[as_size(q)], explained_[as_size(q)]},
                     problem_.noise);
}

// The largest violation of a coordinate's conditions over what a gap of that size may leave of it.
double LaneGroup::strain(Index q) const {
  const double lambda = lambda_[as_size(q)];
  const double allowed = precise * std::sqrt(problem_.goal) * lambda;
  const double noise = noisy * std::sqrt(2.0 * problem_.null);
  double worst = 0.0;
  for (const Index k : problem_.live) {
    const ElasticNet p = problem_.penalty()[k].times(lambda);
    const double b = coefficient(k, q);
    const double c = gradient_[as_size(k * lanes + q)] - p.l2 * b;
    double violation = std::max(0.0, p.pull(c) - p.l1);
    if (b != 0.0) {
      violation = c - std::copysign(p.l1, b);  // positive: wants to go up
      if (b == p.upper) violation = std::min(violation, 0.0);
      if (b == p.lower) violation = std::max(violation, 0.0);
      violation = std::abs(violation);
    }
    const ElasticNet unit = problem_.penalty()[k];
    worst = std::max(worst, violation / (allowed * (unit.l1 + unit.l2) + noise));
  }
  return worst;
}

void LaneGroup::sweep() {
  const kernels::LanePenalty penalty{problem_.square.data(), problem_.l1.data(),
                                     problem_.l2.data(),     problem_.lower.data(),
                                     problem_.upper.data(),  lambda_.data()};
  problem_.rows.set.lane_descend(problem_.live, penalty, beta_.data(), state());
  problem_.rows.set.lane_descend(used_, penalty, beta_.data(), state());
  products_ += 4;
  phase_ = Phase::judge;
}

// How good the solutions are, and from where conjugate gradients start.
void LaneGroup::judge() {
  refresh();
  AlignedVector<double> products(problem_.live.size() * as_size(lanes));
  multiply(problem_.live, state(), products.data());
  for (std::size_t at = 0; at < problem_.live.size(); ++at) {
    std::copy_n(products.data() + at * as_size(lanes), lanes,
                gradient_.data() + problem_.live[at] * lanes);
  }
  const Line before = objective_;
  objective_ = objectives();
  bool good = true, better = rounds_ == 0;
  for (Index q = 0; q < count_; ++q) {
    const auto lane = as_size(q);
    excess_[lane] = gap(q) / problem_.null / problem_.goal;
    if (problem_.curved) excess_[lane] = std::max(excess_[lane], strain(q));
    if (excess_[lane] <= 1.0) continue;
    good = false;
    better = better || excess_[lane] < 0.5 * least_[lane] ||
             objective_[lane] < before[lane] - rounding * problem_.null;
    least_[lane] = std::min(least_[lane], excess_[lane]);
  }
  for (Index q = count_; q < lanes; ++q) excess_[as_size(q)] = 0.0;
  idle_ = better ? 0 : idle_ + 1;
  const bool hopeless = ++rounds_ > most_rounds || idle_ > most_idle || spent();
  phase_ = good ? Phase::finished : (hopeless ? Phase::failed : Phase::iterate);
  if (phase_ == Phase::iterate) find_face();
}

// How many parts some columns' work is cut into: however many threads there are.
Index LaneGroup::parts(Index columns) const {
  const double each = problem_.rows.set.entries() / static_cast<double>(problem_.size());
  const double work = each * static_cast<double>(lanes * columns);
  return std::clamp(static_cast<Index>(work / task), Index{1}, most_tasks);
}

// out := X_which'residual, shared between threads.
void LaneGroup::multiply(Indices which, const kernels::LaneState& residual, double* out) {
  const auto count = static_cast<Index>(which.size());
  const Index tasks = parts(count);
  parallel_for(tasks, problem_.rows.threads, [&](Index t) {
    const Index from = count * t / tasks;
    const Index to = count * (t + 1) / tasks;
    problem_.rows.set.lane_products(which.subspan(as_size(from), as_size(to - from)), residual,
                                    out + from * lanes);
  });
  ++products_;
}

// residual -= X_which lines. Each part of the columns is added up on its own first.
void LaneGroup::subtract(Indices which, const double* lines, const kernels::LaneState& residual) {
  const auto count = static_cast<Index>(which.size());
  const auto rows = size_of(problem_.rows.response);
  const Index tasks = parts(count);
  scratch_.resize(as_size(tasks * (rows + 2) * lanes));
  const auto part = [&](Index t) {
    double* first = scratch_.data() + t * (rows + 2) * lanes;
    return kernels::LaneState{first + 2 * lanes, first, first + lanes};
  };
  parallel_for(tasks, problem_.rows.threads, [&](Index t) {
    const Index from = count * t / tasks;
    const Index to = count * (t + 1) / tasks;
    std::fill_n(part(t).offset, (rows + 2) * lanes, 0.0);
    problem_.rows.set.lane_subtract(which.subspan(as_size(from), as_size(to - from)),
                                    lines + from * lanes, part(t));
  });
  Line ones{};
  ones.fill(1.0);
  const auto add = kernels::table().lane_add;
  for (Index t = 0; t < tasks; ++t) {
    add(ones.data(), part(t).residual, rows, residual.residual);
    add(ones.data(), part(t).offset, 1, residual.offset);
    add(ones.data(), part(t).sum, 1, residual.sum);
  }
  ++products_;
}

}  // namespace riata
