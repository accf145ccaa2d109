// The factor that grows and shrinks, against one worked out afresh.
#include "riata/linalg/cholesky.hpp"

#include "numbers.hpp"
#include "properties.hpp"

namespace riata::check {
namespace {

// A positive definite matrix, ill-conditioned as far as `ridge` lets it.
Numbers positive(Random& random, Index n, double ridge) {
  const Numbers a = gaussian(random, n, n);
  Numbers m(n, n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) {
      Real sum = i == j ? ridge : 0.0;
      for (Index k = 0; k < n; ++k) sum += Real{a(k, i)} * a(k, j);
      m(i, j) = static_cast<double>(sum / static_cast<Real>(n));
    }
  }
  return m;
}

// L of the chosen rows and columns, by rows, in long double.
std::vector<Real> factor(const Numbers& m, const std::vector<Index>& chosen) {
  const std::size_t n = chosen.size();
  std::vector<Real> lower(n * n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      Real rest = m(chosen[i], chosen[j]);
      for (std::size_t k = 0; k < j; ++k) rest -= lower[i * n + k] * lower[j * n + k];
      lower[i * n + j] = i == j ? std::sqrt(rest) : rest / lower[j * n + j];
    }
  }
  return lower;
}

void append(Cholesky& c, const Numbers& m, std::vector<Index>& chosen, Index fresh) {
  std::vector<double> row;
  for (const Index k : chosen) row.push_back(m(fresh, k));
  const double pivot = c.pivot(row, m(fresh, fresh));
  c.accept(row, pivot);
  chosen.push_back(fresh);
}

// M x = b must hold as well as a fresh factorisation would make it hold.
void residual(Trial& t, const Cholesky& c, const Numbers& m, const std::vector<Index>& chosen) {
  const auto n = static_cast<Index>(chosen.size());
  const std::vector<double> b = t.random.normals(n);
  std::vector<double> x(b);
  c.solve(x);
  Real size = 0;  // |M| |x|, in norms
  for (Index k = 0; k < n; ++k) size += std::abs(Real{x[as_size(k)]});
  for (Index i = 0; i < n; ++i) {
    Sum got;
    for (Index k = 0; k < n; ++k) {
      got.value += Real{m(chosen[as_size(i)], chosen[as_size(k)])} * x[as_size(k)];
    }
    got.size = 4.0 * size;  // no entry of M is larger
    t.near(b[as_size(i)], got, 64.0, "M x, row ", i, " of ", n);
  }
}

// The rows of L, read off by solving with the columns of M.
void same_factor(Trial& t, const Cholesky& c, const Numbers& m, const std::vector<Index>& chosen,
                 double condition) {
  const std::size_t n = chosen.size();
  const std::vector<Real> lower = factor(m, chosen);
  for (std::size_t k = 0; k < n; ++k) {
    std::vector<double> column(n);
    for (std::size_t i = 0; i < n; ++i) column[i] = m(chosen[i], chosen[k]);
    c.solve_lower(column);  // L^-1 M e_k = L' e_k
    for (std::size_t j = 0; j < n; ++j) {
      const Sum want{lower[k * n + j], 4.0 * condition};
      t.near(column[j], want, 16.0, "L(", k, ", ", j, ") of ", n);
    }
  }
}

void grow_and_shrink(Trial& t) {
  const Index p = t.random.between(1, 80);
  const double ridge = t.random.one_of<double>({1.0, 1e-3});
  t.about("p=", p, " ridge=", ridge);
  const Numbers m = positive(t.random, p, ridge * static_cast<double>(p));
  std::vector<Index> waiting(as_size(p)), chosen;
  for (Index j = 0; j < p; ++j) waiting[as_size(j)] = j;
  t.random.shuffle(waiting);
  Cholesky c;
  for (int step = 0; step < 200; ++step) {
    if (!waiting.empty() && (chosen.empty() || t.random.chance(0.6))) {
      append(c, m, chosen, waiting.back());
      waiting.pop_back();
    } else {
      const Index place = t.random.between(0, static_cast<Index>(chosen.size()) - 1);
      c.remove(place);
      waiting.insert(waiting.begin(), chosen[as_size(place)]);
      chosen.erase(chosen.begin() + place);
    }
    t.expect(c.size() == static_cast<Index>(chosen.size()), "size ", c.size());
    if (step % 10 == 0) residual(t, c, m, chosen);
    if (step % 50 == 49) same_factor(t, c, m, chosen, 4.0 / ridge);
  }
  c.clear();
  t.expect(c.size() == 0, "not empty after clear");
  chosen.clear();
  for (Index j = 0; j < p; ++j) append(c, m, chosen, j);
  residual(t, c, m, chosen);
}

// The pivot is the square of what the new column has of its own.
void pivots(Trial& t) {
  const Index p = t.random.between(2, 40);
  t.about("p=", p);
  const Numbers m = positive(t.random, p, 0.1);
  Cholesky c;
  std::vector<Index> chosen;
  for (Index j = 0; j + 1 < p; ++j) append(c, m, chosen, j);
  std::vector<double> row;
  for (const Index k : chosen) row.push_back(m(p - 1, k));
  const double pivot = c.pivot(row, m(p - 1, p - 1));
  chosen.push_back(p - 1);
  const Real last = factor(m, chosen).back();
  // Relative to the diagonal, times the condition that 0.1 / p leaves.
  t.near(pivot, {last * last, 40.0 * static_cast<Real>(p) * m(p - 1, p - 1)}, 16.0, "pivot");
}

// At once, with any number of threads the same; and nothing where a pivot is too small.
void build(Trial& t) {
  const Index n = t.random.between(0, 150);
  t.about("n=", n);
  const Numbers m = positive(t.random, n, static_cast<double>(n));
  const Cholesky::Entries entries = [&](Index i, Index from, Values out) {
    for (std::size_t k = 0; k < out.size(); ++k) out[k] = m(i, from + static_cast<Index>(k));
  };
  std::vector<Index> chosen;
  for (Index j = 0; j < n; ++j) chosen.push_back(j);
  Cholesky c, threaded;
  t.expect(c.build(n, entries, 1e-9, 1) && c.size() == n, "not built");
  t.expect(threaded.build(n, entries, 1e-9, 3), "not built by threads");
  same_factor(t, c, m, chosen, 4.0);
  const std::vector<double> b = t.random.normals(n);
  std::vector<double> x(b), y(b);
  c.solve(x);
  threaded.solve(y);
  t.expect(x == y, "threads change the numbers");
  if (n == 0) return;
  c.remove(t.random.between(0, n - 1));
  const Index twin = t.random.between(0, n - 1);
  const auto last = [&](Index i) { return i == n ? twin : i; };
  const Cholesky::Entries twins = [&](Index i, Index from, Values out) {
    for (std::size_t k = 0; k < out.size(); ++k) {
      out[k] = m(last(i), last(from + static_cast<Index>(k)));
    }
  };
  t.expect(!c.build(n + 1, twins, 1e-9, 2) && c.size() == 0, "twins have a factor");
}

}  // namespace

Properties cholesky() {
  return {{"cholesky/grow and shrink", 60, &grow_and_shrink},
          {"cholesky/pivots", 60, &pivots},
          {"cholesky/build", 40, &build}};
}

}  // namespace riata::check
