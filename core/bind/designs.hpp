// A design that keeps the Python arrays it looks at alive.
#pragma once

#include "arrays.hpp"
#include "riata/design/design.hpp"

namespace riata::bind {

struct HeldDesign {
  nb::object arrays;
  std::unique_ptr<Design> design;
};

void bind_designs(nb::module_& m);
void bind_path(nb::module_& m);
void bind_penalties(nb::module_& m);
void bind_samplers(nb::module_& m);

}  // namespace riata::bind
