// Long work without the interpreter's lock, which Ctrl-C stops.
#pragma once

#include <nanobind/nanobind.h>

#include <utility>

#include "riata/interrupt.hpp"
#include "riata/parallel/pool.hpp"

namespace riata::bind {

namespace nb = nanobind;

// Runs Python's signal handlers (so that Ctrl-C works) and reports progress.
class PythonWatch {
 public:
  explicit PythonWatch(nb::object progress) : progress_(std::move(progress)) {}

  Watch watch() {
    return Watch([this](Index done) { return keep_going(done); });
  }

 private:
  bool keep_going(Index done) {
    const nb::gil_scoped_acquire acquire;
    if (PyErr_CheckSignals() != 0) return false;
    if (progress_.is_none()) return true;
    try {
      progress_(done);
    } catch (nb::python_error& error) {
      error.restore();
      return false;
    }
    return true;
  }

  nb::object progress_;
};

// Work without the interpreter's lock; an interruption leaves with Python's own exception.
template <class Work>
auto guarded(nb::object progress, const Work& work) {
  PythonWatch python(std::move(progress));
  Watch watch = python.watch();
  try {
    const nb::gil_scoped_release release;
    const FlushDenormals flush;
    return work(watch);
  } catch (const Interrupted&) {
    throw nb::python_error();
  }
}

}  // namespace riata::bind
