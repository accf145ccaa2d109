// Picks the kernels at run time: the package is built for the oldest processor it runs on.
#include <cstdlib>
#include <string_view>

#include "riata/kernels/make_table.hpp"

namespace riata::kernels {
namespace {

enum class Level { portable, avx2, avx512 };

Level wanted() {
  const char* asked = std::getenv("RIATA_KERNELS");
  const std::string_view name = asked ? asked : "";
  if (name == "portable") return Level::portable;
  if (name == "avx2") return Level::avx2;
  return Level::avx512;
}

const Table& pick([[maybe_unused]] Level most) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512bw");
  if (most >= Level::avx512 && avx512) return avx512_table();
  if (most >= Level::avx2 && avx2) return avx2_table();
#endif
  return portable_table();
}

// Chosen when the core is loaded: a process that forks during a first use would find it half done.
const Table& chosen = pick(wanted());

}  // namespace

const Table& table() { return chosen; }

}  // namespace riata::kernels
