// Samplers: the two forms of one system, the likelihood of a scale, and draws that no thread
// changes.
#include <algorithm>
#include <chrono>

#include "numbers.hpp"
#include "properties.hpp"
#include "riata/sampler/horseshoe.hpp"
#include "riata/sampler/laplace.hpp"

namespace riata::check {
namespace {

namespace sampling = riata::sampler;

// A (by rows), A'A and a target; some columns of zeros at the end where asked for.
struct Model {
  Numbers rows;  // p x k
  Numbers gram;
  std::vector<double> target;

  Model(Random& random, Index k, Index p, Index empty = 0)
      : rows(p + empty, k), gram(p + empty, p + empty), target(random.normals(k)) {
    for (Index i = 0; i < k; ++i) {
      for (Index j = 0; j < p; ++j) rows(j, i) = random.normal();
    }
    for (Index j = 0; j < p; ++j) {
      for (Index l = 0; l < p; ++l) {
        for (Index i = 0; i < k; ++i) gram(j, l) += rows(j, i) * rows(l, i);
      }
    }
  }

  [[nodiscard]] sampling::LinearData data(double rest = 0.5) const {
    return {{rows.value.data(), rows.rows, rows.columns, rows.rows},
            {gram.value.data(), gram.rows, gram.columns, gram.rows},
            target,
            rest,
            static_cast<double>(rows.columns)};
  }
};

std::vector<double> variances(Random& random, Index p) {
  std::vector<double> d(as_size(p));
  for (double& v : d) v = std::exp(random.uniform(-12.0, 6.0));
  return d;
}

// I + s A D A' in long double: log determinant, and t' of its inverse t.
sampling::ScaleTerms by_hand(const Model& m, const std::vector<double>& d, double s) {
  const auto k = m.target.size();
  std::vector<Real> lower(k * k, 0), x(m.target.begin(), m.target.end());
  Real log_determinant = 0, square = 0;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      Real rest = i == j ? 1 : 0;
      for (Index c = 0; c < m.rows.rows; ++c) {
        rest += Real{s} * d[as_size(c)] * m.rows(c, static_cast<Index>(i)) *
                m.rows(c, static_cast<Index>(j));
      }
      for (std::size_t l = 0; l < j; ++l) rest -= lower[i * k + l] * lower[j * k + l];
      lower[i * k + j] = i == j ? std::sqrt(rest) : rest / lower[j * k + j];
    }
    for (std::size_t j = 0; j < i; ++j) x[i] -= lower[i * k + j] * x[j];
    x[i] /= lower[i * k + i];
    log_determinant += 2 * std::log(lower[i * k + i]);
    square += x[i] * x[i];
  }
  return {static_cast<double>(log_determinant), static_cast<double>(square)};
}

bool close(double a, double b) { return std::abs(a - b) <= 1e-9 * (1e-3 + std::abs(b)); }

// The p x p and the k x k system say the same of sigma^2: columns of zeros change nothing.
void two_systems(Trial& t) {
  const Index p = t.random.between(1, 12), k = t.random.between(p, 16);
  t.about("k=", k, " p=", p);
  Random copy = t.random;
  const Model tall(t.random, k, p), wide(copy, k, p, k - p + 1);
  std::vector<double> d = variances(t.random, p);
  const auto one = sampling::make_conditional(tall.data());
  one->form(d);
  const double want = by_hand(tall, d, 1.0).square + 0.5;
  d.resize(as_size(k + 1), 1.0);
  const auto other = sampling::make_conditional(wide.data());
  other->form(d);
  t.expect(close(one->factor(1.0), want), "tall: ", one->factor(1.0), " not ", want);
  t.expect(close(other->factor(1.0), want), "wide: ", other->factor(1.0), " not ", want);
}

// The tridiagonal form against a factorisation at every scale.
void scales(Trial& t) {
  const Index k = t.random.between(1, 14), p = t.random.between(k + 1, 20);
  t.about("k=", k, " p=", p);
  const Model model(t.random, k, p);
  const std::vector<double> d = variances(t.random, p);
  const auto conditional = sampling::make_conditional(model.data(0.0));
  conditional->form(d);
  const sampling::ScaleSpace* space = conditional->scales();
  if (!space) return t.fail("no scales with more columns than rows");
  for (const double s : {1e-8, 0.1, 1.0, 30.0, 1e6}) {
    const sampling::ScaleTerms got = space->at(s), want = by_hand(model, d, s);
    t.expect(close(got.square, want.square), "square ", got.square, " not ", want.square);
    t.expect(close(got.log_determinant, want.log_determinant), "log determinant ",
             got.log_determinant, " not ", want.log_determinant);
  }
}

using Chains = std::vector<std::unique_ptr<sampling::Chain>>;

// Two chains of every kind of prior.
Chains some_chains(const sampling::LinearData& data, const std::vector<double>& one,
                   const std::vector<double>& none) {
  Chains all;
  for (std::uint64_t c = 0; c < 2; ++c) {
    const sampling::Random random({1, 2, 3, 4}, c);
    for (const auto tie : {sampling::Tie::relative, sampling::Tie::objective}) {
      all.push_back(
          sampling::make_laplace_chain(data, {.l1 = one, .l2 = none, .tie = tie}, random));
      all.push_back(sampling::make_laplace_chain(data, {.l1 = one, .l2 = one, .tie = tie}, random));
    }
    all.push_back(sampling::make_laplace_chain(
        data, {.l1 = one, .l2 = none, .hyper_shape = 1.0, .hyper_rate = 1.0}, random));
    all.push_back(sampling::make_horseshoe_chain(data, {.rate = one}, random));
  }
  return all;
}

void threads(Trial& t) {
  const Index p = t.random.between(1, 15), k = t.random.between(1, 20);
  t.about("k=", k, " p=", p);
  const Model model(t.random, k, p);
  const std::vector<double> one(as_size(p), 1.0), none(as_size(p), 0.0);
  const auto draw = [&](int count) {
    Watch calm;
    const sampling::RunSettings settings{.draws = 5, .warmup = 3, .thin = 2, .threads = count};
    return sampling::run_chains(some_chains(model.data(), one, none), settings, calm);
  };
  const sampling::Draws serial = draw(1), shared = draw(3);
  t.expect(serial.beta == shared.beta, "coefficients differ");
  t.expect(serial.variance == shared.variance && serial.global == shared.global, "others differ");
  t.expect(std::ranges::all_of(serial.beta, [](double b) { return std::isfinite(b); }),
           "a coefficient is not finite");
}

void stops(Trial& t) {
  const Model model(t.random, 30, 20);
  const std::vector<double> one(20, 1.0), none(20, 0.0);
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  const auto since = [&] { return std::chrono::duration<double>(Clock::now() - begin).count(); };
  Watch watch([&](Index) { return since() < 0.2; });
  bool stopped = false;
  try {
    sampling::run_chains(some_chains(model.data(), one, none), {.draws = 1, .thin = 1 << 30},
                         watch);
  } catch (const Interrupted&) {
    stopped = true;
  }
  t.expect(stopped, "ended by itself");
  t.expect(since() < 1.2, "took ", since() - 0.2, " s to stop");
}

}  // namespace

Properties samplers() {
  return {{"samplers/two systems", 60, &two_systems},
          {"samplers/scales", 60, &scales},
          {"samplers/threads", 30, &threads},
          {"samplers/stops", 1, &stops}};
}

}  // namespace riata::check
