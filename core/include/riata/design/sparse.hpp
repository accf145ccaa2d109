// Compressed sparse columns, never copied; centring and scaling stay implicit.
#pragma once

#include "riata/design/design.hpp"
#include "riata/kernels/table.hpp"

namespace riata {

template <class T, class I>
class Sparse final : public Design {
 public:
  /// Entries of column j are start[j] .. start[j+1] of `value` and `row`; rows are unique within a
  /// column.
  Sparse(kernels::Compressed<T, I> entries, Index rows, Index columns);

  [[nodiscard]] Index rows() const override { return rows_; }
  [[nodiscard]] Index columns() const override { return columns_; }
  void moments(ConstValues weight, ConstValues response, ColumnMoments& out,
               int threads) const override;
  void xtr(ConstBlock r, ConstValues shift, Indices which, Block out, int threads) const override;
  [[nodiscard]] Index at_once() const override { return kernels::sparse_lanes; }
  [[nodiscard]] std::unique_ptr<ColumnSet> column_set(const Lens& lens) const override;
  void gram(const Lens& lens, Block out, int threads, Watch& watch) const override;

 private:
  [[nodiscard]] Index nonzeros() const {
    return static_cast<Index>(entries_.start[columns_] - entries_.start[0]);
  }

  kernels::Compressed<T, I> entries_;
  Index rows_;
  Index columns_;
};

extern template class Sparse<double, std::int32_t>;
extern template class Sparse<double, std::int64_t>;
extern template class Sparse<float, std::int32_t>;
extern template class Sparse<float, std::int64_t>;

}  // namespace riata
