// Which columns a pass may leave out.
//
// A column was read together with vectors v_1, v_2 (the residuals at the end of a batch and the
// direction of the path), so that x'v_1 and x'v_2 are known. For any later r and any c
//
//   x'r = sum_i c_i x'v_i + x'e,    |x'e| <= |x| |e|,    e = r - sum_i c_i v_i
//
// and c is chosen to make |e| small. Where this bound stays within the kink lambda l1 the column
// has no part in the duality gap, whatever its exact product; it is read again only where the bound
// does not, or where the path seems to go towards it.
#pragma once

#include <array>
#include <vector>

#include "riata/aligned.hpp"
#include "riata/kernels/table.hpp"
#include "riata/solver/evaluation.hpp"

namespace riata {

class Screen {
 public:
  /// `norm` (p,) is |x~_j|; empty: every pass reads every column.
  explicit Screen(ConstValues norm) : norm_(norm) {}

  /// Choose the columns to read for these residuals (n x m, those of the problem with its weights
  /// in them), and fill in what the last two say of the others.
  void look(ConstBlock r, const Candidates& candidates, Evaluation& out, int threads);
  /// The columns to read, (p,), not zero where wanted.
  [[nodiscard]] const std::vector<char>& wanted() const { return wanted_; }
  /// Take over what was read, which may be more than was wanted: products of the last residuals.
  void keep(Evaluation& out);

 private:
  static constexpr Index readings = 4;  // kept at once
  static constexpr Index most = 2;      // vectors of each
  static constexpr unsigned char never = readings;

  // The vectors some columns were last read with.
  struct Reading {
    AlignedVector<double> vector;  // (n, count) with stride ld
    Index ld = 0;
    Index count = 0;
    std::array<double, 3> gram{};  // v1'v1, v1'v2, v2'v2
    Index columns = 0;             // that were last read with it
  };
  // How residuals follow from a reading: two coefficients and |e|, a little more, side by side.
  struct Lines {
    std::array<double, kernels::lanes> first{}, second{}, left{};
  };
  using Fit = std::vector<Lines>;

  [[nodiscard]] Index free_slot() const;
  void take_vectors(ConstBlock r);
  [[nodiscard]] Fit fit(const Reading& reading, const double* shared, ConstValues squares) const;
  void judge(const double* const* fits, const Candidates& candidates, Evaluation& out, int threads);

  ConstValues norm_;
  std::array<Reading, readings + 1> reading_{};  // the one that is free takes the next vectors
  std::vector<unsigned char> slot_;              // (p,) the reading of each column
  std::vector<float> first_, second_;            // (p,) products with its vectors
  std::vector<char> wanted_;
  Index next_ = 0;  // the slot that the columns read next will have
};

}  // namespace riata
