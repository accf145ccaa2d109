// The regularisation path of penalised least squares, each solution certified.
//
//   primal    F(b) = 1/2 |y - X b|^2 + lambda sum_j (l1_j |b_j| + l2_j b_j^2 / 2),  b in a box
//   dual      see certificate.hpp
//   method    for a batch of lambdas: predict from the last gradients which columns they need,
//             solve them on that working set, exactly (face.hpp) or, where many columns are in use
//             and that is cheaper, well below the tolerance (descent.hpp), then one pass X'[r_1 ..
//             r_m] over the data, or over those columns that could matter (screen.hpp), certifies
//             them all; what it shows to be missing joins the set
//   stop      gap <= tol * 1/2 |y|^2 at every lambda; or, where rounding allows no less, the
//             smallest gap found
#pragma once

#include <cstdint>
#include <vector>

#include "riata/solver/certificate.hpp"
#include "riata/solver/descent.hpp"
#include "riata/solver/face.hpp"
#include "riata/solver/source.hpp"

namespace riata {

/// Who solves on the working set: the exact solver, the iterative one, or who costs less.
enum class Within { cheaper, face, descent };

struct PathSettings {
  double tol = 1e-8;
  Index batch = 8;
  Index max_passes = 10000;
  Within within = Within::cheaper;
};

/// One solution: coefficients over the columns of the data.
struct PathPoint {
  std::vector<Index> column;
  std::vector<double> value;
  double gap = 0.0;              // relative: (P - D) / (|y|^2 / 2)
  double residual_square = 0.0;  // |r|^2
};

struct PathCounts {
  Index passes = 0;
  Index solves = 0;
  Index drops = 0;
  Index working_set = 0;
  Index products = 0;  // with the columns in use, of the iterative solver
};

class PathSolver {
 public:
  PathSolver(Source& source, ElasticNets penalty);

  /// X'r at the null model, where only unpenalised columns are fitted: the scores of these are the
  /// lambdas below which each column may enter.
  ConstValues null_products(Watch& watch);

  /// Solve at `lambdas` in the given order (descending is fast).
  std::vector<PathPoint> run(ConstValues lambdas, const PathSettings& settings, Watch& watch);

  // The same in steps, for those who let one pass over the data serve several paths:
  //   begin(..); while (propose(..)) { evaluate candidates() into evaluation(); digest(); } take()
  void begin(ConstValues lambdas, const PathSettings& settings, Watch& watch);
  /// Solve the next batch on its working set; false where there is none left.
  bool propose(Watch& watch);
  [[nodiscard]] Candidates candidates() const;
  [[nodiscard]] Evaluation& evaluation() { return batch_.evaluation; }
  /// Take from the evaluation what is certified, and what columns are missing.
  void digest();
  [[nodiscard]] std::vector<PathPoint> take() { return std::move(walk_.path); }
  /// Solutions so far.
  [[nodiscard]] Index done() const { return static_cast<Index>(walk_.path.size()); }

  /// Begin from these coefficients.
  void start(Indices columns, ConstValues values, Watch& watch);

  [[nodiscard]] PathCounts counts() const;

 private:
  // A few neighbouring lambdas that share one pass over the data.
  struct Batch {
    ConstValues lambdas;
    std::span<const char> wanted;  // whether a lambda is asked for, or only on the way
    bool with_slope = false;       // the last candidate is the direction of the path
    std::vector<double> value{};   // over the working set, by rows
    std::vector<double> base{};
    Evaluation evaluation{};
    std::vector<PathPoint> points{};

    [[nodiscard]] Index size() const { return size_of(lambdas); }
  };
  struct Route {
    std::vector<double> lambda;
    std::vector<char> wanted;
  };
  // How far a run has come.
  struct Walk {
    std::vector<double> lambdas;
    PathSettings settings;
    Route stops;
    bool small_steps = false;
    std::vector<PathPoint> path;
    Index done = 0;  // of the stops
    Index width = 1;
    int corrected = 0;
    PathPoint closest;
  };

  [[nodiscard]] bool complete(const Candidate& candidate, double lambda, double tol) const;
  [[nodiscard]] Route route(ConstValues lambdas, double ratio) const;
  [[nodiscard]] Index near(ConstValues lambdas, Index most) const;
  [[nodiscard]] Index widest() const;
  void prepare(Watch& watch);
  [[nodiscard]] std::vector<Index> predicted(ConstValues lambdas) const;
  void solve(Batch& batch, double goal, Watch& watch);
  void choose(Index lambdas, Within within);
  void return_to_face();
  bool try_again();
  Index certify(Batch& batch, double tol);
  std::vector<Index> missing(Batch& batch, Index from);
  void remember(Batch& batch);
  [[nodiscard]] std::vector<double> working_products() const;
  [[nodiscard]] Index room() const;
  [[nodiscard]] double slack() const;

  Source& source_;
  ElasticNets penalty_;
  WorkingSet set_;
  Face face_;
  Descent descent_;
  Inner* inner_;
  bool exact_only_ = false;  // the iterative solver has given up once
  bool curved_;
  std::vector<double> products_;  // X'r at the reference lambda
  std::vector<double> slope_;     // d products / d lambda there, empty where unknown
  Walk walk_;
  Batch batch_;
  double reference_ = 0.0;
  double slack_ = 0.05;
  bool prepared_ = false;
  Index passes_ = 0;
};

}  // namespace riata
