// Tries every property; the exit status says whether all held.
//
//   riata_check                    everything
//   riata_check <part> [<seed>]    the properties whose name contains <part>; one seed alone
//   riata_check <part> x<times>    the same, with so many times the usual number of tries

#include <chrono>
#include <cstdio>
#include <exception>
#include <iostream>
#include <span>
#include <string_view>

#include "properties.hpp"
#include "riata/kernels/table.hpp"
#include "riata/parallel/pool.hpp"

namespace riata::check {
namespace {

struct Wanted {
  std::string_view part;
  int seed = -1;  // any
  int times = 1;
};

// Different properties see different numbers under one seed (FNV-1a).
std::uint64_t mixed(std::string_view name, int seed) {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (const char c : name) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return h + static_cast<std::uint64_t>(seed) * 0x9e3779b97f4a7c15u;
}

Index failures_of(const Property& property, int seed) {
  Trial trial(mixed(property.name, seed));
  try {
    property.holds(trial);
  } catch (const std::exception& error) {
    trial.fail(text("threw ", error.what()));
  }
  if (trial.failures() > 0) {
    std::cout << "FAIL " << property.name << " seed " << seed << ": " << trial.first();
    if (trial.failures() > 1) std::cout << " (and " << trial.failures() - 1 << " more)";
    std::cout << std::endl;
  }
  return trial.failures();
}

struct Tally {
  Index tries = 0;
  Index failed = 0;
};

Tally run(const Properties& properties, const Wanted& wanted) {
  Tally tally;
  for (const Property& property : properties) {
    if (property.name.find(wanted.part) == std::string::npos) continue;
    const int first = std::max(wanted.seed, 0);
    const int last = wanted.seed < 0 ? property.trials * wanted.times : wanted.seed + 1;
    for (int seed = first; seed < last; ++seed) {
      ++tally.tries;
      if (failures_of(property, seed) > 0) ++tally.failed;
    }
  }
  return tally;
}

int run_all(const Wanted& wanted) {
  using Clock = std::chrono::steady_clock;
  std::cout << "kernels in use: " << kernels::table().name << std::endl;
  Tally all;
  for (const Room& room : rooms()) {
    const auto begin = Clock::now();
    const Tally tally = run(room.properties(), wanted);
    const std::chrono::duration<double> took = Clock::now() - begin;
    if (tally.tries == 0) continue;
    std::printf("%-14s %6td tries  %4td failed  %7.2f s\n", room.name, tally.tries, tally.failed,
                took.count());
    std::fflush(stdout);
    all.tries += tally.tries;
    all.failed += tally.failed;
  }
  std::printf("%td tries, %td failed\n", all.tries, all.failed);
  return all.failed == 0 && all.tries > 0 ? 0 : 1;
}

}  // namespace
}  // namespace riata::check

int main(int argc, char** argv) {
  const riata::FlushDenormals flush;  // as every caller of the core does
  const std::span<char*> given(argv, static_cast<std::size_t>(argc));
  riata::check::Wanted wanted;
  if (given.size() > 1) wanted.part = given[1];
  if (given.size() > 2) {
    const std::string how = given[2];
    (how.starts_with('x') ? wanted.times : wanted.seed) = std::stoi(how.substr(how[0] == 'x'));
  }
  return riata::check::run_all(wanted);
}
