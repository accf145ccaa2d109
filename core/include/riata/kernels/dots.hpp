// Kernels over working-set columns: all pairwise products, and "subtract a combination".
#pragma once

#include "riata/kernels/simd.hpp"
#include "riata/kernels/table.hpp"

namespace riata::kernels {

template <class Target>
struct Dots {
  using S = Simd<Target>;
  using Vec = typename S::Vec;
  static constexpr Index width = S::width;
  static constexpr Index tall = Target::dot_rows;     // a-vectors of one register tile
  static constexpr Index wide = Target::dot_columns;  // b-vectors of one register tile
  static constexpr Index row_block = 512;
  static constexpr Index a_block = 64;  // a-vectors whose blocks stay in the second-level cache

  // out[i*ldo + j] (+)= a_i'b_j over rows [from, from + n)
  template <Index A, Index B>
  static void tile(const double* const* a, const double* const* b, Index from, Index n, double* out,
                   Index ldo, bool add) {
    Vec acc[A][B];
    const double* pa[A];
    const double* pb[B];
    for (Index i = 0; i < A; ++i) pa[i] = a[i] + from;
    for (Index j = 0; j < B; ++j) pb[j] = b[j] + from;
    for (Index i = 0; i < A; ++i) {
      for (Index j = 0; j < B; ++j) acc[i][j] = Vec{};
    }
    Index k = 0;
    for (; k + width <= n; k += width) {
      Vec av[A];
      for (Index i = 0; i < A; ++i) av[i] = S::load(pa[i] + k);
      for (Index j = 0; j < B; ++j) {
        const Vec bv = S::load(pb[j] + k);
        for (Index i = 0; i < A; ++i) acc[i][j] += av[i] * bv;
      }
    }
    if (k < n) {
      Vec av[A];
      for (Index i = 0; i < A; ++i) av[i] = S::load_part(pa[i] + k, n - k, 0.0);
      for (Index j = 0; j < B; ++j) {
        const Vec bv = S::load_part(pb[j] + k, n - k, 0.0);
        for (Index i = 0; i < A; ++i) acc[i][j] += av[i] * bv;
      }
    }
    for (Index i = 0; i < A; ++i) {
      for (Index j = 0; j < B; ++j) {
        const double s = S::sum(acc[i][j]);
        out[i * ldo + j] = add ? out[i * ldo + j] + s : s;
      }
    }
  }

  template <Index B>
  static void strip(const double* const* a, Index na, const double* const* b, Index from, Index n,
                    double* out, Index ldo, bool add) {
    Index i = 0;
    for (; i + tall <= na; i += tall) tile<tall, B>(a + i, b, from, n, out + i * ldo, ldo, add);
    for (; i < na; ++i) tile<1, B>(a + i, b, from, n, out + i * ldo, ldo, add);
  }

  static void dots(const double* const* a, Index na, const double* const* b, Index nb, Index n,
                   double* out, Index ldo) {
    for (Index i = 0; i < na; i += a_block) {
      const Index rows = na - i < a_block ? na - i : a_block;
      for (Index from = 0; from < n || from == 0; from += row_block) {
        const Index count = n - from < row_block ? n - from : row_block;
        Index j = 0;
        for (; j + wide <= nb; j += wide) {
          strip<wide>(a + i, rows, b + j, from, count, out + i * ldo + j, ldo, from > 0);
        }
        for (; j < nb; ++j) {
          strip<1>(a + i, rows, b + j, from, count, out + i * ldo + j, ldo, from > 0);
        }
      }
    }
  }

  // r_q -= sum over C columns, rows [from, from + n)
  template <Index C>
  static void combine(const double* const* p, const double* b, Index ldb, Index m, Index from,
                      Index n, double* r, Index ldr) {
    const double* column[C];
    for (Index c = 0; c < C; ++c) column[c] = p[c] + from;
    Index i = 0;
    for (; i + width <= n; i += width) {
      Vec pv[C];
      for (Index c = 0; c < C; ++c) pv[c] = S::load(column[c] + i);
      for (Index q = 0; q < m; ++q) {
        Vec v = S::load(r + q * ldr + from + i);
        for (Index c = 0; c < C; ++c) v -= pv[c] * S::splat(b[c * ldb + q]);
        S::store(r + q * ldr + from + i, v);
      }
    }
    for (; i < n; ++i) {
      for (Index q = 0; q < m; ++q) {
        double v = r[q * ldr + from + i];
        for (Index c = 0; c < C; ++c) v -= column[c][i] * b[c * ldb + q];
        r[q * ldr + from + i] = v;
      }
    }
  }

  static void subtract(const double* const* p, Index count, const double* b, Index ldb, Index m,
                       Index n, double* r, Index ldr) {
    constexpr Index block = 512;
    for (Index from = 0; from < n; from += block) {
      const Index rows = n - from < block ? n - from : block;
      Index k = 0;
      for (; k + 4 <= count; k += 4) {
        combine<4>(p + k, b + k * ldb, ldb, m, from, rows, r, ldr);
      }
      for (; k < count; ++k) combine<1>(p + k, b + k * ldb, ldb, m, from, rows, r, ldr);
    }
  }
};

}  // namespace riata::kernels
