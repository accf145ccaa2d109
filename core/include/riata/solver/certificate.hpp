// The duality gap of a candidate solution, from the data's own gradient.
//
//   primal  P(b) = 1/2 |r|^2 + sum_j p_j(b_j),  r = y - X b
//   dual    D(t) = y't - 1/2 |t|^2 - sum_j p_j*(x_j't),  p_j* the conjugate over the box
//
// at t = s r, where s makes t feasible (p_j* finite) and D as large as a multiple of r allows.
// P(b) - D(t) bounds the distance of P(b) to the optimum.
#pragma once

#include <vector>

#include "riata/penalty/elastic_net.hpp"
#include "riata/types.hpp"

namespace riata {

/// A candidate: its coefficients where they are not zero, and what a pass says of its residual.
struct Candidate {
  std::span<const Index> column;  // of the nonzero coefficients
  ConstValues value;
  ConstValues products;      // X'r, (p,)
  Indices read;              // the columns whose products are there; others are within their kinks
  double residual_square;    // |r|^2
  double response_residual;  // y'r
};

/// P(b) - D(s r); infinite where the gradient of an unpenalised coordinate exceeds `noise`.
double duality_gap(const ElasticNets& penalty, double lambda, const Candidate& candidate,
                   double noise);

}  // namespace riata
