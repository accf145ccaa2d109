#include "judge.hpp"

#include <algorithm>
#include <numeric>
#include <span>

namespace riata::check {
namespace {

// A penalty, its strength included, in long double.
struct Strength {
  Real l1, l2, lower, upper;

  [[nodiscard]] bool endless(Real c) const { return l2 == 0 && std::isinf(c > 0 ? upper : lower); }
  [[nodiscard]] bool free(Real c) const { return endless(c) && l1 == 0; }
  [[nodiscard]] Real force(Real c) const {
    return (c > 0 ? upper : -lower) > 0 ? std::abs(c) : Real{0};
  }
  // sup over b of the pull c; only where it is finite.
  [[nodiscard]] Real conjugate(Real c) const {
    const Real excess = force(c) - l1;
    if (excess <= 0 || endless(c)) return 0;
    Real b = c > 0 ? upper : -lower;
    if (l2 > 0) b = std::min(b, excess / l2);
    return b * (excess - l2 * b / 2);
  }
};

struct Dual {
  const std::vector<Strength>& strength;
  std::vector<Real> gradient;  // X'r
  Real explained;              // y'r
  Real square;                 // |r|^2

  // The largest multiple of r that is feasible.
  [[nodiscard]] Real most() const {
    Real scale = 1;
    for (std::size_t j = 0; j < gradient.size(); ++j) {
      const Strength& s = strength[j];
      const Real force = s.force(gradient[j]);
      if (!s.endless(gradient[j]) || s.l1 == 0 || force <= s.l1) continue;
      scale = std::min(scale, s.l1 / force);
    }
    return scale;
  }
  [[nodiscard]] Real operator()(Real scale) const {
    Real d = scale * explained - scale * scale * square / 2;
    for (std::size_t j = 0; j < gradient.size(); ++j) {
      d -= strength[j].conjugate(scale * gradient[j]);
    }
    return d;
  }
  // D is concave along r: golden sections.
  [[nodiscard]] Real highest() const {
    Real low = 0, high = most();
    Real best = (*this)(high);
    const Real ratio = (std::sqrt(Real{5}) - 1) / 2;
    for (int k = 0; k < 60; ++k) {
      const Real a = high - ratio * (high - low), b = low + ratio * (high - low);
      const Real da = (*this)(a), db = (*this)(b);
      best = std::max({best, da, db});
      (da < db ? low : high) = da < db ? a : b;
    }
    return best;
  }
};

std::vector<Strength> strengths(const Problem& a, Real lambda) {
  std::vector<Strength> s;
  for (std::size_t j = 0; j < a.l1.size(); ++j) {
    s.push_back({lambda * a.l1[j], lambda * a.l2[j], a.lower[j], a.upper[j]});
  }
  return s;
}

using Column = std::span<const Real>;

Column column(const Problem& a, std::size_t j) {
  return Column(a.seen).subspan(j * a.y.size(), a.y.size());
}

Real dot(Column a, Column b) { return std::inner_product(a.begin(), a.end(), b.begin(), Real{0}); }

void subtract(Real scale, Column from, std::vector<Real>& v) {
  for (std::size_t i = 0; i < v.size(); ++i) v[i] -= scale * from[i];
}

std::vector<Real> gradient_of(const Problem& a, const std::vector<Real>& r) {
  std::vector<Real> c;
  for (std::size_t j = 0; j < as_size(a.columns()); ++j) c.push_back(dot(column(a, j), r));
  return c;
}

// An orthonormal basis of the columns that are free: Gram-Schmidt, twice.
std::vector<std::vector<Real>> free_basis(const Problem& a, const std::vector<Strength>& s) {
  std::vector<std::vector<Real>> basis;
  for (std::size_t j = 0; j < s.size(); ++j) {
    if (!s[j].free(1) || !s[j].free(-1)) continue;
    std::vector<Real> v(column(a, j).begin(), column(a, j).end());
    const Real before = dot(v, v);
    for (int twice = 0; twice < 2; ++twice) {
      for (const auto& q : basis) subtract(dot(q, v), q, v);
    }
    const Real after = dot(v, v);
    if (after <= 1e-22L * before) continue;  // no further than centring in float64 tells
    for (Real& x : v) x /= std::sqrt(after);
    basis.push_back(std::move(v));
  }
  return basis;
}

}  // namespace

std::vector<double> dense(const Problem& problem, const PathPoint& point) {
  std::vector<double> b(as_size(problem.columns()), 0.0);
  for (std::size_t k = 0; k < point.column.size(); ++k) {
    b[as_size(point.column[k])] = point.value[k];
  }
  return b;
}

Verdict judge(const Problem& a, double lambda, const PathPoint& point) {
  const std::vector<Strength> strength = strengths(a, lambda);
  const std::vector<double> b = dense(a, point);
  const std::vector<Real> y(a.y.begin(), a.y.end());
  Verdict v;
  v.fit.assign(y.size(), 0);
  Real penalty = 0, curvature = 0;
  for (std::size_t j = 0; j < b.size(); ++j) {
    const Strength& s = strength[j];
    v.inside = v.inside && b[j] >= s.lower && b[j] <= s.upper;
    if (b[j] == 0.0) continue;
    penalty += s.l1 * std::abs(b[j]) + s.l2 * b[j] * b[j] / 2;
    curvature += s.l2 * b[j] * b[j];
    subtract(-b[j], column(a, j), v.fit);
  }
  std::vector<Real> r(y);
  subtract(1, v.fit, r);
  v.residual_square = dot(r, r);
  v.primal = v.residual_square / 2 + penalty;
  const Real unit = dot(y, y) > 0 ? dot(y, y) / 2 : Real{1};

  Dual dual{strength, gradient_of(a, r), dot(y, r), v.residual_square};
  for (std::size_t j = 0; j < b.size(); ++j) {  // what ought to be zero counts at its worst
    const Real c = dual.gradient[j];
    if (!strength[j].free(c)) continue;
    v.unexplained = std::max(v.unexplained, strength[j].force(c));
    dual.explained -= 2 * std::max(Real{0}, b[j] * c);
  }
  const Real most = dual.most();
  curvature += v.residual_square;
  const Real stationary =
      curvature > 0 ? std::clamp(dual.explained / curvature, Real{0}, most) : most;
  v.gap = (v.primal - std::max(dual(most), dual(stationary))) / unit;

  for (const auto& q : free_basis(a, strength)) subtract(dot(q, r), q, r);
  v.true_gap =
      (v.primal - Dual{strength, gradient_of(a, r), dot(y, r), dot(r, r)}.highest()) / unit;
  return v;
}

}  // namespace riata::check
