// Sizes and values at the edge of what a problem can be.
#include "judge.hpp"
#include "properties.hpp"

namespace riata::check {
namespace {

// A problem of any kind, and every source of it.
Problem some(Trial& t, const MatrixKind& matrix) {
  const PenaltyKind& penalty = t.random.one_of(penalty_kinds());
  Problem a = some_problem(t.random, matrix.make(t.random), penalty);
  set_lambdas(a, 6, 1e-2);
  t.about("n=", a.x.rows, " p=", a.columns(), " ", penalty.name);
  return a;
}

void with_each_source(const Problem& a, const std::function<void(Path&, const std::string&)>& see) {
  for (const CopyKind& kind : copy_kinds()) {
    Path path(a, kind, 2);
    see(path, kind.name);
  }
  Path path(a);
  see(path, "gram");
}

void no_lambdas(const MatrixKind& matrix, Trial& t) {
  const Problem a = some(t, matrix);
  with_each_source(a, [&](Path& path, const std::string& source) {
    t.expect(path.run({}).empty(), source, ": points out of nowhere");
    t.expect(path.run(a.lambdas).size() == a.lambdas.size(), source, ": no path after it");
  });
}

void all_zero(Trial& t, Path& path, const Problem& a, const std::string& source) {
  for (const PathPoint& point : path.run(a.lambdas)) {
    t.expect(point.value.empty(), source, ": ", point.value.size(), " coefficients");
    t.expect(point.gap == 0.0, source, ": gap ", point.gap);
    t.expect(std::abs(point.residual_square - a.square) <= 1e-14 * a.square, source,
             ": residual square ", point.residual_square);
  }
}

void zero_response(const MatrixKind& matrix, Trial& t) {
  Problem a = some(t, matrix);
  std::ranges::fill(a.y, 0.0);
  std::ranges::fill(a.products, 0.0);
  a.square = 0.0;
  with_each_source(a, [&](Path& path, const std::string& s) { all_zero(t, path, a, s); });
}

// Columns of zero scale, with and without a box that holds them.
void all_hidden(const MatrixKind& matrix, Trial& t) {
  Problem a = some(t, matrix);
  for (auto* v : {&a.inverse_scale, &a.products, &a.gram}) std::ranges::fill(*v, 0.0);
  if (t.random.chance(0.5)) {
    for (auto* v : {&a.lower, &a.upper}) std::ranges::fill(*v, 0.0);
  }
  with_each_source(a, [&](Path& path, const std::string& s) { all_zero(t, path, a, s); });
}

void all_fixed(const MatrixKind& matrix, Trial& t) {
  Problem a = some(t, matrix);
  for (auto* v : {&a.lower, &a.upper}) std::ranges::fill(*v, 0.0);
  with_each_source(a, [&](Path& path, const std::string& s) { all_zero(t, path, a, s); });
}

// Above the largest score of the null model penalised coefficients are zero, just below not all.
void null_model(const MatrixKind& matrix, Trial& t) {
  Problem a = some_problem(t.random, matrix.make(t.random), penalty_kinds().front());
  for (double& l1 : a.l1) l1 = t.random.uniform(0.2, 3.0);
  const std::size_t unpenalised = t.random.chance(0.5) ? 0 : a.l1.size();
  if (unpenalised == 0) a.l1[0] = 0.0;
  t.about("n=", a.x.rows, " p=", a.columns());
  with_each_source(a, [&](Path& path, const std::string& source) {
    Watch watch;
    const ConstValues c = path.solver().null_products(watch);
    double most = 0.0;
    for (Index j = 0; j < a.columns(); ++j) {
      const double score = a.penalty()[j].score(c[as_size(j)]);
      if (a.l1[as_size(j)] > 0.0) most = std::max(most, score);
    }
    if (most < 1e-9) return;  // the unpenalised column says it all
    const std::vector<double> lambdas{most * (1.0 + 1e-9), most * (1.0 - 1e-6)};
    const std::vector<PathPoint> points = path.run(lambdas, {.tol = 1e-14});
    const auto penalised = [&](const PathPoint& point) {
      return std::ranges::count_if(point.column, [&](Index j) { return a.l1[as_size(j)] > 0.0; });
    };
    t.expect(penalised(points[0]) == 0, source, ": ", penalised(points[0]), " above the largest");
    t.expect(penalised(points[1]) > 0, source, ": none just below the largest");
  });
}

// No penalty at all, where the fit is unique.
void lambda_zero(const MatrixKind& matrix, Trial& t) {
  Problem a = some(t, matrix);
  if (a.x.rows <= a.columns() + 1) return;
  const double lambdas[] = {a.lambdas[0], a.lambdas[3], 0.0};
  with_each_source(a, [&](Path& path, const std::string& source) {
    const std::vector<PathPoint> points = path.run(lambdas);
    const Verdict v = judge(a, 0.0, points.back());
    t.expect(points.back().gap <= 1e-8 && v.true_gap <= 1e-8L, source, ": gap ", points.back().gap,
             ", truly ", v.true_gap);
  });
}

// Strengths over many magnitudes, in any order, some of them twice.
void wild_lambdas(const MatrixKind& matrix, Trial& t) {
  Problem a = some(t, matrix);
  const double top = a.lambdas.front();
  a.lambdas = {1e-6 * top, 1e12 * top, top, 1e-3 * top, 1e-3 * top, 1e-5 * top, 0.5 * top};
  with_each_source(a, [&](Path& path, const std::string& source) {
    const std::vector<PathPoint> points = path.run(a.lambdas);
    for (std::size_t k = 0; k < points.size(); ++k) {
      const Verdict v = judge(a, a.lambdas[k], points[k]);
      t.expect(v.inside && v.gap <= 2e-8L, source, ", lambda ", a.lambdas[k], ": gap ",
               points[k].gap, ", really ", v.gap);
    }
  });
}

// A limit on passes ends the work; the gaps stay honest.
void few_passes(const MatrixKind& matrix, Trial& t) {
  const Problem a = some(t, matrix);
  PathSettings settings;
  settings.max_passes = t.random.between(0, 3);
  with_each_source(a, [&](Path& path, const std::string& source) {
    const std::vector<PathPoint> points = path.run(a.lambdas, settings);
    t.expect(points.size() == a.lambdas.size(), source, ": ", points.size(), " points");
    for (std::size_t k = 0; k < points.size(); ++k) {
      const Verdict v = judge(a, a.lambdas[k], points[k]);
      t.expect(points[k].gap == infinity || std::abs(points[k].gap - v.gap) <= 1e-9L, source,
               ", lambda ", a.lambdas[k], ": gap ", points[k].gap, ", really ", v.gap);
    }
  });
}

}  // namespace

Properties edges() {
  Properties all;
  for (const MatrixKind& matrix : matrix_kinds()) {
    const auto add = [&](const char* what, auto property) {
      all.push_back({"edges/" + matrix.name + "/" + what, 10,
                     [&matrix, property](Trial& t) { property(matrix, t); }});
    };
    add("no lambdas", no_lambdas);
    add("zero response", zero_response);
    add("all hidden", all_hidden);
    add("all fixed", all_fixed);
    add("few passes", few_passes);
    if (matrix.nearly) continue;
    add("null model", null_model);
    if (!matrix.general) continue;
    add("lambda zero", lambda_zero);
    add("wild lambdas", wild_lambdas);
  }
  return all;
}

}  // namespace riata::check
