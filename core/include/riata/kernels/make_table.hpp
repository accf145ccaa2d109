// One table of kernels for one target, a type of the including file's anonymous namespace with
//   width                   doubles in a vector
//   dot_rows, dot_columns   register tile of the pairwise products
#pragma once

#include "riata/kernels/columns.hpp"
#include "riata/kernels/compressed.hpp"
#include "riata/kernels/dots.hpp"
#include "riata/kernels/estimates.hpp"
#include "riata/kernels/lanes.hpp"
#include "riata/kernels/rows.hpp"
#include "riata/kernels/table.hpp"
#include "riata/kernels/triangular.hpp"

namespace riata::kernels {

template <class Target, class T>
constexpr DenseKernels<T> dense_kernels() {
  return {&Columns<Target, T>::xtr, &Rows<Target, T>::xtr, &Columns<Target, T>::stats,
          &Rows<Target, T>::stats};
}

template <class Target, class Data, class Entries>
constexpr LaneKernels<Entries> lane_kernels() {
  using Group = Lanes<Target, Data, Entries>;
  return {&Group::products, &Group::subtract, &Group::descend};
}

template <class Target, class T, class I>
constexpr SparseKernels<T, I> sparse_kernels() {
  return {&CompressedColumns<Target, T, I>::xtr, &CompressedColumns<Target, T, I>::subtract,
          lane_kernels<Target, ListedLanes<Target, T, I>, ListedEntries<T, I>>()};
}

template <class Target>
constexpr Table make_table(const char* name) {
  return {
      name,
      dense_kernels<Target, double>(),
      dense_kernels<Target, float>(),
      sparse_kernels<Target, double, std::int32_t>(),
      sparse_kernels<Target, double, std::int64_t>(),
      sparse_kernels<Target, float, std::int32_t>(),
      sparse_kernels<Target, float, std::int64_t>(),
      lane_kernels<Target, PackedLanes<Target>, PackedEntries>(),
      &LaneVectors<Target>::dots,
      &LaneVectors<Target>::weighted,
      &LaneVectors<Target>::add,
      &LaneVectors<Target>::turn,
      &Dots<Target>::dots,
      &Dots<Target>::subtract,
      &Estimate<Target>::judge,
      &Triangular<Target>::solve_lower,
      &Triangular<Target>::solve_upper,
  };
}

// Filled by the file of each instruction set that the build machine's compiler knows.
const Table& portable_table();
const Table& avx2_table();
const Table& avx512_table();

}  // namespace riata::kernels
