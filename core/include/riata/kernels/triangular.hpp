// Triangular solves with a lower factor stored by rows.
#pragma once

#include "riata/kernels/simd.hpp"
#include "riata/kernels/table.hpp"

namespace riata::kernels {

template <class Target>
struct Triangular {
  using S = Simd<Target>;
  using Vec = typename S::Vec;
  static constexpr Index width = S::width;
  static constexpr Index group = 4;  // rows that share the loads of x

  // s[c] = row_c[0..n) ' x
  static void products(const double* row, Index ld, Index n, const double* x, double* s) {
    Vec acc[group] = {};
    Index k = 0;
    for (; k + width <= n; k += width) {
      const Vec xv = S::load(x + k);
      for (Index c = 0; c < group; ++c) acc[c] += S::load(row + c * ld + k) * xv;
    }
    for (Index c = 0; c < group; ++c) {
      s[c] = S::sum(acc[c]);
      for (Index t = k; t < n; ++t) s[c] += row[c * ld + t] * x[t];
    }
  }

  static double product(const double* row, Index n, const double* x) {
    Vec acc{};
    Index k = 0;
    for (; k + width <= n; k += width) acc += S::load(row + k) * S::load(x + k);
    double s = S::sum(acc);
    for (; k < n; ++k) s += row[k] * x[k];
    return s;
  }

  static void solve_lower(const double* lower, Index ld, Index n, double* x) {
    Index i = 0;
    for (; i + group <= n; i += group) {
      double s[group];
      products(lower + i * ld, ld, i, x, s);
      for (Index c = 0; c < group; ++c) {
        const double* row = lower + (i + c) * ld;
        double v = x[i + c] - s[c];
        for (Index t = 0; t < c; ++t) v -= row[i + t] * x[i + t];
        x[i + c] = v / row[i + c];
      }
    }
    for (; i < n; ++i) {
      const double* row = lower + i * ld;
      x[i] = (x[i] - product(row, i, x)) / row[i];
    }
  }

  // x[0..n) -= sum over `group` rows of row_c x_c
  static void update(const double* row, Index ld, Index n, const double* c, double* x) {
    const Vec c0 = S::splat(c[0]), c1 = S::splat(c[1]), c2 = S::splat(c[2]), c3 = S::splat(c[3]);
    Index k = 0;
    for (; k + width <= n; k += width) {
      Vec v = S::load(x + k);
      v -= S::load(row + k) * c0;
      v -= S::load(row + ld + k) * c1;
      v -= S::load(row + 2 * ld + k) * c2;
      v -= S::load(row + 3 * ld + k) * c3;
      S::store(x + k, v);
    }
    for (; k < n; ++k) {
      x[k] -= row[k] * c[0] + row[ld + k] * c[1] + row[2 * ld + k] * c[2] + row[3 * ld + k] * c[3];
    }
  }

  static void solve_upper(const double* lower, Index ld, Index n, double* x) {
    static_assert(group == 4);
    Index i = n;
    for (; i % group != 0; --i) {  // the rows past the last whole group
      const double* row = lower + (i - 1) * ld;
      x[i - 1] /= row[i - 1];
      for (Index k = 0; k < i - 1; ++k) x[k] -= row[k] * x[i - 1];
    }
    for (; i > 0; i -= group) {
      const Index first = i - group;
      for (Index c = group; c-- > 0;) {
        const double* row = lower + (first + c) * ld;
        x[first + c] /= row[first + c];
        for (Index t = 0; t < c; ++t) x[first + t] -= row[first + t] * x[first + c];
      }
      update(lower + first * ld, ld, first, x + first, x);
    }
  }
};

}  // namespace riata::kernels
