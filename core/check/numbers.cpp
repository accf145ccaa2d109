#include "numbers.hpp"

namespace riata::check {

Numbers gaussian(Random& random, Index n, Index p) {
  Numbers x(n, p);
  for (double& v : x.value) v = random.normal();
  return x;
}

void round_to_float(Numbers& x) {
  for (double& v : x.value) v = static_cast<double>(static_cast<float>(v));
}

}  // namespace riata::check
