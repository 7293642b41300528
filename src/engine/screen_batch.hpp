#pragma once

#include <memory>
#include <vector>

#include "portolan/engine/screening.hpp"
#include "portolan/parties/screener.hpp"
#include "screen_columns.hpp"

namespace portolan::engine {

/// Screens rows on several threads; what it finds stands by row, in their order.
class BatchScreener {
 public:
  /// Borrows both. `threads` 0: one a core.
  BatchScreener(
      const parties::Screener& screener,
      const std::vector<ScreenedListVersion>& lists,
      double threshold_db,
      unsigned threads
  );
  ~BatchScreener();

  /// Returns the hits of each row, without outcome and decision: by the columns of the row, then as
  /// `ScreeningSearcher::search` has them.
  [[nodiscard]] std::vector<std::vector<ScreenRecord>> screen(const std::vector<ScreenRow>& rows);

  /// Returns the highest score of each row; -infinity where none reaches the threshold.
  [[nodiscard]] std::vector<double> best_scores(const std::vector<ScreenRow>& rows);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace portolan::engine
