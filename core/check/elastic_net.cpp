// The penalty's own facts: prox, conjugate and score agree with its values.
#include "riata/penalty/elastic_net.hpp"

#include "properties.hpp"

namespace riata::check {
namespace {

ElasticNet some_penalty(Random& random) {
  ElasticNet p;
  p.l1 = random.chance(0.25) ? 0.0 : random.uniform(0.01, 2.0);
  p.l2 = random.chance(0.4) ? 0.0 : random.uniform(0.01, 2.0);
  if (random.chance(0.5)) p.lower = random.chance(0.4) ? 0.0 : -random.uniform(0.01, 3.0);
  if (random.chance(0.5)) p.upper = random.chance(0.4) ? 0.0 : random.uniform(0.01, 3.0);
  return p;
}

void describe(Trial& t, const ElasticNet& p) {
  t.about("l1=", p.l1, " l2=", p.l2, " box [", p.lower, ", ", p.upper, "]");
}

// 0 must lie between the one-sided derivatives of (b - z)^2 / 2 + step * penalty, wherever the box
// lets b move.
void prox(Trial& t) {
  const ElasticNet p = some_penalty(t.random);
  describe(t, p);
  for (int k = 0; k < 50; ++k) {
    const double z = t.random.uniform(-5.0, 5.0);
    const double step = t.random.uniform(0.1, 3.0);
    const double b = p.prox(z, step);
    const double smooth = b - z + step * p.l2 * b;
    const double right = smooth + step * p.l1 * (b >= 0.0 ? 1.0 : -1.0);
    const double left = smooth + step * p.l1 * (b > 0.0 ? 1.0 : -1.0);
    t.expect(b >= p.lower && b <= p.upper, "prox(", z, ", ", step, ") = ", b, " leaves the box");
    t.expect(b == p.upper || right >= -1e-13, "prox(", z, ", ", step, ") = ", b, " is too small");
    t.expect(b == p.lower || left <= 1e-13, "prox(", z, ", ", step, ") = ", b, " is too large");
  }
}

// sup of a concave function over [low, high] by golden sections.
Real highest(const ElasticNet& p, double c, Real low, Real high) {
  const auto value = [&](Real b) { return c * b - p.l1 * std::abs(b) - p.l2 * b * b / 2; };
  const Real ratio = (std::sqrt(Real{5}) - 1) / 2;
  for (int k = 0; k < 200; ++k) {
    const Real a = high - ratio * (high - low);
    const Real b = low + ratio * (high - low);
    (value(a) < value(b) ? low : high) = value(a) < value(b) ? a : b;
  }
  return std::max({value(low), value(high), Real{0}});
}

void conjugate(Trial& t) {
  const ElasticNet p = some_penalty(t.random);
  describe(t, p);
  constexpr Real far = 1e4;  // further than any maximiser that exists
  for (int k = 0; k < 20; ++k) {
    const double c = t.random.uniform(-5.0, 5.0);
    const Real sup = highest(p, c, std::max(Real{p.lower}, -far), std::min(Real{p.upper}, far));
    const double got = p.conjugate(c);
    const bool endless = p.l2 == 0.0 && p.pull(c) > p.l1 && std::isinf(c > 0.0 ? p.upper : p.lower);
    if (endless) {
      t.expect(got == infinity, "conjugate(", c, ") = ", got, ", not infinite");
    } else {
      t.near(got, {sup, sup + Real{1}}, 1e3, "conjugate(", c, ")");
    }
  }
}

// value(b) + conjugate(c) >= b c, and no more than that where c is a subgradient at b.
void fenchel_young(Trial& t) {
  const ElasticNet p = some_penalty(t.random);
  describe(t, p);
  for (int k = 0; k < 50; ++k) {
    const double c = t.random.uniform(-5.0, 5.0);
    const double b = std::clamp(t.random.uniform(-4.0, 4.0), p.lower, p.upper);
    t.expect(p.value(b) + p.conjugate(c) >= b * c - 1e-13, "inequality at b=", b, " c=", c);
    const double z = t.random.uniform(-5.0, 5.0);
    const double step = t.random.uniform(0.1, 3.0);
    const double at = p.prox(z, step);
    double c_at = (z - at) / step;
    // Rounding may put a subgradient that is feasible only just on the other side.
    if (std::abs(std::abs(c_at) - p.l1) < 1e-11) c_at = std::copysign(p.l1, c_at);
    const double gap = p.value(at) + p.conjugate(c_at) - at * c_at;
    t.expect(std::abs(gap) <= 1e-10, "equality at b=", at, " c=", c_at, ": off by ", gap);
  }
}

// Below its score a coordinate moves, from there on it stays at zero.
void score(Trial& t) {
  const ElasticNet p = some_penalty(t.random);
  describe(t, p);
  for (int k = 0; k < 50; ++k) {
    const double c = t.random.chance(0.1) ? 0.0 : t.random.uniform(-5.0, 5.0);
    const double lambda = p.score(c);
    const auto moves = [&](double at) { return p.times(at).prox(c, 1.0) != 0.0; };
    if (lambda == infinity) {
      t.expect(moves(1e6), "c=", c, " stays at zero");
    } else if (lambda == 0.0) {
      t.expect(!moves(0.0) && !moves(1.0), "c=", c, " moves");
    } else {
      t.expect(!moves(lambda * (1.0 + 1e-12)), "c=", c, " moves above its score ", lambda);
      t.expect(moves(lambda * (1.0 - 1e-12)), "c=", c, " stays below its score ", lambda);
    }
  }
  t.expect(p.fixed() == (p.lower == 0.0 && p.upper == 0.0), "fixed() is ", p.fixed());
}

}  // namespace

Properties elastic_net() {
  return {{"elastic net/prox", 100, &prox},
          {"elastic net/conjugate", 100, &conjugate},
          {"elastic net/Fenchel-Young", 100, &fenchel_young},
          {"elastic net/score", 100, &score}};
}

}  // namespace riata::check
