// What solvers ask of a pass over the data, and what it answers.
#pragma once

#include <span>
#include <vector>

#include "riata/aligned.hpp"
#include "riata/types.hpp"

namespace riata {

/// Which gradients of a candidate matter: those that reach the kink lambda l1 of their penalty, now
/// or, as the path seems to go, somewhere down to the next lambdas; and those of chosen columns.
struct Kinks {
  ConstValues lambda;  // of the leading candidates, the last of them where the path stands
  ConstValues l1;      // (p,)
  std::span<const char> chosen;  // (p,)
  double next = 0.0;             // the smallest lambda of the next batch, or the last again
  double slack = 0.0;            // how far below a kink a gradient still counts there
};

/// Coefficients of several candidate solutions over the working set, by rows: value[k * count + q].
/// Column q stands for the residual  base[q] * y - X_W value_q.
struct Candidates {
  ConstValues value;
  ConstValues base;
  Kinks kinks{};  // without lambdas every gradient matters

  [[nodiscard]] Index count() const { return static_cast<Index>(base.size()); }
};

/// What one pass says of each candidate: products (p x m), |r|^2 and y'r (m,). Of columns that were
/// not read the gradients are within their kinks for certain, and only the last two candidates have
/// products, which are estimates.
struct Evaluation {
  std::vector<double> product;
  std::vector<Index> read;  // ascending
  std::vector<double> residual_square;
  std::vector<double> response_residual;
  AlignedVector<double> residual;  // room for those who work them out
  Index columns = 0;

  void reset(Index p, Index m) {
    columns = p;
    if (product.capacity() < as_size(p * m)) product = {};  // never the old and the new at once
    product.resize(as_size(p * m));
    residual_square.assign(as_size(m), 0.0);
    response_residual.assign(as_size(m), 0.0);
  }
  [[nodiscard]] Values products(Index q) {
    return {product.data() + q * columns, as_size(columns)};
  }
};

}  // namespace riata
