#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "portolan/detect/detect.hpp"
#include "portolan/goods/families.hpp"

namespace portolan::bench {

/// How large a made-up panel is. Months run from January 2019 on.
struct MadePanelSize {
  std::size_t families = 5'000;
  std::size_t places = 200;
  std::size_t months = 60;
  double links_of_family = 2'200.0;  ///< Mean; their number has a heavy tail.
};

/// Writes a panel of made-up monthly trade at level 6 into `folder` and returns its number of rows.
/// The same size and seed give the same bytes. Holds one family in memory at a time.
///
/// Links are drawn by the sizes of both countries with a heavy tail. A link trades in a third of
/// the months on average, one link in seven in a single month and one in forty in all of them:
/// close to the exports of EU members to five countries by six digits (Eurostat, 2020 to 2022: a
/// third, one in five of 35 months, one in twenty). One country in ten never reports; the others
/// leave out one flow in twenty, so that most flows have both reports, and one weight in twelve. Of
/// the goods in `controlled`, exports of the G7+ to Russia fall by nine tenths from March 2022 on,
/// and a tenth of the other countries buys from the G7+ and sells to Russia four times as much.
std::uint64_t write_made_panel(
    const std::filesystem::path& folder,
    const MadePanelSize& size,
    const std::vector<std::string>& controlled,
    std::uint64_t seed
);

/// The question that is asked of a made-up panel: the priority list of 45 codes, to Russia, from
/// every country of the panel that does not control exports.
class MadeQuestion {
 public:
  MadeQuestion();

  [[nodiscard]] const std::vector<std::string>& controlled() const { return controlled_; }
  /// Borrows this object and the panel.
  [[nodiscard]] detect::DetectInput input(const panel::CodedPanel& panel) const;

 private:
  std::vector<detect::Goods> goods_;
  std::vector<std::string> controlled_;
};

}  // namespace portolan::bench
