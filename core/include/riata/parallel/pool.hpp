// A small pool of threads.
//
// Results never depend on the number of threads: a task computes the same numbers whoever runs it,
// and every reduction happens in the order of the tasks. A call made while the pool is busy, or
// from inside a task, runs serially. Fork is safe: a child starts with a pool of its own.
#pragma once

#include <functional>

#include "riata/types.hpp"

namespace riata {

/// Run body(task) for every task in [0, tasks) on at most `threads` threads; the first exception of
/// a task is thrown again here.
void parallel_for(Index tasks, int threads, const std::function<void(Index)>& body);

/// Threads worth waking for `work` floating-point operations: 1 where waking costs more.
int worthwhile_threads(int threads, double work);

/// Treats denormal numbers as zero while it lives: they are a hundred times slower than others.
class FlushDenormals {
 public:
  FlushDenormals();
  ~FlushDenormals();
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  unsigned saved_;
};

}  // namespace riata
