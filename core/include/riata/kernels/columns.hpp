// Kernels over column-major data: products with residuals, and column statistics.
#pragma once

#include <type_traits>

#include "riata/kernels/simd.hpp"
#include "riata/kernels/table.hpp"

namespace riata::kernels {

template <class Target, class T>
struct Columns {
  using S = Simd<Target>;
  using Vec = typename S::Vec;
  static constexpr Index width = S::width;
  static constexpr Index group = 4;         // columns that share a load of the residuals
  static constexpr Index row_block = 1024;  // rows whose residuals stay in the second-level cache
  static constexpr Index most = 16;         // right-hand sides carried over a group of columns

  template <Index value>
  using Fixed = std::integral_constant<Index, value>;

  // Columns from some row on.
  template <Index C>
  struct Group {
    const T* column[C];
    double shift[C];
  };

  // acc[c][q] += sum over rows [0, n) of (x_c - shift_c) r_q. On the way, columns [First, Last) of
  // what lies at `ahead` are fetched into the second-level cache.
  template <Index C, Index M, Index First, Index Last>
  static void tile(const Group<C>& x, Index n, const Group<C>& ahead, const double* r, Index ldr,
                   Vec* acc) {
    Vec a[C][M];
    Vec centre[C];
    const T* column[C];
    for (Index c = 0; c < C; ++c) {
      column[c] = x.column[c];
      centre[c] = S::splat(x.shift[c]);
      for (Index q = 0; q < M; ++q) a[c][q] = acc[c * most + q];
    }
    Index i = 0;
    for (; i + width <= n; i += width) {
      Vec rv[M];
      for (Index q = 0; q < M; ++q) rv[q] = S::load(r + q * ldr + i);
      for (Index c = 0; c < C; ++c) {
        if (c >= First && c < Last) __builtin_prefetch(ahead.column[c] + i, 0, 2);
        const Vec xv = S::load(column[c] + i) - centre[c];
        for (Index q = 0; q < M; ++q) a[c][q] += xv * rv[q];
      }
    }
    if (i < n) {  // lanes past the end hold r = 0 and x = shift
      Vec rv[M];
      for (Index q = 0; q < M; ++q) rv[q] = S::load_part(r + q * ldr + i, n - i, 0.0);
      for (Index c = 0; c < C; ++c) {
        const Vec xv = S::load_part(column[c] + i, n - i, x.shift[c]) - centre[c];
        for (Index q = 0; q < M; ++q) a[c][q] += xv * rv[q];
      }
    }
    for (Index c = 0; c < C; ++c) {
      for (Index q = 0; q < M; ++q) acc[c * most + q] = a[c][q];
    }
  }

  // What comes next is fetched by the first sweep, or by halves by the first two, so that memory
  // and arithmetic do not wait for each other.
  template <Index C>
  static void tiles(const Group<C>& x, Index n, Panel r, Vec* acc, const Group<C>& ahead) {
    const auto sweep = [&](auto some, auto first, auto last, Index q) {
      tile<C, some, first, last>(x, n, ahead, r.data + q * r.ld, r.ld, acc + q);
    };
    constexpr Fixed<0> none;
    constexpr Fixed<C / 2> half;
    constexpr Fixed<C> all;
    constexpr Fixed<4> four;
    const bool fetch = ahead.column[0] != nullptr;
    Index q = 0;
    for (; q + 4 <= r.m; q += 4) {
      if (!fetch || q > 4) {
        sweep(four, none, none, q);
      } else if (q == 4) {
        sweep(four, half, all, q);
      } else if (r.m < 8) {
        sweep(four, none, all, q);
      } else {
        sweep(four, none, half, q);
      }
    }
    if (q + 2 <= r.m) {
      sweep(Fixed<2>{}, none, none, q);
      q += 2;
    }
    if (q < r.m) sweep(Fixed<1>{}, none, none, q);
  }

  // C columns; `then` are those that follow, or null.
  template <Index C>
  static void columns(Lines<T> x, Index n, const Index* which, const Index* then,
                      const double* shift, Panel r, double* out, Index ldo) {
    Vec acc[C * most];
    for (Index k = 0; k < C * most; ++k) acc[k] = Vec{};
    Group<C> here, ahead;
    for (Index i = 0; i < n; i += row_block) {
      const Index rows = n - i < row_block ? n - i : row_block;
      for (Index c = 0; c < C; ++c) {
        here.column[c] = x.data + which[c] * x.ld + i;
        here.shift[c] = shift[which[c]];
        ahead.column[c] = nullptr;
        if (i + 2 * row_block <= n) {
          ahead.column[c] = here.column[c] + row_block;
        } else if (then != nullptr && i + row_block >= n) {
          ahead.column[c] = x.data + then[c] * x.ld;
        }
      }
      tiles<C>(here, rows, {r.data + i, r.ld, r.m}, acc, ahead);
    }
    for (Index c = 0; c < C; ++c) {
      for (Index q = 0; q < r.m; ++q) out[q * ldo + which[c]] = S::sum(acc[c * most + q]);
    }
  }

  static void xtr(Lines<T> x, Index n, const Index* which, Index count, const double* shift,
                  Panel r, double* out, Index ldo) {
    for (Index q = 0; q < r.m; q += most) {
      const Panel part{r.data + q * r.ld, r.ld, r.m - q < most ? r.m - q : most};
      double* to = out + q * ldo;
      Index k = 0;
      for (; k + group <= count; k += group) {
        const Index* then = k + 2 * group <= count ? which + k + group : nullptr;
        columns<group>(x, n, which + k, then, shift, part, to, ldo);
      }
      for (; k < count; ++k) columns<1>(x, n, which + k, nullptr, shift, part, to, ldo);
    }
  }

  // One block of one column: its weighted mean, scatter about it, and product with the response.
  struct Part {
    double weight;
    double mean;
    double scatter;
    double product;
    double response;
  };

  // What lies at `ahead` is fetched while the block is looked at again.
  static Part part(const T* x, Index n, const double* w, const double* response, const T* ahead) {
    Part p{0, 0, 0, 0, 0};
    Vec sw{}, sx{}, sr{};
    Index i = 0;
    for (; i + width <= n; i += width) {
      const Vec xv = S::load(x + i);
      const Vec wv = w ? S::load(w + i) : S::splat(1.0);
      sw += wv;
      sx += wv * xv;
      sr += S::load(response + i);
    }
    p.weight = S::sum(sw);
    p.mean = S::sum(sx);
    p.response = S::sum(sr);
    for (Index k = i; k < n; ++k) {
      const double wk = w ? w[k] : 1.0;
      p.weight += wk;
      p.mean += wk * static_cast<double>(x[k]);
      p.response += response[k];
    }
    p.mean = p.weight > 0 ? p.mean / p.weight : 0.0 * p.mean;
    const Vec centre = S::splat(p.mean);
    Vec ss{}, sp{};
    for (i = 0; i + width <= n; i += width) {
      __builtin_prefetch(ahead + i, 0, 2);
      const Vec d = S::load(x + i) - centre;
      ss += (w ? S::load(w + i) * d : d) * d;
      sp += d * S::load(response + i);
    }
    p.scatter = S::sum(ss);
    p.product = S::sum(sp);
    for (Index k = i; k < n; ++k) {
      const double d = static_cast<double>(x[k]) - p.mean;
      p.scatter += (w ? w[k] : 1.0) * d * d;
      p.product += d * response[k];
    }
    return p;
  }

  // Chan, Golub & LeVeque (1979): join two blocks without cancellation.
  static Part join(const Part& a, const Part& b) {
    Part p{a.weight + b.weight, 0, 0, 0, a.response + b.response};
    const double share = p.weight > 0 ? b.weight / p.weight : 0.0;
    const double delta = b.mean - a.mean;
    p.mean = a.mean + delta * share;
    p.scatter = a.scatter + b.scatter + delta * delta * a.weight * share;
    p.product =
        a.product + (a.mean - p.mean) * a.response + b.product + (b.mean - p.mean) * b.response;
    return p;
  }

  static void stats(Lines<T> x, Index n, Index begin, Index end, RowWeights rows, ColumnSums out) {
    for (Index j = begin; j < end; ++j) {
      Part all{0, 0, 0, 0, 0};
      for (Index i = 0; i < n; i += row_block) {
        const Index count = n - i < row_block ? n - i : row_block;
        const T* here = x.data + j * x.ld + i;
        const T* ahead = here;
        if (i + 2 * count <= n || (j + 1 < end && i + count < n)) {
          ahead = here + count;
        } else if (j + 1 < end) {
          ahead = x.data + (j + 1) * x.ld;
        }
        const Part next =
            part(here, count, rows.weight ? rows.weight + i : nullptr, rows.response + i, ahead);
        all = i == 0 ? next : join(all, next);
      }
      out.mean[j] = all.mean;
      out.scatter[j] = all.scatter;
      out.response[j] = all.product;
    }
  }
};

}  // namespace riata::kernels
