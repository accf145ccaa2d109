// Problems with many columns in use: the exact and the iterative solver each certify every answer,
// and agree.
#include "judge.hpp"
#include "properties.hpp"

namespace riata::check {
namespace {

struct LargeKind {
  std::string name;
  std::function<void(Random&, Numbers&)> edit;
};

void nothing(Random&, Numbers&) {}

void mostly_zero(Random& random, Numbers& x) {
  for (double& v : x.value) v = random.chance(0.08) ? v : 0.0;
}

// x_j = x_k + b noise for every third column.
std::function<void(Random&, Numbers&)> copied(double b) {
  return [=](Random& random, Numbers& x) {
    for (Index j = 2; j < x.columns; j += 3) {
      const Index k = random.between(0, j - 1);
      for (Index i = 0; i < x.rows; ++i) x(i, j) = x(i, k) + b * x(i, j);
    }
  };
}

void equicorrelated(Random& random, Numbers& x) {
  for (Index i = 0; i < x.rows; ++i) {
    const double shared = random.normal();
    for (Index j = 0; j < x.columns; ++j) x(i, j) = std::sqrt(0.99) * shared + 0.1 * x(i, j);
  }
}

void rank_forty(Random& random, Numbers& x) {
  for (Index j = 40; j < x.columns; ++j) {
    const std::vector<double> b = random.normals(40);
    for (Index i = 0; i < x.rows; ++i) {
      x(i, j) = 0.0;
      for (Index k = 0; k < 40; ++k) x(i, j) += b[as_size(k)] * x(i, k);
    }
  }
}

void scaled(Random& random, Numbers& x) {
  for (Index j = 0; j < x.columns; ++j) {
    const double scale = std::pow(10.0, random.uniform(-5.0, 5.0));
    for (Index i = 0; i < x.rows; ++i) x(i, j) *= scale;
  }
}

const std::vector<LargeKind>& large_kinds() {
  static const std::vector<LargeKind> kinds{
      {"dense", nothing},
      {"sparse", mostly_zero},
      {"duplicates", copied(0.0)},
      {"near-duplicates", copied(1e-7)},
      {"equicorrelated", equicorrelated},
      {"rank 40", rank_forty},
      {"scales 1e-5..1e5", scaled},
  };
  return kinds;
}

Problem stated(Trial& t, const LargeKind& kind, const PenaltyKind& penalty) {
  const Index n = t.random.between(60, 110);
  const Index p = t.random.between(90, 160);
  Numbers x = gaussian(t.random, n, p);
  kind.edit(t.random, x);
  round_to_float(x);
  Problem a = some_problem(t.random, std::move(x), penalty);
  for (double& v : a.y) v += 0.05 * t.random.normal();  // in use are as many columns as rows
  for (Index j = 0; j < p; ++j) {
    Real sum = 0;
    for (Index i = 0; i < n; ++i) sum += a.at(i, j) * a.y[as_size(i)];
    a.products[as_size(j)] = static_cast<double>(sum);
  }
  a.square = 0.0;
  for (const double v : a.y) a.square += v * v;
  set_lambdas(a, 10, t.random.one_of<double>({1e-2, 1e-3}));
  t.about("n=", n, " p=", p, a.root.empty() ? "" : " weighted");
  return a;
}

void both_solvers(const LargeKind& kind, const PenaltyKind& penalty, Trial& t) {
  const Problem a = stated(t, kind, penalty);
  const CopyKind& copy = t.random.one_of(copy_kinds());
  const Real off = copy.sparse ? 1e-9L : 1e-11L;
  const auto solved = [&](Within within, int threads) {
    return Path(a, copy, threads).run(a.lambdas, {.tol = 1e-10, .within = within});
  };
  const std::vector<PathPoint> exact = solved(Within::face, 1);
  const std::vector<PathPoint> iterated = solved(Within::descent, 2);
  const Real length = std::sqrt(Real{a.square});
  for (std::size_t k = 0; k < a.lambdas.size(); ++k) {
    const Verdict v = judge(a, a.lambdas[k], exact.at(k));
    const Verdict w = judge(a, a.lambdas[k], iterated.at(k));
    const std::string where = text(copy.name, ", lambda ", a.lambdas[k]);
    t.expect(w.inside, where, ": outside the box");
    // No worse than the exact solver's where that misses.
    const double promised = std::max(1e-10, 1.5 * exact[k].gap);
    t.expect(iterated[k].gap <= promised, where, ": gap ", iterated[k].gap, ", exact ",
             exact[k].gap);
    t.expect(std::abs(iterated[k].gap - w.gap) <= off, where, ": gap ", iterated[k].gap,
             ", really ", w.gap);
    const Real null = a.square / 2;
    t.expect(std::abs(v.primal - w.primal) <= (promised + 1e-12L) * null, where,
             ": objectives differ by ", (v.primal - w.primal) / null);
    // |X b - X b'|^2 / 2 is at most the two gaps.
    const Real apart = 2 * std::sqrt(promised + static_cast<double>(off)) * length;
    for (std::size_t i = 0; i < v.fit.size(); ++i) {
      t.expect(std::abs(v.fit[i] - w.fit[i]) <= apart, where, ": fits differ by ",
               v.fit[i] - w.fit[i]);
    }
  }
}

}  // namespace

Properties many_active() {
  Properties all;
  for (const LargeKind& kind : large_kinds()) {
    for (const PenaltyKind& penalty : penalty_kinds()) {
      if (!penalty.strict) continue;
      all.push_back({"many active/" + kind.name + "/" + penalty.name, 4,
                     [&](Trial& t) { both_solvers(kind, penalty, t); }});
    }
  }
  return all;
}

}  // namespace riata::check
