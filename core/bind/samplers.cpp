#include <nanobind/stl/optional.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>

#include <optional>
#include <string_view>

#include "designs.hpp"
#include "guarded.hpp"
#include "riata/sampler/distributions.hpp"
#include "riata/sampler/horseshoe.hpp"
#include "riata/sampler/laplace.hpp"

namespace riata::bind {
namespace {

using namespace sampler;
using SeedWords = nb::ndarray<const std::uint64_t, nb::shape<4>, nb::c_contig, nb::device::cpu>;

Seed read_seed(const SeedWords& words) {
  return {words.data()[0], words.data()[1], words.data()[2], words.data()[3]};
}

// The reduced data, and how to run; the same for every prior. Holds the arrays it looks at.
struct HeldModel {
  Matrix rows, gram;
  Vector target;
  LinearData data;
  Index chains;
  RunSettings settings;
  Seed seed;

  HeldModel(const Matrix& rows_in, const Matrix& gram_in, const Vector& target_in, double rest,
            double df, Index chain_count, Index draws, Index warmup, Index thin, int threads,
            const SeedWords& words)
      : rows(rows_in),
        gram(gram_in),
        target(target_in),
        data{block(rows), block(gram), view(target), rest, df},
        chains(chain_count),
        settings{draws, warmup, thin, threads},
        seed(read_seed(words)) {
    if (data.rows.cols != size_of(data.target)) throw nb::value_error("target of another length");
    if (data.rows.rows < 1 || !(df > 0.0)) throw nb::value_error("nothing to sample");
    if (data.rows.cols >= data.rows.rows && data.gram.rows != data.rows.rows) {
      throw nb::value_error("gram is missing");
    }
  }

  static ConstBlock block(const Matrix& m) {
    const auto n = static_cast<Index>(m.shape(0));
    return {m.data(), n, static_cast<Index>(m.shape(1)), n};
  }

  void check(const Vector& each) const {
    if (static_cast<Index>(each.size()) != data.columns()) {
      throw nb::value_error("a prior of another length");
    }
  }

  template <class Make>
  auto run(const Make& make, nb::object progress) const {
    Draws out = guarded(std::move(progress), [&](Watch& watch) {
      std::vector<std::unique_ptr<Chain>> all;
      for (Index c = 0; c < chains; ++c) {
        all.push_back(make(Random(seed, static_cast<std::uint64_t>(c))));
      }
      return run_chains(all, settings, watch);
    });
    const std::size_t count = as_size(chains), length = as_size(settings.draws);
    return std::make_tuple(give(std::move(out.beta), {count, length, as_size(data.columns())}),
                           give(std::move(out.variance), {count, length}),
                           give(std::move(out.global), {count, length}));
  }
};

Tie read_tie(std::string_view name) {
  if (name == "relative") return Tie::relative;
  if (name == "objective") return Tie::objective;
  if (name == "fixed") return Tie::fixed;
  throw nb::value_error("tie must be 'relative', 'objective' or 'fixed'");
}

auto laplace(const HeldModel& model, const Vector& l1, const Vector& l2, std::string_view tie,
             double lam, double hyper_shape, double hyper_rate, double known_variance,
             const std::optional<Vector>& start, nb::object progress) {
  model.check(l1);
  model.check(l2);
  if (start) model.check(*start);
  const LaplacePrior prior{
      view(l1),    view(l2),   read_tie(tie),  lam,
      hyper_shape, hyper_rate, known_variance, start ? view(*start) : ConstValues{}};
  return model.run(
      [&](const Random& random) { return make_laplace_chain(model.data, prior, random); },
      std::move(progress));
}

auto horseshoe(const HeldModel& model, const Vector& rate, double scale, double known_global,
               double known_variance, nb::object progress) {
  model.check(rate);
  const HorseshoePrior prior{view(rate), scale, known_global, known_variance};
  return model.run(
      [&](const Random& random) { return make_horseshoe_chain(model.data, prior, random); },
      std::move(progress));
}

// Draws of one distribution, for its tests.
auto random_draws(std::string_view name, double a, double b, double c, Index count,
                  const SeedWords& words, std::uint64_t stream) {
  Random random(read_seed(words), stream);
  const auto draw = [&]() -> double {
    if (name == "uniform") return random.uniform();
    if (name == "normal") return random.normal();
    if (name == "gamma") return random.gamma(a);
    if (name == "laplace_variance") return laplace_variance(a, b, random);
    if (name == "horseshoe_precision") return horseshoe_precision(a, random);
    if (name == "tilted_gamma") return tilted_gamma(a, b, c, random);
    throw nb::value_error("no such distribution");
  };
  std::vector<double> out(as_size(count));
  for (double& x : out) x = draw();
  return give(std::move(out));
}

}  // namespace

void bind_samplers(nb::module_& m) {
  nb::class_<HeldModel>(m, "LinearModel")
      .def(nb::init<const Matrix&, const Matrix&, const Vector&, double, double, Index, Index,
                    Index, Index, int, const SeedWords&>(),
           nb::kw_only(), nb::arg("rows"), nb::arg("gram"), nb::arg("target"), nb::arg("rest"),
           nb::arg("df"), nb::arg("chains"), nb::arg("draws"), nb::arg("warmup"), nb::arg("thin"),
           nb::arg("threads"), nb::arg("seed"))
      .def("laplace", &laplace, nb::kw_only(), nb::arg("l1"), nb::arg("l2"), nb::arg("tie"),
           nb::arg("lam"), nb::arg("hyper_shape"), nb::arg("hyper_rate"), nb::arg("known_variance"),
           nb::arg("start").none(), nb::arg("progress").none())
      .def("horseshoe", &horseshoe, nb::kw_only(), nb::arg("rate"), nb::arg("scale"),
           nb::arg("known_global"), nb::arg("known_variance"), nb::arg("progress").none());
  m.def("random_draws", &random_draws, nb::arg("name"), nb::arg("a"), nb::arg("b"), nb::arg("c"),
        nb::arg("count"), nb::arg("seed"), nb::arg("stream"));
  m.def("log_scaled_e1", &log_scaled_e1, nb::arg("log_h"));
  m.def("log_erfcx", &log_erfcx, nb::arg("x"));
}

}  // namespace riata::bind
