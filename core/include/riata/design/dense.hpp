// Dense data in either memory order, float64 or float32, never copied.
#pragma once

#include "riata/design/design.hpp"

namespace riata {

enum class Layout { by_columns, by_rows };

template <class T>
class Dense final : public Design {
 public:
  /// `ld` is the distance between neighbouring columns (by_columns) or rows (by_rows).
  Dense(const T* data, Index rows, Index columns, Index ld, Layout layout);

  [[nodiscard]] Index rows() const override { return rows_; }
  [[nodiscard]] Index columns() const override { return columns_; }
  void moments(ConstValues weight, ConstValues response, ColumnMoments& out,
               int threads) const override;
  void xtr(ConstBlock r, ConstValues shift, Indices which, Block out, int threads) const override;
  [[nodiscard]] Index at_once() const override { return kernels::dense_lanes; }
  [[nodiscard]] std::unique_ptr<ColumnSet> column_set(const Lens& lens) const override;
  void gram(const Lens& lens, Block out, int threads, Watch& watch) const override;

  /// Rows [from, from + count) of column j seen through the lens.
  void pack(const Lens& lens, Index j, Index from, Index count, double* out) const;

 private:
  [[nodiscard]] Index chunk() const;

  const T* data_;
  Index rows_;
  Index columns_;
  Index ld_;
  Layout layout_;
};

extern template class Dense<double>;
extern template class Dense<float>;

}  // namespace riata
