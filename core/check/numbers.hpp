// Matrices as plain numbers, and the ways memory may hold them.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "random.hpp"
#include "riata/design/dense.hpp"
#include "riata/kernels/table.hpp"

namespace riata::check {

/// Column-major, without gaps.
struct Numbers {
  Index rows = 0;
  Index columns = 0;
  std::vector<double> value{};

  Numbers(Index n, Index p) : rows(n), columns(p), value(as_size(n * p)) {}
  double& operator()(Index i, Index j) { return value[as_size(j * rows + i)]; }
  double operator()(Index i, Index j) const { return value[as_size(j * rows + i)]; }
};

/// Standard normal entries.
Numbers gaussian(Random& random, Index n, Index p);
/// Every entry as float32 holds it, so that all designs may hold the same numbers.
void round_to_float(Numbers& x);

/// Lines (columns or rows) at a distance with NaN between them, not aligned to anything, and ending
/// where the memory ends: reading outside is seen.
template <class T>
struct Padded {
  std::vector<T> storage;
  Index offset;
  Index ld;

  [[nodiscard]] const T* data() const { return storage.data() + offset; }
  [[nodiscard]] T* data() { return storage.data() + offset; }
};

template <class T>
Padded<T> padded(const Numbers& x, Layout layout, Random& random) {
  const bool by_rows = layout == Layout::by_rows;
  const Index length = by_rows ? x.columns : x.rows;
  const Index lines = by_rows ? x.rows : x.columns;
  Padded<T> out{{}, random.between(0, 3), length + random.between(0, 3)};
  const Index size = lines == 0 ? 0 : (lines - 1) * out.ld + length;
  out.storage.assign(as_size(out.offset + size), std::numeric_limits<T>::quiet_NaN());
  for (Index j = 0; j < x.columns; ++j) {
    for (Index i = 0; i < x.rows; ++i) {
      const Index at = by_rows ? i * out.ld + j : j * out.ld + i;
      out.data()[at] = static_cast<T>(x(i, j));
    }
  }
  return out;
}

/// Compressed columns of their own: rows in any order within a column, a few zeros kept.
template <class T, class I>
struct Entries {
  std::vector<T> value;
  std::vector<I> row;
  std::vector<I> start;

  [[nodiscard]] kernels::Compressed<T, I> view() const {
    return {value.data(), row.data(), start.data()};
  }
};

template <class T, class I>
Entries<T, I> compressed(const Numbers& x, Random& random) {
  Entries<T, I> out{{}, {}, {0}};
  for (Index j = 0; j < x.columns; ++j) {
    std::vector<Index> kept;
    for (Index i = 0; i < x.rows; ++i) {
      if (x(i, j) != 0.0 || random.chance(0.02)) kept.push_back(i);
    }
    if (random.chance(0.5)) random.shuffle(kept);
    for (const Index i : kept) {
      out.value.push_back(static_cast<T>(x(i, j)));
      out.row.push_back(static_cast<I>(i));
    }
    out.start.push_back(static_cast<I>(out.row.size()));
  }
  out.value.shrink_to_fit();
  out.row.shrink_to_fit();
  return out;
}

}  // namespace riata::check
