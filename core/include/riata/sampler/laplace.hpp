// Gibbs sampling under Laplace and elastic-net priors.
//
//   y | beta, sigma ~ N(X beta, sigma^2 I),   p(sigma^2) = 1 / sigma^2 (or sigma known)
//
//   relative:   beta_j | sigma ∝ exp(-lambda l1_j |beta_j| / sigma - l2_j beta_j^2 / (2 sigma^2)),
//               lambda fixed or lambda^2 ~ Gamma(shape, rate)            (Park & Casella 2008)
//   objective:  beta_j | sigma ∝ exp(-(l1_j |beta_j| + l2_j beta_j^2 / 2) / sigma^2): the posterior
//               mode given sigma is the penalised solution, whatever sigma is
//   fixed:      beta_j ∝ exp(-l1_j |beta_j| - l2_j beta_j^2 / 2), whatever sigma is
//
// Each |beta_j| is a Normal with an exponential variance sigma^2 u_j. A sweep draws
// (sigma^2, beta) | u in one block, beta integrated out of the first (Rajaratnam & Sparks 2015);
// lambda | beta, sigma with u integrated out; and u | the rest.
#pragma once

#include "riata/sampler/chains.hpp"
#include "riata/sampler/linear.hpp"

namespace riata::sampler {

enum class Tie { relative, objective, fixed };

struct LaplacePrior {
  ConstValues l1;  // (p,) positive
  ConstValues l2;  // (p,) all positive or all zero
  Tie tie = Tie::relative;
  double lambda = 1.0;       // where the tie is relative
  double hyper_shape = 0.0;  // positive: lambda^2 ~ Gamma(shape, rate)
  double hyper_rate = 0.0;
  double known_variance = 0.0;  // positive: sigma^2 is not drawn
  ConstValues start{};  // (p,) beta to begin from; empty: variances as wide as the data ask for
};

std::unique_ptr<Chain> make_laplace_chain(const LinearData& data, const LaplacePrior& prior,
                                          Random random);

}  // namespace riata::sampler
