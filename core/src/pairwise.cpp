#include "riata/design/pairwise.hpp"

#include <algorithm>
#include <array>

#include "riata/kernels/table.hpp"
#include "riata/parallel/pool.hpp"

namespace riata {
namespace {

constexpr Index side = 48;  // vectors to a side of a tile
using Tile = std::array<double, side * side>;

Index count_of(const std::vector<const double*>& v) { return static_cast<Index>(v.size()); }

}  // namespace

void pairwise_products(const std::vector<const double*>& vectors, Index from, Index length,
                       Block out, int threads) {
  const Index all = count_of(vectors);
  const Index fresh = all - from;
  const Index down = ceil_div(fresh, side);
  const Index across = ceil_div(all, side);
  const double work = 2.0 * static_cast<double>(length * fresh) * static_cast<double>(all);
  parallel_for(down * across, worthwhile_threads(threads, work), [&](Index t) {
    const Index i = (t / across) * side;
    const Index j = (t % across) * side;
    kernels::table().dots(vectors.data() + from + i, std::min(side, fresh - i), vectors.data() + j,
                          std::min(side, all - j), length, out.data + i * out.ld + j, out.ld);
  });
}

void add_lower_products(const std::vector<const double*>& vectors, Index length, Block out,
                        int threads) {
  const Index all = count_of(vectors);
  const Index tiles = ceil_div(all, side);
  const double work = static_cast<double>(length * all) * static_cast<double>(all);
  parallel_for(tiles * (tiles + 1) / 2, worthwhile_threads(threads, work), [&](Index t) {
    Index column = 0;  // tiles are counted column by column down the lower triangle
    while (t >= tiles - column) t -= tiles - column++;
    const Index j = column * side;
    const Index i = (column + t) * side;
    const Index width = std::min(side, all - j);
    const Index height = std::min(side, all - i);
    Tile product;
    kernels::table().dots(vectors.data() + j, width, vectors.data() + i, height, length,
                          product.data(), side);
    for (Index c = 0; c < width; ++c) {
      double* to = out.data + (j + c) * out.ld + i;
      for (Index r = 0; r < height; ++r) to[r] += product[as_size(c * side + r)];
    }
  });
}

void subtract_combinations(const std::vector<const double*>& vectors, ConstValues b, Block r,
                           int threads) {
  constexpr Index block = 512;
  const Index count = count_of(vectors);
  const double work = 2.0 * static_cast<double>(r.rows * r.cols) * static_cast<double>(count);
  parallel_for(ceil_div(r.rows, block), worthwhile_threads(threads, work), [&](Index t) {
    const Index from = t * block;
    std::vector<const double*> here(vectors);
    for (auto& v : here) v += from;
    kernels::table().subtract(here.data(), count, b.data(), r.cols, r.cols,
                              std::min(block, r.rows - from), r.data + from, r.ld);
  });
}

void mirror_lower(Block out) {
  for (Index j = 0; j < out.cols; ++j) {
    for (Index i = j + 1; i < out.rows; ++i) out.data[i * out.ld + j] = out.data[j * out.ld + i];
  }
}

}  // namespace riata
