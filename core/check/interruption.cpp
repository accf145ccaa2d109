// A watcher that says stop is obeyed soon, and leaves a solver that can go on.
#include <ctime>

#include "judge.hpp"
#include "properties.hpp"

namespace riata::check {
namespace {

// Time of the processors, not of the wall: others may be at work on this machine.
struct Clock {
  using time_point = std::clock_t;
  static time_point now() { return std::clock(); }
};

constexpr double soon = 1.0;  // seconds, with room for sanitizers

double since(Clock::time_point begin) {
  return static_cast<double>(Clock::now() - begin) / CLOCKS_PER_SEC;
}

// Several seconds of work: a path far into the region where every column is in use.
Problem long_work(Trial& t) {
  Numbers x = gaussian(t.random, 1200, 1200);
  round_to_float(x);
  Problem a{.x = std::move(x)};
  const auto p = as_size(a.columns());
  a.shift.assign(p, 0.0);
  a.inverse_scale.assign(p, 1.0 / 32.0);
  a.y = t.random.normals(a.x.rows);
  for (Index j = 0; j < a.columns(); ++j) {
    double sum = 0.0;
    for (Index i = 0; i < a.x.rows; ++i) sum += a.x(i, j) * a.y[as_size(i)] / 32.0;
    a.products.push_back(sum);
  }
  a.l1.assign(p, 1.0);
  a.l2.assign(p, 0.0);
  a.lower.assign(p, -infinity);
  a.upper.assign(p, infinity);
  set_lambdas(a, 400, 1e-4);
  return a;
}

// Work until the first look that comes after `patience` seconds; how long it took from there.
double after_stop(const std::function<void(Watch&)>& work, double patience, Trial& t) {
  const Clock::time_point begin = Clock::now();
  Clock::time_point asked = begin;
  Watch watch([&](Index) {
    asked = Clock::now();
    return since(begin) < patience;
  });
  try {
    work(watch);
    t.fail(text("ended by itself after ", since(begin), " s"));
  } catch (const Interrupted&) {
    t.expect(since(begin) >= patience, "stopped unasked after ", since(begin), " s");
  }
  return std::max(since(asked), since(begin) - patience);
}

void path_stops(Trial& t) {
  const Problem a = long_work(t);
  Path path(a, copy_kinds().front(), 2);
  const double took =
      after_stop([&](Watch& watch) { path.solver().run(a.lambdas, {}, watch); }, 0.2, t);
  t.expect(took < soon, "took ", took, " s to stop");
}

void gram_stops(const CopyKind& kind, Trial& t) {
  const Problem a = long_work(t);
  Random layout(1);
  const Copy copy = kind.make(a.x, layout);
  std::vector<double> out(as_size(a.columns() * a.columns()));
  const Index p = a.columns();
  const Clock::time_point begin = Clock::now();
  Watch watch([](Index) { return false; });
  try {
    copy.design->gram(a.lens(), {out.data(), p, p, p}, 1, watch);
    t.expect(since(begin) < 0.5, "ended by itself after ", since(begin), " s");
  } catch (const Interrupted&) {
  }
  t.expect(since(begin) < soon, "took ", since(begin), " s to stop");
}

// Interrupted at any look, a solver still solves the problem when asked again.
void solver_goes_on(Trial& t) {
  const PenaltyKind& penalty = t.random.one_of(penalty_kinds());
  Numbers x = gaussian(t.random, 40, 25);
  round_to_float(x);
  Problem a = some_problem(t.random, std::move(x), penalty);
  set_lambdas(a, 10, 1e-2);
  t.about("n=40 p=25 ", penalty.name);
  Path path(a, t.random.one_of(copy_kinds()), 1);
  const Clock::time_point begin = Clock::now();
  Watch stop([](Index) { return false; });
  while (since(begin) < 0.06) {  // a watch looks every 50 ms, so the next look will stop it
  }
  bool stopped = false;
  try {
    path.solver().run(a.lambdas, {}, stop);
  } catch (const Interrupted&) {
    stopped = true;
  }
  t.expect(stopped, "was not stopped");
  Watch calm;
  Path fresh(a, copy_kinds().front(), 1);
  const ConstValues got = path.solver().null_products(calm);
  const ConstValues want = fresh.solver().null_products(calm);
  for (Index j = 0; j < a.columns(); ++j) {
    t.expect(std::abs(got[as_size(j)] - want[as_size(j)]) <= 1e-9, "null product ", j);
  }
  const std::vector<PathPoint> points = path.run(a.lambdas);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Verdict v = judge(a, a.lambdas[k], points[k]);
    t.expect(v.true_gap <= 1e-8L, "lambda ", a.lambdas[k], ": gap ", v.true_gap);
  }
}

// The watcher hears how far the path has come.
void progress(Trial& t) {
  const Problem a = long_work(t);
  Path path(a, copy_kinds().front(), 2);
  Index last = -1;
  bool ordered = true;
  const Clock::time_point begin = Clock::now();
  Watch watch([&](Index done) {
    ordered = ordered && done >= 0 && done < static_cast<Index>(a.lambdas.size());
    last = std::max(last, done);
    return since(begin) < 0.5;
  });
  try {
    path.solver().run(a.lambdas, {}, watch);
  } catch (const Interrupted&) {
  }
  t.expect(ordered && last > 0, "heard no progress, at most ", last);
}

}  // namespace

Properties interruption() {
  Properties all{{"interruption/path stops", 1, &path_stops},
                 {"interruption/solver goes on", 10, &solver_goes_on},
                 {"interruption/progress", 1, &progress}};
  for (const CopyKind& kind : copy_kinds()) {
    all.push_back(
        {"interruption/" + kind.name + "/gram stops", 1, [&](Trial& t) { gram_stops(kind, t); }});
  }
  return all;
}

}  // namespace riata::check
