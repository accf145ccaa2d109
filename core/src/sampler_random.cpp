#include <algorithm>
#include <cmath>

#include "riata/sampler/random.hpp"

namespace riata::sampler {
namespace {

constexpr std::size_t layers = 128;
constexpr double tail_start = 3.442619855899;
constexpr double layer_area = 9.91256303526217e-3;

// Edges of the layers that cover half the Normal density (Marsaglia & Tsang 2000), and the share of
// each that lies under the next one.
struct Ziggurat {
  std::array<double, layers + 1> edge{};
  std::array<double, layers> inner{};

  Ziggurat() {
    double height = std::exp(-0.5 * tail_start * tail_start);
    edge[0] = layer_area / height;
    edge[1] = tail_start;
    for (std::size_t i = 2; i < layers; ++i) {
      edge[i] = std::sqrt(-2.0 * std::log(layer_area / edge[i - 1] + height));
      height = std::exp(-0.5 * edge[i] * edge[i]);
    }
    edge[layers] = 0.0;
    for (std::size_t i = 0; i < layers; ++i) inner[i] = edge[i + 1] / edge[i];
  }
};

const Ziggurat ziggurat;

}  // namespace

Random::Random(const Seed& seed, std::uint64_t stream) : s_(seed) {
  if (std::ranges::all_of(s_, [](std::uint64_t word) { return word == 0; })) s_[0] = 1;
  for (std::uint64_t k = 0; k < stream; ++k) jump();
}

// Ahead by 2^128 numbers.
void Random::jump() {
  constexpr Seed polynomial{0x180ec6d33cfd0aba, 0xd5a61266f0c9392c, 0xa9582618e03fc9aa,
                            0x39abdc4529b1661c};
  Seed ahead{};
  for (const std::uint64_t word : polynomial) {
    for (int b = 0; b < 64; ++b) {
      if ((word >> b) & 1) {
        for (std::size_t i = 0; i < ahead.size(); ++i) ahead[i] ^= s_[i];
      }
      bits();
    }
  }
  s_ = ahead;
}

// The layer comes from the low bits and the place in it from the high ones: one number does both
// (Doornik 2005).
double Random::normal() {
  for (;;) {
    const std::uint64_t b = bits();
    const std::size_t i = b % layers;
    const double u = static_cast<double>(b >> 11) * 0x1.0p-52 - 1.0;
    if (std::abs(u) < ziggurat.inner[i]) return u * ziggurat.edge[i];
    if (i == 0) {
      double beyond = 0.0;
      do {
        beyond = exponential() / tail_start;
      } while (2.0 * exponential() < beyond * beyond);
      return std::copysign(tail_start + beyond, u);
    }
    const double x = u * ziggurat.edge[i];
    const double low = std::exp(-0.5 * (ziggurat.edge[i] * ziggurat.edge[i] - x * x));
    const double high = std::exp(-0.5 * (ziggurat.edge[i + 1] * ziggurat.edge[i + 1] - x * x));
    if (high + uniform() * (low - high) < 1.0) return x;
  }
}

double Random::exponential() { return -std::log(uniform()); }

// Marsaglia & Tsang (2000); a shape below one is raised by one and brought back by a power.
double Random::gamma(double shape) {
  if (shape < 1.0) {
    const double raised = gamma(shape + 1.0);
    return raised * std::exp(-exponential() / shape);
  }
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = normal();
    const double root = 1.0 + c * x;
    if (root <= 0.0) continue;
    const double v = root * root * root;
    const double u = uniform();
    const double square = x * x;
    if (u < 1.0 - 0.0331 * square * square) return d * v;
    if (std::log(u) < 0.5 * square + d * (1.0 - v + std::log(v))) return d * v;
  }
}

}  // namespace riata::sampler
