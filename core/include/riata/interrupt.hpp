// How a long computation is watched and stopped from outside.
#pragma once

#include <chrono>
#include <functional>
#include <stdexcept>

#include "riata/types.hpp"

namespace riata {

/// Thrown out of a computation whose watcher asked it to stop.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

/// Calls `keep_going(done)` now and then, at most every 50 ms; false stops the computation.
class Watch {
 public:
  using Clock = std::chrono::steady_clock;

  Watch() = default;
  explicit Watch(std::function<bool(Index)> keep_going) : keep_going_(std::move(keep_going)) {}

  /// The work done so far, as an outer loop counts it.
  void look(Index done) {
    done_ = done;
    look();
  }

  void look() {
    if (!keep_going_) return;
    const auto now = Clock::now();
    if (now - last_ < std::chrono::milliseconds(50)) return;
    last_ = now;
    if (!keep_going_(done_)) throw Interrupted();
  }

 private:
  std::function<bool(Index)> keep_going_;
  Index done_ = 0;
  Clock::time_point last_ = Clock::now();
};

}  // namespace riata
