// Arrays in and out of Python.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <memory>
#include <optional>
#include <vector>

#include "riata/types.hpp"

namespace riata::bind {

namespace nb = nanobind;

using Vector = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Integers = nb::ndarray<const std::int64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
/// Column-major.
using Matrix = nb::ndarray<const double, nb::ndim<2>, nb::f_contig, nb::device::cpu>;

inline ConstValues view(const Vector& v) { return {v.data(), v.size()}; }

inline std::vector<double> copy(const Vector& v) { return {v.data(), v.data() + v.size()}; }

/// Hand a vector over to NumPy without copying it.
template <class T>
nb::ndarray<nb::numpy, T> give(std::vector<T> values, std::initializer_list<std::size_t> shape,
                               std::initializer_list<std::int64_t> strides = {}) {
  auto owned = std::make_unique<std::vector<T>>(std::move(values));
  T* data = owned->data();
  const nb::capsule owner(owned.get(), [](void* p) noexcept {
    const std::unique_ptr<std::vector<T>> end(static_cast<std::vector<T>*>(p));
  });
  static_cast<void>(owned.release());  // the capsule owns it now
  return nb::ndarray<nb::numpy, T>(data, shape, owner, strides);
}

template <class T>
nb::ndarray<nb::numpy, T> give(std::vector<T> values) {
  const std::size_t n = values.size();
  return give(std::move(values), {n});
}

/// Column-major (rows, columns).
inline nb::ndarray<nb::numpy, double> give_matrix(std::vector<double> values, Index rows,
                                                  Index columns) {
  return give(std::move(values), {as_size(rows), as_size(columns)}, {1, rows});
}

}  // namespace riata::bind
