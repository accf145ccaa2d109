#include "designs.hpp"
#include "riata/penalty/elastic_net.hpp"

namespace riata::bind {
namespace {

template <class Each>
auto map(const Vector& in, const Each& each) {
  std::vector<double> out(in.size());
  for (std::size_t j = 0; j < out.size(); ++j) out[j] = each(in.data()[j]);
  return give(std::move(out));
}

}  // namespace

void bind_penalties(nb::module_& m) {
  m.def(
      "elastic_net_value",
      [](const Vector& w, double l1, double l2) {
        const ElasticNet penalty{l1, l2};
        return map(w, [&](double b) { return penalty.value(b); });
      },
      nb::arg("w"), nb::arg("l1"), nb::arg("l2"));
  m.def(
      "elastic_net_prox",
      [](const Vector& z, double step, double l1, double l2, double lower, double upper) {
        const ElasticNet penalty{l1, l2, lower, upper};
        return map(z, [&](double b) { return penalty.prox(b, step); });
      },
      nb::arg("z"), nb::arg("step"), nb::arg("l1"), nb::arg("l2"), nb::arg("lower"),
      nb::arg("upper"));
  m.def(
      "elastic_net_score",
      [](const Vector& c, double l1, double l2, double lower, double upper) {
        const ElasticNet penalty{l1, l2, lower, upper};
        return map(c, [&](double g) { return penalty.score(g); });
      },
      nb::arg("gradient"), nb::arg("l1"), nb::arg("l2"), nb::arg("lower"), nb::arg("upper"));
}

}  // namespace riata::bind
