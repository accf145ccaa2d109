// Random numbers: xoshiro256++ (Blackman & Vigna 2021), one stream a chain.
//
// A stream is the seed's sequence jumped ahead by a multiple of 2^128, so the numbers of a chain
// depend on the seed and on the chain alone, never on which thread draws them.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace riata::sampler {

using Seed = std::array<std::uint64_t, 4>;

class Random {
 public:
  /// The stream of one chain. A seed of zeros, which the generator never leaves, is replaced.
  explicit Random(const Seed& seed, std::uint64_t stream = 0);

  std::uint64_t bits() {
    const std::uint64_t result = std::rotl(s_[0] + s_[3], 23) + s_[0];
    const std::uint64_t t = s_[1] << 17;
    s_[2] ^= s_[0];
    s_[3] ^= s_[1];
    s_[1] ^= s_[2];
    s_[0] ^= s_[3];
    s_[2] ^= t;
    s_[3] = std::rotl(s_[3], 45);
    return result;
  }

  /// Uniform in the open interval (0, 1).
  double uniform() { return (static_cast<double>(bits() >> 12) + 0.5) * 0x1.0p-52; }
  double normal();
  double exponential();
  /// Density proportional to x^(shape-1) e^-x, shape > 0.
  double gamma(double shape);

 private:
  void jump();

  Seed s_;
};

}  // namespace riata::sampler
