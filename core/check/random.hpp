// Random numbers that are the same on every machine, whatever its standard library.
#pragma once

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "riata/types.hpp"

namespace riata::check {

/// splitmix64: Steele, Lea & Flood (2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  bool chance(double probability) { return uniform() < probability; }

  /// Both ends included.
  Index between(Index low, Index high) {
    return low + static_cast<Index>(bits() % static_cast<std::uint64_t>(high - low + 1));
  }

  double normal() {  // Box & Muller (1958)
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(6.283185307179586 * uniform());
  }

  std::vector<double> normals(Index count) {
    std::vector<double> v(as_size(count));
    for (double& x : v) x = normal();
    return v;
  }

  template <class T>
  const T& one_of(const std::vector<T>& choices) {
    return choices[as_size(between(0, static_cast<Index>(choices.size()) - 1))];
  }

  template <class T>
  void shuffle(std::vector<T>& v) {
    for (Index i = static_cast<Index>(v.size()) - 1; i > 0; --i) {
      std::swap(v[as_size(i)], v[as_size(between(0, i))]);
    }
  }

 private:
  std::uint64_t state_;
};

}  // namespace riata::check
