// One problem, one answer: whatever memory holds the data, in whatever order and company strengths
// are solved, wherever it starts, on any number of threads.
#include "judge.hpp"
#include "properties.hpp"

namespace riata::check {
namespace {

constexpr double close = 1e-9;
// A solution may be certified before it is exact; these are to be compared digit by digit.
constexpr PathSettings exact{.tol = 1e-14};

using Points = std::vector<PathPoint>;

// A matrix and a penalty whose solutions can be compared.
struct Family {
  const MatrixKind& matrix;
  const PenaltyKind& penalty;

  [[nodiscard]] bool unique() const { return matrix.general && penalty.strict; }
  [[nodiscard]] bool resolved() const { return !matrix.nearly && penalty.strict; }
};

Problem stated(Trial& t, const Family& family) {
  Problem a = some_problem(t.random, family.matrix.make(t.random), family.penalty);
  set_lambdas(a, t.random.between(1, 12), t.random.one_of<double>({0.3, 1e-2, 1e-3}));
  t.about("n=", a.x.rows, " p=", a.columns(), a.root.empty() ? "" : " weighted");
  return a;
}

// The fit X b is the same for all solutions, b itself where there is only one.
void same(Trial& t, const Family& family, const Problem& a, double lambda, const PathPoint& one,
          const PathPoint& other, const std::string& what) {
  const Verdict v = judge(a, lambda, one);
  const Verdict w = judge(a, lambda, other);
  const Real length = std::max(std::sqrt(Real{a.square}), 1e-300L);
  for (std::size_t i = 0; i < v.fit.size(); ++i) {
    t.expect(std::abs(v.fit[i] - w.fit[i]) <= close * length, what, ", lambda ", lambda,
             ": fits differ by ", v.fit[i] - w.fit[i]);
  }
  if (!family.unique()) return;
  const std::vector<double> b = dense(a, one), c = dense(a, other);
  for (std::size_t j = 0; j < b.size(); ++j) {
    t.expect(std::abs(b[j] - c[j]) <= close * (1.0 + std::abs(b[j])), what, ", lambda ", lambda,
             ": coefficient ", j, " is ", b[j], " or ", c[j]);
  }
}

void same(Trial& t, const Family& family, const Problem& a, const Points& one, const Points& other,
          const std::string& what) {
  t.expect(one.size() == other.size(), what, ": ", other.size(), " points");
  for (std::size_t k = 0; k < std::min(one.size(), other.size()); ++k) {
    same(t, family, a, a.lambdas[k], one[k], other[k], what);
  }
}

const CopyKind& plain() { return copy_kinds().front(); }

void any_source(const Family& family, Trial& t) {
  const Problem a = stated(t, family);
  const Points first = Path(a, plain(), 1).run(a.lambdas, exact);
  for (const CopyKind& kind : copy_kinds()) {
    same(t, family, a, first, Path(a, kind, 1).run(a.lambdas, exact), kind.name);
  }
  same(t, family, a, first, Path(a).run(a.lambdas, exact), "gram");
}

void any_inner(const Family& family, Trial& t) {
  const Problem a = stated(t, family);
  const CopyKind& kind = t.random.one_of(copy_kinds());
  PathSettings settings = exact;
  settings.within = Within::face;
  const Points first = Path(a, kind, 1).run(a.lambdas, settings);
  settings.within = Within::descent;
  same(t, family, a, first, Path(a, kind, 1).run(a.lambdas, settings), kind.name);
}

void any_batch(const Family& family, Trial& t) {
  const Problem a = stated(t, family);
  const CopyKind& kind = t.random.one_of(copy_kinds());
  const Points first = Path(a, kind, 1).run(a.lambdas, exact);
  for (const Index batch : {1, 2, 4, 16}) {
    PathSettings settings = exact;
    settings.batch = batch;
    same(t, family, a, first, Path(a, kind, 1).run(a.lambdas, settings), text("batch ", batch));
  }
}

void any_order(const Family& family, Trial& t) {
  const Problem a = stated(t, family);
  const CopyKind& kind = t.random.one_of(copy_kinds());
  const Points first = Path(a, kind, 1).run(a.lambdas, exact);
  std::vector<std::size_t> order(a.lambdas.size());
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
  t.random.shuffle(order);
  Path path(a, kind, 1);
  for (const std::size_t k : order) {
    const Points alone = path.run(ConstValues(a.lambdas).subspan(k, 1), exact);
    same(t, family, a, a.lambdas[k], first[k], alone.at(0), "one at a time");
  }
}

// Any coefficients will do, inside the box or not.
void any_start(const Family& family, Trial& t) {
  const Problem a = stated(t, family);
  const CopyKind& kind = t.random.one_of(copy_kinds());
  const Points first = Path(a, kind, 1).run(a.lambdas, exact);
  Path path(a, kind, 1);
  std::vector<Index> column;
  for (Index j = 0; j < a.columns(); ++j) {
    if (t.random.chance(0.3)) column.push_back(j);
  }
  t.random.shuffle(column);
  const std::vector<double> value = t.random.normals(static_cast<Index>(column.size()));
  Watch watch;
  path.solver().start(column, value, watch);
  same(t, family, a, first, path.run(a.lambdas, exact), "after a start");
  path.solver().start(first.back().column, first.back().value, watch);
  const Points again = path.run(ConstValues(a.lambdas).last(1), exact);
  same(t, family, a, a.lambdas.back(), first.back(), again.at(0), "after a start at the solution");
}

bool same_bits(const Points& one, const Points& other) {
  return std::ranges::equal(one, other, [](const PathPoint& a, const PathPoint& b) {
    return a.column == b.column && a.value == b.value && a.gap == b.gap &&
           a.residual_square == b.residual_square;
  });
}

// Large enough for every pass to be worth more than one thread.
void any_threads(const CopyKind& kind, Trial& t) {
  const PenaltyKind& penalty = t.random.one_of(penalty_kinds());
  Numbers x = gaussian(t.random, t.random.between(300, 1500), t.random.between(150, 300));
  const double density = kind.sparse ? 0.3 : 1.0;
  for (double& v : x.value) v = t.random.chance(density) ? v : 0.0;
  round_to_float(x);
  Problem a = some_problem(t.random, std::move(x), penalty);
  set_lambdas(a, 8, 1e-2);
  t.about("n=", a.x.rows, " p=", a.columns(), " ", penalty.name);
  const Points alone = Path(a, kind, 1).run(a.lambdas);
  for (const int threads : {2, 3, 7}) {
    t.expect(same_bits(alone, Path(a, kind, threads).run(a.lambdas)), "other bits on ", threads,
             " threads");
  }
}

}  // namespace

Properties agreement() {
  Properties all;
  const auto add = [&](const Family& family, const char* what, auto property) {
    all.push_back({"agreement/" + family.matrix.name + "/" + family.penalty.name + "/" + what, 3,
                   [family, property](Trial& t) { property(family, t); }});
  };
  for (const MatrixKind& matrix : matrix_kinds()) {
    for (const PenaltyKind& penalty : penalty_kinds()) {
      const Family family{matrix, penalty};
      if (!family.resolved()) continue;
      add(family, "any source", any_source);
      add(family, "any inner solver", any_inner);
      add(family, "any batch", any_batch);
      add(family, "any order", any_order);
      add(family, "any start", any_start);
    }
  }
  for (const CopyKind& kind : copy_kinds()) {
    all.push_back(
        {"agreement/" + kind.name + "/any threads", 2, [&](Trial& t) { any_threads(kind, t); }});
  }
  return all;
}

}  // namespace riata::check
