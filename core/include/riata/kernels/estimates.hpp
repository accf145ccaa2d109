// Products that follow from earlier ones, with a bound on what is left out.
#pragma once

#include "riata/kernels/simd.hpp"
#include "riata/kernels/table.hpp"

namespace riata::kernels {

template <class Target>
struct Estimate {
  using S = Simd<Target>;
  using Vec = typename S::Vec;
  static constexpr Index width = S::width;

  static double size(double v) { return v < 0.0 ? -v : v; }

  // Where a right-hand side is in a fit.
  static Index place(Index q) { return q / lanes * 3 * lanes + q % lanes; }

  // Whether the products of column j with all right-hand sides are surely below their limits.
  static bool below(const Estimates& e, const double* fit, Index j) {
    const Vec first = S::splat(static_cast<double>(e.first[j]));
    const Vec second = S::splat(static_cast<double>(e.second[j]));
    const Vec norm = S::splat(e.norm[j]), kink = S::splat(e.kink[j]);
    const Vec one = S::splat(1.0);
    Vec beyond{};
    for (Index g = 0; g < e.groups; ++g, fit += 3 * lanes) {
      for (Index q = 0; q < lanes; q += width) {
        const Vec v = S::load(fit + q) * first + S::load(fit + lanes + q) * second;
        const Vec most = (v < -v ? -v : v) + S::load(fit + 2 * lanes + q) * norm;
        beyond += most < S::load(e.limit + g * lanes + q) * kink ? Vec{} : one;
      }
    }
    return S::sum(beyond) == 0.0;
  }

  // What the path goes to is looked at first: that decides most columns.
  static void judge(const Estimates& given, Index begin, Index end, char* wanted, double* out,
                    Index ldo) {
    const Estimates e = given;  // nothing written below is part of it
    const Index here = e.last, direction = e.count - 1, before = e.count < 2 ? 0 : e.count - 2;
    const Index at_here = place(here), at_direction = place(direction), at_before = place(before);
    for (Index j = begin; j < end; ++j) {
      const double* fit = e.fit[e.slot[j]];
      if (fit == nullptr || e.chosen[j] != 0) continue;
      const auto guess = [&](Index at) {
        return fit[at] * static_cast<double>(e.first[j]) +
               fit[at + lanes] * static_cast<double>(e.second[j]);
      };
      const double going = guess(at_here) + e.away * guess(at_direction);
      const double unsure = fit[at_here + 2 * lanes] + size(e.away) * fit[at_direction + 2 * lanes];
      if (!(size(going) + e.likely * unsure * e.norm[j] < e.later * e.kink[j])) continue;
      if (!below(e, fit, j)) continue;
      wanted[j] = 0;
      out[before * ldo + j] = guess(at_before);
      out[direction * ldo + j] = guess(at_direction);
    }
  }
};

}  // namespace riata::kernels
