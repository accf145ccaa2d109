// Kernels over row-major data: the same results as columns.hpp, read in the order of memory.
#pragma once

#include "riata/kernels/simd.hpp"
#include "riata/kernels/table.hpp"

namespace riata::kernels {

template <class Target, class T>
struct Rows {
  using S = Simd<Target>;
  using Vec = typename S::Vec;
  static constexpr Index width = S::width;
  static constexpr Index strip = 256;  // columns whose accumulators stay in the first-level cache
  static constexpr Index depth = 8;    // rows taken at once
  static constexpr Index most = 8;     // right-hand sides carried over a strip

  // For one vector of columns: acc[q][0..width) += sum over `count` <= depth rows of
  // (x - shift) r_q
  template <Index M>
  static void tile(const T* x, Index ldx, Index count, Vec centre, const double* r, double* acc) {
    Vec a[M];
    for (Index q = 0; q < M; ++q) a[q] = S::load(acc + q * strip);
    for (Index i = 0; i < count; ++i) {
      const Vec xv = S::load(x + i * ldx) - centre;
      for (Index q = 0; q < M; ++q) a[q] += xv * S::splat(r[i * most + q]);
    }
    for (Index q = 0; q < M; ++q) S::store(acc + q * strip, a[q]);
  }

  template <Index M>
  static void band(const T* x, Index ldx, Index count, Index columns, const double* shift,
                   const double* r, double* acc) {
    Index j = 0;
    for (; j + width <= columns; j += width) {
      tile<M>(x + j, ldx, count, S::load(shift + j), r, acc + j);
    }
    for (; j < columns; ++j) {
      for (Index i = 0; i < count; ++i) {
        const double v = static_cast<double>(x[i * ldx + j]) - shift[j];
        for (Index q = 0; q < M; ++q) acc[q * strip + j] += v * r[i * most + q];
      }
    }
  }

  // One strip of columns against at most `most` right-hand sides.
  static void strip_xtr(Lines<T> x, Index n, Index j, Index columns, const double* shift, Panel r,
                        double* out, Index ldo) {
    alignas(64) double acc[most * strip] = {};
    double block[depth * most] = {};
    for (Index i = 0; i < n; i += depth) {
      const Index count = n - i < depth ? n - i : depth;
      for (Index k = 0; k < count; ++k) {
        for (Index q = 0; q < r.m; ++q) block[k * most + q] = r.data[q * r.ld + i + k];
      }
      const T* first = x.data + i * x.ld + j;
      if (r.m == 1) {
        band<1>(first, x.ld, count, columns, shift + j, block, acc);
      } else if (r.m == 2) {
        band<2>(first, x.ld, count, columns, shift + j, block, acc);
      } else if (r.m <= 4) {
        band<4>(first, x.ld, count, columns, shift + j, block, acc);
      } else {
        band<most>(first, x.ld, count, columns, shift + j, block, acc);
      }
    }
    for (Index q = 0; q < r.m; ++q) {
      for (Index c = 0; c < columns; ++c) out[q * ldo + j + c] = acc[q * strip + c];
    }
  }

  static void xtr(Lines<T> x, Index n, Index begin, Index end, const double* shift, Panel r,
                  double* out, Index ldo) {
    for (Index j = begin; j < end; j += strip) {
      const Index columns = end - j < strip ? end - j : strip;
      for (Index q = 0; q < r.m; q += most) {
        const Panel some{r.data + q * r.ld, r.ld, r.m - q < most ? r.m - q : most};
        strip_xtr(x, n, j, columns, shift, some, out + q * ldo, ldo);
      }
    }
  }

  // Running moments of one strip: joined block by block (Chan, Golub & LeVeque 1979).
  struct Strip {
    double weight = 0;
    double response = 0;
    double mean[strip] = {};
    double scatter[strip] = {};
    double product[strip] = {};
  };

  static void add_block(const T* x, Index ldx, Index count, Index columns, const double* w,
                        const double* response, Strip& all) {
    double weight = 0, total = 0;
    double mean[strip] = {}, scatter[strip] = {}, product[strip] = {};
    for (Index i = 0; i < count; ++i) {
      const double wi = w ? w[i] : 1.0;
      weight += wi;
      total += response[i];
      for (Index j = 0; j < columns; ++j) mean[j] += wi * static_cast<double>(x[i * ldx + j]);
    }
    for (Index j = 0; j < columns; ++j) mean[j] = weight > 0 ? mean[j] / weight : 0.0 * mean[j];
    for (Index i = 0; i < count; ++i) {
      const double wi = w ? w[i] : 1.0;
      for (Index j = 0; j < columns; ++j) {
        const double d = static_cast<double>(x[i * ldx + j]) - mean[j];
        scatter[j] += wi * d * d;
        product[j] += d * response[i];
      }
    }
    const double both = all.weight + weight;
    const double share = both > 0 ? weight / both : 0.0;
    for (Index j = 0; j < columns; ++j) {
      const double delta = mean[j] - all.mean[j];
      const double joined = all.weight > 0 ? all.mean[j] + delta * share : mean[j];
      all.scatter[j] += scatter[j] + delta * delta * all.weight * share;
      all.product[j] +=
          (all.mean[j] - joined) * all.response + product[j] + (mean[j] - joined) * total;
      all.mean[j] = joined;
    }
    all.weight = both;
    all.response += total;
  }

  static void stats(Lines<T> x, Index n, Index begin, Index end, RowWeights rows, ColumnSums out) {
    constexpr Index block = 64;
    for (Index j = begin; j < end; j += strip) {
      const Index columns = end - j < strip ? end - j : strip;
      Strip all;
      for (Index i = 0; i < n; i += block) {
        const Index count = n - i < block ? n - i : block;
        add_block(x.data + i * x.ld + j, x.ld, count, columns,
                  rows.weight ? rows.weight + i : nullptr, rows.response + i, all);
      }
      for (Index c = 0; c < columns; ++c) {
        out.mean[j + c] = all.mean[c];
        out.scatter[j + c] = all.scatter[c];
        out.response[j + c] = all.product[c];
      }
    }
  }
};

}  // namespace riata::kernels
