// The kernels: the only code that is compiled once per instruction set.
//
// Each instruction set fills one Table from the same templates (columns.hpp, rows.hpp, dots.hpp,
// lanes.hpp, triangular.hpp); `table()` picks the best one the processor has, once. Kernels are
// serial and see raw views; splitting work over threads is their callers' business.
#pragma once

#include <cstdint>

#include "riata/types.hpp"

namespace riata::kernels {

/// Columns of a column-major matrix, or rows of a row-major one: vector j starts at data + j * ld.
template <class T>
struct Lines {
  const T* data;
  Index ld;
};

/// Per-row inputs of the statistics pass.
struct RowWeights {
  const double* weight;    // (n,) or null: all one
  const double* response;  // (n,) weight times centred response
};

/// Per-column results of the statistics pass.
struct ColumnSums {
  double* mean;      // (p,) weighted mean
  double* scatter;   // (p,) sum_i w_i (x_ij - mean_j)^2
  double* response;  // (p,) sum_i (x_ij - mean_j) response_i
};

/// One right-hand-side panel: m columns of length n.
struct Panel {
  const double* data;
  Index ld;
  Index m;
};

template <class T>
struct DenseKernels {
  /// out[q*ldo + j] = sum_i (x_ij - shift_j) r_iq for the j of `which`; x column-major.
  void (*xtr_columns)(Lines<T> x, Index n, const Index* which, Index count, const double* shift,
                      Panel r, double* out, Index ldo);
  /// The same for j in [begin, end); x row-major.
  void (*xtr_rows)(Lines<T> x, Index n, Index begin, Index end, const double* shift, Panel r,
                   double* out, Index ldo);
  /// Mean, scatter and product with the response for columns [begin, end); x column-major.
  void (*stats_columns)(Lines<T> x, Index n, Index begin, Index end, RowWeights rows,
                        ColumnSums out);
  /// The same for row-major x.
  void (*stats_rows)(Lines<T> x, Index n, Index begin, Index end, RowWeights rows, ColumnSums out);
};

/// Compressed columns: entries of column j are start[j] .. start[j+1].
template <class T, class I>
struct Compressed {
  const T* value;
  const I* row;
  const I* start;
};

/// Problems solved side by side, one to a lane: one cache line of doubles.
inline constexpr Index lanes = 8;

/// The weighted residuals of all lanes, row by row, changed in place: w_i (e_i + offset) where w_i
/// e_i is at residual[i * lanes + q] and `sum` is its sum over the rows.
struct LaneState {
  double* residual;  // (n, lanes)
  double* offset;    // (lanes,)
  double* sum;       // (lanes,)
};

/// Penalties of the columns, times a lambda a lane; `square` is |x~_j|^2.
struct LanePenalty {
  const double* square;
  const double* l1;
  const double* l2;
  const double* lower;
  const double* upper;
  const double* lambda;  // (lanes,)
};

/// Dense columns already seen through their lens.
struct PackedEntries {
  const double* const* column;
  Index rows;
};

/// Some compressed columns, by their places, seen through a lens.
template <class T, class I>
struct ListedEntries {
  Compressed<T, I> entries;
  const Index* column;          // place in the data
  const double* sum;            // sum_i w_i x_ij, in the order of `column`
  const double* weight;         // (n,) or null: all one
  const double* shift;          // by place
  const double* inverse_scale;  // by place
  double total;                 // sum_i w_i
};

/// What can be done with chosen columns (`which`) for all lanes at once.
template <class Entries>
struct LaneKernels {
  /// out[k*lanes + q] = x~_which[k]' residual_q
  void (*products)(const Entries& x, const Index* which, Index count, const LaneState& state,
                   double* out);
  /// residual_q -= sum_k x~_which[k] b[k*lanes + q]
  void (*subtract)(const Entries& x, const Index* which, Index count, const double* b,
                   const LaneState& state);
  /// Put every chosen coordinate of b (by column) where it is best, one after another.
  void (*descend)(const Entries& x, const Index* which, Index count, const LanePenalty& penalty,
                  double* b, const LaneState& state);
};

template <class T, class I>
struct SparseKernels {
  /// out[q*ldo + j] = sum_i x_ij r_iq for j in [begin, end); r interleaved, r[i*8 + q], m <= 8.
  void (*xtr)(Compressed<T, I> x, Index begin, Index end, const double* r, Index m, double* out,
              Index ldo);
  /// r[i*8 + q] -= sum_k x_{i, column_k} b[k*8 + q].
  void (*subtract)(Compressed<T, I> x, const Index* columns, Index count, const double* b,
                   double* r);
  LaneKernels<ListedEntries<T, I>> lane;
};

/// How products with `count` right-hand sides follow from two earlier ones of each column; see
/// solver/screen.hpp. A fit is, for every group of `lanes` right-hand sides, a line of first
/// coefficients, one of second ones, and one of the norms of what they leave.
struct Estimates {
  Index count;
  Index groups;
  const unsigned char* slot;  // (p,) whose fit it is
  const double* const* fit;   // by slot; null: no estimate
  const char* chosen;         // (p,) not zero: none either
  const float* first;         // (p,)
  const float* second;        // (p,)
  const double* norm;         // (p,)
  const double* kink;         // (p,)
  const double* limit;        // (groups * lanes,) of |x'r|, over the kink
  // What the path goes to: guess_last + away times the guess of the last right-hand side, which
  // has to stay below later times the kink.
  Index last;
  double away, later;
  double likely;  // share of the bound that counts there
};

struct Table {
  const char* name;
  DenseKernels<double> f64;
  DenseKernels<float> f32;
  SparseKernels<double, std::int32_t> csc_f64_i32;
  SparseKernels<double, std::int64_t> csc_f64_i64;
  SparseKernels<float, std::int32_t> csc_f32_i32;
  SparseKernels<float, std::int64_t> csc_f32_i64;

  LaneKernels<PackedEntries> lane;

  /// Vectors of `count` lines, a number for every lane in each:  out_q = sum_k a_kq b_kq
  void (*lane_dots)(const double* a, const double* b, Index count, double* out);
  /// out_q = sum_k a_kq d_kq b_kq
  void (*lane_weighted)(const double* a, const double* d, const double* b, Index count,
                        double* out);
  /// y_kq += scale_q x_kq
  void (*lane_add)(const double* scale, const double* x, Index count, double* y);
  /// y_kq = d_kq x_kq + scale_q y_kq
  void (*lane_turn)(const double* scale, const double* d, const double* x, Index count, double* y);

  /// out[i*ldo + j] = a_i'b_j, vectors of length n given by their addresses.
  void (*dots)(const double* const* a, Index na, const double* const* b, Index nb, Index n,
               double* out, Index ldo);
  /// r_q -= sum_k p_k b[k*ldb + q] for the m columns of r (column q at r + q*ldr), length n.
  void (*subtract)(const double* const* p, Index count, const double* b, Index ldb, Index m,
                   Index n, double* r, Index ldr);
  /// For j in [begin, end) whose products are surely small: wanted[j] := 0, and the estimates of
  /// the last two go to out[q*ldo + j].
  void (*estimate)(const Estimates& e, Index begin, Index end, char* wanted, double* out,
                   Index ldo);
  /// x := L^-1 x, L lower triangular by rows.
  void (*solve_lower)(const double* lower, Index ld, Index n, double* x);
  /// x := L^-T x.
  void (*solve_upper)(const double* lower, Index ld, Index n, double* x);
};

/// Right-hand sides a sparse kernel carries at once.
inline constexpr Index sparse_lanes = lanes;
/// Right-hand sides that fill the sweeps of a dense kernel over columns in the cache.
inline constexpr Index dense_lanes = 8;

/// The kernels for this processor; RIATA_KERNELS=portable|avx2|avx512 asks for lesser ones.
const Table& table();

/// Pick the dense (by element type) or sparse (by element and index type) kernels of a table.
template <class T>
const DenseKernels<T>& dense(const Table& t);
template <>
inline const DenseKernels<double>& dense<double>(const Table& t) {
  return t.f64;
}
template <>
inline const DenseKernels<float>& dense<float>(const Table& t) {
  return t.f32;
}

template <class T, class I>
const SparseKernels<T, I>& sparse(const Table& t);
template <>
inline const SparseKernels<double, std::int32_t>& sparse<double, std::int32_t>(const Table& t) {
  return t.csc_f64_i32;
}
template <>
inline const SparseKernels<double, std::int64_t>& sparse<double, std::int64_t>(const Table& t) {
  return t.csc_f64_i64;
}
template <>
inline const SparseKernels<float, std::int32_t>& sparse<float, std::int32_t>(const Table& t) {
  return t.csc_f32_i32;
}
template <>
inline const SparseKernels<float, std::int64_t>& sparse<float, std::int64_t>(const Table& t) {
  return t.csc_f32_i64;
}

}  // namespace riata::kernels
