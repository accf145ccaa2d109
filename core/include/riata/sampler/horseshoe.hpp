// Gibbs sampling under the horseshoe prior (Carvalho, Polson & Scott 2010).
//
//   y | beta, sigma ~ N(X beta, sigma^2 I),   p(sigma^2) = 1 / sigma^2 (or sigma known)
//   beta_j | sigma, tau, lambda_j ~ N(0, (sigma tau lambda_j / rate_j)^2),   lambda_j ~ C+(0, 1),
//   tau ~ C+(0, scale), or known
//
// A sweep draws (sigma^2, beta) | tau, lambda in one block; tau | beta, sigma with every lambda_j
// integrated out, its density being a product of e^h E1(h), by slice sampling; and lambda | the
// rest exactly, by rejection.
#pragma once

#include "riata/sampler/chains.hpp"
#include "riata/sampler/linear.hpp"

namespace riata::sampler {

struct HorseshoePrior {
  ConstValues rate;             // (p,) positive
  double scale = 1.0;           // of the half-Cauchy on tau
  double known_global = 0.0;    // positive: tau is not drawn
  double known_variance = 0.0;  // positive: sigma^2 is not drawn
};

std::unique_ptr<Chain> make_horseshoe_chain(const LinearData& data, const HorseshoePrior& prior,
                                            Random random);

}  // namespace riata::sampler
