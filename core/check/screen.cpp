// A pass that leaves columns out says nothing wrong: what it read are the products, and what it did
// not read is within its kink.
#include <algorithm>

#include "problem.hpp"
#include "properties.hpp"
#include "riata/solver/source.hpp"

namespace riata::check {
namespace {

// A walk of candidates over a few columns, as a path would take it, in steps of some size.
class Walk {
 public:
  Walk(Random& random, const Problem& problem, double step) : problem_(problem), step_(step) {
    const Index size = std::min<Index>(problem.columns(), random.between(1, 6));
    for (Index j = 0; static_cast<Index>(columns_.size()) < size; ++j) {
      if (problem.columns() - j <= size - static_cast<Index>(columns_.size()) ||
          random.chance(0.3)) {
        columns_.push_back(j);
      }
    }
    value_ = random.normals(size);
    chosen_.assign(as_size(problem.columns()), 0);
    for (const Index j : columns_) chosen_[as_size(j)] = 1;
  }

  [[nodiscard]] const std::vector<Index>& columns() const { return columns_; }
  [[nodiscard]] const std::vector<char>& chosen() const { return chosen_; }

  // The next m candidates and, if wanted, a direction: values by rows, bases.
  void go(Random& random, Index m, bool direction) {
    const Index all = m + (direction ? 1 : 0);
    base.assign(as_size(all), 1.0);
    value.assign(columns_.size() * as_size(all), 0.0);
    for (Index q = 0; q < all; ++q) {
      if (q == m) base[as_size(q)] = 0.0;
      for (std::size_t k = 0; k < columns_.size(); ++k) {
        if (q < m) value_[k] += step_ * random.normal();
        value[k * as_size(all) + as_size(q)] = q < m ? value_[k] : random.normal();
      }
    }
  }

  // x_j' r_q by the plain sums.
  [[nodiscard]] Sum product(Index j, Index q) const {
    Sum sum;
    const std::size_t all = base.size();
    for (Index i = 0; i < problem_.x.rows; ++i) {
      Real r = Real{base[as_size(q)]} * problem_.y[as_size(i)];
      Real size = std::abs(r);
      for (std::size_t k = 0; k < columns_.size(); ++k) {
        const Real part = problem_.at(i, columns_[k]) * value[k * all + as_size(q)];
        r -= part;
        size += std::abs(part);
      }
      sum.value += problem_.at(i, j) * r;
      sum.size += size;  // the columns have length one: and of sparse ones zeros count as well
    }
    return sum;
  }

  std::vector<double> value, base;

 private:
  const Problem& problem_;
  double step_;
  std::vector<Index> columns_;
  std::vector<double> value_;
  std::vector<char> chosen_;
};

void nothing_wrong(const MatrixKind& matrix, const CopyKind& kind, Trial& t) {
  Numbers x = matrix.make(t.random);
  round_to_float(x);
  const Problem a = some_problem(t.random, x, t.random.one_of(penalty_kinds()));
  Random layout(7);
  const Copy copy = kind.make(a.x, layout);
  DataSource source(*copy.design, a.lens(), a.y, a.products, a.norm, 1);
  Walk walk(t.random, a, t.random.one_of<double>({1e-6, 1e-2, 0.3}));
  source.append(walk.columns());
  Evaluation out;
  for (int step = 0; step < 8; ++step) {
    const Index m = t.random.between(1, 10);
    const bool direction = t.random.chance(0.5);
    walk.go(t.random, m, direction);
    std::vector<double> lambda;
    for (Index q = 0; q < m; ++q) lambda.push_back(std::exp(t.random.uniform(-4.0, 2.0)));
    const Kinks kinks{lambda, a.l1, walk.chosen(), 0.9 * lambda.back(), 0.02};
    const bool all = step == 0 && t.random.chance(0.3);
    source.evaluate({walk.value, walk.base, all ? Kinks{} : kinks}, out);
    for (Index q = 0; q < m + (direction ? 1 : 0); ++q) {
      for (Index j = 0; j < a.columns(); ++j) {
        const Sum want = walk.product(j, q);
        if (std::ranges::binary_search(out.read, j)) {
          t.expect(std::abs(out.products(q)[as_size(j)] - want.value) <= 1e-9L * (want.size + 1.0L),
                   "step ", step, ", product (", j, ", ", q, ")");
          continue;
        }
        t.expect(!all && walk.chosen()[as_size(j)] == 0, "left out column ", j);
        const Real kink = q < m ? Real{lambda[as_size(q)]} * a.l1[as_size(j)] : Real{infinity};
        t.expect(std::abs(want.value) <= kink, "step ", step, ": left out column ", j,
                 " with product ", want.value, " beyond ", kink);
      }
    }
  }
}

// Where hardly anything moves, most columns are left out; where everything does, none far away is.
void leaves_out(const CopyKind& kind, Trial& t) {
  Numbers x = gaussian(t.random, 60, 200);
  round_to_float(x);
  Problem a = some_problem(t.random, x, penalty_kinds().front());
  a.l1.assign(200, 1.0);
  Random layout(7);
  const Copy copy = kind.make(a.x, layout);
  DataSource source(*copy.design, a.lens(), a.y, a.products, a.norm, 1);
  Walk walk(t.random, a, 1e-5);
  source.append(walk.columns());
  Evaluation out;
  walk.go(t.random, 3, true);
  source.evaluate({walk.value, walk.base}, out);
  t.expect(out.read.size() == 200, "the first pass reads all");
  double most = 0.0;
  for (const double c : out.products(2)) most = std::max(most, std::abs(c));
  const std::vector<double> lambda(3, most);
  const Kinks kinks{lambda, a.l1, walk.chosen(), most, 0.02};
  for (int step = 0; step < 6; ++step) {
    walk.go(t.random, 3, false);
    source.evaluate({walk.value, walk.base, kinks}, out);
    t.expect(out.read.size() < 40, "read ", out.read.size(), " of 200 columns");
  }
}

}  // namespace

Properties screen() {
  Properties all;
  for (const CopyKind& kind : copy_kinds()) {
    for (const MatrixKind& matrix : matrix_kinds()) {
      all.push_back({"screen/" + matrix.name + "/" + kind.name, 6,
                     [&](Trial& t) { nothing_wrong(matrix, kind, t); }});
    }
    all.push_back({"screen/leaves out/" + kind.name, 5, [&](Trial& t) { leaves_out(kind, t); }});
  }
  return all;
}

}  // namespace riata::check
