// The Gaussian linear model given its prior variances: beta_j ~ N(0, sigma^2 d_j).
#pragma once

#include <memory>
#include <vector>

#include "riata/sampler/random.hpp"
#include "riata/sampler/scale.hpp"
#include "riata/types.hpp"

namespace riata::sampler {

/// The data: |y - X beta|^2 = |target - A beta|^2 + rest for every beta, A being k x p.
struct LinearData {
  ConstBlock rows;     // p x k: column i is row i of A
  ConstBlock gram;     // A'A, used where k >= p
  ConstValues target;  // (k,)
  double rest = 0.0;
  double df = 0.0;  // of sigma^2 once beta and the unpenalised columns are integrated out

  [[nodiscard]] Index columns() const { return rows.rows; }
  /// |y - X beta|^2.
  [[nodiscard]] double residual_square(ConstValues beta) const;
};

/// Variances to start a chain from, as wide as the data may ask for and in units of the columns.
std::vector<double> first_variances(const LinearData& data, Random& random);

/// beta | sigma, d, and what remains of the likelihood of sigma when beta is integrated out.
class Conditional {
 public:
  virtual ~Conditional() = default;
  /// Look at variances d (p,), all positive.
  virtual void form(ConstValues d) = 0;
  /// For the d of the last `form`, the likelihood of a common factor of them; null where finding it
  /// is not worth its cost.
  virtual const ScaleSpace* scales() = 0;
  /// Take that d times a common factor; returns y'(I + X D X')^-1 y, so that sigma^2 has the
  /// likelihood sigma^-df exp(-that / (2 sigma^2)).
  virtual double factor(double scale) = 0;
  /// A draw of beta at the variances of the last `factor`.
  virtual void draw(double sigma, Random& random, Values beta) = 0;
};

/// By the p x p system where A has p rows, by the k x k one where it has fewer.
std::unique_ptr<Conditional> make_conditional(const LinearData& data);

}  // namespace riata::sampler
