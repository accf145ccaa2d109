#include <algorithm>
#include <cmath>

#include "riata/sampler/scale.hpp"

namespace riata::sampler {

ScaleSpace::ScaleSpace(Index size)
    : size_(size),
      work_(as_size(size * size)),
      reflector_(as_size(size)),
      product_(as_size(size)),
      diagonal_(as_size(size)),
      beside_(as_size(size)),
      target_(as_size(size)) {}

void ScaleSpace::reset(ConstBlock lower, ConstValues target) {
  const Index n = size_;
  for (Index j = 0; j < n; ++j) {
    for (Index i = j; i < n; ++i) {
      work_[as_size(i + j * n)] = work_[as_size(j + i * n)] = lower.data[i + j * lower.ld];
    }
  }
  std::ranges::copy(target, target_.begin());
  double* v = reflector_.data();
  double* p = product_.data();
  for (Index k = 0; k + 1 < n; ++k) {
    const double* column = work_.data() + k * n;
    diagonal_[as_size(k)] = column[k];
    double square = 0.0;
    for (Index i = k + 1; i < n; ++i) square += column[i] * column[i];
    const double length = std::copysign(std::sqrt(square), -column[k + 1]);
    beside_[as_size(k)] = length;
    const double size = square - length * column[k + 1];  // half of v'v
    if (!(size > 0.0)) {
      beside_[as_size(k)] = column[k + 1];
      continue;
    }
    // The rest becomes H rest H with H = I - v v' / size, by its rank-two form; so does t.
    std::copy(column + k + 1, column + n, v + k + 1);
    v[k + 1] -= length;
    std::fill(p + k + 1, p + n, 0.0);
    double along = 0.0, seen = 0.0;
    for (Index j = k + 1; j < n; ++j) {
      const double c = v[j] / size;
      const double* a = work_.data() + j * n;
      for (Index i = k + 1; i < n; ++i) p[i] += c * a[i];
      seen += c * target_[as_size(j)];
    }
    for (Index i = k + 1; i < n; ++i) along += p[i] * v[i];
    along *= 0.5 / size;
    for (Index i = k + 1; i < n; ++i) {
      p[i] -= along * v[i];
      target_[as_size(i)] -= seen * v[i];
    }
    for (Index j = k + 1; j < n; ++j) {
      double* a = work_.data() + j * n;
      for (Index i = k + 1; i < n; ++i) a[i] -= v[i] * p[j] + p[i] * v[j];
    }
  }
  if (n > 0) diagonal_[as_size(n - 1)] = work_[as_size(n * n - 1)];
}

ScaleTerms ScaleSpace::at(double scale) const {
  ScaleTerms out{0.0, 0.0};
  double pivot = 1.0, left = 0.0, determinant = 1.0;
  for (std::size_t i = 0; i < diagonal_.size(); ++i) {
    const double off = i == 0 ? 0.0 : scale * beside_[i - 1];
    const double factor = off / pivot;
    // I + s K has no pivot below one.
    pivot = std::max(1.0 + scale * diagonal_[i] - factor * off, 1.0);
    left = target_[i] - factor * left;
    out.square += left * left / pivot;
    determinant *= pivot;
    if (determinant > 1e100) {
      out.log_determinant += std::log(determinant);
      determinant = 1.0;
    }
  }
  out.log_determinant += std::log(determinant);
  return out;
}

double ScaleSpace::trace() const {
  double sum = 0.0;
  for (const double d : diagonal_) sum += d;
  return sum;
}

}  // namespace riata::sampler
