// The kernels over vectors and triangles, of every instruction set, against the obvious sums.
#include "instructions.hpp"
#include "numbers.hpp"
#include "properties.hpp"
#include "riata/penalty/elastic_net.hpp"

namespace riata::check {
namespace {

using kernels::Table;

constexpr double untouched = -12345.0;

Index some_length(Random& random) {
  const std::vector<Index> borders{511, 512, 513, 1023, 1024, 1025, 2050};
  return random.chance(0.2) ? random.one_of(borders) : random.between(1, 70);
}

// Each vector on its own, so that reading past any of them is seen.
struct Vectors {
  std::vector<std::vector<double>> storage{};
  std::vector<const double*> address{};

  Vectors(Random& random, Index count, Index length) {
    for (Index k = 0; k < count; ++k) {
      const Index offset = random.between(0, 1);
      storage.push_back(random.normals(offset + length));
      address.push_back(storage.back().data() + offset);
    }
  }
};

void dots(const Table& table, Trial& t) {
  const Index n = some_length(t.random);
  const Index na = t.random.chance(0.2) ? t.random.between(63, 66) : t.random.between(1, 20);
  const Index nb = t.random.between(1, 20);
  t.about("n=", n, " na=", na, " nb=", nb);
  const Vectors a(t.random, na, n);
  const Vectors b(t.random, nb, n);
  const Index ldo = nb + t.random.between(0, 2);
  std::vector<double> out(as_size(ldo * na), untouched);
  table.dots(a.address.data(), na, b.address.data(), nb, n, out.data(), ldo);
  for (Index i = 0; i < na; ++i) {
    for (Index j = 0; j < ldo; ++j) {
      const double got = out[as_size(i * ldo + j)];
      if (j >= nb) {
        t.expect(got == untouched, "wrote outside, at (", i, ", ", j, ")");
        continue;
      }
      Sum want;
      for (Index k = 0; k < n; ++k) {
        want.add(Real{a.address[as_size(i)][k]} * b.address[as_size(j)][k]);
      }
      t.near(got, want, 16.0, "product (", i, ", ", j, ")");
    }
  }
}

void subtract(const Table& table, Trial& t) {
  const Index n = some_length(t.random);
  const Index count = t.random.between(0, 20);
  const Index m = t.random.between(1, 9);
  t.about("n=", n, " count=", count, " m=", m);
  const Vectors p(t.random, count, n);
  const Index ldb = m + t.random.between(0, 2);
  const std::vector<double> b = t.random.normals(count * ldb);
  const Numbers r = gaussian(t.random, n, m);
  Padded<double> out = padded<double>(r, Layout::by_columns, t.random);
  table.subtract(p.address.data(), count, b.data(), ldb, m, n, out.data(), out.ld);
  for (Index q = 0; q < m; ++q) {
    for (Index i = 0; i < n; ++i) {
      Sum want;
      want.add(r(i, q));
      for (Index k = 0; k < count; ++k) {
        want.add(-Real{p.address[as_size(k)][i]} * b[as_size(k * ldb + q)]);
      }
      t.near(out.data()[q * out.ld + i], want, 16.0, "entry (", i, ", ", q, ")");
    }
  }
}

// A lower triangle by rows, NaN above it.
struct Triangle {
  Index n;
  Index ld;
  std::vector<double> row;

  Triangle(Random& random, Index size)
      : n(size),
        ld(size + random.between(0, 3)),
        row(as_size((size - 1) * ld + size), std::numeric_limits<double>::quiet_NaN()) {
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < i; ++j) row[as_size(i * ld + j)] = random.normal() / 4.0;
      row[as_size(i * ld + i)] = random.uniform(0.5, 3.0);
    }
  }
  [[nodiscard]] double operator()(Index i, Index j) const { return row[as_size(i * ld + j)]; }
};

// Solves are judged by what the answer leaves of the equations: backward stable or not.
void solves(const Table& table, Trial& t) {
  const Index n = t.random.between(1, 70);
  t.about("n=", n);
  const Triangle lower(t.random, n);
  const std::vector<double> b = t.random.normals(n);
  std::vector<double> x(b), z(b);
  table.solve_lower(lower.row.data(), lower.ld, n, x.data());
  table.solve_upper(lower.row.data(), lower.ld, n, z.data());
  for (Index i = 0; i < n; ++i) {
    Sum down, up;
    for (Index j = 0; j <= i; ++j) down.add(Real{lower(i, j)} * x[as_size(j)]);
    for (Index j = i; j < n; ++j) up.add(Real{lower(j, i)} * z[as_size(j)]);
    t.near(b[as_size(i)], down, 8.0, "L x, row ", i);
    t.near(b[as_size(i)], up, 8.0, "L'x, row ", i);
  }
}

// Random fits and limits, far enough from each other that rounding decides nothing.
struct Guesses {
  Index p, m, groups;
  std::vector<unsigned char> slot;
  std::vector<char> chosen;
  std::vector<float> first, second;
  std::vector<double> norm, kink, limit;
  std::vector<std::vector<double>> fit;
  std::vector<const double*> address;

  Guesses(Random& random, Index columns, Index count)
      : p(columns), m(count), groups(ceil_div(count, kernels::lanes)) {
    for (Index j = 0; j < p; ++j) {
      slot.push_back(static_cast<unsigned char>(random.between(0, 3)));
      chosen.push_back(random.chance(0.1) ? 1 : 0);
      norm.push_back(random.uniform(0.7, 1.5));
      kink.push_back(random.chance(0.1) ? 0.0 : random.uniform(0.5, 2.0));
    }
    for (Index j = 0; j < p; ++j) {
      first.push_back(static_cast<float>(random.normal()));
      second.push_back(static_cast<float>(random.normal()));
    }
    limit.assign(as_size(groups * kernels::lanes), infinity);
    for (Index q = 0; q < m; ++q) limit[as_size(q)] = random.uniform(0.5, 3.0);
    for (Index s = 0; s < 3; ++s) {
      fit.push_back(random.normals(3 * groups * kernels::lanes));
      for (double& v : fit.back()) v = std::abs(v);
    }
    for (const auto& f : fit) address.push_back(f.data());
    address.push_back(nullptr);
  }
  [[nodiscard]] double of(Index j, Index q, Index line) const {
    const Index at = (q / kernels::lanes * 3 + line) * kernels::lanes + q % kernels::lanes;
    return fit[slot[as_size(j)]][as_size(at)];
  }
  [[nodiscard]] Real guess(Index j, Index q) const {
    return Real{of(j, q, 0)} * Real{first[as_size(j)]} +
           Real{of(j, q, 1)} * Real{second[as_size(j)]};
  }
};

void estimate(const Table& table, Trial& t) {
  const Index p = t.random.between(1, 60), m = t.random.between(1, 20);
  const Index last = std::max<Index>(0, m - t.random.between(1, 2));
  t.about("p=", p, " m=", m);
  const Guesses g(t.random, p, m);
  const double away = t.random.normal(), later = t.random.uniform(0.5, 3.0), likely = 0.3;
  std::vector<char> wanted(as_size(p), 1);
  std::vector<double> out(as_size(p * m), untouched);
  table.estimate(
      {m, g.groups, g.slot.data(), g.address.data(), g.chosen.data(), g.first.data(),
       g.second.data(), g.norm.data(), g.kink.data(), g.limit.data(), last, away, later, likely},
      0, p, wanted.data(), out.data(), p);
  for (Index j = 0; j < p; ++j) {
    bool small = g.slot[as_size(j)] < 3 && g.chosen[as_size(j)] == 0;
    for (Index q = 0; small && q < m; ++q) {
      const Real most = std::abs(g.guess(j, q)) + Real{g.of(j, q, 2)} * g.norm[as_size(j)];
      small = most < Real{g.limit[as_size(q)]} * g.kink[as_size(j)];
    }
    if (small) {
      const Real going = g.guess(j, last) + away * g.guess(j, m - 1);
      const Real unsure = g.of(j, last, 2) + std::abs(away) * g.of(j, m - 1, 2);
      small = std::abs(going) + likely * unsure * g.norm[as_size(j)] < later * g.kink[as_size(j)];
    }
    t.expect((wanted[as_size(j)] == 0) == small, "column ", j, " is ", small ? "" : "not ",
             "surely small");
    for (Index q = 0; q < m; ++q) {
      const double got = out[as_size(q * p + j)];
      if (!small || q + 2 < m) {
        t.expect(got == untouched, "wrote (", j, ", ", q, ")");
      } else {
        t.expect(std::abs(got - g.guess(j, q)) < 1e-13L, "estimate (", j, ", ", q, "): ", got);
      }
    }
  }
}

}  // namespace

Properties vector_kernels() {
  Properties all;
  for (const Table* table : instruction_sets()) {
    const std::string name = text("kernels/", table->name);
    all.push_back({name + "/dots", 100, [=](Trial& t) { dots(*table, t); }});
    all.push_back({name + "/subtract", 150, [=](Trial& t) { subtract(*table, t); }});
    all.push_back({name + "/estimate", 200, [=](Trial& t) { estimate(*table, t); }});
    all.push_back({name + "/solves", 150, [=](Trial& t) { solves(*table, t); }});
  }
  return all;
}

}  // namespace riata::check
