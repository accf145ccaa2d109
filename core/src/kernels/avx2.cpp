#include "riata/kernels/make_table.hpp"

namespace riata::kernels {
namespace {
struct Target {
  static constexpr Index width = 4;
  static constexpr Index dot_rows = 3;
  static constexpr Index dot_columns = 4;
};
constexpr Table kernels = make_table<Target>("avx2");
}  // namespace

const Table& avx2_table() { return kernels; }

}  // namespace riata::kernels
