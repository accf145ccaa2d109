#include <algorithm>
#include <cmath>

#include "riata/aligned.hpp"
#include "riata/design/pairwise.hpp"
#include "riata/linalg/cholesky.hpp"
#include "riata/sampler/linear.hpp"

namespace riata::sampler {
namespace {

double dot(const double* a, const double* b, Index n) {
  double s0 = 0.0, s1 = 0.0, s2 = 0.0, s3 = 0.0;
  Index i = 0;
  for (; i + 4 <= n; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (; i < n; ++i) s0 += a[i] * b[i];
  return (s0 + s1) + (s2 + s3);
}

void fill_normal(Random& random, std::vector<double>& out) {
  for (double& z : out) z = random.normal();
}

// The next row of S = I + a positive semi-definite matrix: no pivot is below one.
void append(Cholesky& factor, Values row, double diagonal) {
  factor.accept(row, std::max(factor.pivot(row, diagonal), 1.0));
}

// S = I + Q G Q with Q = D^(1/2): well scaled however different the variances are.
// beta = m + sigma Q L^-T z, m = Q S^-1 Q A't (Rue 2001).
class Tall final : public Conditional {
 public:
  explicit Tall(const LinearData& data)
      : data_(data),
        root_(as_size(data.columns())),
        unit_(root_.size()),
        mean_(root_.size()),
        row_(root_.size()),
        products_(root_.size()) {
    for (Index i = 0; i < data.rows.cols; ++i) {
      const double t = data.target[as_size(i)];
      const double* a = data.rows.data + i * data.rows.ld;
      for (std::size_t j = 0; j < products_.size(); ++j) products_[j] += t * a[j];
    }
  }

  void form(ConstValues d) override {
    for (std::size_t j = 0; j < root_.size(); ++j) root_[j] = std::sqrt(d[j]);
  }

  const ScaleSpace* scales() override { return nullptr; }

  double factor(double scale) override {
    const Index p = data_.columns();
    if (scale != 1.0) {
      for (double& root : root_) root *= std::sqrt(scale);
    }
    factor_.clear();
    for (Index i = 0; i < p; ++i) {
      const double* g = data_.gram.data + i * data_.gram.ld;
      const double root = root_[as_size(i)];
      for (Index k = 0; k < i; ++k) row_[as_size(k)] = root * root_[as_size(k)] * g[k];
      append(factor_, Values(row_).first(as_size(i)), 1.0 + root * root * g[i]);
    }
    for (std::size_t j = 0; j < root_.size(); ++j) unit_[j] = root_[j] * products_[j];
    factor_.solve(unit_);
    double square = 0.0;
    for (std::size_t j = 0; j < root_.size(); ++j) {
      mean_[j] = root_[j] * unit_[j];
      square += unit_[j] * unit_[j];
    }
    // Not y'y less what is explained: that cancels where the fit is close.
    return data_.residual_square(mean_) + square;
  }

  void draw(double sigma, Random& random, Values beta) override {
    fill_normal(random, unit_);
    factor_.solve_upper(unit_);
    for (std::size_t j = 0; j < root_.size(); ++j) beta[j] = mean_[j] + sigma * root_[j] * unit_[j];
  }

 private:
  LinearData data_;
  Cholesky factor_;
  std::vector<double> root_, unit_, mean_, row_, products_;
};

// S = I + A D A' (Bhattacharya, Chakraborty & Mallick 2016): with u ~ N(0, D), e ~ N(0, I),
// beta = sigma (u + D A' S^-1 (t / sigma - A u - e)).
class Wide final : public Conditional {
 public:
  explicit Wide(const LinearData& data)
      : data_(data),
        rows_(data.rows.cols),
        ld_(round_up(data.columns(), 8)),
        scaled_(as_size(ld_ * rows_)),
        system_(as_size(rows_ * rows_)),
        root_(as_size(data.columns())),
        normal_(root_.size()),
        row_(as_size(rows_)),
        space_(rows_) {
    for (Index i = 0; i < rows_; ++i) address_.push_back(scaled_.data() + i * ld_);
  }

  void form(ConstValues d) override {
    const Index p = data_.columns();
    for (std::size_t j = 0; j < root_.size(); ++j) root_[j] = std::sqrt(d[j]);
    for (Index i = 0; i < rows_; ++i) {
      const double* a = data_.rows.data + i * data_.rows.ld;
      double* b = scaled_.data() + i * ld_;
      for (Index j = 0; j < p; ++j) b[j] = a[j] * root_[as_size(j)];
    }
    std::ranges::fill(system_, 0.0);
    add_lower_products(address_, p, {system_.data(), rows_, rows_, rows_}, 1);
  }

  const ScaleSpace* scales() override {
    space_.reset({system_.data(), rows_, rows_, rows_}, data_.target);
    return &space_;
  }

  double factor(double scale) override {
    if (scale != 1.0) {
      const double root = std::sqrt(scale);
      for (double& r : root_) r *= root;
      for (double& b : scaled_) b *= root;
    }
    factor_.clear();
    for (Index i = 0; i < rows_; ++i) {
      for (Index k = 0; k < i; ++k) row_[as_size(k)] = scale * system_[as_size(i + k * rows_)];
      append(factor_, Values(row_).first(as_size(i)),
             1.0 + scale * system_[as_size(i + i * rows_)]);
    }
    std::ranges::copy(data_.target, row_.begin());
    factor_.solve_lower(row_);
    double square = data_.rest;
    for (const double v : row_) square += v * v;
    return square;
  }

  void draw(double sigma, Random& random, Values beta) override {
    const Index p = data_.columns();
    fill_normal(random, normal_);
    for (Index i = 0; i < rows_; ++i) {
      const double fitted = dot(scaled_.data() + i * ld_, normal_.data(), p);
      row_[as_size(i)] = data_.target[as_size(i)] / sigma - fitted - random.normal();
    }
    factor_.solve(row_);
    for (Index i = 0; i < rows_; ++i) {
      const double* b = scaled_.data() + i * ld_;
      const double w = row_[as_size(i)];
      for (Index j = 0; j < p; ++j) normal_[as_size(j)] += w * b[j];
    }
    for (std::size_t j = 0; j < root_.size(); ++j) beta[j] = sigma * root_[j] * normal_[j];
  }

 private:
  LinearData data_;
  Index rows_;
  Index ld_;
  Cholesky factor_;
  AlignedVector<double> scaled_;
  std::vector<double> system_;
  std::vector<double> root_, normal_, row_;
  std::vector<const double*> address_;
  ScaleSpace space_;
};

}  // namespace

double LinearData::residual_square(ConstValues beta) const {
  double square = rest;
  for (Index i = 0; i < rows.cols; ++i) {
    const double r = target[as_size(i)] - dot(rows.data + i * rows.ld, beta.data(), rows.rows);
    square += r * r;
  }
  return square;
}

std::vector<double> first_variances(const LinearData& data, Random& random) {
  std::vector<double> square(as_size(data.columns()));
  for (Index i = 0; i < data.rows.cols; ++i) {
    const double* a = data.rows.data + i * data.rows.ld;
    for (std::size_t j = 0; j < square.size(); ++j) square[j] += a[j] * a[j];
  }
  const double size = data.df / static_cast<double>(square.size());
  for (double& s : square) s = size * random.exponential() / (s > 0.0 ? s : 1.0);
  return square;
}

std::unique_ptr<Conditional> make_conditional(const LinearData& data) {
  if (data.rows.cols >= data.columns()) return std::make_unique<Tall>(data);
  return std::make_unique<Wide>(data);
}

}  // namespace riata::sampler
