// Running chains side by side.
#pragma once

#include <memory>
#include <vector>

#include "riata/interrupt.hpp"
#include "riata/types.hpp"

namespace riata::sampler {

/// A Markov chain that owns its state and its random numbers.
class Chain {
 public:
  virtual ~Chain() = default;
  virtual void sweep() = 0;
  [[nodiscard]] virtual ConstValues beta() const = 0;
  [[nodiscard]] virtual double variance() const = 0;  // sigma^2
  [[nodiscard]] virtual double global() const = 0;    // the hyper-parameter
};

struct RunSettings {
  Index draws = 0;   // kept, a chain
  Index warmup = 0;  // sweeps before the first
  Index thin = 1;    // sweeps a draw
  int threads = 1;
};

/// Draws in the order chain, draw, coefficient.
struct Draws {
  std::vector<double> beta;      // chains x draws x p
  std::vector<double> variance;  // chains x draws
  std::vector<double> global;    // chains x draws
};

/// The same numbers for any number of threads; `watch` is told how many sweeps are done.
Draws run_chains(const std::vector<std::unique_ptr<Chain>>& chains, const RunSettings& settings,
                 Watch& watch);

}  // namespace riata::sampler
