#include "riata/solver/working_set.hpp"

#include <algorithm>
#include <cmath>

namespace riata {

WorkingSet::WorkingSet(Source& source)
    : source_(source),
      inside_(source.response_products().size(), 0),
      response_norm_(std::sqrt(source.response_square())) {}

void WorkingSet::reserve(Index size) {
  if (size <= ld_) return;
  const Index ld = round_up(std::max(size, ld_ + ld_ / 2), 16) + 8;
  AlignedVector<double> grown(as_size(ld * ld));
  for (Index i = 0; i < products_; ++i) {
    std::copy_n(gram(i), products_, grown.data() + i * ld);
  }
  gram_.swap(grown);
  ld_ = ld;
}

void WorkingSet::append(Indices columns) {
  if (columns.empty()) return;
  source_.append(columns);
  for (const Index j : columns) {
    column_.push_back(j);
    inside_[as_size(j)] = 1;
    response_.push_back(source_.response_products()[as_size(j)]);
  }
}

void WorkingSet::complete() {
  const Index before = products_;
  const Index after = size();
  if (before == after) return;
  reserve(after);
  source_.gram(before, {gram_.data() + before * ld_, after, after - before, ld_});
  for (Index i = before; i < after; ++i) {
    for (Index j = 0; j < before; ++j) gram_[as_size(j * ld_ + i)] = gram(i, j);
    // The block of new columns may differ in the last bit above and below its diagonal.
    for (Index j = before; j < i; ++j) gram_[as_size(j * ld_ + i)] = gram(i, j);
  }
  products_ = after;
}

}  // namespace riata
