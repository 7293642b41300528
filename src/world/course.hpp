#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/world/world.hpp"

namespace portolan::world {

/// How trade runs through the months: growth, seasons, shocks by country and chapter and by family,
/// the spring of 2020, and the break with the destination. All factors are relative to the start.
/// Const methods may run concurrently.
class Course {
 public:
  Course(const World& world, const Random& random);

  /// Returns what the mean of a link is multiplied with in a month.
  [[nodiscard]] double factor(const FlowKey& key) const;

 private:
  void draw_countries(const World& world, const Random& random);
  void draw_goods(const World& world, const Random& random);
  [[nodiscard]] double break_factor(const FlowKey& key) const;
  [[nodiscard]] std::size_t chapter_cell(std::size_t country, std::size_t good, std::size_t month)
      const;

  const World& world_;
  std::size_t num_months_;
  std::vector<std::size_t> chapter_of_good_;
  std::size_t num_chapters_ = 0;
  std::vector<double> country_growth_;  ///< Log growth a month, by country.
  std::vector<double> buying_shocks_;   ///< Log, by country, chapter, month.
  std::vector<double> selling_shocks_;
  std::vector<double> good_course_;  ///< Log, by family, month: trend, season, shocks.
};

/// Returns the trade of the world before any event, by key: whole shipments, Poisson in number.
[[nodiscard]] std::vector<WorldFlow> baseline_flows(const World& world, const Random& random);

}  // namespace portolan::world
