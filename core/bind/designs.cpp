#include "designs.hpp"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>

#include <numeric>

#include "riata/design/dense.hpp"
#include "riata/design/sparse.hpp"
#include "riata/kernels/table.hpp"
#include "riata/parallel/pool.hpp"

namespace riata::bind {
namespace {

template <class T>
using Table2 = nb::ndarray<const T, nb::ndim<2>, nb::device::cpu>;
template <class T>
using Flat = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

// Either memory order, with any distance between columns (or rows).
template <class T>
HeldDesign dense(const Table2<T>& x) {
  const auto n = static_cast<Index>(x.shape(0));
  const auto p = static_cast<Index>(x.shape(1));
  const auto down = static_cast<Index>(x.stride(0));
  const auto across = static_cast<Index>(x.stride(1));
  HeldDesign held{nb::cast(x), nullptr};
  if ((down == 1 || n == 1) && (across >= n || p == 1)) {
    held.design =
        std::make_unique<Dense<T>>(x.data(), n, p, p == 1 ? n : across, Layout::by_columns);
  } else if ((across == 1 || p == 1) && (down >= p || n == 1)) {
    held.design = std::make_unique<Dense<T>>(x.data(), n, p, n == 1 ? p : down, Layout::by_rows);
  } else {
    throw nb::value_error("dense(): neither the columns nor the rows are contiguous");
  }
  return held;
}

template <class T, class I>
HeldDesign csc(const Flat<T>& value, const Flat<I>& row, const Flat<I>& start, Index rows) {
  HeldDesign held{nb::make_tuple(value, row, start), nullptr};
  held.design = std::make_unique<Sparse<T, I>>(
      kernels::Compressed<T, I>{value.data(), row.data(), start.data()}, rows,
      static_cast<Index>(start.size()) - 1);
  return held;
}

auto moments(const HeldDesign& held, const std::optional<Vector>& weight, const Vector& response,
             int threads) {
  ColumnMoments out;
  {
    const nb::gil_scoped_release release;
    const FlushDenormals flush;
    held.design->moments(weight ? view(*weight) : ConstValues{}, view(response), out, threads);
  }
  return std::make_tuple(give(std::move(out.mean)), give(std::move(out.scatter)),
                         give(std::move(out.response)));
}

auto xtr(const HeldDesign& held, const Matrix& r, const Vector& shift, int threads) {
  const Index p = held.design->columns();
  const auto n = static_cast<Index>(r.shape(0));
  const auto m = static_cast<Index>(r.shape(1));
  if (n != held.design->rows()) throw nb::value_error("xtr(): residuals of another length");
  std::vector<double> out(as_size(p * m));
  std::vector<Index> all(as_size(p));
  std::iota(all.begin(), all.end(), Index{0});
  {
    const nb::gil_scoped_release release;
    const FlushDenormals flush;
    held.design->xtr({r.data(), n, m, n}, view(shift), all, {out.data(), p, m, p}, threads);
  }
  return give_matrix(std::move(out), p, m);
}

auto gram(const HeldDesign& held, const std::optional<Vector>& root_weight, const Vector& shift,
          const Vector& inverse_scale, int threads) {
  const Index p = held.design->columns();
  std::vector<double> out(as_size(p * p));
  {
    const nb::gil_scoped_release release;
    const FlushDenormals flush;
    Watch watch;
    const Lens lens{root_weight ? view(*root_weight) : ConstValues{}, view(shift),
                    view(inverse_scale)};
    held.design->gram(lens, {out.data(), p, p, p}, threads, watch);
  }
  return give_matrix(std::move(out), p, p);
}

template <class T, class I>
void bind_csc(nb::module_& m) {
  m.def("csc", &csc<T, I>, nb::arg("data").noconvert(), nb::arg("indices").noconvert(),
        nb::arg("indptr").noconvert(), nb::arg("rows"));
}

}  // namespace

void bind_designs(nb::module_& m) {
  nb::class_<HeldDesign>(m, "Design").def_prop_ro("shape", [](const HeldDesign& h) {
    return std::make_tuple(h.design->rows(), h.design->columns());
  });
  m.def("dense", &dense<double>, nb::arg("x").noconvert());
  m.def("dense", &dense<float>, nb::arg("x").noconvert());
  bind_csc<double, std::int32_t>(m);
  bind_csc<double, std::int64_t>(m);
  bind_csc<float, std::int32_t>(m);
  bind_csc<float, std::int64_t>(m);
  m.def("moments", &moments, nb::arg("design"), nb::arg("weight").none(), nb::arg("response"),
        nb::arg("threads"));
  m.def("xtr", &xtr, nb::arg("design"), nb::arg("r"), nb::arg("shift"), nb::arg("threads"));
  m.def("gram", &gram, nb::arg("design"), nb::arg("root_weight").none(), nb::arg("shift"),
        nb::arg("inverse_scale"), nb::arg("threads"));
  m.def("kernels", [] { return std::string(kernels::table().name); });
}

}  // namespace riata::bind
