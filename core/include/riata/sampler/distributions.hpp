// The full conditionals of shrinkage priors, exact for any parameters.
#pragma once

#include <cmath>

#include "riata/sampler/random.hpp"

namespace riata::sampler {

/// u with density proportional to u^(-1/2) exp(-(r^2 u + b^2 / u) / 2), r > 0: 1/u is inverse
/// Gaussian with mean r/|b| and shape r^2. What a coefficient b with a Laplace prior of rate r says
/// of its variance u (Park & Casella 2008, section 2).
double laplace_variance(double r, double b, Random& random);

/// eta > 0 with density proportional to exp(-m eta) / (1 + eta), m > 0: the squared reciprocal of a
/// half-Cauchy scale, given m = b^2 / 2 (Johndrow, Orenstein & Bhattacharya 2020, appendix S1).
double horseshoe_precision(double m, Random& random);

/// x > 0 with density proportional to x^(a-1) exp(-delta x^2 - t x); a >= 1, delta >= 0, t >= 0,
/// not both zero.
double tilted_gamma(double a, double delta, double t, Random& random);

/// log(e^h E1(h)) as a function of log h: minus log of the horseshoe's density, up to constants.
double log_scaled_e1(double log_h);

/// log(e^(x^2) erfc(x)), x >= 0.
double log_erfcx(double x);

/// The next state of a chain whose target has this log density: slice sampling with stepping out
/// and shrinkage (Neal 2003).
template <class LogDensity>
double slice(double x, double width, const LogDensity& log_density, Random& random) {
  constexpr int most = 100000;  // steps, where a density does not fall: never without end
  const double level = log_density(x) - random.exponential();
  if (!std::isfinite(level)) return std::nan("");
  double low = x - width * random.uniform();
  double high = low + width;
  for (int k = 0; k < most && log_density(low) > level; ++k) low -= width;
  for (int k = 0; k < most && log_density(high) > level; ++k) high += width;
  for (;;) {
    const double next = low + (high - low) * random.uniform();
    if (log_density(next) >= level) return next;
    (next < x ? low : high) = next;
    if (!(high - low > 1e-14 * (1.0 + std::abs(x)))) return x;
  }
}

}  // namespace riata::sampler
