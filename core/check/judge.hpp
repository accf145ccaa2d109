// An independent verdict on a solution: everything worked out again in long double.
#pragma once

#include "problem.hpp"

namespace riata::check {

struct Verdict {
  Real primal = 0;           // P(b)
  Real residual_square = 0;  // |y - X b|^2
  Real gap = 0;              // (P - D) / (|y|^2 / 2), D as the certificate defines it
  Real true_gap = 0;         // the same, once r has lost what columns without penalty still explain
  Real unexplained = 0;      // largest gradient on a coordinate that nothing holds back
  bool inside = true;        // in the box
  std::vector<Real> fit{};   // X b, (n,)
};

Verdict judge(const Problem& problem, double lambda, const PathPoint& point);

/// Coefficients over all columns, (p,).
std::vector<double> dense(const Problem& problem, const PathPoint& point);

}  // namespace riata::check
