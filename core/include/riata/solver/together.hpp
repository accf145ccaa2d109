// Paths of several weightings of the same rows (the folds of a cross-validation), in step.
//
// Each path goes as path.hpp says and has its own certificate; one pass X'[r_1 .. r_m] over the
// data serves the candidates of all of them, and between passes their working sets are solved side
// by side. The numbers do not depend on the number of threads.
#pragma once

#include <vector>

#include "riata/solver/path.hpp"

namespace riata {

/// One path and the data as it sees them. All members of a group look at the same design.
struct Member {
  DataSource* source;
  PathSolver* solver;
  std::vector<double> lambdas;
};

std::vector<std::vector<PathPoint>> run_together(std::span<const Member> members,
                                                 const PathSettings& settings, int threads,
                                                 Watch& watch);

}  // namespace riata
