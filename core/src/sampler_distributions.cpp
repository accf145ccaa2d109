#include <algorithm>
#include <numbers>
#include <vector>

#include "riata/sampler/distributions.hpp"

namespace riata::sampler {
namespace {

// log(e^h E1(h)) and its slope in log h, which is h - 1/(e^h E1(h)).
struct Node {
  double value;
  double slope;
};

// By its power series for small h, by its continued fraction for large (DLMF 6.6 and 6.9), where
// the slope is the fraction's first step and would otherwise cancel.
Node scaled_e1(double h) {
  if (h <= 1.0) {
    double sum = 0.0, term = 1.0;
    for (int k = 1; k <= 30; ++k) {
      term *= -h / k;
      sum -= term / k;
    }
    const double f = std::exp(h) * (sum - std::numbers::egamma - std::log(h));
    return {std::log(f), h - 1.0 / f};
  }
  double rest = 0.0;
  for (int k = 400; k > 0; --k) rest = k / (1.0 + k / (h + rest));
  return {-std::log(h + rest), -rest};
}

// Values and slopes of log(e^h E1(h)) on a grid of log h. Between the nodes a cubic differs from it
// by less than 1e-9.
class E1Table {
 public:
  static constexpr double end = 36.0;
  static constexpr double steps = 32.0;  // a unit of log h

  E1Table() {
    const auto nodes = static_cast<std::size_t>(2.0 * end * steps) + 2;
    nodes_.reserve(nodes);
    for (std::size_t i = 0; i < nodes; ++i) {
      const Node node = scaled_e1(std::exp(static_cast<double>(i) / steps - end));
      nodes_.push_back({node.value, node.slope / steps});
    }
  }

  [[nodiscard]] double value(double log_h) const {
    const double place = (log_h + end) * steps;
    const auto i = static_cast<std::size_t>(place);
    const double s = place - static_cast<double>(i);
    const Node& a = nodes_[i];
    const Node& b = nodes_[i + 1];
    const double rise = b.value - a.value;
    const double bend = a.slope + b.slope - 2.0 * rise;
    return a.value + s * (a.slope + s * (rise - a.slope - bend + s * bend));
  }

 private:
  std::vector<Node> nodes_;  // slopes a step
};

}  // namespace

// Michael, Schucany & Haas (1976), for the reciprocal and without their cancellation: with
// y = normal^2 and c = y / (2 r |b|), the two roots are (1 + c +- sqrt(c (2 + c))) |b| / r.
double laplace_variance(double r, double b, Random& random) {
  const double rb = std::max(r * std::abs(b), 1e-120);
  const double z = random.normal();
  const double c = 0.5 * z * z / rb;
  const double large = 1.0 + c + std::sqrt(c * (2.0 + c));
  const double unit = rb / (r * r);
  // The reciprocal of the large root is the small one; it is the inverse Gaussian's small value
  // that is chosen with probability 1 / (1 + small).
  return random.uniform() * (1.0 + 1.0 / large) <= 1.0 ? unit * large : unit / large;
}

// Rejection. Large m: exponential draws, kept with probability 1 / (1 + eta). Small m: on
// x = log(1 + eta) the density exp(-m (e^x - 1)) is flat up to log(1/m) and falls from there at
// least as fast as its tangent. Three in five draws or more are kept.
double horseshoe_precision(double m, Random& random) {
  m = std::max(m, 1e-280);
  if (m >= 1.0) {
    for (;;) {
      const double eta = random.exponential() / m;
      if (random.uniform() * (1.0 + eta) <= 1.0) return eta;
    }
  }
  const double corner = -std::log(m);
  const double beyond = std::exp(m - 1.0);
  for (;;) {
    const double place = random.uniform() * (corner + beyond);
    if (place < corner) {
      const double eta = std::expm1(place);
      if (random.exponential() >= m * eta) return eta;
    } else {
      const double step = random.exponential();
      if (random.exponential() >= std::expm1(step) - step) return std::expm1(corner + step);
    }
  }
}

// exp(-delta x^2) lies below the exponential of its tangent, which makes a gamma density; tangent
// at that density's own mean, two draws in three or more are kept.
double tilted_gamma(double a, double delta, double t, Random& random) {
  const double centre = 2.0 * a / (t + std::sqrt(t * t + 8.0 * delta * a));
  const double rate = t + 2.0 * delta * centre;
  if (!(rate > 0.0 && std::isfinite(rate) && std::isfinite(centre))) return std::nan("");
  for (;;) {
    const double x = random.gamma(a) / rate;
    const double off = x - centre;
    if (random.exponential() >= delta * off * off) return x;
  }
}

double log_scaled_e1(double log_h) {
  static const E1Table table;
  if (log_h >= E1Table::end) return -log_h;
  if (log_h < -E1Table::end) return std::log(-std::numbers::egamma - log_h);
  return table.value(log_h);
}

double log_erfcx(double x) {
  if (x < 20.0) return x * x + std::log(std::erfc(x));
  const double s = 0.5 / (x * x);
  const double series = 1.0 - s * (1.0 - 3.0 * s * (1.0 - 5.0 * s * (1.0 - 7.0 * s)));
  return std::log(series / (x * std::sqrt(std::numbers::pi)));
}

}  // namespace riata::sampler
