// Eight problems at once, one to a lane: coordinate descent on their residuals, and the products
// that conjugate gradients want. Residuals lie row by row, so that one entry of a column costs one
// cache line for all lanes.
//
// `Data` is one of the two ways to hold columns, below; both have `gradient` and `move`.
#pragma once

#include "riata/kernels/simd.hpp"
#include "riata/kernels/table.hpp"

namespace riata::kernels {

/// A number for every lane.
template <class Target>
struct Lane {
  using S = Simd<Target>;
  using Vec = typename S::Vec;
  static constexpr Index parts = lanes / S::width;

  Vec v[parts];

  static Lane load(const double* p) {
    Lane x;
    for (Index t = 0; t < parts; ++t) x.v[t] = S::load(p + t * S::width);
    return x;
  }
  void store(double* p) const {
    for (Index t = 0; t < parts; ++t) S::store(p + t * S::width, v[t]);
  }
  // *this += scale * p[0..lanes)
  void add(double scale, const double* p) {
    const Vec s = S::splat(scale);
    for (Index t = 0; t < parts; ++t) v[t] += s * S::load(p + t * S::width);
  }
  // *this -= scale * x
  void subtract(double scale, const Lane& x) {
    const Vec s = S::splat(scale);
    for (Index t = 0; t < parts; ++t) v[t] -= s * x.v[t];
  }
};

/// Dense columns, centred, scaled and weighted, by their addresses.
template <class Target>
struct PackedLanes {
  using L = Lane<Target>;
  using S = Simd<Target>;
  PackedEntries x;

  [[nodiscard]] L gradient(Index k, const LaneState& state) const {
    L sum[4] = {};
    const double* column = x.column[k];
    Index i = 0;
    for (; i + 4 <= x.rows; i += 4) {
      for (Index t = 0; t < 4; ++t) {
        sum[t].add(column[i + t], state.residual + (i + t) * lanes);
      }
    }
    for (; i < x.rows; ++i) sum[0].add(column[i], state.residual + i * lanes);
    for (Index t = 0; t < L::parts; ++t) {
      sum[0].v[t] = (sum[0].v[t] + sum[1].v[t]) + (sum[2].v[t] + sum[3].v[t]);
    }
    return sum[0];
  }

  void move(Index k, const L& step, const LaneState& state) const {
    const double* column = x.column[k];
    for (Index i = 0; i < x.rows; ++i) {
      L r = L::load(state.residual + i * lanes);
      const auto s = S::splat(column[i]);
      for (Index t = 0; t < L::parts; ++t) r.v[t] -= s * step.v[t];
      r.store(state.residual + i * lanes);
    }
  }
};

/// Compressed columns seen through a lens. With u_i = w_i (e_i + offset) the weighted residual,
///   x~_j'u = scale_j (sum_i x_ij w_i e_i + offset (sum_j - shift_j total) - shift_j sum_i w_i e_i)
/// where w_i e_i is what is kept by rows, sum_j = sum_i w_i x_ij and total = sum_i w_i.
template <class Target, class T, class I>
struct ListedLanes {
  using L = Lane<Target>;
  using S = Simd<Target>;
  static constexpr Index together = 4;  // entries in flight
  ListedEntries<T, I> x;

  [[nodiscard]] L gradient(Index k, const LaneState& state) const {
    const Index j = x.column[k];
    L sum[together] = {};
    const double* residual = state.residual;
    const T* value = x.entries.value;
    const I* row = x.entries.row;
    const auto last = static_cast<Index>(x.entries.start[j + 1]);
    auto e = static_cast<Index>(x.entries.start[j]);
    for (; e + together <= last; e += together) {
      for (Index t = 0; t < together; ++t) {
        sum[t].add(static_cast<double>(value[e + t]),
                   residual + static_cast<Index>(row[e + t]) * lanes);
      }
    }
    for (; e < last; ++e) {
      sum[0].add(static_cast<double>(value[e]), residual + static_cast<Index>(row[e]) * lanes);
    }
    L all = sum[0];
    for (Index t = 0; t < L::parts; ++t) all.v[t] += sum[1].v[t] + (sum[2].v[t] + sum[3].v[t]);
    all.add(x.sum[k] - x.shift[j] * x.total, state.offset);
    all.add(-x.shift[j], state.sum);
    const auto scale = S::splat(x.inverse_scale[j]);
    for (Index t = 0; t < L::parts; ++t) all.v[t] *= scale;
    return all;
  }

  void move(Index k, const L& step, const LaneState& state) const {
    const Index j = x.column[k];
    L raw = step;
    const auto scale = S::splat(x.inverse_scale[j]);
    for (Index t = 0; t < L::parts; ++t) raw.v[t] *= scale;
    double* residual = state.residual;
    const T* value = x.entries.value;
    const I* row = x.entries.row;
    const double* weight = x.weight;
    const auto last = static_cast<Index>(x.entries.start[j + 1]);
    auto e = static_cast<Index>(x.entries.start[j]);
    for (; e + together <= last; e += together) {  // rows are unique within a column
      L r[together];
      for (Index t = 0; t < together; ++t) {
        r[t] = L::load(residual + static_cast<Index>(row[e + t]) * lanes);
      }
      for (Index t = 0; t < together; ++t) {
        const auto v = static_cast<double>(value[e + t]);
        r[t].subtract(weight ? weight[row[e + t]] * v : v, raw);
      }
      for (Index t = 0; t < together; ++t) {
        r[t].store(residual + static_cast<Index>(row[e + t]) * lanes);
      }
    }
    for (; e < last; ++e) {
      const auto v = static_cast<double>(value[e]);
      subtract(weight ? weight[row[e]] * v : v, raw, residual + static_cast<Index>(row[e]) * lanes);
    }
    subtract(x.sum[k], raw, state.sum);
    subtract(-x.shift[j], raw, state.offset);
  }

 private:
  static void subtract(double scale, const L& step, double* p) {
    L r = L::load(p);
    r.subtract(scale, step);
    r.store(p);
  }
};

template <class Target, class Data, class Entries>
struct Lanes {
  using L = Lane<Target>;
  using S = Simd<Target>;
  using Vec = typename S::Vec;

  static void products(const Entries& x, const Index* which, Index count, const LaneState& state,
                       double* out) {
    const Data data{x};
    for (Index k = 0; k < count; ++k) data.gradient(which[k], state).store(out + k * lanes);
  }

  static void subtract(const Entries& x, const Index* which, Index count, const double* b,
                       const LaneState& state) {
    const Data data{x};
    for (Index k = 0; k < count; ++k) data.move(which[k], L::load(b + k * lanes), state);
  }

  // argmin over one coordinate of each lane: soft threshold, shrink, clip.
  static L minimiser(const L& b, const L& c, const LanePenalty& p, Index k, const L& lambda) {
    const Vec square = S::splat(p.square[k]);
    const Vec l1 = S::splat(p.l1[k]), l2 = S::splat(p.l2[k]);
    const Vec lower = S::splat(p.lower[k]), upper = S::splat(p.upper[k]);
    L best;
    for (Index t = 0; t < L::parts; ++t) {
      const Vec z = square * b.v[t] + c.v[t];
      Vec soft = (z < Vec{} ? -z : z) - l1 * lambda.v[t];
      soft = soft > Vec{} ? soft : Vec{};
      Vec v = (z < Vec{} ? -soft : soft) / (square + l2 * lambda.v[t]);
      v = v < lower ? lower : v;
      best.v[t] = v > upper ? upper : v;
    }
    return best;
  }

  static void descend(const Entries& x, const Index* which, Index count, const LanePenalty& p,
                      double* b, const LaneState& state) {
    const Data data{x};
    const L lambda = L::load(p.lambda);
    for (Index at = 0; at < count; ++at) {
      const Index k = which[at];
      const L now = L::load(b + k * lanes);
      const L best = minimiser(now, data.gradient(k, state), p, k, lambda);
      L step;
      for (Index t = 0; t < L::parts; ++t) step.v[t] = best.v[t] - now.v[t];
      double moved[lanes];
      step.store(moved);
      bool any = false;
      for (Index q = 0; q < lanes; ++q) any |= moved[q] != 0.0;
      if (!any) continue;
      best.store(b + k * lanes);
      data.move(k, step, state);
    }
  }
};

/// Vectors with a number for every lane, one line after another.
template <class Target>
struct LaneVectors {
  using L = Lane<Target>;

  // out_q = sum_k a_kq b_kq
  static void dots(const double* a, const double* b, Index count, double* out) {
    L even = {}, odd = {};
    for (Index k = 0; k < count; ++k) {
      const L x = L::load(a + k * lanes), y = L::load(b + k * lanes);
      L& sum = k % 2 == 0 ? even : odd;
      for (Index t = 0; t < L::parts; ++t) sum.v[t] += x.v[t] * y.v[t];
    }
    for (Index t = 0; t < L::parts; ++t) even.v[t] += odd.v[t];
    even.store(out);
  }

  // y_kq += scale_q x_kq
  static void add(const double* scale, const double* x, Index count, double* y) {
    const L s = L::load(scale);
    for (Index k = 0; k < count; ++k) {
      const L from = L::load(x + k * lanes);
      L to = L::load(y + k * lanes);
      for (Index t = 0; t < L::parts; ++t) to.v[t] += s.v[t] * from.v[t];
      to.store(y + k * lanes);
    }
  }

  // y_kq = d_kq x_kq + scale_q y_kq
  static void turn(const double* scale, const double* d, const double* x, Index count, double* y) {
    const L s = L::load(scale);
    for (Index k = 0; k < count; ++k) {
      const L by = L::load(d + k * lanes), from = L::load(x + k * lanes);
      L to = L::load(y + k * lanes);
      for (Index t = 0; t < L::parts; ++t) to.v[t] = by.v[t] * from.v[t] + s.v[t] * to.v[t];
      to.store(y + k * lanes);
    }
  }

  // out_q = sum_k a_kq d_kq b_kq
  static void weighted(const double* a, const double* d, const double* b, Index count,
                       double* out) {
    L even = {}, odd = {};
    for (Index k = 0; k < count; ++k) {
      const L x = L::load(a + k * lanes), y = L::load(b + k * lanes), z = L::load(d + k * lanes);
      L& sum = k % 2 == 0 ? even : odd;
      for (Index t = 0; t < L::parts; ++t) sum.v[t] += x.v[t] * z.v[t] * y.v[t];
    }
    for (Index t = 0; t < L::parts; ++t) even.v[t] += odd.v[t];
    even.store(out);
  }
};

}  // namespace riata::kernels
