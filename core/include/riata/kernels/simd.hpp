// Vectors of doubles, written with the compiler's vector extension.
//
// `Target` is a type of the including translation unit's anonymous namespace, so every function
// made from these templates is local to it: code compiled for a newer processor can never be picked
// by the linker for an older one.
#pragma once

#include "riata/types.hpp"

namespace riata::kernels {

/// The vector types of one width: aligned, and read from any address.
template <int Width>
struct VectorTypes;

template <>
struct VectorTypes<2> {
  typedef double Vec __attribute__((vector_size(16)));
  typedef double Doubles __attribute__((vector_size(16), aligned(8), may_alias));
  typedef float Floats __attribute__((vector_size(8), aligned(4), may_alias));
};

template <>
struct VectorTypes<4> {
  typedef double Vec __attribute__((vector_size(32)));
  typedef double Doubles __attribute__((vector_size(32), aligned(8), may_alias));
  typedef float Floats __attribute__((vector_size(16), aligned(4), may_alias));
};

template <>
struct VectorTypes<8> {
  typedef double Vec __attribute__((vector_size(64)));
  typedef double Doubles __attribute__((vector_size(64), aligned(8), may_alias));
  typedef float Floats __attribute__((vector_size(32), aligned(4), may_alias));
};

template <class Target>
struct Simd {
  static constexpr Index width = Target::width;

  using Vec = typename VectorTypes<Target::width>::Vec;
  using Doubles = typename VectorTypes<Target::width>::Doubles;
  using Floats = typename VectorTypes<Target::width>::Floats;

  static Vec load(const double* p) { return *reinterpret_cast<const Doubles*>(p); }
  static Vec load(const float* p) {
    return __builtin_convertvector(*reinterpret_cast<const Floats*>(p), Vec);
  }
  static void store(double* p, Vec v) { *reinterpret_cast<Doubles*>(p) = v; }

  static Vec splat(double x) { return x - Vec{}; }

  /// The first `count` < width values; the rest are `fill`.
  template <class T>
  static Vec load_part(const T* p, Index count, double fill) {
    double part[width];
    for (Index i = 0; i < width; ++i) part[i] = i < count ? static_cast<double>(p[i]) : fill;
    return load(part);
  }

  static double sum(Vec v) {
    double part[width];
    store(part, v);
    for (Index half = width / 2; half > 0; half /= 2) {
      for (Index i = 0; i < half; ++i) part[i] += part[i + half];
    }
    return part[0];
  }
};

}  // namespace riata::kernels
