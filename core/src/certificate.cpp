#include "riata/solver/certificate.hpp"

#include <algorithm>

namespace riata {
namespace {

// The coordinates whose gradient exceeds the kink of their penalty: all that a dual point feels.
std::vector<Index> beyond_kink(const ElasticNets& penalty, double lambda,
                               const Candidate& candidate) {
  std::vector<Index> found;
  for (const Index j : candidate.read) {
    const double c = candidate.products[as_size(j)];
    if (!(std::abs(c) <= lambda * penalty.l1[as_size(j)])) found.push_back(j);
  }
  return found;
}

// The largest multiple of r whose conjugates are finite, at most 1.
double feasible_scale(const ElasticNets& penalty, double lambda, const Candidate& candidate,
                      Indices beyond, double noise) {
  double scale = 1.0;
  for (const Index j : beyond) {
    const ElasticNet p = penalty[j].times(lambda);
    const double c = candidate.products[as_size(j)];
    const double force = p.pull(c);
    if (force <= p.l1 || p.l2 > 0.0 || std::isfinite(c > 0.0 ? p.upper : p.lower)) continue;
    if (p.l1 > 1e-3 * noise) {
      scale = std::min(scale, p.l1 / force);
    } else if (force > noise) {  // no penalty to speak of
      return 0.0;
    }
  }
  return scale;
}

// Whether nothing holds the coordinate back against the gradient c, which ought to be zero then.
bool unheld(const ElasticNet& p, double c, double noise) {
  return p.l1 <= 1e-3 * noise && p.l2 == 0.0 && !std::isfinite(c > 0.0 ? p.upper : p.lower);
}

// y'r = |r|^2 + sum_j b_j c_j, where the c_j that ought to be zero are rounding: of either sign,
// and large where b_j is, so they are taken at their worst.
double explained(const ElasticNets& penalty, double lambda, const Candidate& candidate,
                 double noise) {
  double y = candidate.response_residual;
  for (std::size_t k = 0; k < candidate.value.size(); ++k) {
    const ElasticNet p = penalty[candidate.column[k]].times(lambda);
    const double c = candidate.products[as_size(candidate.column[k])];
    if (unheld(p, c, noise)) y -= 2.0 * std::max(0.0, candidate.value[k] * c);
  }
  return y;
}

double dual(const ElasticNets& penalty, double lambda, const Candidate& candidate, Indices beyond,
            double scale) {
  double d = scale * candidate.response_residual - 0.5 * scale * scale * candidate.residual_square;
  for (const Index j : beyond) {
    const ElasticNet p = penalty[j].times(lambda);
    const double c = scale * candidate.products[as_size(j)];
    // Hard constraints hold by the choice of the scale.
    if (p.l2 > 0.0 || std::isfinite(c > 0.0 ? p.upper : p.lower)) d -= p.conjugate(c);
  }
  return d;
}

}  // namespace

double duality_gap(const ElasticNets& penalty, double lambda, const Candidate& given,
                   double noise) {
  Candidate candidate = given;
  candidate.response_residual = explained(penalty, lambda, given, noise);
  double primal = 0.5 * candidate.residual_square;
  double curvature = candidate.residual_square;
  for (std::size_t k = 0; k < candidate.value.size(); ++k) {
    const ElasticNet p = penalty[candidate.column[k]].times(lambda);
    const double b = candidate.value[k];
    primal += p.value(b);
    curvature += p.l2 * b * b;
  }
  const std::vector<Index> beyond = beyond_kink(penalty, lambda, candidate);
  const double most = feasible_scale(penalty, lambda, candidate, beyond, noise);
  if (most == 0.0) return infinity;
  double best = dual(penalty, lambda, candidate, beyond, most);
  const double stationary =
      curvature > 0.0 ? std::clamp(candidate.response_residual / curvature, 0.0, most) : most;
  if (stationary != most)
    best = std::max(best, dual(penalty, lambda, candidate, beyond, stationary));
  const double gap = primal - best;
  return std::isnan(gap) ? infinity : std::max(0.0, gap);
}

}  // namespace riata
