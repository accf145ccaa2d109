#include "designs.hpp"

NB_MODULE(_core, m) {
  // What is still held when the interpreter ends is no leak, and no business of users.
  nanobind::set_leak_warnings(false);
  riata::bind::bind_designs(m);
  riata::bind::bind_path(m);
  riata::bind::bind_penalties(m);
  riata::bind::bind_samplers(m);
}
