#include "world_series.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace portolan::bench {
namespace {

using panel::CodedPanel;
using panel::Column;
using panel::Status;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kLeastUsdAYear = 100'000.0;
constexpr double kLeastKnownShare = 0.8;
constexpr double kTolerableUnknownShare = 0.05;
constexpr double kMonthsAYear = 12.0;

using Pair = std::pair<std::uint16_t, std::uint16_t>;  // exporter, importer

struct BothReports {
  Months by_exporter;
  Months by_importer;
};

std::size_t num_known(const Months& months) {
  return static_cast<std::size_t>(std::count_if(months.begin(), months.end(), [](double usd) {
    return !std::isnan(usd);
  }));
}

/// Adds series up. A month is unknown where parts of more than 5 % of the usual sum are.
class Adder {
 public:
  void add(const Months& part) {
    if (sum_.empty()) {
      sum_.assign(part.size(), 0.0);
      unknown_.assign(part.size(), 0.0);
    }
    const std::size_t known = num_known(part);
    const double mean =
        known == 0 ? 0.0 : known_sum(part, 0, part.size()).usd / static_cast<double>(known);
    usual_ += mean;
    for (std::size_t t = 0; t < part.size(); ++t) {
      (std::isnan(part[t]) ? unknown_ : sum_)[t] += std::isnan(part[t]) ? mean : part[t];
    }
  }

  [[nodiscard]] Months sum() const {
    Months result = sum_;
    for (std::size_t t = 0; t < result.size(); ++t) {
      if (unknown_[t] > kTolerableUnknownShare * usual_) {
        result[t] = kUnknown;
      }
    }
    return result;
  }

 private:
  Months sum_;
  Months unknown_;
  double usual_ = 0.0;
};

/// Reads a panel family by family.
class Reader {
 public:
  explicit Reader(const WorldPanel& panel) : panel_(panel.panel) {
    first_ = panel_.blocks(Frequency::kMonthly, 6).front().period;
    std::int32_t last = first_;
    for (const panel::Block& block : panel_.blocks(Frequency::kMonthly, 6)) {
      first_ = std::min(first_, block.period);
      last = std::max(last, block.period);
    }
    num_months_ = position(last) + 1;
    published_.assign(2 * panel_.places().size() * num_months_, false);
    for (const detect::Coverage& row : panel.coverage) {
      const auto place = panel_.find_place(row.reporter);
      if (row.level == 6 && place) {
        published_[slot(*place, row.is_export, position(row.period))] = true;
      }
    }
  }

  [[nodiscard]] std::size_t num_months() const { return num_months_; }
  [[nodiscard]] Period first() const { return *Period::from_number(first_); }

  [[nodiscard]] std::map<Pair, BothReports> family(std::uint32_t family) const {
    std::map<Pair, BothReports> pairs;
    std::set<std::pair<std::uint16_t, bool>> reporters;
    for (const panel::Block& block : panel_.blocks(Frequency::kMonthly, 6, family)) {
      const std::size_t t = position(block.period);
      for (std::size_t row = block.begin; row < block.end; ++row) {
        const Pair pair = {panel_.exporters()[row], panel_.importers()[row]};
        if (!panel_.is_country(pair.first) || !panel_.is_country(pair.second)) {
          continue;
        }
        BothReports& reports = pairs[pair];
        reports.by_exporter.resize(num_months_, kUnknown);
        reports.by_importer.resize(num_months_, kUnknown);
        put(reports.by_exporter[t], panel_.export_status(row), Column::kExportUsd, row);
        put(reports.by_importer[t], panel_.import_status(row), Column::kImportUsd, row);
        if (panel_.export_status(row) == Status::kReported) {
          reporters.insert({pair.first, true});
        }
        if (panel_.import_status(row) == Status::kReported) {
          reporters.insert({pair.second, false});
        }
      }
    }
    for (auto& [pair, reports] : pairs) {
      fill_zeros(reports.by_exporter, pair.first, true, reporters);
      fill_zeros(reports.by_importer, pair.second, false, reporters);
    }
    return pairs;
  }

 private:
  [[nodiscard]] std::size_t position(std::int32_t period) const {
    return static_cast<std::size_t>(
        Period::from_number(period)->steps_since(*Period::from_number(first_))
    );
  }

  [[nodiscard]] std::size_t slot(std::uint16_t place, bool is_export, std::size_t month) const {
    return (2 * std::size_t{place} + (is_export ? 1 : 0)) * num_months_ + month;
  }

  void put(double& month, Status status, Column column, std::size_t row) const {
    if (status == Status::kReported) {
      month = static_cast<double>(panel_.value(column, row)) / 1000.0;
    } else if (status == Status::kInferredZero) {
      month = 0.0;
    }
  }

  /// Who published the month and ever reports the family has nothing more to tell.
  void fill_zeros(
      Months& months,
      std::uint16_t place,
      bool is_export,
      const std::set<std::pair<std::uint16_t, bool>>& reporters
  ) const {
    if (!reporters.contains({place, is_export})) {
      return;
    }
    for (std::size_t t = 0; t < months.size(); ++t) {
      if (std::isnan(months[t]) && published_[slot(place, is_export, t)]) {
        months[t] = 0.0;
      }
    }
  }

  const CodedPanel& panel_;
  std::int32_t first_ = 0;
  std::size_t num_months_ = 0;
  std::vector<bool> published_;  ///< By place, flow, month.
};

bool is_covered(const Months& months, const Split& split) {
  const auto covers = [&](std::size_t begin, std::size_t end) {
    const auto known = static_cast<double>(known_sum(months, begin, end).months);
    return end > begin && known >= kLeastKnownShare * static_cast<double>(end - begin);
  };
  return !months.empty() && covers(split.begin, split.treated) && covers(split.treated, split.end);
}

bool is_seen(const Months& months, const Split& split) {
  return is_covered(months, split) &&
         kMonthsAYear * known_sum(months, split.treated, split.end).mean() >= kLeastUsdAYear;
}

const Months& better(const BothReports& reports) {
  return num_known(reports.by_importer) > num_known(reports.by_exporter) ? reports.by_importer
                                                                         : reports.by_exporter;
}

/// Makes the cells of one family.
class FamilyReader {
 public:
  FamilyReader(const WorldPanel& panel, const detect::DetectInput& input)
      : panel_(panel.panel), input_(input), reader_(panel) {
    destination_ = panel_.find_place("RUS").value();
    for (const std::string& name : input.controlling) {
      if (const auto place = panel_.find_place(name)) {
        controlling_.insert(*place);
      }
    }
    for (std::size_t p = 0; p < panel_.places().size(); ++p) {
      const auto place = static_cast<std::uint16_t>(p);
      if (panel_.is_country(place) && place != destination_ && !controlling_.contains(place)) {
        hubs_.push_back(place);
      }
    }
  }

  [[nodiscard]] std::size_t num_months() const { return reader_.num_months(); }
  [[nodiscard]] std::vector<std::string> hub_names() const {
    std::vector<std::string> names;
    for (const std::uint16_t hub : hubs_) {
      names.push_back(panel_.places()[hub]);
    }
    return names;
  }

  void read(std::uint32_t family, WorldSeries& series) const {
    const auto pairs = reader_.family(family);
    Adder elsewhere;
    for (const auto& [pair, reports] : pairs) {
      if (controlling_.contains(pair.second) && pair.first != destination_) {
        elsewhere.add(better(reports));
      }
    }
    series.elsewhere_usd.push_back(elsewhere.sum());
    const std::string& name = panel_.families()[family];
    for (std::size_t h = 0; h < hubs_.size(); ++h) {
      CellMonths cell;
      cell.name = {panel_.places()[hubs_[h]], name};
      cell.hub = h;
      cell.family = series.elsewhere_usd.size() - 1;
      cell.is_listed = input_.is_controlled(6, name);
      cell.split = split_of(name);
      add_legs(cell, pairs, hubs_[h]);
      if (!cell.inflow.empty()) {
        cell.sees_inflow = is_seen(cell.inflow, cell.split);
        cell.sees_outflow = is_seen(cell.outflow, cell.split);
        cell.sees_gap = cell.sees_inflow && !cell.sent.empty();
        series.cells.push_back(std::move(cell));
      }
    }
  }

 private:
  void add_legs(CellMonths& cell, const std::map<Pair, BothReports>& pairs, std::uint16_t hub)
      const {
    Adder inflow;
    Adder sent;
    Adder arrived;
    for (const auto& [pair, reports] : pairs) {
      if (pair.second == hub && pair.first != destination_) {
        inflow.add(better(reports));
        if (is_covered(reports.by_exporter, cell.split) &&
            is_covered(reports.by_importer, cell.split)) {
          sent.add(reports.by_exporter);
          arrived.add(reports.by_importer);
        }
      } else if (pair.first == hub && pair.second == destination_) {
        cell.outflow =
            is_covered(reports.by_exporter, cell.split) ? reports.by_exporter : reports.by_importer;
      }
    }
    cell.inflow = inflow.sum();
    cell.sent = sent.sum();
    cell.arrived = arrived.sum();
  }

  /// Goods that no list names are split where the regime began.
  [[nodiscard]] Split split_of(const std::string& family) const {
    const auto goods = std::ranges::find(input_.goods, family, &detect::Goods::family);
    const detect::Date date =
        goods == input_.goods.end() ? detect::kRegimeDate : detect::controlled_since(*goods);
    const Period last = reader_.first().plus(static_cast<int>(reader_.num_months()) - 1);
    const auto window =
        detect::window_for(WorldQuestion::options(), date, Frequency::kMonthly, last);
    const auto index = detect::index_window(window, reader_.first(), reader_.num_months());
    return {.begin = index.begin, .treated = index.treated, .end = index.end};
  }

  const CodedPanel& panel_;
  const detect::DetectInput& input_;
  Reader reader_;
  std::uint16_t destination_ = 0;
  std::set<std::uint16_t> controlling_;
  std::vector<std::uint16_t> hubs_;
};

}  // namespace

KnownSum known_sum(const Months& months, std::size_t begin, std::size_t end) {
  KnownSum sum;
  for (std::size_t t = begin; t < std::min(end, months.size()); ++t) {
    if (!std::isnan(months[t])) {
      sum.usd += months[t];
      ++sum.months;
    }
  }
  return sum;
}

WorldSeries series_of_world(const WorldPanel& panel, const detect::DetectInput& input) {
  const FamilyReader reader(panel, input);
  WorldSeries series;
  series.num_months = reader.num_months();
  series.hubs = reader.hub_names();
  const auto names = panel.panel.families();
  for (std::size_t f = 0; f < names.size(); ++f) {
    if (!panel.panel.blocks(Frequency::kMonthly, 6, static_cast<std::uint32_t>(f)).empty()) {
      series.families.push_back(names[f]);
      reader.read(static_cast<std::uint32_t>(f), series);
    }
  }
  return series;
}

}  // namespace portolan::bench
