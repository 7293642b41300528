#include "course.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <string>

#include "gravity.hpp"

namespace portolan::world {
namespace {

/// Adds a first-order autoregression with stationary standard deviation `sd` to `path`.
void add_shocks(double* path, std::size_t count, double sd, double persistence, Random& random) {
  const double step_sd = sd * std::sqrt(1.0 - persistence * persistence);
  double level = sd * random.normal();
  for (std::size_t t = 0; t < count; ++t) {
    path[t] += level;
    level = persistence * level + step_sd * random.normal();
  }
}

/// The spring of 2020, as a share of ordinary trade.
double pandemic_factor(Period month) {
  if (month.year() != 2020 || month.month() < 4 || month.month() > 6) {
    return 1.0;
  }
  constexpr double kLeft[] = {0.75, 0.78, 0.9};
  return kLeft[month.month() - 4];
}

/// Ships whole lots: a Poisson number of them, of values with the given coefficient of variation.
FlowAmounts
ship(double mean_usd, const WorldGood& good, const Link& link, double cv, Random& random) {
  const std::uint64_t lots = random.poisson(mean_usd / good.shipment_usd);
  if (lots == 0) {
    return {};
  }
  const double count = static_cast<double>(lots);
  const double variance = std::log1p(cv * cv / count);
  const double usd =
      count * good.shipment_usd * std::exp(std::sqrt(variance) * random.normal() - 0.5 * variance);
  const double kg = usd / link.price_usd_kg * std::exp(0.08 * random.normal());
  FlowAmounts amounts;
  amounts.left_usd = std::max<std::int64_t>(1, std::llround(usd));
  amounts.left_kg = std::max<std::int64_t>(1, std::llround(kg));
  amounts.arrived_usd = amounts.left_usd;
  amounts.arrived_kg = amounts.left_kg;
  return amounts;
}

}  // namespace

Course::Course(const World& world, const Random& random)
    : world_(world), num_months_(world.months.size()) {
  std::map<std::string, std::size_t> chapters;
  for (const WorldGood& good : world.goods) {
    chapter_of_good_.push_back(chapters.try_emplace(good.chapter(), chapters.size()).first->second);
  }
  num_chapters_ = chapters.size();
  draw_countries(world, random.fork(1));
  draw_goods(world, random.fork(2));
}

void Course::draw_countries(const World& world, const Random& random) {
  const WorldAssumptions& assumptions = world.spec.assumptions;
  const std::size_t count = world.countries.size();
  buying_shocks_.assign(count * num_chapters_ * num_months_, 0.0);
  selling_shocks_.assign(buying_shocks_.size(), 0.0);
  for (std::size_t country = 0; country < count; ++country) {
    Random own = random.fork(country);
    country_growth_.push_back(
        (assumptions.growth_mean + assumptions.growth_sd * own.normal()) / 12.0
    );
    for (std::size_t chapter = 0; chapter < num_chapters_; ++chapter) {
      const std::size_t offset = (country * num_chapters_ + chapter) * num_months_;
      for (std::vector<double>* shocks : {&buying_shocks_, &selling_shocks_}) {
        add_shocks(
            shocks->data() + offset,
            num_months_,
            assumptions.chapter_shock_sd,
            assumptions.shock_persistence,
            own
        );
      }
    }
  }
}

void Course::draw_goods(const World& world, const Random& random) {
  const WorldAssumptions& assumptions = world.spec.assumptions;
  good_course_.assign(world.goods.size() * num_months_, 0.0);
  for (std::size_t good = 0; good < world.goods.size(); ++good) {
    Random own = random.fork(good);
    const double trend = 0.05 / 12.0 * own.normal();
    const double amplitude = 0.05 + 0.15 * own.uniform();
    const double phase = 12.0 * own.uniform();
    double* const path = good_course_.data() + good * num_months_;
    for (std::size_t t = 0; t < num_months_; ++t) {
      const double month = static_cast<double>(world.months[t].month());
      path[t] = trend * static_cast<double>(t) +
                amplitude * std::sin(2.0 * std::numbers::pi * (month - phase) / 12.0) +
                std::log(pandemic_factor(world.months[t]));
    }
    add_shocks(path, num_months_, assumptions.good_shock_sd, assumptions.shock_persistence, own);
  }
}

std::size_t Course::chapter_cell(std::size_t country, std::size_t good, std::size_t month) const {
  return (country * num_chapters_ + chapter_of_good_[good]) * num_months_ + month;
}

double Course::factor(const FlowKey& key) const {
  const double months = static_cast<double>(key.month);
  const double log_factor =
      0.5 * months * (country_growth_[key.exporter] + country_growth_[key.importer]) +
      buying_shocks_[chapter_cell(key.importer, key.good, key.month)] +
      selling_shocks_[chapter_cell(key.exporter, key.good, key.month)] +
      good_course_[key.good * num_months_ + key.month];
  return std::exp(log_factor) * break_factor(key);
}

double Course::break_factor(const FlowKey& key) const {
  const bool is_sale = key.importer == world_.destination;
  if ((!is_sale && key.exporter != world_.destination) || key.month < world_.collapse) {
    return 1.0;
  }
  const WorldAssumptions& assumptions = world_.spec.assumptions;
  const double months_since = static_cast<double>(key.month - world_.collapse);
  const std::uint16_t other = is_sale ? key.exporter : key.importer;
  if (!world_.countries[other].is_coalition) {
    return is_sale ? 1.0 + assumptions.others_growth_share * std::min(1.0, months_since / 12.0)
                   : 1.0;
  }
  const double left = is_sale && world_.goods[key.good].is_listed()
                          ? assumptions.listed_trade_left_share
                          : assumptions.other_trade_left_share;
  // Goods under way still arrive: half of the way in the first month, nine tenths in the second.
  const double done = key.month == world_.collapse ? 0.5 : months_since < 2.0 ? 0.9 : 1.0;
  return 1.0 - done * (1.0 - left);
}

std::vector<WorldFlow> baseline_flows(const World& world, const Random& random) {
  const Course course(world, random.fork(1));
  const std::vector<Link> links = gravity_links(world, random.fork(2));
  const Random shipping = random.fork(3);
  std::vector<WorldFlow> flows;
  for (std::size_t l = 0; l < links.size(); ++l) {
    const Link& link = links[l];
    Random own = shipping.fork(l);
    for (std::size_t t = 0; t < world.months.size(); ++t) {
      const FlowKey key{
          .good = link.good,
          .exporter = link.exporter,
          .importer = link.importer,
          .month = static_cast<std::uint16_t>(t),
      };
      const double mean_usd = link.monthly_usd * course.factor(key);
      const FlowAmounts amounts =
          ship(mean_usd, world.goods[link.good], link, world.spec.assumptions.shipment_cv, own);
      if (amounts.left_usd > 0) {
        flows.push_back(WorldFlow{.key = key, .amounts = amounts});
      }
    }
  }
  return flows;
}

}  // namespace portolan::world
