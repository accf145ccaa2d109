#include "riata/solver/together.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>

#include "riata/aligned.hpp"
#include "riata/parallel/pool.hpp"

namespace riata {
namespace {

// The caller's watch on the caller's thread; the others stop when it has said so.
class Lookout {
 public:
  explicit Lookout(Watch& watch) : watch_(watch) {}

  void run(Index tasks, int threads, const std::function<void(Index, Watch&)>& body) {
    parallel_for(tasks, threads, [&](Index t) {
      if (std::this_thread::get_id() == owner_) {
        Watch own([this](Index) { return watch_.look(), true; });  // each counts for itself
        try {
          body(t, own);
        } catch (...) {
          stopped_ = true;
          throw;
        }
      } else {
        Watch other([this](Index) { return !stopped_; });
        body(t, other);
      }
    });
  }

 private:
  Watch& watch_;
  std::thread::id owner_ = std::this_thread::get_id();
  std::atomic<bool> stopped_ = false;
};

// The residuals of all members' candidates, beside each other, and one pass over the data for them.
class SharedPass {
 public:
  SharedPass(std::span<const Member> members, int threads)
      : members_(members), threads_(threads), design_(members.front().source->design()) {}

  void evaluate(std::span<const Index> going) {
    const Index n = design_.rows();
    const Index ld = round_up(std::max<Index>(n, 1), 8) + 8;
    from_.assign(1, 0);
    for (const Index k : going) {
      from_.push_back(from_.back() + members_[as_size(k)].solver->candidates().count());
    }
    grow(residuals_, ld * from_.back());
    each(going, [&](const Member& member, Index g) {
      member.source->residuals(member.solver->candidates(), part(residuals_, g, n, ld),
                               member.solver->evaluation());
    });
    const std::vector<Index> read = wanted(going);
    const Index p = design_.columns();
    grow(products_, p * from_.back());
    const ConstValues centre = members_[as_size(going.front())].source->lens().shift;
    design_.xtr({residuals_.data(), n, from_.back(), ld}, centre, read,
                {products_.data(), p, from_.back(), p}, threads_);
    each(going, [&](const Member& member, Index g) {
      member.source->products(part(residuals_, g, n, ld), read, part(products_, g, p, p), centre,
                              member.solver->evaluation());
    });
  }

 private:
  template <class Body>
  void each(std::span<const Index> going, const Body& body) {
    parallel_for(static_cast<Index>(going.size()), threads_,
                 [&](Index g) { body(members_[as_size(going[as_size(g)])], g); });
  }

  // What the g-th of those that are going has of a panel for all.
  Block part(AlignedVector<double>& panel, Index g, Index rows, Index stride) const {
    const auto at = as_size(g);
    return {panel.data() + from_[at] * stride, rows, from_[at + 1] - from_[at], stride};
  }

  // The columns that any of them wants.
  [[nodiscard]] std::vector<Index> wanted(std::span<const Index> going) const {
    std::vector<char> any(as_size(design_.columns()), 0);
    for (const Index k : going) {
      const std::vector<char>& own = members_[as_size(k)].source->wanted();
      for (std::size_t j = 0; j < own.size(); ++j) any[j] |= own[j];
    }
    return listed(any);
  }

  static void grow(AlignedVector<double>& v, Index size) {
    if (v.size() < as_size(size)) v.resize(as_size(size));
  }

  std::span<const Member> members_;
  int threads_;
  const Design& design_;
  std::vector<Index> from_;  // where the candidates of each begin
  AlignedVector<double> residuals_, products_;
};

}  // namespace

std::vector<std::vector<PathPoint>> run_together(std::span<const Member> members,
                                                 const PathSettings& settings, int threads,
                                                 Watch& watch) {
  const auto count = static_cast<Index>(members.size());
  Lookout lookout(watch);
  lookout.run(count, threads, [&](Index k, Watch& w) {
    members[as_size(k)].solver->begin(members[as_size(k)].lambdas, settings, w);
  });
  SharedPass pass(members, threads);
  std::vector<char> wants(members.size(), 1);
  for (;;) {
    lookout.run(count, threads, [&](Index k, Watch& w) {
      if (wants[as_size(k)] != 0)
        wants[as_size(k)] = members[as_size(k)].solver->propose(w) ? 1 : 0;
    });
    std::vector<Index> going;
    for (Index k = 0; k < count; ++k) {
      if (wants[as_size(k)] != 0) going.push_back(k);
    }
    if (going.empty()) break;
    pass.evaluate(going);
    Index done = 0;
    for (const Member& member : members) done += member.solver->done();
    watch.look(done);
    parallel_for(static_cast<Index>(going.size()), threads,
                 [&](Index g) { members[as_size(going[as_size(g)])].solver->digest(); });
  }
  std::vector<std::vector<PathPoint>> paths;
  for (const Member& member : members) paths.push_back(member.solver->take());
  return paths;
}

}  // namespace riata
