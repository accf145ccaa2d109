// Kernels over compressed sparse columns. The right-hand sides are interleaved by row, so that one
// nonzero costs one cache line for all of them.
#pragma once

#include "riata/kernels/simd.hpp"
#include "riata/kernels/table.hpp"

namespace riata::kernels {

template <class Target, class T, class I>
struct CompressedColumns {
  using S = Simd<Target>;
  using Vec = typename S::Vec;
  static constexpr Index width = S::width;
  static constexpr Index parts = sparse_lanes / width;

  static void xtr(Compressed<T, I> x, Index begin, Index end, const double* r, Index m, double* out,
                  Index ldo) {
    for (Index j = begin; j < end; ++j) {
      Vec even[parts] = {};
      Vec odd[parts] = {};
      Index k = static_cast<Index>(x.start[j]);
      const Index last = static_cast<Index>(x.start[j + 1]);
      for (; k + 2 <= last; k += 2) {
        const double* first = r + static_cast<Index>(x.row[k]) * sparse_lanes;
        const double* second = r + static_cast<Index>(x.row[k + 1]) * sparse_lanes;
        const Vec v0 = S::splat(static_cast<double>(x.value[k]));
        const Vec v1 = S::splat(static_cast<double>(x.value[k + 1]));
        for (Index t = 0; t < parts; ++t) {
          even[t] += v0 * S::load(first + t * width);
          odd[t] += v1 * S::load(second + t * width);
        }
      }
      if (k < last) {
        const double* first = r + static_cast<Index>(x.row[k]) * sparse_lanes;
        const Vec v0 = S::splat(static_cast<double>(x.value[k]));
        for (Index t = 0; t < parts; ++t) even[t] += v0 * S::load(first + t * width);
      }
      double sums[sparse_lanes];
      for (Index t = 0; t < parts; ++t) S::store(sums + t * width, even[t] + odd[t]);
      for (Index q = 0; q < m; ++q) out[q * ldo + j] = sums[q];
    }
  }

  static void subtract(Compressed<T, I> x, const Index* columns, Index count, const double* b,
                       double* r) {
    for (Index c = 0; c < count; ++c) {
      Vec bv[parts];
      for (Index t = 0; t < parts; ++t) bv[t] = S::load(b + c * sparse_lanes + t * width);
      const Index last = static_cast<Index>(x.start[columns[c] + 1]);
      for (Index k = static_cast<Index>(x.start[columns[c]]); k < last; ++k) {
        double* row = r + static_cast<Index>(x.row[k]) * sparse_lanes;
        const Vec v = S::splat(static_cast<double>(x.value[k]));
        for (Index t = 0; t < parts; ++t) {
          S::store(row + t * width, S::load(row + t * width) - v * bv[t]);
        }
      }
    }
  }
};

}  // namespace riata::kernels
