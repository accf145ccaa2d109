// Random least-squares problems: a table of matrices times a table of penalties.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "copies.hpp"
#include "riata/solver/path.hpp"
#include "trial.hpp"

namespace riata::check {

/// All that a path needs, in the units its callers use: columns and response of length about one.
struct Problem {
  Numbers x;
  std::vector<double> root{};  // root weights, (n,) or empty
  std::vector<double> shift{};
  std::vector<double> inverse_scale{};
  std::vector<double> norm{};      // of the columns as they are seen
  std::vector<double> y{};         // (n,), centred, scaled and weighted
  std::vector<Real> seen{};        // the matrix through the lens, column-major
  std::vector<double> gram{};      // of what is seen, p x p
  std::vector<double> products{};  // with y, (p,)
  double square = 0.0;             // y'y

  std::vector<double> l1{}, l2{}, lower{}, upper{};  // (p,)
  std::vector<double> lambdas{};                     // descending

  [[nodiscard]] Lens lens() const { return {root, shift, inverse_scale}; }
  [[nodiscard]] ElasticNets penalty() const { return {l1, l2, lower, upper}; }
  [[nodiscard]] Index columns() const { return x.columns; }
  [[nodiscard]] Real at(Index i, Index j) const { return seen[as_size(j * x.rows + i)]; }
};

/// A family of matrices; entries are as float32 holds them.
struct MatrixKind {
  std::string name;
  bool general;  // in general position: penalised solutions are unique
  bool nearly;   // nearly dependent: a Gram matrix does not tell it from dependent
  std::function<Numbers(Random&)> make;
};

/// A family of penalties: fills l1, l2, lower and upper.
struct PenaltyKind {
  std::string name;
  bool strict;  // every coordinate is penalised: solutions are unique in general position
  std::function<void(Random&, Problem&)> set;
};

const std::vector<MatrixKind>& matrix_kinds();
const std::vector<PenaltyKind>& penalty_kinds();

/// With or without centring and weights, at random.
Problem some_problem(Random& random, Numbers x, const PenaltyKind& penalty);

/// Strengths from a little above the largest that matters down to `least` of it, (count,).
void set_lambdas(Problem& problem, Index count, double least);

/// Everything that makes a PathSolver, alive together.
class Path {
 public:
  /// From the rows as this kind of copy holds them.
  Path(const Problem& problem, const CopyKind& kind, int threads);
  /// From the Gram matrix.
  explicit Path(const Problem& problem);

  std::vector<PathPoint> run(ConstValues lambdas, const PathSettings& settings = {});
  PathSolver& solver() { return *solver_; }

 private:
  Copy copy_;
  std::unique_ptr<Source> source_;
  std::unique_ptr<PathSolver> solver_;
};

}  // namespace riata::check
