#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>

#include "riata/parallel/pool.hpp"
#include "riata/sampler/chains.hpp"

namespace riata::sampler {
namespace {

bool finite(const Chain& chain) {
  return std::isfinite(chain.variance()) && chain.variance() > 0.0 &&
         std::isfinite(chain.global()) &&
         std::ranges::all_of(chain.beta(), [](double b) { return std::isfinite(b); });
}

}  // namespace

// Slices of sweeps, between which the watcher looks: only the calling thread may talk to it. Their
// length follows the clock, which no draw depends on.
Draws run_chains(const std::vector<std::unique_ptr<Chain>>& chains, const RunSettings& settings,
                 Watch& watch) {
  using Clock = std::chrono::steady_clock;
  constexpr auto long_slice = std::chrono::milliseconds(40);
  const auto count = static_cast<Index>(chains.size());
  const Index p = count == 0 ? 0 : size_of(chains.front()->beta());
  const Index kept = count * settings.draws;
  Draws out{std::vector<double>(as_size(kept * p)), std::vector<double>(as_size(kept)),
            std::vector<double>(as_size(kept))};
  const Index total = settings.warmup + settings.draws * settings.thin;
  Index slice = 1;
  for (Index done = 0; done < total;) {
    const Index end = std::min(done + slice, total);
    const auto begin = Clock::now();
    parallel_for(count, settings.threads, [&](Index c) {
      Chain& chain = *chains[as_size(c)];
      for (Index s = done; s < end; ++s) {
        chain.sweep();
        if (!finite(chain)) throw std::overflow_error("a chain left the range of double precision");
        const Index after = s + 1 - settings.warmup;
        if (after <= 0 || after % settings.thin != 0) continue;
        const Index at = c * settings.draws + after / settings.thin - 1;
        std::ranges::copy(chain.beta(), out.beta.begin() + at * p);
        out.variance[as_size(at)] = chain.variance();
        out.global[as_size(at)] = chain.global();
      }
    });
    const auto took = Clock::now() - begin;
    if (2 * took < long_slice) slice *= 2;
    if (took > long_slice) slice = std::max<Index>(1, slice / 2);
    done = end;
    watch.look(done);
  }
  return out;
}

}  // namespace riata::sampler
