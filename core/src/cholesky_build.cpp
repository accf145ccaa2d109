// A whole factor at once, in tiles that stay in the cache.
//
// Left-looking: a column of tiles is what the matrix has there less the products of the rows of L
// found so far, then solved with its diagonal tile (Golub & Van Loan, Matrix Computations, 4.2.5).
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "riata/kernels/table.hpp"
#include "riata/linalg/cholesky.hpp"
#include "riata/parallel/pool.hpp"

namespace riata {
namespace {

constexpr Index side = 48;

// Some rows of one column of tiles; column j of the tile lies at at(j).
class Tile {
 public:
  double* at(Index j) { return value_.data() + j * side; }
  // Entry (r, j) less what the columns before it say, whose entries in row j of L are `row`.
  void reduce(Index j, const double* row, Index height) {
    std::array<const double*, side> before{};
    for (Index t = 0; t < j; ++t) before[as_size(t)] = at(t);
    kernels::table().subtract(before.data(), j, row, 1, 1, height, at(j), side);
  }

 private:
  alignas(64) std::array<double, side * side> value_{};
};

}  // namespace

// M(from.., from..) or M(top.., from..) less the products of rows of L before column `from`.
void Cholesky::update(Index from, Index width, Index top, Index height, const Entries& entries,
                      double* tile) const {
  std::array<const double*, side> left{}, right{};
  for (Index j = 0; j < width; ++j) left[as_size(j)] = row(from + j);
  for (Index r = 0; r < height; ++r) right[as_size(r)] = row(top + r);
  std::array<double, side * side> product{};
  kernels::table().dots(left.data(), width, right.data(), height, from, product.data(), side);
  for (Index j = 0; j < width; ++j) {
    double* column = tile + j * side;
    entries(from + j, top, {column, as_size(height)});
    for (Index r = 0; r < height; ++r) column[r] -= product[as_size(j * side + r)];
  }
}

bool Cholesky::diagonal(Index from, Index width, const Entries& entries, double least) {
  Tile tile;
  update(from, width, from, width, entries, tile.at(0));
  for (Index j = 0; j < width; ++j) {
    double whole = 0.0;
    entries(from + j, from + j, {&whole, 1});
    double* to = row(from + j) + from;
    for (Index t = 0; t < j; ++t) to[t] = tile.at(t)[j];
    tile.reduce(j, to, width);
    const double pivot = tile.at(j)[j];
    if (!(pivot > least * whole)) return false;
    to[j] = std::sqrt(pivot);
    for (Index r = j; r < width; ++r) tile.at(j)[r] /= to[j];
  }
  return true;
}

void Cholesky::below(Index from, Index width, Index top, Index height, const Entries& entries) {
  Tile tile;
  update(from, width, top, height, entries, tile.at(0));
  for (Index j = 0; j < width; ++j) {
    const double* l = row(from + j) + from;
    tile.reduce(j, l, height);
    for (Index r = 0; r < height; ++r) tile.at(j)[r] /= l[j];
  }
  for (Index r = 0; r < height; ++r) {
    double* to = row(top + r) + from;
    for (Index j = 0; j < width; ++j) to[j] = tile.at(j)[r];
  }
}

bool Cholesky::build(Index n, const Entries& entries, double least, int threads) {
  clear();
  reserve(n);
  for (Index from = 0; from < n; from += side) {
    const Index width = std::min(side, n - from);
    if (!diagonal(from, width, entries, least)) return false;
    const Index rest = n - from - width;
    const double work = 2.0 * static_cast<double>(rest * width) * static_cast<double>(from + width);
    parallel_for(ceil_div(rest, side), worthwhile_threads(threads, work), [&](Index t) {
      const Index top = from + width + t * side;
      below(from, width, top, std::min(side, n - top), entries);
    });
  }
  size_ = n;
  return true;
}

}  // namespace riata
