// The pool of threads: every task once, exceptions, nesting, many callers, fork.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <stdexcept>
#include <thread>

#include "properties.hpp"
#include "riata/parallel/pool.hpp"

namespace riata::check {
namespace {

// Run tasks that each count in a place of its own; whether each ran exactly once. It allocates
// nothing: a child forked meanwhile could find the allocator of a sanitizer locked.
bool each_once(Index tasks, int threads) {
  std::array<std::atomic<int>, 1000> runs{};
  parallel_for(tasks, threads, [&](Index t) { ++runs[as_size(t)]; });
  return std::all_of(runs.begin(), runs.begin() + tasks, [](const auto& r) { return r == 1; });
}

void every_task(Trial& t) {
  for (int threads = 0; threads <= 8; ++threads) {
    for (const Index tasks : {0, 1, 2, 7, 64, 1000}) {
      t.expect(each_once(tasks, threads), tasks, " tasks on ", threads, " threads");
    }
  }
}

void exceptions(Trial& t) {
  for (int threads = 1; threads <= 8; ++threads) {
    const Index tasks = t.random.between(1, 200);
    const Index bad = t.random.between(0, tasks - 1);
    t.about(tasks, " tasks on ", threads, " threads");
    std::string caught;
    try {
      parallel_for(tasks, threads, [&](Index k) {
        if (k == bad) throw std::out_of_range(text("task ", k));
      });
    } catch (const std::out_of_range& error) {
      caught = error.what();
    }
    t.expect(caught == text("task ", bad), "caught '", caught, "'");
    t.expect(each_once(100, threads), "the pool is of no use after an exception");
  }
}

void nesting(Trial& t) {
  for (int threads = 1; threads <= 8; ++threads) {
    std::atomic<Index> sum = 0;
    parallel_for(20, threads, [&](Index i) {
      parallel_for(10, threads, [&](Index j) {
        parallel_for(3, threads, [&](Index k) { sum += 100 * i + 10 * j + k; });
      });
    });
    t.expect(sum == 20 * 10 * 3 * (950 + 45 + 1), "sum ", sum.load(), " on ", threads, " threads");
  }
}

// Results of several callers at once, some of whose tasks throw.
void concurrent_callers(Trial& t) {
  std::atomic<int> wrong = 0;
  const auto caller = [&](int number) {
    for (int k = 0; k < 200; ++k) {
      if (!each_once(1 + (k * 7 + number) % 50, 1 + (k + number) % 8)) ++wrong;
      try {
        parallel_for(20, 4, [&](Index i) {
          if (i == 11 && k % 10 == 0) throw std::runtime_error("wanted");
        });
        if (k % 10 == 0) ++wrong;
      } catch (const std::runtime_error&) {
        if (k % 10 != 0) ++wrong;
      }
    }
  };
  std::vector<std::thread> callers;
  for (int number = 0; number < 6; ++number) callers.emplace_back(caller, number);
  for (std::thread& c : callers) c.join();
  t.expect(wrong == 0, wrong.load(), " wrong results");
}

// 0 if a child that forks now can use the pool; it ends itself if it hangs.
int status_of_child() {
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    bool good = true;
    for (int k = 0; k < 20; ++k) good = good && each_once(50, 4);
    _exit(good ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

void fork_when_idle(Trial& t) {
  t.expect(each_once(100, 4), "before");
  const int status = status_of_child();
  t.expect(status == 0, "the child ended with status ", status);
  t.expect(each_once(100, 4), "after");
}

void fork_when_busy(Trial& t) {
  std::atomic<bool> stop = false;
  std::vector<std::thread> callers;
  for (int k = 0; k < 3; ++k) {
    callers.emplace_back([&] {
      while (!stop) each_once(50, 3);
    });
  }
  for (int k = 0; k < 10; ++k) {
    const int status = status_of_child();
    t.expect(status == 0, "the child ended with status ", status);
  }
  stop = true;
  for (std::thread& c : callers) c.join();
}

// From inside a task: the child continues as that task alone.
void fork_inside_a_task(Trial& t) {
  std::atomic<int> bad = 0;
  parallel_for(8, 4, [&](Index k) {
    if (k == 3) bad = status_of_child();
  });
  t.expect(bad == 0, "the child ended with status ", bad.load());
}

}  // namespace

Properties parallel() {
  return {{"parallel/every task once", 20, &every_task},
          {"parallel/exceptions", 20, &exceptions},
          {"parallel/nesting", 10, &nesting},
          {"parallel/concurrent callers", 3, &concurrent_callers},
          {"parallel/fork when idle", 5, &fork_when_idle},
          {"parallel/fork when busy", 2, &fork_when_busy},
          {"parallel/fork inside a task", 5, &fork_inside_a_task}};
}

}  // namespace riata::check
