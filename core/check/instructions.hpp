// The kernel tables that this processor can run.
#pragma once

#include <vector>

#include "riata/kernels/make_table.hpp"

namespace riata::check {

inline std::vector<const kernels::Table*> instruction_sets() {
  std::vector<const kernels::Table*> all{&kernels::portable_table()};
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512bw");
  if (avx2) all.push_back(&kernels::avx2_table());
  if (avx512) all.push_back(&kernels::avx512_table());
#endif
  return all;
}

}  // namespace riata::check
