// The whole framework: a property is a name and a function that tries it once on random input.
#pragma once

#include <functional>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "random.hpp"

namespace riata::check {

/// What references are computed in.
using Real = long double;

/// A sum by a reference: its value, and the magnitudes that went in, which rounding is relative to.
struct Sum {
  Real value = 0;
  Real size = 0;

  void add(Real term) {
    value += term;
    size += std::abs(term);
  }
};

template <class... Parts>
std::string text(const Parts&... parts) {
  std::ostringstream out;
  out.precision(17);
  (out << ... << parts);
  return out.str();
}

/// One try: its own random numbers, and what went wrong.
class Trial {
 public:
  explicit Trial(std::uint64_t seed) : random(seed) {}

  Random random;

  /// The sizes of this try, printed with a failure.
  template <class... Parts>
  void about(const Parts&... parts) {
    about_ = text(parts...);
  }

  template <class... Parts>
  void expect(bool holds, const Parts&... what) {
    if (!holds) fail(text(what...));
  }

  /// |got - want| <= units * machine epsilon * size of the sum.
  template <class... Parts>
  void near(double got, const Sum& want, double units, const Parts&... what) {
    const Real bound = units * std::numeric_limits<double>::epsilon() * want.size;
    if (std::abs(got - want.value) <= bound) return;  // never true of NaN
    fail(text(what..., ": got ", got, ", not ", want.value, " (off by ", got - want.value,
              ", may be off by ", bound, ")"));
  }

  void fail(std::string what) {
    if (failures_++ == 0) first_ = about_.empty() ? std::move(what) : about_ + ": " + what;
  }

  [[nodiscard]] Index failures() const { return failures_; }
  [[nodiscard]] const std::string& first() const { return first_; }

 private:
  Index failures_ = 0;
  std::string about_;
  std::string first_;
};

struct Property {
  std::string name;
  int trials;
  std::function<void(Trial&)> holds;
};

using Properties = std::vector<Property>;

}  // namespace riata::check
