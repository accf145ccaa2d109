#include "riata/linalg/cholesky.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

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

double Cholesky::pivot(Values column, double diagonal, Index solved) const {
  if (solved == 0) {
    solve_lower(column);
  } else {
    const double* x = column.data();
    for (Index i = solved; i < size_; ++i) {
      const double* l = row(i);
      double known = 0.0;
      kernels::table().dots(&l, 1, &x, 1, i, &known, 1);
      column[as_size(i)] = (column[as_size(i)] - known) / l[i];
    }
  }
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

void Cholesky::solve_lower(Block x) const {
  constexpr Index band = 16;  // rows of L that meet all columns at once
  std::vector<const double*> rows, columns;
  for (Index q = 0; q < x.cols; ++q) columns.push_back(x.column(q).data());
  std::vector<double> known(as_size(band * x.cols));
  for (Index from = 0; from < size_; from += band) {
    const Index count = std::min(band, size_ - from);
    rows.clear();
    for (Index i = 0; i < count; ++i) rows.push_back(row(from + i));
    kernels::table().dots(rows.data(), count, columns.data(), x.cols, from, known.data(), x.cols);
    for (Index i = 0; i < count; ++i) {
      const double* l = rows[as_size(i)] + from;
      for (Index q = 0; q < x.cols; ++q) {
        double* v = x.column(q).data() + from;
        double rest = v[i] - known[as_size(i * x.cols + q)];
        for (Index t = 0; t < i; ++t) rest -= l[t] * v[t];
        v[i] = rest / l[i];
      }
    }
  }
}

void Cholesky::solve_upper(Values x) const {
  kernels::table().solve_upper(lower_.data(), ld_, size_, x.data());
}

void Cholesky::solve(Values x) const {
  solve_lower(x);
  solve_upper(x);
}

}  // namespace riata
