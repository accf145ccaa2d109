#include "riata/kernels/make_table.hpp"

namespace riata::kernels {
namespace {
struct Target {
  static constexpr Index width = 8;
  static constexpr Index dot_rows = 4;
  static constexpr Index dot_columns = 6;
};
constexpr Table kernels = make_table<Target>("avx512");
}  // namespace

const Table& avx512_table() { return kernels; }

}  // namespace riata::kernels
