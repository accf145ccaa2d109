// Conjugate gradients on the face of a group of lanes, and how much of their step is taken.
#include <algorithm>
#include <cmath>

#include "riata/kernels/table.hpp"
#include "riata/solver/lane_group.hpp"

namespace riata {
namespace {

constexpr Index now_and_then = 10;  // iterations between looks at where the step leads
constexpr double lost = 0.02;       // of the face, outside its intervals
constexpr int attempts = 5;         // to find a share of a step that does not raise the objective
constexpr double shorter = 0.3;
constexpr Index most_iterations = 250;
constexpr double loosest = 0.3;     // what conjugate gradients leave of the force at most
constexpr double unsettled = 3.0;   // the same, per share of the face that has just changed
constexpr double margin = 0.3;      // how far below the goal they aim
constexpr double rounding = 1e-13;  // of the null objective

}  // namespace

// The coordinates that are free, lane by lane, and what pulls at them.
void LaneGroup::find_face() {
  face_.clear();
  for (auto* v : {&inverse_, &force_}) v->clear();
  Line changed{}, size{};
  for (const Index k : problem_.live) {
    const ElasticNet unit = problem_.penalty()[k];
    Line inverse{}, force{};
    unsigned free = 0;
    for (Index q = 0; q < count_; ++q) {
      const auto lane = as_size(q);
      const double b = coefficient(k, q);
      const bool inside = b > unit.lower && b < unit.upper && (b != 0.0 || unit.l1 == 0.0);
      if (!inside || excess_[lane] <= 1.0) continue;
      const ElasticNet p = unit.times(lambda_[lane]);
      free |= 1u << q;
      inverse[lane] = 1.0 / (problem_.square[as_size(k)] + p.l2);
      force[lane] = gradient_[as_size(k * lanes + q)] - p.l2 * b -
                    (p.l1 > 0.0 ? std::copysign(p.l1, b) : 0.0);
      size[lane] += 1.0;
    }
    const unsigned other = free ^ before_[as_size(k)];
    for (Index q = 0; q < count_; ++q) changed[as_size(q)] += (other >> q) & 1u;
    before_[as_size(k)] = free;
    if (free == 0) continue;
    face_.push_back(k);
    inverse_.insert(inverse_.end(), inverse.begin(), inverse.end());
    force_.insert(force_.end(), force.begin(), force.end());
  }
  const auto lines = static_cast<Index>(face_.size());
  step_.assign(force_.size(), 0.0);
  turn_.assign(force_.size(), 0.0);
  image_.resize(force_.size());
  image_residual_.resize(residual_.size());
  const auto& table = kernels::table();
  const Line none{};
  table.lane_turn(none.data(), inverse_.data(), force_.data(), lines, turn_.data());
  table.lane_weighted(force_.data(), inverse_.data(), force_.data(), lines, energy_.data());
  for (std::size_t q = 0; q < as_size(lanes); ++q) {
    const double needed = margin / std::max(excess_[q], 1.0);
    const double restless =
        size[q] > 0.0 ? std::min(loosest, unsettled * changed[q] / size[q]) : 0.0;
    const double factor = std::max({needed, restless, 1e-14});
    enough_[q] = factor * factor * energy_[q];
  }
  iterations_ = 0;
}

// image := -(X'X + l2) turn
void LaneGroup::apply() {
  std::ranges::fill(image_residual_, 0.0);
  Line offset{}, sum{};
  const kernels::LaneState image{image_residual_.data(), offset.data(), sum.data()};
  subtract(face_, turn_.data(), image);
  multiply(face_, image, image_.data());
  for (std::size_t line = 0; line < face_.size(); ++line) {
    const double l2 = problem_.l2[as_size(face_[line])];
    if (l2 == 0.0) continue;
    for (std::size_t q = 0; q < as_size(lanes); ++q) {
      const std::size_t here = line * as_size(lanes) + q;
      image_[here] -= l2 * lambda_[q] * turn_[here];
    }
  }
}

// One step of conjugate gradients on (X_A'X_A + l2) step = force, all lanes at once.
void LaneGroup::iterate() {
  const auto lines = static_cast<Index>(face_.size());
  const auto& table = kernels::table();
  bool any = false;
  for (std::size_t q = 0; q < as_size(lanes); ++q) any = any || energy_[q] > enough_[q];
  if (!any || iterations_++ >= most_iterations || spent()) {
    phase_ = Phase::land;
    return;
  }
  apply();
  Line curvature{}, length{}, energy{}, ratio{};
  table.lane_dots(turn_.data(), image_.data(), lines, curvature.data());
  for (std::size_t q = 0; q < as_size(lanes); ++q) {
    const bool going = energy_[q] > enough_[q] && curvature[q] < 0.0;
    length[q] = going ? -energy_[q] / curvature[q] : 0.0;
    if (!going) enough_[q] = infinity;
  }
  table.lane_add(length.data(), turn_.data(), lines, step_.data());
  table.lane_add(length.data(), image_.data(), lines, force_.data());
  table.lane_weighted(force_.data(), inverse_.data(), force_.data(), lines, energy.data());
  for (std::size_t q = 0; q < as_size(lanes); ++q) {
    ratio[q] = length[q] != 0.0 ? energy[q] / energy_[q] : 0.0;
    if (length[q] != 0.0) energy_[q] = energy[q];
  }
  table.lane_turn(ratio.data(), inverse_.data(), force_.data(), lines, turn_.data());
  if (iterations_ % now_and_then == 0) stop_lost_lanes();
}

// Where the step takes many coordinates out of their intervals, the face is the wrong one, and its
// minimiser not worth more iterations.
void LaneGroup::stop_lost_lanes() {
  Line out{}, size{};
  for (Index at = 0; at < static_cast<Index>(face_.size()); ++at) {
    for (Index q = 0; q < count_; ++q) {
      const double step = step_[as_size(at * lanes + q)];
      if (step == 0.0) continue;
      const double b = coefficient(face_[as_size(at)], q);
      size[as_size(q)] += 1.0;
      if (landing(at, q, 1.0) != b + step) out[as_size(q)] += 1.0;
    }
  }
  for (std::size_t q = 0; q < as_size(lanes); ++q) {
    if (out[q] > lost * size[q]) enough_[q] = infinity;
  }
}

// Where a share of the step takes a coordinate, no further than its interval.
double LaneGroup::landing(Index place, Index q, double share) const {
  const Index k = face_[as_size(place)];
  const ElasticNet p = problem_.penalty()[k];
  const double b = coefficient(k, q);
  const double lower = p.l1 > 0.0 && b > 0.0 ? 0.0 : p.lower;
  const double upper = p.l1 > 0.0 && b < 0.0 ? 0.0 : p.upper;
  return std::clamp(b + share * step_[as_size(place * lanes + q)], lower, upper);
}

// The share of the step after which the first coordinate meets the end of its interval.
double LaneGroup::first_stop(Index q) const {
  double share = 1.0;
  for (Index at = 0; at < static_cast<Index>(face_.size()); ++at) {
    const double step = step_[as_size(at * lanes + q)];
    if (step == 0.0) continue;
    const double b = coefficient(face_[as_size(at)], q);
    const double end = landing(at, q, 1.0);
    if (end != b + step) share = std::min(share, (end - b) / step);
  }
  return std::max(0.0, share);
}

void LaneGroup::move(const Line& share) {
  for (Index at = 0; at < static_cast<Index>(face_.size()); ++at) {
    for (Index q = 0; q < lanes; ++q) {
      if (step_[as_size(at * lanes + q)] == 0.0) continue;
      const double to = landing(at, q, share[as_size(q)]);
      beta_[as_size(face_[as_size(at)] * lanes + q)] = to;
    }
  }
  refresh();
}

// Take the step, clipped; in lanes where that raises the objective a part of it, and at last only
// up to the first end.
void LaneGroup::land() {
  const AlignedVector<double> before = beta_;
  Line share{};
  share.fill(1.0);
  for (int attempt = 0; attempt <= attempts; ++attempt) {
    move(share);
    const Line after = objectives();
    bool risen = false;
    for (Index q = 0; q < count_; ++q) {
      const auto lane = as_size(q);
      if (after[lane] <= objective_[lane] + rounding * problem_.null) continue;
      risen = true;
      share[lane] = attempt + 1 < attempts ? shorter * share[lane] : -1.0;
    }
    if (!risen || attempt == attempts) break;
    beta_ = before;
    for (Index q = 0; q < count_; ++q) {
      if (share[as_size(q)] < 0.0) share[as_size(q)] = first_stop(q);
    }
  }
  phase_ = Phase::sweep;
}

}  // namespace riata
