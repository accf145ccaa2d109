// The table of contents: one room a file.
#pragma once

#include "trial.hpp"

namespace riata::check {

Properties dense_kernels();
Properties sparse_kernels();
Properties vector_kernels();
Properties designs();
Properties cholesky();
Properties elastic_net();
Properties parallel();
Properties samplers();
Properties screen();
Properties paths();
Properties agreement();
Properties many_active();
Properties together();
Properties edges();
Properties interruption();

struct Room {
  const char* name;
  Properties (*properties)();
};

inline std::vector<Room> rooms() {
  return {{"dense kernels", &dense_kernels},
          {"sparse kernels", &sparse_kernels},
          {"vector kernels", &vector_kernels},
          {"designs", &designs},
          {"cholesky", &cholesky},
          {"elastic net", &elastic_net},
          {"parallel", &parallel},
          {"samplers", &samplers},
          {"screen", &screen},
          {"paths", &paths},
          {"agreement", &agreement},
          {"many active", &many_active},
          {"together", &together},
          {"edges", &edges},
          {"interruption", &interruption}};
}

}  // namespace riata::check
