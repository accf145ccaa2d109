// A Cholesky factor that grows and shrinks with the active set.
#pragma once

#include <functional>

#include "riata/aligned.hpp"
#include "riata/types.hpp"

namespace riata {

/// M = L L', L lower triangular, kept by rows so that both solves read memory in order.
class Cholesky {
 public:
  [[nodiscard]] Index size() const { return size_; }
  void clear() { size_ = 0; }

  /// The next row of M: `column` holds M[k, new] for the k already in; returns the pivot
  /// M[new, new] - |l|^2 and leaves L^-1 column in `column`. `accept` then appends it.
  /// The first `solved` entries of `column` may hold those of L^-1 column already.
  double pivot(Values column, double diagonal, Index solved = 0) const;
  void accept(ConstValues row, double pivot);

  /// Some entries of a symmetric M: out[k] = M[i, from + k].
  using Entries = std::function<void(Index i, Index from, Values out)>;
  /// Factor an n x n matrix, whatever was there; false, and empty, where a pivot is not above
  /// `least` of its diagonal.
  bool build(Index n, const Entries& entries, double least, int threads);

  /// Remove row and column k; the rows below are restored with Givens rotations
  /// (Golub & Van Loan, Matrix Computations, 6.5.3).
  void remove(Index k);

  void solve(Values x) const;        // x := M^-1 x
  void solve_lower(Values x) const;  // x := L^-1 x
  void solve_lower(Block x) const;   // the same for many columns, reading L once
  void solve_upper(Values x) const;  // x := L^-T x

 private:
  void reserve(Index n);
  void update(Index from, Index width, Index top, Index height, const Entries& entries,
              double* tile) const;
  bool diagonal(Index from, Index width, const Entries& entries, double least);
  void below(Index from, Index width, Index top, Index height, const Entries& entries);
  [[nodiscard]] double* row(Index i) { return lower_.data() + i * ld_; }
  [[nodiscard]] const double* row(Index i) const { return lower_.data() + i * ld_; }

  AlignedVector<double> lower_;
  Index ld_ = 0;
  Index size_ = 0;
};

}  // namespace riata
