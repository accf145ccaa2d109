// The kernels over compressed columns, of every instruction set, against the obvious sums.
#include "instructions.hpp"
#include "numbers.hpp"
#include "properties.hpp"

namespace riata::check {
namespace {

using kernels::sparse_lanes;
using kernels::Table;

constexpr double untouched = -12345.0;

template <class T>
Numbers some_data(Random& random, Index n, Index p) {
  Numbers x = gaussian(random, n, p);
  const double density = random.one_of<double>({0.0, 0.05, 0.3, 1.0});
  for (double& v : x.value) {
    v = random.chance(density) ? static_cast<double>(static_cast<T>(v)) : 0.0;
  }
  return x;
}

// Right-hand sides side by side, row by row, as the kernels want them.
std::vector<double> interleaved(Random& random, Index n, Index m) {
  std::vector<double> r(as_size(n * sparse_lanes), 0.0);
  for (Index i = 0; i < n; ++i) {
    for (Index q = 0; q < m; ++q) r[as_size(i * sparse_lanes + q)] = random.normal();
  }
  return r;
}

template <class T, class I>
void xtr(const Table& table, Trial& t) {
  const Index n = t.random.between(1, 70);
  const Index p = t.random.between(1, 60);
  const Index m = t.random.between(1, sparse_lanes);
  const Index begin = t.random.between(0, p - 1);
  const Index end = t.random.between(begin, p);
  t.about("n=", n, " p=", p, " m=", m, " columns ", begin, "..", end);
  const Numbers x = some_data<T>(t.random, n, p);
  const Entries<T, I> entries = compressed<T, I>(x, t.random);
  const std::vector<double> r = interleaved(t.random, n, m);
  const Index ldo = p + t.random.between(0, 2);
  std::vector<double> out(as_size(ldo * m), untouched);
  kernels::sparse<T, I>(table).xtr(entries.view(), begin, end, r.data(), m, out.data(), ldo);
  for (Index q = 0; q < m; ++q) {
    for (Index j = 0; j < ldo; ++j) {
      const double got = out[as_size(q * ldo + j)];
      if (j < begin || j >= end) {
        t.expect(got == untouched, "wrote outside its columns, at (", j, ", ", q, ")");
        continue;
      }
      Sum want;
      for (Index i = 0; i < n; ++i) want.add(Real{x(i, j)} * r[as_size(i * sparse_lanes + q)]);
      t.near(got, want, 16.0, "entry (", j, ", ", q, ")");
    }
  }
}

template <class T, class I>
void subtract(const Table& table, Trial& t) {
  const Index n = t.random.between(1, 70);
  const Index p = t.random.between(1, 60);
  const Index count = t.random.between(0, 20);
  t.about("n=", n, " p=", p, " count=", count);
  const Numbers x = some_data<T>(t.random, n, p);
  const Entries<T, I> entries = compressed<T, I>(x, t.random);
  const std::vector<double> r = interleaved(t.random, n, sparse_lanes);
  const std::vector<double> b = t.random.normals(count * sparse_lanes);
  std::vector<Index> columns(as_size(count));
  for (Index& j : columns) j = t.random.between(0, p - 1);
  std::vector<double> out(r);
  kernels::sparse<T, I>(table).subtract(entries.view(), columns.data(), count, b.data(),
                                        out.data());
  for (Index i = 0; i < n; ++i) {
    for (Index q = 0; q < sparse_lanes; ++q) {
      const auto at = as_size(i * sparse_lanes + q);
      Sum want;
      want.add(r[at]);
      for (Index k = 0; k < count; ++k) {
        want.add(-Real{x(i, columns[as_size(k)])} * b[as_size(k * sparse_lanes + q)]);
      }
      t.near(out[at], want, 16.0, "entry (", i, ", ", q, ")");
    }
  }
}

template <class T, class I>
void add(Properties& all, const Table& table, const char* type) {
  const std::string name = text("kernels/", table.name, " compressed ", type);
  all.push_back({name + "/xtr", 100, [&table](Trial& t) { xtr<T, I>(table, t); }});
  all.push_back({name + "/subtract", 100, [&table](Trial& t) { subtract<T, I>(table, t); }});
}

}  // namespace

Properties sparse_kernels() {
  Properties all;
  for (const Table* table : instruction_sets()) {
    add<double, std::int32_t>(all, *table, "float64 int32");
    add<double, std::int64_t>(all, *table, "float64 int64");
    add<float, std::int32_t>(all, *table, "float32 int32");
    add<float, std::int64_t>(all, *table, "float32 int64");
  }
  return all;
}

}  // namespace riata::check
