// The likelihood of a common factor of all prior variances, for any factor at the cost of O(k).
#pragma once

#include <vector>

#include "riata/types.hpp"

namespace riata::sampler {

/// What (I + s K)^-1 says of a vector t, K = A D A' symmetric k x k.
struct ScaleTerms {
  double log_determinant;  // of I + s K
  double square;           // t'(I + s K)^-1 t
};

/// K is brought to a tridiagonal matrix once (Householder; Golub & Van Loan, 8.3.1), and t with it;
/// from there every s costs one factorisation of a tridiagonal matrix.
class ScaleSpace {
 public:
  explicit ScaleSpace(Index size);
  /// `lower` holds the lower triangle of K, column-major.
  void reset(ConstBlock lower, ConstValues target);
  [[nodiscard]] ScaleTerms at(double scale) const;
  /// The sum of the eigenvalues of K.
  [[nodiscard]] double trace() const;

 private:
  Index size_;
  std::vector<double> work_, reflector_, product_;
  std::vector<double> diagonal_, beside_, target_;
};

}  // namespace riata::sampler
