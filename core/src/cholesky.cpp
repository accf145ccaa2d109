#include "riata/linalg/cholesky.hpp"

#include <algorithm>
#include <cmath>

#include "riata/kernels/table.hpp"

namespace riata {

void Cholesky::reserve(Index n) {
  if (n <= ld_) return;
  // An odd number of cache lines to a row keeps equal columns of many rows in different cache sets.
  const Index ld = round_up(std::max(n, ld_ + ld_ / 2 + 32), 16) + 8;
  AlignedVector<double> grown(as_size(ld * ld));
  for (Index i = 0; i < size_; ++i) {
    std::copy_n(row(i), i + 1, grown.data() + i * ld);
  }
  lower_.swap(grown);
  ld_ = ld;
}

double Cholesky::pivot(Values column, double diagonal) const {
  solve_lower(column);
  double rest = diagonal;
  for (const double v : column) rest -= v * v;
  return rest;
}

void Cholesky::accept(ConstValues next, double pivot) {
  reserve(size_ + 1);
  double* last = row(size_);
  std::copy(next.begin(), next.end(), last);
  last[size_] = std::sqrt(pivot);
  ++size_;
}

void Cholesky::remove(Index k) {
  std::vector<double> cosine(as_size(size_ - k)), sine(as_size(size_ - k));
  for (Index i = k + 1; i < size_; ++i) {
    const double* old = row(i);
    double* now = row(i - 1);
    std::copy_n(old, k, now);
    // The row without entry k has one entry too many; earlier rotations act on it first.
    double carried = old[k];
    for (Index j = k; j < i - 1; ++j) {
      const double next = old[j + 1];
      const double c = cosine[as_size(j - k)];
      const double s = sine[as_size(j - k)];
      now[j] = c * carried + s * next;
      carried = c * next - s * carried;
    }
    const double next = old[i];
    const double length = std::hypot(carried, next);
    cosine[as_size(i - 1 - k)] = carried / length;
    sine[as_size(i - 1 - k)] = next / length;
    now[i - 1] = length;
  }
  --size_;
}

void Cholesky::solve_lower(Values x) const {
  kernels::table().solve_lower(lower_.data(), ld_, size_, x.data());
}

void Cholesky::solve_upper(Values x) const {
  kernels::table().solve_upper(lower_.data(), ld_, size_, x.data());
}

void Cholesky::solve(Values x) const {
  solve_lower(x);
  solve_upper(x);
}

}  // namespace riata
