#include <algorithm>
#include <cmath>

#include "riata/sampler/distributions.hpp"
#include "riata/sampler/horseshoe.hpp"

namespace riata::sampler {
namespace {

class HorseshoeChain final : public Chain {
 public:
  HorseshoeChain(const LinearData& data, const HorseshoePrior& prior, Random random)
      : data_(data),
        prior_(prior),
        random_(random),
        conditional_(make_conditional(data)),
        known_(prior.known_variance > 0.0),
        d_(first_variances(data, random_)),
        log_m_(d_.size()),
        beta_(d_.size()) {
    global_ = prior.known_global > 0.0 ? prior.known_global : prior.scale;
    variance_ = known_ ? prior.known_variance : data.residual_square(beta_) / data.df;
  }

  void sweep() override {
    conditional_->form(d_);
    const double square = conditional_->factor(rescale());
    if (!known_) variance_ = 0.5 * square / random_.gamma(0.5 * data_.df);
    conditional_->draw(std::sqrt(variance_), random_, beta_);
    for (std::size_t j = 0; j < beta_.size(); ++j) {
      const double b = prior_.rate[j] * beta_[j];
      log_m_[j] = std::log(std::max(0.5 * b * b / variance_, 1e-280));
    }
    if (!(prior_.known_global > 0.0)) draw_global();
    const double square_global = global_ * global_;
    for (std::size_t j = 0; j < d_.size(); ++j) {
      const double eta = horseshoe_precision(std::exp(log_m_[j]) / square_global, random_);
      const double unit = global_ / prior_.rate[j];
      d_[j] = std::clamp(unit * unit / eta, 1e-200, 1e200);
    }
  }

  [[nodiscard]] ConstValues beta() const override { return beta_; }
  [[nodiscard]] double variance() const override { return variance_; }
  [[nodiscard]] double global() const override { return global_; }

 private:
  // tau | lambda with beta and sigma^2 integrated out, where that likelihood is at hand: chains
  // with more columns than rows move slowly along tau otherwise. Returns what it does to the
  // variances.
  double rescale() {
    if (prior_.known_global > 0.0) return 1.0;
    const ScaleSpace* space = conditional_->scales();
    if (!space) return 1.0;
    const double last = global_;
    const auto log_density = [&](double log_global) {
      const double global = std::exp(log_global);
      const ScaleTerms terms = space->at((global / last) * (global / last));
      const double ratio = global / prior_.scale;
      return log_global - std::log1p(ratio * ratio) - 0.5 * terms.log_determinant -
             log_noise(terms.square);
    };
    global_ = std::exp(slice(std::log(last), 1.0, log_density, random_));
    return (global_ / last) * (global_ / last);
  }

  // Minus log likelihood of a sum of squares, sigma^2 integrated out unless it is known.
  [[nodiscard]] double log_noise(double square) const {
    if (known_) return 0.5 * square / variance_;
    return 0.5 * data_.df * std::log(square + data_.rest);
  }

  void draw_global() {
    const auto p = static_cast<double>(log_m_.size());
    const auto log_density = [&](double log_global) {
      double sum = (1.0 - p) * log_global;
      for (const double m : log_m_) sum += log_scaled_e1(m - 2.0 * log_global);
      const double ratio = std::exp(log_global) / prior_.scale;
      return sum - std::log1p(ratio * ratio);
    };
    const double width = 4.0 / std::sqrt(p + 4.0);
    global_ = std::exp(slice(std::log(global_), width, log_density, random_));
  }

  LinearData data_;
  HorseshoePrior prior_;
  Random random_;
  std::unique_ptr<Conditional> conditional_;
  bool known_;
  double variance_ = 1.0;
  double global_ = 1.0;
  std::vector<double> d_, log_m_, beta_;
};

}  // namespace

std::unique_ptr<Chain> make_horseshoe_chain(const LinearData& data, const HorseshoePrior& prior,
                                            Random random) {
  return std::make_unique<HorseshoeChain>(data, prior, random);
}

}  // namespace riata::sampler
