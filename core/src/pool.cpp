#include "riata/parallel/pool.hpp"

#include <pthread.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace riata {
namespace {

thread_local bool inside_task = false;

struct Job {
  const std::function<void(Index)>& body;
  Index tasks;
  int helpers;  // workers that may still join, guarded by the pool's mutex
  int running = 0;
  std::atomic<Index> next{0};
  std::mutex error_mutex;
  std::exception_ptr error;

  Job(const std::function<void(Index)>& work, Index count, int others)
      : body(work), tasks(count), helpers(others) {}

  void work() {
    inside_task = true;
    for (Index t = next++; t < tasks; t = next++) {
      try {
        body(t);
      } catch (...) {
        const std::lock_guard lock(error_mutex);
        if (!error) error = std::current_exception();
        next = tasks;
      }
    }
    inside_task = false;
  }
};

class Pool {
 public:
  bool run(Index tasks, int threads, const std::function<void(Index)>& body) {
    const std::unique_lock owner(busy_, std::try_to_lock);
    if (!owner.owns_lock()) return false;
    Job job(body, tasks, threads - 1);
    {
      const std::lock_guard lock(mutex_);
      hire(threads - 1);
      job_ = &job;
      ++generation_;
    }
    wake_.notify_all();
    job.work();
    std::unique_lock lock(mutex_);
    job_ = nullptr;
    done_.wait(lock, [&] { return job.running == 0; });
    lock.unlock();
    if (job.error) std::rethrow_exception(job.error);
    return true;
  }

 private:
  // Where the system gives no more threads, those that are there do the work.
  void hire(int workers) {
    try {
      while (static_cast<int>(workers_.size()) < workers) {
        workers_.emplace_back([this] { serve(); });
        workers_.back().detach();
      }
    } catch (const std::system_error&) {
    }
  }

  void serve() {
    const FlushDenormals flush;
    std::uint64_t seen = 0;
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [&] { return generation_ != seen && job_ != nullptr; });
      seen = generation_;
      Job* job = job_;
      if (job->helpers == 0) continue;
      --job->helpers;
      ++job->running;
      lock.unlock();
      job->work();
      lock.lock();
      if (--job->running == 0) done_.notify_one();
    }
  }

  std::mutex busy_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  std::vector<std::thread> workers_;
  Job* job_ = nullptr;
  std::uint64_t generation_ = 0;
};

// Both are there before the first call, without a guard that a fork could find half way, and
// neither is ever destroyed: sleeping workers use the pool until the process ends.
constinit std::mutex creation;
constinit Pool* current = nullptr;

Pool& pool() {
  const std::lock_guard guard(creation);
  if (current == nullptr) current = std::make_unique<Pool>().release();
  return *current;
}

// In a forked child no worker lives and the pool's locks may be held: leave it and start afresh.
void forget() {
  current = nullptr;
  inside_task = false;
  creation.unlock();
}

[[maybe_unused]] const int registered =
    pthread_atfork([] { creation.lock(); }, [] { creation.unlock(); }, &forget);

}  // namespace

void parallel_for(Index tasks, int threads, const std::function<void(Index)>& body) {
  const bool alone = tasks <= 1 || threads <= 1 || inside_task;
  if (!alone && pool().run(tasks, threads, body)) return;
  for (Index t = 0; t < tasks; ++t) body(t);
}

int worthwhile_threads(int threads, double work) {
  constexpr double waking = 4e5;  // operations done in the time it takes to wake a thread
  return work < waking ? 1 : threads;
}

#if defined(__x86_64__)
FlushDenormals::FlushDenormals() : saved_(_mm_getcsr()) { _mm_setcsr(saved_ | 0x8040u); }
FlushDenormals::~FlushDenormals() { _mm_setcsr(saved_); }
#else
FlushDenormals::FlushDenormals() : saved_(0) {}
FlushDenormals::~FlushDenormals() = default;
#endif

}  // namespace riata
