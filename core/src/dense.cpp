#include "riata/design/dense.hpp"

#include <algorithm>

#include "riata/aligned.hpp"
#include "riata/design/pairwise.hpp"
#include "riata/kernels/table.hpp"
#include "riata/parallel/pool.hpp"

namespace riata {
namespace {

// Working-set columns as contiguous float64 vectors, centred, scaled and weighted once.
template <class T>
class PackedColumns final : public ColumnSet {
 public:
  PackedColumns(const Dense<T>& design, const Lens& lens) : design_(design), lens_(lens) {}

  [[nodiscard]] Index size() const override { return static_cast<Index>(address_.size()); }

  void append(Indices columns, int threads) override {
    const Index n = design_.rows();
    const auto count = static_cast<Index>(columns.size());
    const Index ld = round_up(std::max<Index>(n, 1), 8);
    AlignedVector<double> fresh(as_size(ld * count));
    const int useful = worthwhile_threads(threads, 4.0 * static_cast<double>(n * count));
    parallel_for(count, useful, [&](Index k) {
      design_.pack(lens_, columns[as_size(k)], 0, n, fresh.data() + k * ld);
    });
    for (Index k = 0; k < count; ++k) {
      const double* column = fresh.data() + k * ld;
      double square = 0.0;
      kernels::table().dots(&column, 1, &column, 1, n, &square, 1);
      address_.push_back(column);
      square_.push_back(square);
    }
    storage_.push_back(std::move(fresh));
  }

  void gram(Index from, Block out, int threads) const override {
    pairwise_products(address_, from, design_.rows(), out, threads);
  }

  void subtract(ConstValues b, Block r, int threads) const override {
    std::vector<const double*> used;  // most columns of a working set only wait
    AlignedVector<double> coefficient;
    for (Index k = 0; k < size(); ++k) {
      const ConstValues bk = b.subspan(as_size(k * r.cols), as_size(r.cols));
      if (std::ranges::all_of(bk, [](double v) { return v == 0.0; })) continue;
      used.push_back(address_[as_size(k)]);
      coefficient.insert(coefficient.end(), bk.begin(), bk.end());
    }
    subtract_combinations(used, coefficient, r, threads);
  }

  [[nodiscard]] double entries() const override {
    return static_cast<double>(size()) * static_cast<double>(design_.rows());
  }
  [[nodiscard]] double gram_cost() const override { return 0.025 * entries(); }
  [[nodiscard]] double square(Index k) const override { return square_[as_size(k)]; }
  void lane_products(Indices which, const kernels::LaneState& state, double* out) const override {
    kernels::table().lane.products(view(), which.data(), count_of(which), state, out);
  }
  void lane_subtract(Indices which, const double* b,
                     const kernels::LaneState& state) const override {
    kernels::table().lane.subtract(view(), which.data(), count_of(which), b, state);
  }
  void lane_descend(Indices which, const kernels::LanePenalty& penalty, double* b,
                    const kernels::LaneState& state) const override {
    kernels::table().lane.descend(view(), which.data(), count_of(which), penalty, b, state);
  }

 private:
  [[nodiscard]] kernels::PackedEntries view() const { return {address_.data(), design_.rows()}; }
  static Index count_of(Indices which) { return static_cast<Index>(which.size()); }

  const Dense<T>& design_;
  const Lens& lens_;
  std::vector<const double*> address_;
  std::vector<double> square_;
  std::vector<AlignedVector<double>> storage_;
};

}  // namespace

template <class T>
Dense<T>::Dense(const T* data, Index rows, Index columns, Index ld, Layout layout)
    : data_(data), rows_(rows), columns_(columns), ld_(ld), layout_(layout) {}

// Columns of one task: enough tasks to share, each a whole number of cache lines wide.
template <class T>
Index Dense<T>::chunk() const {
  constexpr Index tasks = 32;
  const Index least = layout_ == Layout::by_rows ? 64 : 4;
  return std::clamp(round_up(ceil_div(columns_, tasks), least), least, Index{256});
}

template <class T>
void Dense<T>::moments(ConstValues weight, ConstValues response, ColumnMoments& out,
                       int threads) const {
  const auto& k = kernels::dense<T>(kernels::table());
  const auto stats = layout_ == Layout::by_rows ? k.stats_rows : k.stats_columns;
  for (auto* v : {&out.mean, &out.scatter, &out.response}) v->assign(as_size(columns_), 0.0);
  const kernels::RowWeights inputs{weight.empty() ? nullptr : weight.data(), response.data()};
  const kernels::ColumnSums sums{out.mean.data(), out.scatter.data(), out.response.data()};
  const Index width = chunk();
  const double work = 8.0 * static_cast<double>(rows_) * static_cast<double>(columns_);
  parallel_for(ceil_div(columns_, width), worthwhile_threads(threads, work), [&](Index t) {
    stats({data_, ld_}, rows_, t * width, std::min(columns_, (t + 1) * width), inputs, sums);
  });
}

template <class T>
void Dense<T>::xtr(ConstBlock r, ConstValues shift, Indices which, Block out, int threads) const {
  const auto& k = kernels::dense<T>(kernels::table());
  const Index width = chunk();
  const auto count = static_cast<Index>(which.size());
  const kernels::Panel panel{r.data, r.ld, r.cols};
  const double work = 2.0 * static_cast<double>(rows_ * r.cols) * static_cast<double>(count);
  const int useful = worthwhile_threads(threads, work);
  if (layout_ == Layout::by_columns) {
    return parallel_for(ceil_div(count, width), useful, [&](Index t) {
      k.xtr_columns({data_, ld_}, rows_, which.data() + t * width,
                    std::min(width, count - t * width), shift.data(), panel, out.data, out.ld);
    });
  }
  // Neighbours lie in the same lines of memory, so whole strips are read where one is wanted.
  parallel_for(ceil_div(columns_, width), useful, [&](Index t) {
    const Index begin = t * width, end = std::min(columns_, begin + width);
    const Indices here(std::ranges::lower_bound(which, begin),
                       std::ranges::lower_bound(which, end));
    if (here.empty()) return;
    std::vector<double> strip(as_size(width * r.cols));
    k.xtr_rows({data_ + begin, ld_}, rows_, 0, end - begin, shift.data() + begin, panel,
               strip.data(), width);
    for (Index q = 0; q < r.cols; ++q) {
      const Values column = out.column(q);
      for (const Index j : here) column[as_size(j)] = strip[as_size(q * width + j - begin)];
    }
  });
}

template <class T>
void Dense<T>::pack(const Lens& lens, Index j, Index from, Index count, double* out) const {
  const Index step = layout_ == Layout::by_rows ? ld_ : 1;
  const T* x = layout_ == Layout::by_rows ? data_ + from * ld_ + j : data_ + j * ld_ + from;
  const double shift = lens.shift[as_size(j)];
  const double scale = lens.inverse_scale[as_size(j)];
  for (Index i = 0; i < count; ++i) out[i] = (static_cast<double>(x[i * step]) - shift) * scale;
  if (lens.root_weight.empty()) return;
  for (Index i = 0; i < count; ++i) out[i] *= lens.root_weight[as_size(from + i)];
}

template <class T>
std::unique_ptr<ColumnSet> Dense<T>::column_set(const Lens& lens) const {
  return std::make_unique<PackedColumns<T>>(*this, lens);
}

// Row blocks are packed into a buffer that stays in cache, and their products are added up.
template <class T>
void Dense<T>::gram(const Lens& lens, Block out, int threads, Watch& watch) const {
  constexpr Index buffer = Index{1} << 19;  // doubles: 4 MB
  const Index p = columns_;
  const Index rows = std::clamp(round_up(buffer / std::max<Index>(p, 1), 64), Index{256},
                                round_up(std::max<Index>(rows_, 1), 8));
  AlignedVector<double> block(as_size(rows * p));
  std::vector<const double*> address(as_size(p));
  for (Index j = 0; j < p; ++j) address[as_size(j)] = block.data() + j * rows;
  for (Index j = 0; j < p; ++j) std::ranges::fill(out.column(j), 0.0);
  for (Index from = 0; from < rows_; from += rows) {
    const Index count = std::min(rows, rows_ - from);
    const double work = 4.0 * static_cast<double>(count) * static_cast<double>(p);
    constexpr Index together = 16;  // neighbouring columns of a row share a cache line
    parallel_for(ceil_div(p, together), worthwhile_threads(threads, work), [&](Index t) {
      for (Index j = t * together; j < std::min(p, (t + 1) * together); ++j) {
        pack(lens, j, from, count, block.data() + j * rows);
      }
    });
    add_lower_products(address, count, out, threads);
    watch.look();
  }
  mirror_lower(out);
}

template class Dense<double>;
template class Dense<float>;

}  // namespace riata
