#include <algorithm>
#include <cmath>

#include "riata/sampler/distributions.hpp"
#include "riata/sampler/laplace.hpp"

namespace riata::sampler {
namespace {

// Prior variance of the fitted values over that of the noise at which I + K is K in double
// precision. Before it has adapted a chain that may interpolate would step there, and find no
// pivot.
constexpr double drowned = 1e13;
// What a factor e beyond it costs in log density.
constexpr double wall = 1e3;

class LaplaceChain final : public Chain {
 public:
  LaplaceChain(const LinearData& data, const LaplacePrior& prior, Random random)
      : data_(data),
        prior_(prior),
        random_(random),
        conditional_(make_conditional(data)),
        ridged_(prior.l2[0] > 0.0),
        known_(prior.known_variance > 0.0),
        lambda_(prior.lambda),
        local_(first_variances(data, random_)),
        d_(local_.size()),
        beta_(local_.size()) {
    variance_ = known_ ? prior.known_variance : data.residual_square(beta_) / data.df;
    if (prior.start.empty()) return;
    beta_.assign(prior.start.begin(), prior.start.end());
    draw_local();
  }

  void sweep() override {
    const double ridge = prior_.tie == Tie::fixed ? variance_ : 1.0;
    for (std::size_t j = 0; j < d_.size(); ++j) {
      d_[j] = ridged_ ? local_[j] / (1.0 + local_[j] * prior_.l2[j] * ridge) : local_[j];
    }
    conditional_->form(d_);
    const double square = conditional_->factor(rescale());
    if (!known_ && prior_.tie != Tie::fixed) draw_variance(square);
    conditional_->draw(std::sqrt(variance_), random_, beta_);
    if (prior_.hyper_shape > 0.0) draw_lambda();
    draw_local();
    if (!known_ && prior_.tie == Tie::fixed) draw_variance_given_beta();
  }

  [[nodiscard]] ConstValues beta() const override { return beta_; }
  [[nodiscard]] double variance() const override { return variance_; }
  [[nodiscard]] double global() const override { return lambda_; }

 private:
  // Rate of |beta_j| / sigma.
  [[nodiscard]] double rate(std::size_t j, double sigma) const {
    switch (prior_.tie) {
      case Tie::relative:
        return lambda_ * prior_.l1[j];
      case Tie::objective:
        return prior_.l1[j] / sigma;
      case Tie::fixed:
        return prior_.l1[j] * sigma;
    }
    return 0.0;
  }

  // A common factor s of all u_j, with beta and sigma^2 integrated out, where that likelihood is at
  // hand: chains with more columns than rows move slowly along it otherwise. Where lambda is drawn
  // it takes the factor up, lambda^2 u_j staying; else it is a move along a group (Liu & Sabatti
  // 2000), whose measure gives s^p. Returns s.
  double rescale() {
    if (ridged_ || prior_.tie == Tie::fixed) return 1.0;
    const ScaleSpace* space = conditional_->scales();
    if (!space) return 1.0;
    const auto p = static_cast<double>(d_.size());
    const bool drawn = prior_.hyper_shape > 0.0;
    double sum = 0.0;  // of r_j^2 u_j, in units of sigma^2 where the tie is to the objective
    for (std::size_t j = 0; j < d_.size(); ++j) {
      sum += prior_.l1[j] * prior_.l1[j] * local_[j];
    }
    if (prior_.tie == Tie::relative) sum *= lambda_ * lambda_;
    const double end = std::log(drowned) - std::log(space->trace());
    const auto log_density = [&](double log_scale) {
      const double scale = std::exp(log_scale);
      const ScaleTerms terms = space->at(scale);
      double square = terms.square + data_.rest;
      double log_prior = 0.0, half_df = 0.5 * data_.df;
      if (drawn) {
        log_prior = -prior_.hyper_shape * log_scale - prior_.hyper_rate * lambda_ * lambda_ / scale;
      } else if (prior_.tie == Tie::relative) {
        log_prior = p * log_scale - 0.5 * scale * sum;
      } else {
        log_prior = p * log_scale;
        square += scale * sum;
        half_df += p;
      }
      const double noise = known_ ? 0.5 * square / variance_ : half_df * std::log(square);
      return log_prior - 0.5 * terms.log_determinant - noise -
             wall * std::max(log_scale - end, 0.0);
    };
    const double scale = std::exp(slice(0.0, 1.0, log_density, random_));
    if (drawn) lambda_ /= std::sqrt(scale);
    for (double& u : local_) u *= scale;
    return scale;
  }

  // sigma^2 | u, beta integrated out.
  void draw_variance(double square) {
    if (prior_.tie == Tie::relative) {
      variance_ = 0.5 * square / random_.gamma(0.5 * data_.df);
      return;
    }
    // u_j ~ Exp(l1_j^2 / (2 sigma^2)) says something of sigma too.
    for (std::size_t j = 0; j < d_.size(); ++j) square += prior_.l1[j] * prior_.l1[j] * local_[j];
    const auto p = static_cast<double>(d_.size());
    if (!ridged_) {
      variance_ = 0.5 * square / random_.gamma(0.5 * data_.df + p);
      return;
    }
    // The elastic net's normaliser, sigma erfcx(l1 / (sigma sqrt(2 l2))), is no power of sigma.
    const auto log_density = [&](double log_variance) {
      const double inverse = std::exp(-0.5 * log_variance);
      double sum = -0.5 * (data_.df + p) * log_variance - 0.5 * square * inverse * inverse;
      for (std::size_t j = 0; j < d_.size(); ++j) {
        sum -= log_erfcx(prior_.l1[j] / std::sqrt(2.0 * prior_.l2[j]) * inverse);
      }
      return sum;
    };
    const double width = 3.0 / std::sqrt(data_.df + p);
    if (!placed_) {  // from far out in the tail a slice reaches as far as the density is not as low
      variance_ = square / (data_.df + 2.0 * p);
      placed_ = true;
    }
    variance_ = std::exp(slice(std::log(variance_), width, log_density, random_));
  }

  // sigma^2 | beta, the prior of beta not depending on it. The variances sigma^2 u stay.
  void draw_variance_given_beta() {
    const double last = variance_;
    variance_ = 0.5 * data_.residual_square(beta_) / random_.gamma(0.5 * data_.df);
    for (double& u : local_) u *= last / variance_;
  }

  // lambda | beta, sigma, u integrated out: density lambda^(p + 2 shape - 1) exp(-rate lambda^2 -
  // lambda sum_j l1_j |beta_j| / sigma).
  void draw_lambda() {
    double sum = 0.0;
    for (std::size_t j = 0; j < beta_.size(); ++j) sum += prior_.l1[j] * std::abs(beta_[j]);
    const double a = static_cast<double>(beta_.size()) + 2.0 * prior_.hyper_shape;
    lambda_ = tilted_gamma(a, prior_.hyper_rate, sum / std::sqrt(variance_), random_);
  }

  void draw_local() {
    const double sigma = std::sqrt(variance_);
    for (std::size_t j = 0; j < local_.size(); ++j) {
      local_[j] = laplace_variance(rate(j, sigma), beta_[j] / sigma, random_);
    }
  }

  LinearData data_;
  LaplacePrior prior_;
  Random random_;
  std::unique_ptr<Conditional> conditional_;
  bool ridged_;
  bool known_;
  bool placed_ = false;
  double variance_ = 1.0;
  double lambda_;
  std::vector<double> local_, d_, beta_;
};

}  // namespace

std::unique_ptr<Chain> make_laplace_chain(const LinearData& data, const LaplacePrior& prior,
                                          Random random) {
  return std::make_unique<LaplaceChain>(data, prior, random);
}

}  // namespace riata::sampler
