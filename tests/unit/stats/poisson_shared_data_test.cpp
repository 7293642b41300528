// The public data of Correia, Guimaraes and Zylkin (ppmlhdfe, MIT licence), not part of this
// repository; docs/methods/poisson.md says where the expected numbers come from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/stats/poisson.hpp"

namespace portolan::stats {
namespace {

using ::testing::ElementsAre;

/// A plain CSV file, unquoted, as texts by column.
using Columns = std::map<std::string, std::vector<std::string>>;

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char character : line) {
    if (character == ',') {
      cells.emplace_back();
    } else if (character != '\r') {
      cells.back() += character;
    }
  }
  return cells;
}

Columns read(const std::filesystem::path& path) {
  formats::InputFile file(path);
  std::string text;
  std::vector<char> block(1U << 16U);
  for (std::size_t size = file.read(block); size > 0; size = file.read(block)) {
    text.append(block.data(), size);
  }
  Columns columns;
  std::vector<std::string> names;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const auto cells = split(text.substr(begin, end - begin));
    for (std::size_t i = 0; i < cells.size() && !names.empty(); ++i) {
      columns[names[i]].push_back(cells[i]);
    }
    if (names.empty()) {
      names = cells;
    }
    begin = end + 1;
  }
  return columns;
}

/// A model made of columns; owns what its spans point to.
class Model {
 public:
  explicit Model(Columns columns) : columns_(std::move(columns)) {}

  void keep_where(const std::string& column, const std::string& value) {
    const auto keys = columns_.at(column);
    for (auto& [name, cells] : columns_) {
      std::vector<std::string> kept;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (keys[i] == value) {
          kept.push_back(cells[i]);
        }
      }
      cells = kept;
    }
  }

  Model& y(const std::string& column) {
    y_ = numbers(column);
    return *this;
  }
  Model& x(const std::string& column) {
    x_.push_back(numbers(column));
    return *this;
  }
  Model& effect(const std::vector<std::string>& columns) {
    effects_.push_back(levels(columns));
    return *this;
  }
  Model& cluster(const std::vector<std::string>& columns) {
    clusters_.push_back(levels(columns));
    return *this;
  }

  [[nodiscard]] PoissonFit fit(const PoissonOptions& options) const {
    const std::vector<std::span<const double>> covariates(x_.begin(), x_.end());
    const auto effects = factors(effects_);
    const auto clusters = factors(clusters_);
    return fit_poisson(
        {.y = y_, .covariates = covariates, .effects = effects, .clusters = clusters}, options
    );
  }

 private:
  struct Levels {
    std::vector<std::uint32_t> of_row;
    std::uint32_t count = 0;
  };

  [[nodiscard]] std::vector<double> numbers(const std::string& column) const {
    std::vector<double> values;
    for (const auto& cell : columns_.at(column)) {
      values.push_back(std::stod(cell));
    }
    return values;
  }
  [[nodiscard]] Levels levels(const std::vector<std::string>& columns) const {
    Levels result;
    std::map<std::string, std::uint32_t> numbers;
    for (std::size_t i = 0; i < columns_.begin()->second.size(); ++i) {
      std::string key;
      for (const auto& column : columns) {
        key += columns_.at(column)[i] + ",";
      }
      result.of_row.push_back(numbers.emplace(key, numbers.size()).first->second);
    }
    result.count = static_cast<std::uint32_t>(numbers.size());
    return result;
  }
  static std::vector<Factor> factors(const std::vector<Levels>& levels) {
    std::vector<Factor> result;
    for (const auto& level : levels) {
      result.push_back({level.of_row, level.count});
    }
    return result;
  }

  Columns columns_;
  std::vector<double> y_;
  std::vector<std::vector<double>> x_;
  std::vector<Levels> effects_;
  std::vector<Levels> clusters_;
};

/// Numbers, from 1, of the rows that have no finite estimate.
std::vector<std::size_t> separated_rows(const PoissonFit& fit) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < fit.rows.size(); ++i) {
    if (fit.rows[i] == RowUse::kSeparated || fit.rows[i] == RowUse::kZeroLevel) {
      rows.push_back(i + 1);
    }
  }
  return rows;
}

class PoissonSharedData : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("PORTOLAN_SHARED_DATA");
    folder_ = (folder == nullptr ? std::filesystem::path(PORTOLAN_SOURCE_DIR) / "../shared/data"
                                 : std::filesystem::path(folder)) /
              "poisson";
    if (!std::filesystem::exists(folder_)) {
      GTEST_SKIP() << "no real data: set PORTOLAN_SHARED_DATA to their folder";
    }
  }

  [[nodiscard]] Model model(const std::string& file) const { return Model(read(folder_ / file)); }

  /// Trade agreements and trade, with exporter-year, importer-year and pair effects.
  [[nodiscard]] Model agreements() const {
    Model trade = model("trade_fta.csv.gz");
    trade.keep_where("category", "TOTAL");
    trade.y("trade").x("fta").effect({"isoexp", "year"}).effect({"isoimp", "year"});
    trade.effect({"isoexp", "isoimp"});
    return trade;
  }

  std::filesystem::path folder_;
};

// pyfixest 0.60.0, 2026-11-25, fixef_tol = iwls_tol = 1e-12.
TEST_F(PoissonSharedData, TradeAgreementsHaveTheCoefficientAndErrorsOfPyfixest) {
  const PoissonFit robust = agreements().fit({});
  EXPECT_NEAR(robust.coefficients[0].estimate, 0.19244549347158268, 1e-10);
  EXPECT_NEAR(robust.coefficients[0].standard_error, 0.04058101093351821, 1e-9);
  EXPECT_NEAR(robust.deviance, 377332502.25413275, 0.1);
  EXPECT_NEAR(robust.log_likelihood, -188710931.65981328, 0.1);
  EXPECT_NEAR(robust.pseudo_r2, 0.9938430148523598, 1e-10);
  EXPECT_EQ(robust.count(RowUse::kUsed), 5950);
  const PoissonFit iid = agreements().fit({.errors = PoissonErrors::kIid});
  EXPECT_NEAR(iid.coefficients[0].standard_error, 0.00010814015154807623, 1e-12);
  const PoissonOptions by_cluster = {.errors = PoissonErrors::kClustered};
  const PoissonFit by_pair = agreements().cluster({"isoexp", "isoimp"}).fit(by_cluster);
  EXPECT_NEAR(by_pair.coefficients[0].standard_error, 0.04324022935453474, 1e-9);
  const PoissonFit by_exporter = agreements().cluster({"isoexp"}).fit(by_cluster);
  EXPECT_NEAR(by_exporter.coefficients[0].standard_error, 0.061383689649604056, 1e-9);
  const PoissonFit both = agreements().cluster({"isoexp"}).cluster({"isoimp"}).fit(by_cluster);
  EXPECT_NEAR(both.coefficients[0].standard_error, 0.07810661149164712, 1e-9);
}

TEST_F(PoissonSharedData, TwoCovariatesHaveTheCoefficientsAndErrorsOfPyfixest) {
  Model trade = model("trade_fta.csv.gz");
  trade.keep_where("category", "TOTAL");
  trade.y("trade").x("fta").x("ln_distw").effect({"isoexp", "year"}).effect({"isoimp", "year"});
  const PoissonFit fit = trade.fit({});
  EXPECT_NEAR(fit.coefficients[0].estimate, 0.9281406650269614, 1e-9);
  EXPECT_NEAR(fit.coefficients[1].estimate, -0.6912127267057554, 1e-9);
  EXPECT_NEAR(fit.coefficients[0].standard_error, 0.05579222319553126, 1e-8);
  EXPECT_NEAR(fit.coefficients[1].standard_error, 0.02522605328761261, 1e-8);
}

// Rows by an exact linear program (HiGHS): the largest set on which some combination of covariates
// and effects is positive, at least 0 where y is 0, and 0 elsewhere. Row 5 of the first and the
// count of the third also stand in the authors' guide, with the constant 0.59095 of the first.
// Coefficients and deviances: pyfixest 0.60.0 on the other rows.
TEST_F(PoissonSharedData, CovariatesSeparateTheRowOfTheAuthorsGuide) {
  const PoissonFit fit =
      model("separation_example1.csv").y("y").x("x1").x("x2").x("x3").x("x4").fit({});
  EXPECT_THAT(separated_rows(fit), ElementsAre(5));
  EXPECT_THAT(fit.collinear, ElementsAre(1));
  EXPECT_NEAR(fit.constant->estimate, 0.5909476338417623, 1e-9);
  EXPECT_NEAR(fit.coefficients[0].estimate, -0.45065229868857126, 1e-9);
  EXPECT_NEAR(fit.coefficients[2].estimate, -0.47084943162863524, 1e-9);
  EXPECT_NEAR(fit.coefficients[3].estimate, -0.03778626516985528, 1e-9);
  EXPECT_NEAR(fit.deviance, 15.955795236972444, 1e-9);
}

TEST_F(PoissonSharedData, EffectsAndCovariatesSeparateFourRows) {
  const PoissonOptions options = {.keep_singletons = true};
  const PoissonFit fit =
      model("separation_fe1.csv").y("y").x("x1").x("x2").effect({"i"}).effect({"j"}).fit(options);
  EXPECT_THAT(separated_rows(fit), ElementsAre(5, 8, 14, 15));
  EXPECT_THAT(fit.collinear, ElementsAre(1));
  EXPECT_NEAR(fit.coefficients[0].estimate, -0.48454692903204577, 1e-9);
  EXPECT_NEAR(fit.deviance, 13.364430516033522, 1e-9);
}

TEST_F(PoissonSharedData, EffectsAloneSeparateSevenRows) {
  const PoissonFit fit =
      model("separation_fe3.csv").y("y").x("x1").effect({"i"}).effect({"j"}).fit({});
  EXPECT_THAT(separated_rows(fit), ElementsAre(5, 6, 7, 8, 9, 11, 12));
  EXPECT_NEAR(fit.coefficients[0].estimate, -0.29947733179470454, 1e-9);
  EXPECT_NEAR(fit.deviance, 13.916103718972122, 1e-9);
}

// Without the separated rows three are left for three (or four) parameters.
TEST_F(PoissonSharedData, RowsThatSeparationLeavesTooFewAreRefused) {
  const auto refused = ::testing::ThrowsMessage<Error>(
      ::testing::StartsWith("standard errors: expected more observations than parameters, got 3 ")
  );
  const Model by_covariates =
      model("separation_example2.csv").y("y").x("x1").x("x2").x("x3").x("x4");
  EXPECT_THAT([&] { (void)by_covariates.fit({}); }, refused);
  const Model by_effects = model("separation_fe2.csv").y("y").x("x1").effect({"i"}).effect({"j"});
  EXPECT_THAT([&] { (void)by_effects.fit({.keep_singletons = true}); }, refused);
}

// y from 1e-3 to 6e7, half zeros, three effects: hard to absorb, yet no row is separated (the
// linear program finds none).
TEST_F(PoissonSharedData, HardButNotSeparatedDataConverge) {
  const PoissonFit fit =
      model("spinout.csv").y("y").x("x").effect({"id1"}).effect({"id2"}).effect({"id3"}).fit({});
  EXPECT_THAT(separated_rows(fit), ::testing::IsEmpty());
  EXPECT_LT(fit.certificate.score_error, 1e-7);
}

}  // namespace
}  // namespace portolan::stats
