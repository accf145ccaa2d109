// Paths in step are the paths each would have been alone: certified, close in every digit that is
// determined, with the same bits on any number of threads; and they stop when asked.
#include "riata/solver/together.hpp"

#include "judge.hpp"
#include "properties.hpp"

namespace riata::check {
namespace {

constexpr double close = 1e-9;
constexpr PathSettings exact{.tol = 1e-14};

// Weightings of one matrix, alive together with their solvers.
class Group {
 public:
  Group(Random& random, const Numbers& x, const PenaltyKind& penalty, Index members) {
    for (Index k = 0; k < members; ++k) {
      problems_.push_back(some_problem(random, x, penalty));
      set_lambdas(problems_.back(), random.between(1, 9), random.one_of<double>({0.3, 1e-2, 1e-3}));
    }
  }

  std::vector<std::vector<PathPoint>> run(const CopyKind& kind, int threads, Watch& watch) {
    Random layout(7);
    const Copy copy = kind.make(problems_.front().x, layout);
    std::vector<std::unique_ptr<DataSource>> sources;
    std::vector<std::unique_ptr<PathSolver>> solvers;
    std::vector<Member> members;
    for (const Problem& a : problems_) {
      sources.push_back(
          std::make_unique<DataSource>(*copy.design, a.lens(), a.y, a.products, a.norm, threads));
      solvers.push_back(std::make_unique<PathSolver>(*sources.back(), a.penalty()));
      members.push_back({sources.back().get(), solvers.back().get(), a.lambdas});
    }
    return run_together(members, exact, threads, watch);
  }

  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

void as_alone(const MatrixKind& matrix, const PenaltyKind& penalty, Trial& t) {
  Numbers x = matrix.make(t.random);
  round_to_float(x);
  Group group(t.random, x, penalty, t.random.between(1, 5));
  const CopyKind& kind = t.random.one_of(copy_kinds());
  Watch watch;
  const auto found = group.run(kind, 2, watch);
  for (std::size_t k = 0; k < found.size(); ++k) {
    const Problem& a = group.problems()[k];
    const auto alone = Path(a, kind, 1).run(a.lambdas, exact);
    t.expect(found[k].size() == alone.size(), "member ", k, ": ", found[k].size(), " points");
    for (std::size_t i = 0; i < std::min(alone.size(), found[k].size()); ++i) {
      const Verdict v = judge(a, a.lambdas[i], found[k][i]);
      const Verdict w = judge(a, a.lambdas[i], alone[i]);
      t.expect(v.inside, "outside the box");
      const Real length = std::max(std::sqrt(Real{a.square}), 1e-300L);
      for (std::size_t r = 0; r < v.fit.size(); ++r) {
        t.expect(std::abs(v.fit[r] - w.fit[r]) <= close * length, "member ", k, ", lambda ",
                 a.lambdas[i], ": fits differ by ", v.fit[r] - w.fit[r]);
      }
    }
  }
}

void any_threads(const CopyKind& kind, Trial& t) {
  Numbers x = gaussian(t.random, t.random.between(50, 200), t.random.between(100, 300));
  round_to_float(x);
  Group group(t.random, x, t.random.one_of(penalty_kinds()), 4);
  Watch watch;
  const auto alone = group.run(kind, 1, watch);
  for (const int threads : {2, 3, 7}) {
    const auto found = group.run(kind, threads, watch);
    for (std::size_t k = 0; k < alone.size(); ++k) {
      t.expect(std::ranges::equal(alone[k], found[k],
                                  [](const PathPoint& a, const PathPoint& b) {
                                    return a.column == b.column && a.value == b.value &&
                                           a.gap == b.gap;
                                  }),
               "other bits on ", threads, " threads");
    }
  }
}

void stops(Trial& t) {
  Group group(t.random, gaussian(t.random, 300, 900), penalty_kinds().front(), 6);
  Index looks = 0;
  Watch watch([&](Index) { return ++looks < 2; });
  try {
    for (int again = 0; again < 1000; ++again) group.run(copy_kinds().front(), 3, watch);
    t.fail("ended by itself");
  } catch (const Interrupted&) {
    t.expect(looks == 2, looks, " looks");
  }
}

}  // namespace

Properties together() {
  Properties all;
  for (const MatrixKind& matrix : matrix_kinds()) {
    for (const PenaltyKind& penalty : penalty_kinds()) {
      if (matrix.nearly || !penalty.strict) continue;
      all.push_back({"together/" + matrix.name + "/" + penalty.name, 2,
                     [&](Trial& t) { as_alone(matrix, penalty, t); }});
    }
  }
  for (const CopyKind& kind : copy_kinds()) {
    all.push_back(
        {"together/" + kind.name + "/any threads", 1, [&](Trial& t) { any_threads(kind, t); }});
  }
  all.push_back({"together/stops", 1, stops});
  return all;
}

}  // namespace riata::check
