// Sizes and views shared by every file of the core.
#pragma once

#include <cstddef>
#include <span>

namespace riata {

using Index = std::ptrdiff_t;
using Values = std::span<double>;
using ConstValues = std::span<const double>;
using Indices = std::span<const Index>;

/// Column-major block: column q starts at data + q * ld.
struct Block {
  double* data = nullptr;
  Index rows = 0;
  Index cols = 0;
  Index ld = 0;

  [[nodiscard]] Values column(Index q) const {
    return {data + q * ld, static_cast<std::size_t>(rows)};
  }
};

/// Read-only column-major block.
struct ConstBlock {
  const double* data = nullptr;
  Index rows = 0;
  Index cols = 0;
  Index ld = 0;

  ConstBlock() = default;
  ConstBlock(const double* values, Index n_rows, Index n_cols, Index stride)
      : data(values), rows(n_rows), cols(n_cols), ld(stride) {}
  ConstBlock(const Block& other)  // a Block may always be read
      : data(other.data), rows(other.rows), cols(other.cols), ld(other.ld) {}

  [[nodiscard]] ConstValues column(Index q) const {
    return {data + q * ld, static_cast<std::size_t>(rows)};
  }
};

constexpr Index ceil_div(Index a, Index b) { return (a + b - 1) / b; }
constexpr Index round_up(Index a, Index b) { return ceil_div(a, b) * b; }
inline Index size_of(ConstValues v) { return static_cast<Index>(v.size()); }
inline std::size_t as_size(Index i) { return static_cast<std::size_t>(i); }

}  // namespace riata
