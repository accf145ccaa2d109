#include <nanobind/stl/function.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include "designs.hpp"
#include "guarded.hpp"
#include "riata/solver/together.hpp"

namespace riata::bind {
namespace {

// Solutions in compressed columns: where each starts, rows, values; gaps and |r|^2.
auto arrays_of(const std::vector<PathPoint>& path) {
  std::vector<std::int64_t> start{0}, row;
  std::vector<double> value, gap, residual;
  for (const PathPoint& point : path) {
    row.insert(row.end(), point.column.begin(), point.column.end());
    value.insert(value.end(), point.value.begin(), point.value.end());
    start.push_back(static_cast<std::int64_t>(row.size()));
    gap.push_back(point.gap);
    residual.push_back(point.residual_square);
  }
  return std::make_tuple(give(std::move(start)), give(std::move(row)), give(std::move(value)),
                         give(std::move(gap)), give(std::move(residual)));
}

// Everything a path needs, in one place and alive as long as the solver. Nobody writes to these
// arrays while it lives, so they are held, not copied.
class HeldPath {
 public:
  HeldPath(nb::object design, std::optional<Vector> root_weight, Vector shift, Vector inverse_scale,
           Vector y, Vector products, Vector norm, Vector l1, Vector l2, Vector lower, Vector upper,
           int threads)
      : owner_(std::move(design)),
        rows_({std::move(root_weight), std::move(shift), std::move(inverse_scale), std::move(y),
               std::move(norm)}),
        products_(std::move(products)),
        l1_(std::move(l1)),
        l2_(std::move(l2)),
        lower_(std::move(lower)),
        upper_(std::move(upper)) {
    const Design& data = *nb::cast<HeldDesign&>(owner_).design;
    const Lens lens{rows_.root_weight ? view(*rows_.root_weight) : ConstValues{}, view(rows_.shift),
                    view(rows_.inverse_scale)};
    source_ = std::make_unique<DataSource>(data, lens, view(rows_.y), view(products_),
                                           view(rows_.norm), threads);
    solver_ = std::make_unique<PathSolver>(*source_, penalty());
  }

  HeldPath(const Matrix& gram, Vector products, double square, Vector l1, Vector l2, Vector lower,
           Vector upper)
      : owner_(nb::cast(gram)),
        products_(std::move(products)),
        l1_(std::move(l1)),
        l2_(std::move(l2)),
        lower_(std::move(lower)),
        upper_(std::move(upper)) {
    const auto p = static_cast<Index>(gram.shape(0));
    source_ =
        std::make_unique<GramSource>(ConstBlock(gram.data(), p, p, p), view(products_), square);
    solver_ = std::make_unique<PathSolver>(*source_, penalty());
  }

  nb::object null_products() {
    const ConstValues c =
        guarded(nb::none(), [&](Watch& watch) { return solver_->null_products(watch); });
    return nb::cast(give(std::vector<double>(c.begin(), c.end())));
  }

  void start(const Integers& columns, const Vector& values) {
    const std::vector<Index> where(columns.data(), columns.data() + columns.size());
    guarded(nb::none(), [&](Watch& watch) {
      solver_->start(where, view(values), watch);
      return 0;
    });
  }

  auto run(const Vector& lambdas, double tol, Index batch, Index max_passes, nb::object progress) {
    const PathSettings settings{tol, batch, max_passes};
    return arrays_of(guarded(std::move(progress), [&](Watch& watch) {
      return solver_->run(view(lambdas), settings, watch);
    }));
  }

  [[nodiscard]] Member member(const Vector& lambdas) {
    auto* rows = dynamic_cast<DataSource*>(source_.get());
    if (rows == nullptr) throw std::invalid_argument("paths in step need rows");
    return {rows, solver_.get(), copy(lambdas)};
  }

  nb::dict counts() const {
    const PathCounts c = solver_->counts();
    nb::dict d;
    d["passes"] = c.passes;
    d["solves"] = c.solves;
    d["drops"] = c.drops;
    d["working_set"] = c.working_set;
    return d;
  }

 private:
  struct Rows {
    std::optional<Vector> root_weight;
    Vector shift, inverse_scale, y, norm;
  };

  [[nodiscard]] ElasticNets penalty() const {
    return {view(l1_), view(l2_), view(lower_), view(upper_)};
  }

  nb::object owner_;
  Rows rows_;
  Vector products_, l1_, l2_, lower_, upper_;
  std::unique_ptr<Source> source_;
  std::unique_ptr<PathSolver> solver_;
};

nb::list run_members(const std::vector<nb::object>& solvers, const std::vector<Vector>& lambdas,
                     double tol, Index batch, Index max_passes, int threads, nb::object progress) {
  std::vector<Member> members;
  for (std::size_t k = 0; k < solvers.size(); ++k) {
    members.push_back(nb::cast<HeldPath&>(solvers[k]).member(lambdas.at(k)));
  }
  const PathSettings settings{tol, batch, max_passes};
  nb::list out;
  for (const auto& path : guarded(std::move(progress), [&](Watch& watch) {
         return run_together(members, settings, threads, watch);
       })) {
    out.append(arrays_of(path));
  }
  return out;
}

}  // namespace

void bind_path(nb::module_& m) {
  nb::class_<HeldPath>(m, "PathSolver")
      .def(nb::init<nb::object, const std::optional<Vector>&, const Vector&, const Vector&,
                    const Vector&, const Vector&, const Vector&, const Vector&, const Vector&,
                    const Vector&, const Vector&, int>(),
           nb::kw_only(), nb::arg("design"), nb::arg("root_weight").none(), nb::arg("shift"),
           nb::arg("inverse_scale"), nb::arg("y"), nb::arg("products"), nb::arg("norm"),
           nb::arg("l1"), nb::arg("l2"), nb::arg("lower"), nb::arg("upper"), nb::arg("threads"))
      .def(nb::init<const Matrix&, const Vector&, double, const Vector&, const Vector&,
                    const Vector&, const Vector&>(),
           nb::kw_only(), nb::arg("gram"), nb::arg("products"), nb::arg("square"), nb::arg("l1"),
           nb::arg("l2"), nb::arg("lower"), nb::arg("upper"))
      .def("null_products", &HeldPath::null_products)
      .def("start", &HeldPath::start, nb::arg("columns"), nb::arg("values"))
      .def("run", &HeldPath::run, nb::arg("lambdas"), nb::kw_only(), nb::arg("tol"),
           nb::arg("batch"), nb::arg("max_passes"), nb::arg("progress").none())
      .def("counts", &HeldPath::counts);
  m.def("run_together", &run_members, nb::arg("solvers"), nb::arg("lambdas"), nb::kw_only(),
        nb::arg("tol"), nb::arg("batch"), nb::arg("max_passes"), nb::arg("threads"),
        nb::arg("progress").none());
}

}  // namespace riata::bind
