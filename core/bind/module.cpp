#include "designs.hpp"

NB_MODULE(_core, m) {
  riata::bind::bind_designs(m);
  riata::bind::bind_path(m);
  riata::bind::bind_penalties(m);
}
