#include "problem.hpp"

#include <algorithm>

namespace riata::check {
namespace {

// Centres, scales and weights as the callers of the core choose them.
void set_lens(Random& random, Problem& a) {
  const Index n = a.x.rows;
  const bool centred = n > 1 && random.chance(0.7);
  if (random.chance(0.4)) {
    for (Index i = 0; i < n; ++i) {
      a.root.push_back(i > 1 && random.chance(0.15) ? 0.0 : random.uniform(0.3, 2.0));
    }
  }
  const auto weight = [&](Index i) { return a.root.empty() ? Real{1} : Real{a.root[as_size(i)]}; };
  for (Index j = 0; j < a.columns(); ++j) {
    Real total = 0, sum = 0, square = 0;
    for (Index i = 0; i < n; ++i) total += weight(i) * weight(i);
    for (Index i = 0; i < n; ++i) sum += weight(i) * weight(i) * a.x(i, j);
    const double mean = centred ? static_cast<double>(sum / total) : 0.0;
    for (Index i = 0; i < n; ++i) square += std::pow(weight(i) * (a.x(i, j) - Real{mean}), 2);
    const double norm = static_cast<double>(std::sqrt(square));
    const bool constant = norm <= 1e-14 * std::abs(mean) * std::sqrt(static_cast<double>(total));
    a.shift.push_back(mean);
    a.inverse_scale.push_back(constant ? 0.0 : std::exp2(-std::round(std::log2(norm))));
    a.norm.push_back(constant ? 0.0 : norm * a.inverse_scale.back());
  }
}

void set_seen(Problem& a) {
  for (Index j = 0; j < a.columns(); ++j) {
    for (Index i = 0; i < a.x.rows; ++i) {
      const Real root = a.root.empty() ? 1.0 : a.root[as_size(i)];
      a.seen.push_back(root * (Real{a.x(i, j)} - a.shift[as_size(j)]) *
                       a.inverse_scale[as_size(j)]);
    }
  }
}

// A response that some columns explain, of length between one and two.
void set_response(Random& random, Problem& a) {
  const Index n = a.x.rows;
  const double noise = random.one_of<double>({0.0, 0.1, 1.0});
  std::vector<Real> y(as_size(n));
  for (Real& v : y) v = noise * random.normal();
  for (int k = 0; k < 5; ++k) {
    const Index j = random.between(0, a.columns() - 1);
    const Real b = random.normal();
    for (Index i = 0; i < n; ++i) y[as_size(i)] += b * a.at(i, j);
  }
  Real square = 0;
  for (const Real v : y) square += v * v;
  const Real unit = square > 0 ? std::exp2(-std::floor(std::log2(square) / 2)) : Real{1};
  for (const Real v : y) a.y.push_back(static_cast<double>(v * unit));
}

void set_products(Problem& a) {
  const Index n = a.x.rows;
  const Index p = a.columns();
  a.gram.resize(as_size(p * p));
  for (Index j = 0; j < p; ++j) {
    Real sum = 0;
    for (Index i = 0; i < n; ++i) sum += a.at(i, j) * a.y[as_size(i)];
    a.products.push_back(static_cast<double>(sum));
    for (Index k = 0; k <= j; ++k) {
      Real product = 0;
      for (Index i = 0; i < n; ++i) product += a.at(i, j) * a.at(i, k);
      a.gram[as_size(j * p + k)] = a.gram[as_size(k * p + j)] = static_cast<double>(product);
    }
  }
  Real square = 0;
  for (const double v : a.y) square += Real{v} * v;
  a.square = static_cast<double>(square);
}

}  // namespace

Problem some_problem(Random& random, Numbers x, const PenaltyKind& penalty) {
  Problem a{.x = std::move(x)};
  set_lens(random, a);
  set_seen(a);
  set_response(random, a);
  set_products(a);
  const auto p = as_size(a.columns());
  a.l1.assign(p, 1.0);
  a.l2.assign(p, 0.0);
  a.lower.assign(p, -infinity);
  a.upper.assign(p, infinity);
  penalty.set(random, a);
  return a;
}

void set_lambdas(Problem& a, Index count, double least) {
  double most = 0.0;
  for (Index j = 0; j < a.columns(); ++j) {
    const ElasticNet p = a.penalty()[j];
    const double size = p.l1 > 0.0 ? p.l1 : p.l2;
    if (size > 0.0) most = std::max(most, std::abs(a.products[as_size(j)]) / size);
  }
  if (most == 0.0) most = 1.0;
  a.lambdas.clear();
  const double last = static_cast<double>(std::max<Index>(count - 1, 1));
  for (Index k = 0; k < count; ++k) {
    a.lambdas.push_back(1.1 * most * std::pow(least, static_cast<double>(k) / last));
  }
}

Path::Path(const Problem& problem, const CopyKind& kind, int threads) {
  Random layout(7);  // how memory is laid out must not matter
  copy_ = kind.make(problem.x, layout);
  source_ = std::make_unique<DataSource>(*copy_.design, problem.lens(), problem.y, problem.products,
                                         problem.norm, threads);
  solver_ = std::make_unique<PathSolver>(*source_, problem.penalty());
}

Path::Path(const Problem& problem) {
  const Index p = problem.columns();
  source_ = std::make_unique<GramSource>(ConstBlock(problem.gram.data(), p, p, p), problem.products,
                                         problem.square);
  solver_ = std::make_unique<PathSolver>(*source_, problem.penalty());
}

std::vector<PathPoint> Path::run(ConstValues lambdas, const PathSettings& settings) {
  Watch watch;
  return solver_->run(lambdas, settings, watch);
}

}  // namespace riata::check
