// One matrix in every kind of memory that a design reads.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "numbers.hpp"
#include "riata/design/design.hpp"

namespace riata::check {

/// A design together with the memory it looks at.
struct Copy {
  std::shared_ptr<const void> memory;
  std::unique_ptr<Design> design;
};

struct CopyKind {
  std::string name;
  bool sparse;  // centres after multiplying: rounding is relative to uncentred numbers
  std::function<Copy(const Numbers&, Random&)> make;
};

/// Numbers must be as float32 holds them.
const std::vector<CopyKind>& copy_kinds();

}  // namespace riata::check
