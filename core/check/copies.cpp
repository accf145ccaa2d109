#include "copies.hpp"

#include "riata/design/sparse.hpp"

namespace riata::check {
namespace {

template <class T>
CopyKind dense(const char* name, Layout layout) {
  return {name, false, [layout](const Numbers& x, Random& random) {
            auto memory = std::make_shared<const Padded<T>>(padded<T>(x, layout, random));
            auto design =
                std::make_unique<Dense<T>>(memory->data(), x.rows, x.columns, memory->ld, layout);
            return Copy{std::move(memory), std::move(design)};
          }};
}

template <class T, class I>
CopyKind sparse(const char* name) {
  return {name, true, [](const Numbers& x, Random& random) {
            auto memory = std::make_shared<const Entries<T, I>>(compressed<T, I>(x, random));
            auto design = std::make_unique<Sparse<T, I>>(memory->view(), x.rows, x.columns);
            return Copy{std::move(memory), std::move(design)};
          }};
}

}  // namespace

const std::vector<CopyKind>& copy_kinds() {
  static const std::vector<CopyKind> kinds{
      dense<double>("columns float64", Layout::by_columns),
      dense<double>("rows float64", Layout::by_rows),
      dense<float>("columns float32", Layout::by_columns),
      dense<float>("rows float32", Layout::by_rows),
      sparse<double, std::int32_t>("sparse float64 int32"),
      sparse<double, std::int64_t>("sparse float64 int64"),
      sparse<float, std::int32_t>("sparse float32 int32"),
      sparse<float, std::int64_t>("sparse float32 int64"),
  };
  return kinds;
}

}  // namespace riata::check
