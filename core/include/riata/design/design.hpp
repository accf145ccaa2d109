// What the solvers ask of data. Nothing but a Design looks at X; every verb covers a whole pass, so
// a virtual call costs nothing against its work.
#pragma once

#include <memory>
#include <vector>

#include "riata/interrupt.hpp"
#include "riata/kernels/table.hpp"
#include "riata/types.hpp"

namespace riata {

/// Weighted moments of every column: sizes (p,).
struct ColumnMoments {
  std::vector<double> mean;      // sum_i w_i x_ij / sum_i w_i
  std::vector<double> scatter;   // sum_i w_i (x_ij - mean_j)^2
  std::vector<double> response;  // sum_i w_i (x_ij - mean_j) y_i, y centred by the caller
};

/// How raw columns are seen: x~_ij = root_weight_i (x_ij - shift_j) inverse_scale_j.
struct Lens {
  ConstValues root_weight;    // (n,) or empty: all one
  ConstValues shift;          // (p,)
  ConstValues inverse_scale;  // (p,); 0 hides a column
};

/// A growing list of columns seen through a lens: the working set's own data.
class ColumnSet {
 public:
  ColumnSet() = default;
  ColumnSet(const ColumnSet&) = delete;
  ColumnSet& operator=(const ColumnSet&) = delete;
  virtual ~ColumnSet() = default;

  [[nodiscard]] virtual Index size() const = 0;
  virtual void append(Indices columns, int threads) = 0;
  /// out(i, j) = x~_j ' x~_{from+i}, size() x (size() - from).
  virtual void gram(Index from, Block out, int threads) const = 0;
  /// r_q -= sum_k x~_k b(k, q), b stored by rows: b[k * r.cols + q].
  virtual void subtract(ConstValues b, Block r, int threads) const = 0;

  /// Stored numbers of all columns: what one product with them costs.
  [[nodiscard]] virtual double entries() const = 0;
  /// Nanoseconds, about, for the products of one more column with all.
  [[nodiscard]] virtual double gram_cost() const = 0;
  /// |x~_k|^2
  [[nodiscard]] virtual double square(Index k) const = 0;
  // Eight problems at once, on the chosen columns; see kernels::LaneKernels. These are serial.
  virtual void lane_products(Indices which, const kernels::LaneState& state, double* out) const = 0;
  virtual void lane_subtract(Indices which, const double* b,
                             const kernels::LaneState& state) const = 0;
  virtual void lane_descend(Indices which, const kernels::LanePenalty& penalty, double* b,
                            const kernels::LaneState& state) const = 0;
};

class Design {
 public:
  Design() = default;
  Design(const Design&) = delete;
  Design& operator=(const Design&) = delete;
  virtual ~Design() = default;

  [[nodiscard]] virtual Index rows() const = 0;
  [[nodiscard]] virtual Index columns() const = 0;
  /// One pass; `weight` (n,) or empty, `response` (n,) = weight times centred response.
  virtual void moments(ConstValues weight, ConstValues response, ColumnMoments& out,
                       int threads) const = 0;
  /// out(j, q) = sum_i (x_ij - shift_j) r_iq for the columns j of `which`, in ascending order.
  virtual void xtr(ConstBlock r, ConstValues shift, Indices which, Block out,
                   int threads) const = 0;
  /// Right-hand sides that one reading of the data serves; 0 where any number costs its own.
  [[nodiscard]] virtual Index at_once() const { return 0; }
  /// The lens must outlive the set.
  [[nodiscard]] virtual std::unique_ptr<ColumnSet> column_set(const Lens& lens) const = 0;
  /// out = X~'X~, all p x p of it.
  virtual void gram(const Lens& lens, Block out, int threads, Watch& watch) const = 0;
};

}  // namespace riata
