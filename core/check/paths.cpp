// Every source of numbers x every family of matrices x every family of penalties: each solution is
// certified, and a verdict in long double agrees.
#include "judge.hpp"
#include "properties.hpp"

namespace riata::check {
namespace {

constexpr double tol = 1e-8;

// What rounding may change in a verdict: gradients are known to |X b|, and weigh b.
Real rounding(const PathPoint& point) {
  Real size = 0;
  for (const double b : point.value) size += std::abs(Real{b});
  return 100 * std::numeric_limits<double>::epsilon() * size * size;
}

// What may be asked of a source of numbers in float64.
struct Promise {
  double gap = 1e-8;  // at most
  bool true_gap = true;
  Real rounding = 1e-11L;  // in what it says of a solution
};

// Directions that only the last digits tell from zero, and that no penalty holds, are beyond it: a
// gap says so where it can be computed from gradients. A Gram matrix holds no such directions.
Promise promised(const MatrixKind& matrix, const PenaltyKind& penalty, const Problem& a,
                 bool gram) {
  const bool independent = matrix.general && a.columns() < a.x.rows;
  if (matrix.nearly && (gram || !penalty.strict)) return {infinity, false};
  if (gram && !independent && !penalty.strict) return {infinity, true};
  return {};
}

// One path: inside the box, certified as promised, and honestly so.
void certified(Trial& t, const Problem& a, const std::vector<PathPoint>& path,
               const Promise& promise, const std::string& source) {
  t.expect(path.size() == a.lambdas.size(), source, ": ", path.size(), " points");
  const Real null = std::max(a.square / 2, 1e-300);
  for (std::size_t k = 0; k < path.size(); ++k) {
    const PathPoint& point = path[k];
    const Verdict v = judge(a, a.lambdas[k], point);
    const Real off = promise.rounding + rounding(point);
    const std::string where = text(source, ", lambda ", a.lambdas[k]);
    t.expect(v.inside, where, ": outside the box");
    t.expect(point.gap >= 0.0 && point.gap <= promise.gap, where, ": gap ", point.gap, ", really ",
             v.gap);
    t.expect(std::abs(point.residual_square - v.residual_square) <= off * null, where,
             ": residual square ", point.residual_square, ", really ", v.residual_square);
    if (point.gap == infinity) continue;
    t.expect(std::abs(point.gap - v.gap) <= off, where, ": gap ", point.gap, ", really ", v.gap);
    t.expect(v.true_gap <= point.gap + off || !promise.true_gap, where, ": gap ", point.gap,
             ", truly ", v.true_gap);
    t.expect(v.unexplained <= off + 2e-9L * std::sqrt(2 * null), where, ": gradient ",
             v.unexplained, " on an unpenalised column");
  }
}

Problem stated(Trial& t, const MatrixKind& matrix, const PenaltyKind& penalty) {
  Problem a = some_problem(t.random, matrix.make(t.random), penalty);
  set_lambdas(a, t.random.between(1, 12), t.random.one_of<double>({0.3, 1e-2, 1e-4}));
  t.about("n=", a.x.rows, " p=", a.columns(), a.root.empty() ? "" : " weighted");
  return a;
}

void from_rows(const MatrixKind& matrix, const PenaltyKind& penalty, Trial& t) {
  const Problem a = stated(t, matrix, penalty);
  Promise promise = promised(matrix, penalty, a, false);
  for (const CopyKind& kind : copy_kinds()) {
    promise.rounding = kind.sparse ? 1e-9L : 1e-11L;
    certified(t, a, Path(a, kind, 1).run(a.lambdas), promise, kind.name);
  }
}

// The iterative solver, from the first lambda on.
void by_descent(const MatrixKind& matrix, const PenaltyKind& penalty, Trial& t) {
  const Problem a = stated(t, matrix, penalty);
  Promise promise = promised(matrix, penalty, a, false);
  for (const CopyKind& kind : copy_kinds()) {
    promise.rounding = kind.sparse ? 1e-9L : 1e-11L;
    certified(t, a, Path(a, kind, 1).run(a.lambdas, {.tol = tol, .within = Within::descent}),
              promise, kind.name);
  }
}

void from_gram(const MatrixKind& matrix, const PenaltyKind& penalty, Trial& t) {
  const Problem a = stated(t, matrix, penalty);
  certified(t, a, Path(a).run(a.lambdas), promised(matrix, penalty, a, true), "gram");
}

}  // namespace

Properties paths() {
  Properties all;
  for (const MatrixKind& matrix : matrix_kinds()) {
    for (const PenaltyKind& penalty : penalty_kinds()) {
      const std::string name = "paths/" + matrix.name + "/" + penalty.name;
      all.push_back({name + "/rows", 5, [&](Trial& t) { from_rows(matrix, penalty, t); }});
      all.push_back({name + "/descent", 5, [&](Trial& t) { by_descent(matrix, penalty, t); }});
      all.push_back({name + "/gram", 5, [&](Trial& t) { from_gram(matrix, penalty, t); }});
    }
  }
  return all;
}

}  // namespace riata::check
