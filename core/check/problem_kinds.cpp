// The families of matrices and penalties: a new one enters by one row.
#include "problem.hpp"

namespace riata::check {
namespace {

enum Position { general, special, nearly };  // nearly: dependent, but for the last digits

using Edit = std::function<void(Random&, Numbers&)>;

// Gaussian entries of a size between the given ones, then changed by `edit`.
MatrixKind kind(const char* name, Position position, Index n_most, Index p_most, const Edit& edit) {
  return {name, position == general, position == nearly, [=](Random& random) {
            const bool tall = n_most > p_most;
            const Index n = random.between(tall ? p_most + 2 : 2, n_most);
            const Index p = random.between(tall ? 1 : n + 1, p_most);
            Numbers x = gaussian(random, n, p);
            edit(random, x);
            round_to_float(x);
            return x;
          }};
}

MatrixKind sized(const char* name, Index n, Index p) {
  return {name, true, false, [=](Random& random) {
            Numbers x = gaussian(random, n > 0 ? n : random.between(1, 30),
                                 p > 0 ? p : random.between(1, 30));
            round_to_float(x);
            return x;
          }};
}

void nothing(Random&, Numbers&) {}

// x_j = a x_k + b noise for every second column.
Edit copied(double a, double b) {
  return [=](Random& random, Numbers& x) {
    for (Index j = 1; j < x.columns; j += 2) {
      const Index k = random.between(0, j - 1);
      for (Index i = 0; i < x.rows; ++i) x(i, j) = a * x(i, k) + b * x(i, j);
    }
  };
}

// Three columns and their combinations with integers: exact in float32.
void low_rank(Random& random, Numbers& x) {
  const Index rank = std::min<Index>(3, x.columns);
  for (double& v : x.value) v = std::round(64.0 * v) / 64.0;
  for (Index j = rank; j < x.columns; ++j) {
    for (Index i = 0; i < x.rows; ++i) x(i, j) = 0.0;
    for (Index k = 0; k < rank; ++k) {
      const auto b = static_cast<double>(random.between(-3, 3));
      for (Index i = 0; i < x.rows; ++i) x(i, j) += b * x(i, k);
    }
  }
}

// The same with any factors: rounding to float32 makes the rank full, but only just.
void nearly_low_rank(Random& random, Numbers& x) {
  const Index rank = std::min<Index>(3, x.columns);
  for (Index j = rank; j < x.columns; ++j) {
    const std::vector<double> b = random.normals(rank);
    for (Index i = 0; i < x.rows; ++i) {
      x(i, j) = 0.0;
      for (Index k = 0; k < rank; ++k) x(i, j) += b[as_size(k)] * x(i, k);
    }
  }
}

void some_constant(Random& random, Numbers& x) {
  for (Index j = 0; j < x.columns; ++j) {
    if (!random.chance(0.3)) continue;
    const double constant = random.chance(0.5) ? 0.0 : random.normal();
    for (Index i = 0; i < x.rows; ++i) x(i, j) = constant;
  }
}

void integers(Random& random, Numbers& x) {
  for (double& v : x.value) v = static_cast<double>(random.between(-2, 2));
}

void mostly_zero(Random& random, Numbers& x) {
  for (double& v : x.value) v = random.chance(0.15) ? v : 0.0;
}

void correlated(Random&, Numbers& x) {
  for (Index j = 1; j < x.columns; ++j) {
    for (Index i = 0; i < x.rows; ++i) x(i, j) = 0.95 * x(i, j - 1) + 0.3 * x(i, j);
  }
}

void far_from_zero(Random& random, Numbers& x) {
  for (Index j = 0; j < x.columns; ++j) {
    const double mean = random.uniform(-100.0, 100.0);
    for (Index i = 0; i < x.rows; ++i) x(i, j) += mean;
  }
}

// Change every coordinate's penalty with its own random numbers.
PenaltyKind penalty(const char* name, bool strict, double l1, double l2,
                    const std::function<void(Random&, Problem&, std::size_t)>& edit) {
  return {name, strict, [=](Random& random, Problem& a) {
            for (std::size_t j = 0; j < a.l1.size(); ++j) {
              a.l1[j] = l1;
              a.l2[j] = l2;
              edit(random, a, j);
            }
          }};
}

void plain(Random&, Problem&, std::size_t) {}

void factors(Random& random, Problem& a, std::size_t j) {
  const double factor = random.chance(0.1)    ? 0.0
                        : random.chance(0.03) ? 1e150
                                              : random.uniform(0.2, 3.0);
  a.l1[j] *= factor;
  a.l2[j] *= factor;
}

void box(Random& random, Problem& a, std::size_t j) {
  a.lower[j] = -random.uniform(0.01, 0.3);
  a.upper[j] = random.uniform(0.01, 0.3);
}

void positive(Random&, Problem& a, std::size_t j) { a.lower[j] = 0.0; }

void one_sided(Random& random, Problem& a, std::size_t j) {
  switch (random.between(0, 4)) {
    case 0:
      a.lower[j] = 0.0;
      break;
    case 1:
      a.upper[j] = 0.0;
      break;
    case 2:
      a.lower[j] = a.upper[j] = 0.0;
      break;
    case 3:
      a.upper[j] = random.uniform(0.01, 0.3);
      break;
    default:
      break;
  }
}

void anything(Random& random, Problem& a, std::size_t j) {
  a.l1[j] = random.chance(0.3) ? 0.0 : random.uniform(0.1, 2.0);
  a.l2[j] = random.chance(0.3) ? 0.0 : random.uniform(0.1, 2.0);
  one_sided(random, a, j);
  if (random.chance(0.3)) box(random, a, j);
}

}  // namespace

const std::vector<MatrixKind>& matrix_kinds() {
  static const std::vector<MatrixKind> kinds{
      kind("tall", general, 60, 20, nothing),
      kind("wide", general, 20, 120, nothing),
      kind("correlated", general, 60, 30, correlated),
      kind("far from zero", general, 60, 20, far_from_zero),
      kind("mostly zero", special, 40, 80, mostly_zero),
      kind("integers", special, 15, 40, integers),
      kind("duplicated, tall", special, 60, 20, copied(1.0, 0.0)),
      kind("duplicated, wide", special, 20, 60, copied(-1.0, 0.0)),
      kind("nearly duplicated, tall", nearly, 60, 20, copied(1.0, 1e-7)),
      kind("nearly duplicated, wide", nearly, 20, 60, copied(1.0, 1e-7)),
      kind("rank-deficient", special, 60, 20, low_rank),
      kind("nearly rank-deficient", nearly, 60, 20, nearly_low_rank),
      kind("some constant", special, 40, 20, some_constant),
      sized("one row", 1, 0),
      sized("one column", 0, 1),
      sized("two rows", 2, 0),
      sized("one entry", 1, 1),
  };
  return kinds;
}

const std::vector<PenaltyKind>& penalty_kinds() {
  static const std::vector<PenaltyKind> kinds{
      penalty("lasso", true, 1.0, 0.0, plain),
      penalty("elastic net", true, 0.7, 0.3, plain),
      penalty("ridge in a box", true, 0.0, 1.0, box),
      penalty("lasso with factors", false, 1.0, 0.0, factors),
      penalty("elastic net with factors", false, 0.5, 0.5, factors),
      penalty("lasso in a box", true, 1.0, 0.0, box),
      penalty("positive lasso", true, 1.0, 0.0, positive),
      penalty("one-sided elastic net", true, 0.9, 0.1, one_sided),
      penalty("non-negative least squares", false, 0.0, 0.0, positive),
      penalty("least squares in a box", false, 0.0, 0.0, box),
      penalty("anything", false, 1.0, 1.0, anything),
  };
  return kinds;
}

}  // namespace riata::check
