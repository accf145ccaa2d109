#include "riata/kernels/make_table.hpp"

namespace riata::kernels {
namespace {
struct Target {
  static constexpr Index width = 2;
  static constexpr Index dot_rows = 3;
  static constexpr Index dot_columns = 4;
};
constexpr Table kernels = make_table<Target>("portable");
}  // namespace

const Table& portable_table() { return kernels; }

}  // namespace riata::kernels
