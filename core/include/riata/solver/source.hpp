// Where the numbers of a least-squares problem come from: rows of data, or moments alone.
//
//   minimise  1/2 |y - X b|^2 + penalty(b)      X, y centred, scaled and weighted
#pragma once

#include <optional>

#include "riata/design/design.hpp"
#include "riata/solver/screen.hpp"

namespace riata {

/// Rows of data, for solvers that work on residuals.
struct Rows {
  const ColumnSet& set;     // the columns appended so far
  ConstValues response;     // (n,), centred and times the root weights
  ConstValues root_weight;  // (n,) or empty
  int threads;
};

class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  [[nodiscard]] virtual ConstValues response_products() const = 0;  // X'y, (p,)
  [[nodiscard]] virtual double response_square() const = 0;         // y'y
  /// Whether products cost nothing, so that every column may join the working set at once.
  [[nodiscard]] virtual bool whole() const = 0;

  virtual void append(Indices columns) = 0;
  /// out(i, j) = x_i'x_{from+j} over the columns appended so far.
  virtual void gram(Index from, Block out) const = 0;
  virtual void evaluate(const Candidates& candidates, Evaluation& out) = 0;
  /// |X_W v|^2, v over the columns appended so far.
  [[nodiscard]] virtual double combination_square(ConstValues v) const = 0;
  /// The smallest such number, relative to the squares of the columns, that is not rounding.
  [[nodiscard]] virtual double resolution() const = 0;
  /// Nanoseconds, about, for the products of one more column with those appended so far.
  [[nodiscard]] virtual double gram_cost() const { return 0.0; }
  /// Candidates that one reading of the data serves; 0 where any number costs its own.
  [[nodiscard]] virtual Index at_once() const { return 0; }
  /// Threads that those who work from it may use.
  [[nodiscard]] virtual int threads() const { return 1; }
  /// The rows behind it, if there are any.
  [[nodiscard]] virtual std::optional<Rows> rows() const { return std::nullopt; }
};

/// Rows of data seen through a lens.
class DataSource final : public Source {
 public:
  /// y (n,) is centred and weighted by the root weights; `products` (p,) is X~'y; `norm` (p,) is
  /// |x~_j|, or empty where no pass is to leave out a column.
  DataSource(const Design& design, Lens lens, ConstValues y, ConstValues products, ConstValues norm,
             int threads);

  [[nodiscard]] ConstValues response_products() const override { return products_; }
  [[nodiscard]] double response_square() const override { return square_; }
  [[nodiscard]] bool whole() const override { return false; }
  void append(Indices columns) override { set_->append(columns, threads_); }
  void gram(Index from, Block out) const override { set_->gram(from, out, threads_); }
  void evaluate(const Candidates& candidates, Evaluation& out) override;
  [[nodiscard]] double combination_square(ConstValues v) const override;
  [[nodiscard]] double resolution() const override { return 1e-18; }
  [[nodiscard]] double gram_cost() const override { return set_->gram_cost(); }
  [[nodiscard]] std::optional<Rows> rows() const override {
    return Rows{*set_, y_, lens_.root_weight, threads_};
  }

  [[nodiscard]] Index at_once() const override { return design_.at_once(); }
  [[nodiscard]] int threads() const override { return threads_; }

  // Both halves of an evaluation, for those who make one pass for several sources:
  /// r (n x m) := residuals of the candidates times the root weights; and what they say themselves.
  void residuals(const Candidates& candidates, Block r, Evaluation& out);
  /// The columns that a pass must read then, (p,), not zero where wanted.
  [[nodiscard]] const std::vector<char>& wanted() const { return screen_.wanted(); }
  /// From the products (p x m) of these columns, at least those, about another centre (p,).
  void products(ConstBlock r, std::vector<Index> read, ConstBlock about_centre, ConstValues centre,
                Evaluation& out);
  [[nodiscard]] const Design& design() const { return design_; }
  [[nodiscard]] const Lens& lens() const { return lens_; }

 private:
  const Design& design_;
  Lens lens_;
  ConstValues y_;
  ConstValues products_;
  double square_;
  int threads_;
  std::unique_ptr<ColumnSet> set_;
  Screen screen_;
};

/// Where a mask (p,) is not zero.
std::vector<Index> listed(std::span<const char> mask);

/// Moments alone: gram (p x p), products (p,) and square y'y, already centred and scaled.
class GramSource final : public Source {
 public:
  GramSource(ConstBlock gram, ConstValues products, double square);

  [[nodiscard]] ConstValues response_products() const override { return products_; }
  [[nodiscard]] double response_square() const override { return square_; }
  [[nodiscard]] bool whole() const override { return true; }
  void append(Indices columns) override;
  void gram(Index from, Block out) const override;
  void evaluate(const Candidates& candidates, Evaluation& out) override;
  [[nodiscard]] double combination_square(ConstValues v) const override;
  [[nodiscard]] double resolution() const override { return 1e-13; }

 private:
  ConstBlock gram_;
  ConstValues products_;
  double square_;
  std::vector<Index> column_;
};

}  // namespace riata
