// The kernels over dense data, of every instruction set, against the obvious sums.
#include <algorithm>

#include "instructions.hpp"
#include "numbers.hpp"
#include "properties.hpp"

namespace riata::check {
namespace {

using kernels::Panel;
using kernels::Table;

constexpr double untouched = -12345.0;  // what outputs hold before

// Sizes around the kernels' own blocks are as frequent as the others.
Index some_rows(Random& random) {
  const std::vector<Index> borders{7, 8, 9, 63, 64, 65, 128, 1023, 1024, 1025, 2049};
  return random.chance(0.3) ? random.one_of(borders) : random.between(1, 70);
}

Index some_columns(Random& random) {
  const std::vector<Index> borders{3, 4, 5, 255, 256, 257, 300};
  return random.chance(0.3) ? random.one_of(borders) : random.between(1, 40);
}

// Columns of all kinds: far from zero, constant, zero, of any size.
Numbers some_data(Random& random, Index n, Index p) {
  Numbers x = gaussian(random, n, p);
  for (Index j = 0; j < p; ++j) {
    const Index kind = random.between(0, 5);
    const double mean = kind == 0 ? 1e8 : kind == 1 ? random.uniform(-3.0, 3.0) : 0.0;
    const double scale = kind == 2 ? 1e-6 : kind == 3 ? 0.0 : 1.0;
    for (Index i = 0; i < n; ++i) x(i, j) = mean + scale * x(i, j);
  }
  return x;
}

template <class T>
void as_stored(Numbers& x) {
  for (double& v : x.value) v = static_cast<double>(static_cast<T>(v));
}

struct Range {
  Index begin;
  Index end;
};

Range some_range(Random& random, Index p) {
  if (random.chance(0.5)) return {0, p};
  const Index begin = random.between(0, p - 1);
  return {begin, random.between(begin + 1, p)};
}

// Columns of a range: all of them where memory is by rows, else some.
std::vector<Index> some_of(Random& random, const Range& range, Layout layout) {
  const double share = layout == Layout::by_rows ? 1.0 : random.one_of<double>({1.0, 0.7, 0.2});
  std::vector<Index> which;
  for (Index j = range.begin; j < range.end; ++j) {
    if (share == 1.0 || random.chance(share)) which.push_back(j);
  }
  return which;
}

Sum product(const Numbers& x, Index j, double shift, const Numbers& r, Index q) {
  Sum sum;
  for (Index i = 0; i < x.rows; ++i) sum.add((Real{x(i, j)} - shift) * r(i, q));
  return sum;
}

template <class T>
void xtr(const Table& table, Layout layout, Trial& t) {
  const Index n = some_rows(t.random);
  const Index p = n > 100 ? t.random.between(1, 9) : some_columns(t.random);
  const Index m = t.random.chance(0.1) ? t.random.between(15, 18) : t.random.between(1, 9);
  const Range range = some_range(t.random, p);
  const std::vector<Index> which = some_of(t.random, range, layout);
  t.about("n=", n, " p=", p, " m=", m, " columns ", range.begin, "..", range.end, ", ",
          which.size(), " of them");
  Numbers x = some_data(t.random, n, p);
  as_stored<T>(x);
  const Numbers r = gaussian(t.random, n, m);
  std::vector<double> shift(as_size(p));
  for (Index j = 0; j < p; ++j) shift[as_size(j)] = x(t.random.between(0, n - 1), j) + 0.1;

  const Padded<T> px = padded<T>(x, layout, t.random);
  const Padded<double> pr = padded<double>(r, Layout::by_columns, t.random);
  const Index ldo = p + t.random.between(0, 2);
  std::vector<double> out(as_size(ldo * m), untouched);
  const auto& k = kernels::dense<T>(table);
  const Panel panel{pr.data(), pr.ld, m};
  if (layout == Layout::by_rows) {
    k.xtr_rows({px.data(), px.ld}, n, range.begin, range.end, shift.data(), panel, out.data(), ldo);
  } else {
    k.xtr_columns({px.data(), px.ld}, n, which.data(), static_cast<Index>(which.size()),
                  shift.data(), panel, out.data(), ldo);
  }
  for (Index q = 0; q < m; ++q) {
    for (Index j = 0; j < ldo; ++j) {
      const double got = out[as_size(q * ldo + j)];
      if (!std::ranges::binary_search(which, j)) {
        t.expect(got == untouched, "wrote outside its columns, at (", j, ", ", q, ")");
      } else {
        t.near(got, product(x, j, shift[as_size(j)], r, q), 16.0, "entry (", j, ", ", q, ")");
      }
    }
  }
}

struct Moments {
  Sum mean, scatter, response;
};

Moments moments(const Numbers& x, Index j, ConstValues w, ConstValues response) {
  Moments out;
  Real total = 0;
  for (Index i = 0; i < x.rows; ++i) {
    const Real wi = w.empty() ? 1.0 : w[as_size(i)];
    total += wi;
    out.mean.add(wi * x(i, j));
  }
  out.mean.value = total > 0 ? out.mean.value / total : 0;
  out.mean.size = total > 0 ? out.mean.size / total : 0;
  for (Index i = 0; i < x.rows; ++i) {
    const Real d = x(i, j) - out.mean.value;
    out.scatter.add((w.empty() ? 1.0 : w[as_size(i)]) * d * d);
    out.response.add(d * response[as_size(i)]);
  }
  return out;
}

// Means are kept in float64: distances between the means of blocks, and from them, are known to a
// rounding of the mean and no better.
void allow_for_means(Moments& m, Index n, ConstValues response) {
  constexpr Real eps = std::numeric_limits<double>::epsilon();
  Real reach = 0;
  for (const double r : response) reach += std::abs(r);
  m.response.size += reach * m.mean.size;
  const auto total = 3 * static_cast<Real>(n);  // no weight is larger
  m.scatter.size += std::sqrt(total * m.scatter.size) * m.mean.size;
  m.scatter.size += total * eps * m.mean.size * m.mean.size;
}

template <class T>
void stats(const Table& table, Layout layout, Trial& t) {
  const Index n = some_rows(t.random);
  const Index p = n > 100 ? t.random.between(1, 9) : some_columns(t.random);
  const Range range = some_range(t.random, p);
  const bool weighted = t.random.chance(0.5);
  t.about("n=", n, " p=", p, " columns ", range.begin, "..", range.end,
          weighted ? " weighted" : "");
  Numbers x = some_data(t.random, n, p);
  as_stored<T>(x);
  std::vector<double> w(as_size(weighted ? n : 0));
  for (double& v : w) v = t.random.chance(0.2) ? 0.0 : t.random.uniform(0.1, 3.0);
  std::vector<double> response = t.random.normals(n);
  for (std::size_t i = 0; i < w.size(); ++i) response[i] *= w[i];

  const Padded<T> px = padded<T>(x, layout, t.random);
  std::vector<double> mean(as_size(p), untouched), scatter(mean), products(mean);
  const auto& k = kernels::dense<T>(table);
  (layout == Layout::by_rows ? k.stats_rows : k.stats_columns)(
      {px.data(), px.ld}, n, range.begin, range.end,
      {weighted ? w.data() : nullptr, response.data()},
      {mean.data(), scatter.data(), products.data()});
  for (Index j = 0; j < p; ++j) {
    const std::size_t at = as_size(j);
    if (j < range.begin || j >= range.end) {
      t.expect(mean[at] == untouched && scatter[at] == untouched && products[at] == untouched,
               "wrote outside its columns, at ", j);
      continue;
    }
    Moments want = moments(x, j, w, response);
    allow_for_means(want, n, response);
    t.near(mean[at], want.mean, 16.0, "mean ", j);
    t.near(scatter[at], want.scatter, 32.0, "scatter ", j);
    t.near(products[at], want.response, 32.0, "product with the response ", j);
  }
}

template <class T>
void add(Properties& all, const Table& table, const char* type) {
  for (const Layout layout : {Layout::by_columns, Layout::by_rows}) {
    const char* order = layout == Layout::by_rows ? " rows " : " columns ";
    const std::string name = text("kernels/", table.name, order, type);
    all.push_back({name + "/xtr", 150, [=, &table](Trial& t) { xtr<T>(table, layout, t); }});
    all.push_back({name + "/stats", 150, [=, &table](Trial& t) { stats<T>(table, layout, t); }});
  }
}

}  // namespace

Properties dense_kernels() {
  Properties all;
  for (const Table* table : instruction_sets()) {
    add<double>(all, *table, "float64");
    add<float>(all, *table, "float32");
  }
  return all;
}

}  // namespace riata::check
