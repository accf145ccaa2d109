// Every design against the obvious sums, and against itself on another number of threads.
#include <algorithm>
#include <array>

#include "copies.hpp"
#include "properties.hpp"

namespace riata::check {
namespace {

// What a design may be asked about one random matrix.
struct Setting {
  Numbers x;
  std::vector<double> weight{};  // empty or (n,)
  std::vector<double> root{};
  std::vector<double> shift{};
  std::vector<double> inverse_scale{};
  bool sparse;

  [[nodiscard]] Lens lens() const { return {root, shift, inverse_scale}; }
  [[nodiscard]] Real root_of(Index i) const { return root.empty() ? Real{1} : root[as_size(i)]; }
  [[nodiscard]] Real weight_of(Index i) const {
    return weight.empty() ? Real{1} : weight[as_size(i)];
  }
  /// What rounding in x - shift is relative to.
  [[nodiscard]] Real magnitude(Index i, Index j) const {
    const Real s = shift[as_size(j)];
    return sparse ? std::abs(Real{x(i, j)}) + std::abs(s) : std::abs(x(i, j) - s);
  }
  [[nodiscard]] Real seen(Index i, Index j) const {
    return root_of(i) * (Real{x(i, j)} - shift[as_size(j)]) * inverse_scale[as_size(j)];
  }
  [[nodiscard]] Real seen_magnitude(Index i, Index j) const {
    return root_of(i) * magnitude(i, j) * inverse_scale[as_size(j)];
  }
};

Numbers some_matrix(Random& random, Index n, Index p) {
  Numbers x = gaussian(random, n, p);
  const double density = random.one_of<double>({0.02, 0.3, 1.0});
  for (Index j = 0; j < p; ++j) {
    const double mean = random.chance(0.2) ? random.uniform(-50.0, 50.0) : 0.0;
    for (Index i = 0; i < n; ++i) x(i, j) = random.chance(density) ? x(i, j) + mean : 0.0;
  }
  round_to_float(x);
  return x;
}

Setting some_setting(Trial& t, const CopyKind& kind, Index n, Index p) {
  Setting s{.x = some_matrix(t.random, n, p), .sparse = kind.sparse};
  const bool weighted = t.random.chance(0.5);
  t.about("n=", n, " p=", p, weighted ? " weighted" : "");
  for (Index i = 0; weighted && i < n; ++i) {
    s.root.push_back(t.random.chance(0.2) ? 0.0 : t.random.uniform(0.3, 2.0));
    s.weight.push_back(s.root.back() * s.root.back());
  }
  for (Index j = 0; j < p; ++j) {
    s.shift.push_back(t.random.chance(0.3) ? 0.0 : s.x(0, j) + t.random.normal());
    s.inverse_scale.push_back(t.random.chance(0.1) ? 0.0 : t.random.uniform(0.1, 2.0));
  }
  return s;
}

Setting small_setting(Trial& t, const CopyKind& kind) {
  return some_setting(t, kind, t.random.between(1, 70), t.random.between(1, 60));
}

void moments(const CopyKind& kind, Trial& t) {
  const Setting s = small_setting(t, kind);
  const Copy copy = kind.make(s.x, t.random);
  std::vector<double> response = t.random.normals(s.x.rows);
  for (std::size_t i = 0; i < s.weight.size(); ++i) response[i] *= s.weight[i];
  ColumnMoments got;
  copy.design->moments(s.weight, response, got, 1);
  for (Index j = 0; j < s.x.columns; ++j) {
    Sum sum, scatter, products;
    Real total = 0;
    for (Index i = 0; i < s.x.rows; ++i) {
      total += s.weight_of(i);
      sum.add(s.weight_of(i) * s.x(i, j));
    }
    const Real mean = total > 0 ? sum.value / total : 0;
    for (Index i = 0; i < s.x.rows; ++i) {
      const Real d = s.x(i, j) - mean;
      const Real size = std::abs(Real{s.x(i, j)}) + std::abs(mean);
      scatter.value += s.weight_of(i) * d * d;
      scatter.size += s.weight_of(i) * std::abs(d) * size;
      products.value += d * response[as_size(i)];
      products.size += size * std::abs(response[as_size(i)]);
    }
    const Sum want{mean, total > 0 ? sum.size / total : 0};
    scatter.size += total * std::numeric_limits<double>::epsilon() * want.size * want.size;
    t.near(got.mean[as_size(j)], want, 16.0, "mean ", j);
    t.near(got.scatter[as_size(j)], scatter, 32.0, "scatter ", j);
    t.near(got.response[as_size(j)], products, 32.0, "product with the response ", j);
  }
}

// All, some, or none of the columns, in ascending order.
std::vector<Index> some_columns(Random& random, Index p) {
  const double share = random.one_of<double>({1.0, 0.6, 0.1});
  std::vector<Index> which;
  for (Index j = 0; j < p; ++j) {
    if (share == 1.0 || random.chance(share)) which.push_back(j);
  }
  return which;
}

void xtr(const CopyKind& kind, Trial& t) {
  const Setting s = small_setting(t, kind);
  const Copy copy = kind.make(s.x, t.random);
  const Index n = s.x.rows;
  const Index p = s.x.columns;
  const Index m = t.random.between(1, 19);
  const Numbers r = gaussian(t.random, n, m);
  const Padded<double> held = padded<double>(r, Layout::by_columns, t.random);
  constexpr double untouched = -12345.0;
  std::vector<double> out(as_size(p * m), untouched);
  const std::vector<Index> which = some_columns(t.random, p);
  copy.design->xtr({held.data(), n, m, held.ld}, s.shift, which, {out.data(), p, m, p}, 1);
  for (Index q = 0; q < m; ++q) {
    for (Index j = 0; j < p; ++j) {
      if (!std::ranges::binary_search(which, j)) {
        t.expect(out[as_size(q * p + j)] == untouched, "wrote column ", j, ", not asked for");
        continue;
      }
      Sum want;
      for (Index i = 0; i < n; ++i) {
        want.value += (Real{s.x(i, j)} - s.shift[as_size(j)]) * r(i, q);
        want.size += s.magnitude(i, j) * std::abs(Real{r(i, q)});
      }
      t.near(out[as_size(q * p + j)], want, 16.0, "entry (", j, ", ", q, ")");
    }
  }
}

Sum product(const Setting& s, Index j, Index k) {
  Sum sum;
  for (Index i = 0; i < s.x.rows; ++i) {
    sum.value += s.seen(i, j) * s.seen(i, k);
    sum.size += s.seen_magnitude(i, j) * s.seen_magnitude(i, k);
  }
  return sum;
}

// A set of columns that grew in several steps.
struct Grown {
  std::unique_ptr<ColumnSet> set;
  std::vector<Index> column;
  Index last;  // size before the last step
};

Grown grown(Trial& t, const Setting& s, const Lens& lens, const Design& design, int threads) {
  std::vector<Index> all(as_size(s.x.columns));
  for (Index j = 0; j < s.x.columns; ++j) all[as_size(j)] = j;
  t.random.shuffle(all);
  all.resize(as_size(t.random.between(1, s.x.columns)));
  Grown g{design.column_set(lens), all, 0};
  for (Index from = 0; from < static_cast<Index>(all.size());) {
    const Index count = t.random.between(1, static_cast<Index>(all.size()) - from);
    g.set->append(Indices(all).subspan(as_size(from), as_size(count)), threads);
    g.last = from;
    from += count;
  }
  return g;
}

void column_set_gram(const CopyKind& kind, Trial& t) {
  const Setting s = small_setting(t, kind);
  const Copy copy = kind.make(s.x, t.random);
  const Lens lens = s.lens();
  const Grown g = grown(t, s, lens, *copy.design, 1);
  const Index size = g.set->size();
  t.expect(size == static_cast<Index>(g.column.size()), "size ", size);
  const Index fresh = size - g.last;
  const Index ld = size + 1;
  std::vector<double> out(as_size(ld * fresh));
  g.set->gram(g.last, {out.data(), size, fresh, ld}, 1);
  for (Index i = 0; i < fresh; ++i) {
    for (Index j = 0; j < size; ++j) {
      const Sum want = product(s, g.column[as_size(j)], g.column[as_size(g.last + i)]);
      t.near(out[as_size(i * ld + j)], want, 24.0, "product (", j, ", ", g.last + i, ")");
    }
  }
}

void column_set_subtract(const CopyKind& kind, Trial& t) {
  const Setting s = small_setting(t, kind);
  const Copy copy = kind.make(s.x, t.random);
  const Lens lens = s.lens();
  const Grown g = grown(t, s, lens, *copy.design, 1);
  const Index m = t.random.between(1, 18);
  const Numbers r = gaussian(t.random, s.x.rows, m);
  Padded<double> out = padded<double>(r, Layout::by_columns, t.random);
  std::vector<double> b = t.random.normals(g.set->size() * m);
  for (double& v : b) v = t.random.chance(0.3) ? 0.0 : v;
  g.set->subtract(b, {out.data(), s.x.rows, m, out.ld}, 1);
  for (Index q = 0; q < m; ++q) {
    for (Index i = 0; i < s.x.rows; ++i) {
      Sum want;
      want.add(r(i, q));
      for (Index k = 0; k < g.set->size(); ++k) {
        const Real bk = b[as_size(k * m + q)];
        want.value -= s.seen(i, g.column[as_size(k)]) * bk;
        want.size += s.seen_magnitude(i, g.column[as_size(k)]) * std::abs(bk);
      }
      t.near(out.data()[q * out.ld + i], want, 16.0, "entry (", i, ", ", q, ")");
    }
  }
}

void gram(const CopyKind& kind, Trial& t) {
  const Setting s = small_setting(t, kind);
  const Copy copy = kind.make(s.x, t.random);
  const Index p = s.x.columns;
  std::vector<double> out(as_size(p * p));
  Watch watch;
  copy.design->gram(s.lens(), {out.data(), p, p, p}, 1, watch);
  for (Index j = 0; j < p; ++j) {
    for (Index k = 0; k < p; ++k) {
      t.near(out[as_size(k * p + j)], product(s, j, k), 24.0, "product (", j, ", ", k, ")");
    }
  }
}

// Everything a design says, on some threads.
std::vector<double> all_answers(const Design& design, const Setting& s, const Numbers& r,
                                std::uint64_t seed, int threads) {
  Trial same(seed);
  const Index n = s.x.rows;
  const Index p = s.x.columns;
  ColumnMoments m;
  design.moments(s.weight, r.value, m, threads);
  std::vector<double> all(m.mean);
  all.insert(all.end(), m.scatter.begin(), m.scatter.end());
  all.insert(all.end(), m.response.begin(), m.response.end());
  std::vector<double> out(as_size(p * p));
  const Lens lens = s.lens();
  Watch watch;
  design.gram(lens, {out.data(), p, p, p}, threads, watch);
  all.insert(all.end(), out.begin(), out.end());
  std::ranges::fill(out, 0.0);
  const std::vector<Index> which = some_columns(same.random, p);
  design.xtr({r.value.data(), n, r.columns, n}, s.shift, which, {out.data(), p, r.columns, p},
             threads);
  all.insert(all.end(), out.begin(), out.begin() + p * r.columns);
  const Grown g = grown(same, s, lens, design, threads);
  const Index size = g.set->size();
  g.set->gram(g.last, {out.data(), size, size - g.last, size}, threads);
  all.insert(all.end(), out.begin(), out.begin() + size * (size - g.last));
  std::vector<double> left(r.value);
  const std::vector<double> b = same.random.normals(size * r.columns);
  g.set->subtract(b, {left.data(), n, r.columns, n}, threads);
  all.insert(all.end(), left.begin(), left.end());
  return all;
}

void same_bits(const CopyKind& kind, Trial& t) {
  const Setting s = some_setting(t, kind, t.random.between(500, 3000), t.random.between(150, 300));
  const Copy copy = kind.make(s.x, t.random);
  const Numbers r = gaussian(t.random, s.x.rows, t.random.between(1, 20));
  const std::uint64_t seed = t.random.bits();
  const std::vector<double> alone = all_answers(*copy.design, s, r, seed, 1);
  for (const int threads : {2, 3, 7}) {
    t.expect(all_answers(*copy.design, s, r, seed, threads) == alone, "other bits on ", threads,
             " threads");
  }
}

}  // namespace

Properties designs() {
  Properties all;
  const auto add = [&](const CopyKind& kind, const char* what, int trials, auto property) {
    all.push_back({"designs/" + kind.name + "/" + what, trials,
                   [&kind, property](Trial& t) { property(kind, t); }});
  };
  for (const CopyKind& kind : copy_kinds()) {
    add(kind, "moments", 100, moments);
    add(kind, "xtr", 100, xtr);
    add(kind, "column set gram", 60, column_set_gram);
    add(kind, "column set subtract", 60, column_set_subtract);
    add(kind, "gram", 20, gram);
    add(kind, "same bits", 3, same_bits);
  }
  return all;
}

}  // namespace riata::check
