#include "riata/design/sparse.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "riata/aligned.hpp"
#include "riata/design/pairwise.hpp"
#include "riata/parallel/pool.hpp"

namespace riata {
namespace {

using kernels::Compressed;
using kernels::sparse_lanes;

constexpr Index tasks = 32;

Index chunk_of(Index columns) { return std::max<Index>(ceil_div(columns, tasks), 16); }

// r[i*8 + q]: a cache line holds what one nonzero needs. Lanes from `count` on stay what they were.
void interleave(ConstBlock r, Index first, Index count, int threads, AlignedVector<double>& out) {
  constexpr Index block = 4096;
  out.resize(as_size(r.rows * sparse_lanes), 0.0);
  const int useful = worthwhile_threads(threads, 4.0 * static_cast<double>(r.rows * count));
  parallel_for(ceil_div(r.rows, block), useful, [&](Index t) {
    for (Index i = t * block; i < std::min(r.rows, (t + 1) * block); ++i) {
      double* line = out.data() + i * sparse_lanes;
      for (Index q = 0; q < count; ++q) line[q] = r.data[(first + q) * r.ld + i];
    }
  });
}

// Calls body(begin, end) for every run of neighbours in an ascending list.
template <class Body>
void each_run(Indices list, const Body& body) {
  for (std::size_t k = 0; k < list.size();) {
    std::size_t next = k + 1;
    while (next < list.size() && list[next] == list[next - 1] + 1) ++next;
    body(list[k], list[next - 1] + 1);
    k = next;
  }
}

// Working-set columns by their places in the data. Products of centred columns come from
//   sum_i w_i (x_i - a)(z_i - b) = sum_i w_i x_i z_i - a sum w z - b sum w x + a b sum w.
template <class T, class I>
class ListedColumns final : public ColumnSet {
 public:
  ListedColumns(Compressed<T, I> entries, Index rows, const Lens& lens)
      : entries_(entries), rows_(rows), lens_(lens), total_(static_cast<double>(rows)) {
    if (lens_.root_weight.empty()) return;
    total_ = 0.0;
    for (const double root : lens_.root_weight) {
      weight_.push_back(root * root);
      total_ += weight_.back();
    }
  }

  [[nodiscard]] Index size() const override { return static_cast<Index>(column_.size()); }

  void append(Indices columns, int) override {
    for (const Index j : columns) {
      column_.push_back(j);
      const double shift = lens_.shift[as_size(j)];
      double sum = 0.0, present = 0.0, scatter = 0.0;
      for (I k = entries_.start[j]; k < entries_.start[j + 1]; ++k) {
        const double w = weight(entries_.row[k]);
        const auto x = static_cast<double>(entries_.value[k]);
        sum += w * x;
        present += w;
        scatter += w * (x - shift) * (x - shift);
      }
      sum_.push_back(sum);
      scatter += shift * shift * std::max(0.0, total_ - present);
      square_.push_back(scatter * lens_.inverse_scale[as_size(j)] *
                        lens_.inverse_scale[as_size(j)]);
      stored_ += static_cast<double>(entries_.start[j + 1] - entries_.start[j]);
    }
  }

  void gram(Index from, Block out, int threads) const override {
    Watch none;
    watched_gram(from, out, threads, none);
  }

  void watched_gram(Index from, Block out, int threads, Watch& watch) const {
    const Index fresh = size() - from;
    AlignedVector<double> spread(as_size(rows_ * sparse_lanes));
    for (Index i = 0; i < fresh; i += sparse_lanes) {
      const Index count = std::min(sparse_lanes, fresh - i);
      scatter(from + i, count, spread, true);
      const Index width = chunk_of(size());
      parallel_for(ceil_div(size(), width), threads, [&](Index t) {
        for (Index k = t * width; k < std::min(size(), (t + 1) * width); ++k) {
          product(spread, from + i, count, k, out.data + i * out.ld + k, out.ld);
        }
      });
      scatter(from + i, count, spread, false);
      watch.look();
    }
  }

  void subtract(ConstValues b, Block r, int threads) const override {
    const Index groups = ceil_div(r.cols, sparse_lanes);
    parallel_for(groups, threads, [&](Index g) {
      const Index q = g * sparse_lanes;
      subtract_group(b, {r.data + q * r.ld, r.rows, std::min(sparse_lanes, r.cols - q), r.ld}, q,
                     r.cols);
    });
  }

  [[nodiscard]] double entries() const override { return stored_; }
  [[nodiscard]] double gram_cost() const override { return 0.125 * stored_; }
  [[nodiscard]] double square(Index k) const override { return square_[as_size(k)]; }
  void lane_products(Indices which, const kernels::LaneState& state, double* out) const override {
    lane().products(view(), which.data(), count_of(which), state, out);
  }
  void lane_subtract(Indices which, const double* b,
                     const kernels::LaneState& state) const override {
    lane().subtract(view(), which.data(), count_of(which), b, state);
  }
  void lane_descend(Indices which, const kernels::LanePenalty& penalty, double* b,
                    const kernels::LaneState& state) const override {
    lane().descend(view(), which.data(), count_of(which), penalty, b, state);
  }

 private:
  using Listed = kernels::ListedEntries<T, I>;

  static const kernels::LaneKernels<Listed>& lane() {
    return kernels::sparse<T, I>(kernels::table()).lane;
  }
  static Index count_of(Indices which) { return static_cast<Index>(which.size()); }
  [[nodiscard]] Listed view() const {
    return {entries_,
            column_.data(),
            sum_.data(),
            weight_.empty() ? nullptr : weight_.data(),
            lens_.shift.data(),
            lens_.inverse_scale.data(),
            total_};
  }
  [[nodiscard]] double weight(I row) const {
    return weight_.empty() ? 1.0 : weight_[static_cast<std::size_t>(row)];
  }

  // Write (or wipe) weighted columns [first, first + count) as lanes of a dense buffer.
  void scatter(Index first, Index count, AlignedVector<double>& spread, bool write) const {
    for (Index q = 0; q < count; ++q) {
      const Index j = column_[as_size(first + q)];
      for (I k = entries_.start[j]; k < entries_.start[j + 1]; ++k) {
        const auto at = static_cast<std::size_t>(entries_.row[k]) * sparse_lanes + as_size(q);
        spread[at] = write ? weight(entries_.row[k]) * static_cast<double>(entries_.value[k]) : 0.0;
      }
    }
  }

  // Products of listed column k with the spread ones.
  void product(const AlignedVector<double>& spread, Index first, Index count, Index k, double* out,
               Index ldo) const {
    const Index j = column_[as_size(k)];
    std::array<double, sparse_lanes> raw{};
    kernels::sparse<T, I>(kernels::table())
        .xtr({entries_.value, entries_.row, entries_.start + j}, 0, 1, spread.data(), count,
             raw.data(), 1);
    const double a = lens_.shift[as_size(j)];
    for (Index q = 0; q < count; ++q) {
      const Index other = column_[as_size(first + q)];
      const double b = lens_.shift[as_size(other)];
      const double centred =
          raw[as_size(q)] - a * sum_[as_size(first + q)] - b * sum_[as_size(k)] + a * b * total_;
      out[q * ldo] =
          centred * lens_.inverse_scale[as_size(j)] * lens_.inverse_scale[as_size(other)];
    }
  }

  void subtract_group(ConstValues b, Block r, Index first, Index ldb) const {
    AlignedVector<double> fitted(as_size(rows_ * sparse_lanes), 0.0);
    std::vector<Index> used;
    AlignedVector<double> coefficient;
    std::array<double, sparse_lanes> constant{};
    for (Index k = 0; k < size(); ++k) {
      const double* bk = b.data() + k * ldb + first;
      if (std::all_of(bk, bk + r.cols, [](double v) { return v == 0.0; })) continue;
      const Index j = column_[as_size(k)];
      used.push_back(j);
      for (Index q = 0; q < sparse_lanes; ++q) {
        const double v = q < r.cols ? bk[q] * lens_.inverse_scale[as_size(j)] : 0.0;
        coefficient.push_back(v);
        constant[as_size(q)] += v * lens_.shift[as_size(j)];
      }
    }
    kernels::sparse<T, I>(kernels::table())
        .subtract(entries_, used.data(), static_cast<Index>(used.size()), coefficient.data(),
                  fitted.data());
    for (Index q = 0; q < r.cols; ++q) {
      const Values column = r.column(q);
      for (Index i = 0; i < rows_; ++i) {
        const double root = lens_.root_weight.empty() ? 1.0 : lens_.root_weight[as_size(i)];
        column[as_size(i)] += root * (fitted[as_size(i * sparse_lanes + q)] + constant[as_size(q)]);
      }
    }
  }

  Compressed<T, I> entries_;
  Index rows_;
  const Lens& lens_;
  double total_;
  double stored_ = 0.0;
  std::vector<double> weight_;  // (n,) or empty
  std::vector<Index> column_;
  std::vector<double> sum_;
  std::vector<double> square_;
};

}  // namespace

template <class T, class I>
Sparse<T, I>::Sparse(Compressed<T, I> entries, Index rows, Index columns)
    : entries_(entries), rows_(rows), columns_(columns) {}

template <class T, class I>
void Sparse<T, I>::moments(ConstValues weight, ConstValues response, ColumnMoments& out,
                           int threads) const {
  for (auto* v : {&out.mean, &out.scatter, &out.response}) v->assign(as_size(columns_), 0.0);
  double total = static_cast<double>(rows_);
  if (!weight.empty()) total = std::accumulate(weight.begin(), weight.end(), 0.0);
  const double all_response = std::accumulate(response.begin(), response.end(), 0.0);
  const auto at = [&](I i) { return weight.empty() ? 1.0 : weight[static_cast<std::size_t>(i)]; };
  const Index width = chunk_of(columns_);
  const auto one = [&](Index j) {
    double sum = 0.0, present = 0.0;
    for (I k = entries_.start[j]; k < entries_.start[j + 1]; ++k) {
      present += at(entries_.row[k]);
      sum += at(entries_.row[k]) * static_cast<double>(entries_.value[k]);
    }
    const double mean = total > 0 ? sum / total : 0.0 * sum;
    // A full column has no zeros; sums of the same numbers in another order may say otherwise.
    const bool full = static_cast<Index>(entries_.start[j + 1] - entries_.start[j]) == rows_;
    double scatter = full ? 0.0 : std::max(0.0, total - present) * mean * mean;
    double product = 0.0, seen = 0.0;
    for (I k = entries_.start[j]; k < entries_.start[j + 1]; ++k) {
      const double d = static_cast<double>(entries_.value[k]) - mean;
      const double y = response[static_cast<std::size_t>(entries_.row[k])];
      scatter += at(entries_.row[k]) * d * d;
      product += d * y;
      seen += y;
    }
    out.mean[as_size(j)] = mean;
    out.scatter[as_size(j)] = scatter;
    out.response[as_size(j)] = full ? product : product - mean * (all_response - seen);
  };
  const double work = 8.0 * static_cast<double>(nonzeros());
  parallel_for(ceil_div(columns_, width), worthwhile_threads(threads, work), [&](Index t) {
    for (Index j = t * width; j < std::min(columns_, (t + 1) * width); ++j) one(j);
  });
}

template <class T, class I>
void Sparse<T, I>::xtr(ConstBlock r, ConstValues shift, Indices which, Block out,
                       int threads) const {
  AlignedVector<double> lines;
  const auto wanted = static_cast<Index>(which.size());
  const Index width = chunk_of(wanted);
  const auto product = kernels::sparse<T, I>(kernels::table()).xtr;
  std::array<double, sparse_lanes> sum{};
  for (Index q = 0; q < r.cols; q += sparse_lanes) {
    const Index count = std::min(sparse_lanes, r.cols - q);
    interleave(r, q, count, threads, lines);
    const double work = 16.0 * static_cast<double>(nonzeros());
    for (Index k = 0; k < count; ++k) {
      const ConstValues residual = r.column(q + k);
      sum[as_size(k)] = std::accumulate(residual.begin(), residual.end(), 0.0);
    }
    parallel_for(ceil_div(wanted, width), worthwhile_threads(threads, work), [&](Index t) {
      const Indices here = which.subspan(as_size(t * width));
      each_run(here.first(std::min(here.size(), as_size(width))), [&](Index begin, Index end) {
        product(entries_, begin, end, lines.data(), count, out.data + q * out.ld, out.ld);
        for (Index k = 0; k < count; ++k) {
          const Values column = out.column(q + k);
          for (Index j = begin; j < end; ++j)
            column[as_size(j)] -= shift[as_size(j)] * sum[as_size(k)];
        }
      });
    });
  }
}

template <class T, class I>
std::unique_ptr<ColumnSet> Sparse<T, I>::column_set(const Lens& lens) const {
  return std::make_unique<ListedColumns<T, I>>(entries_, rows_, lens);
}

template <class T, class I>
void Sparse<T, I>::gram(const Lens& lens, Block out, int threads, Watch& watch) const {
  std::vector<Index> all(as_size(columns_));
  std::iota(all.begin(), all.end(), Index{0});
  ListedColumns<T, I> listed(entries_, rows_, lens);
  listed.append(all, threads);
  listed.watched_gram(0, out, threads, watch);
}

template class Sparse<double, std::int32_t>;
template class Sparse<double, std::int64_t>;
template class Sparse<float, std::int32_t>;
template class Sparse<float, std::int64_t>;

}  // namespace riata
