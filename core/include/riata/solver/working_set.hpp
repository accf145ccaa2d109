// The columns a path has needed so far and, for those who ask, their Gram matrix.
#pragma once

#include <vector>

#include "riata/aligned.hpp"
#include "riata/solver/source.hpp"

namespace riata {

/// Least squares restricted to the working set: 1/2 b'Gb - b'd over positions 0 .. size()-1.
class WorkingSet {
 public:
  explicit WorkingSet(Source& source);

  [[nodiscard]] Index size() const { return static_cast<Index>(column_.size()); }
  [[nodiscard]] Index column(Index position) const { return column_[as_size(position)]; }
  [[nodiscard]] bool has(Index column) const { return inside_[as_size(column)]; }
  [[nodiscard]] std::span<const char> members() const { return inside_; }  // (p,)
  [[nodiscard]] Index columns() const { return static_cast<Index>(inside_.size()); }

  void append(Indices columns);

  /// Work out what is missing of the Gram matrix; only then `gram` may be asked.
  void complete();
  /// How many columns' products are not there yet.
  [[nodiscard]] Index incomplete() const { return size() - products_; }

  [[nodiscard]] const double* gram(Index position) const { return gram_.data() + position * ld_; }
  [[nodiscard]] double gram(Index i, Index j) const { return gram_[as_size(i * ld_ + j)]; }
  [[nodiscard]] ConstValues response() const { return response_; }
  [[nodiscard]] const Source& source() const { return source_; }
  [[nodiscard]] double response_norm() const { return response_norm_; }

 private:
  void reserve(Index size);

  Source& source_;
  std::vector<Index> column_;
  std::vector<char> inside_;
  std::vector<double> response_;
  double response_norm_;
  AlignedVector<double> gram_;  // symmetric, by rows
  Index ld_ = 0;
  Index products_ = 0;  // columns whose products are there
};

}  // namespace riata
