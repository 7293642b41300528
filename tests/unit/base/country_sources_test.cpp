// The country table against tables made by others: Debian's iso-codes, the public-domain table of
// country codes, and every label that occurs in the real trade files. Each is skipped where absent.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/countries.hpp"

namespace portolan {
namespace {

using ::testing::IsEmpty;

std::optional<std::filesystem::path> shared_data() {
  const char* folder = std::getenv("PORTOLAN_SHARED_DATA");
  const std::filesystem::path path =
      folder != nullptr ? folder : PORTOLAN_SOURCE_DIR "/../shared/data";
  return std::filesystem::exists(path) ? std::optional(path) : std::nullopt;
}

std::string read_file(const std::filesystem::path& path) {
  if (path.extension() != ".gz") {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  const std::string command = fmt::format("gzip -dc '{}'", path.string());
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
  std::string text;
  std::array<char, 1 << 16> buffer{};
  for (;;) {
    const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe.get());
    if (size == 0) {
      return text;
    }
    text.append(buffer.data(), size);
  }
}

std::vector<std::string> split_record(std::string_view line) {
  std::vector<std::string> fields(1);
  bool is_quoted = false;
  for (const char c : line) {
    if (c == '"') {
      is_quoted = !is_quoted;
    } else if (c == ',' && !is_quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back().push_back(c);
    }
  }
  return fields;
}

// The distinct values of the named columns, one after the other, of all files of a folder.
std::set<std::vector<std::string>>
distinct(const std::filesystem::path& path, const std::vector<std::string>& columns) {
  std::set<std::vector<std::string>> values;
  std::istringstream text(read_file(path));
  std::string line;
  std::getline(text, line);
  const std::string header = line.starts_with("\xEF\xBB\xBF") ? line.substr(3) : line;
  std::map<std::string, std::size_t> positions;
  for (const std::string& name : split_record(header)) {
    positions.emplace(name, positions.size());
  }
  while (std::getline(text, line)) {
    const auto fields = split_record(line);
    std::vector<std::string> value;
    for (const std::string& column : columns) {
      value.push_back(fields.at(positions.at(column)));
    }
    values.insert(value);
  }
  return values;
}

TEST(CountrySources, EveryCodeAndNameOfIsoIsTheSameCountry) {
  const std::filesystem::path path = "/usr/share/iso-codes/json/iso_3166-1.json";
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << "Debian's iso-codes are not installed";
  }
  std::istringstream text(read_file(path));
  std::map<std::string, std::string> entry;
  int num_checked = 0;
  for (std::string line; std::getline(text, line);) {
    const auto begin = line.find('"');
    const auto end = line.find("\": \"");
    if (end != std::string::npos) {
      const std::string value = line.substr(end + 4);
      entry[line.substr(begin + 1, end - begin - 1)] = value.substr(0, value.rfind('"'));
    } else if (line.find('}') != std::string::npos && entry.contains("alpha_3")) {
      const std::string iso3 = entry.at("alpha_3");
      EXPECT_EQ(find_place(entry.at("alpha_2"), PlaceScheme::kIso2)->code->iso3(), iso3);
      if (iso3 !=
          "MCO") {  // Comtrade's 492 is a rest of the European Union, and Monaco part of France
        EXPECT_EQ(find_place(entry.at("numeric"), PlaceScheme::kComtrade)->code->iso3(), iso3);
      }
      EXPECT_EQ(country_of_user_text(entry.at("name")).iso3(), iso3);
      entry.clear();
      ++num_checked;
    }
  }
  EXPECT_EQ(num_checked, 249);
}

TEST(CountrySources, NamesInFourLanguagesAreTheSameCountry) {
  const auto folder = shared_data();
  if (!folder) {
    GTEST_SKIP() << "the shared data are absent";
  }
  const std::vector<std::string> columns = {
      "ISO3166-1-Alpha-3",
      "official_name_en",
      "official_name_fr",
      "official_name_ru",
      "official_name_cn",
      "UNTERM Chinese Short"};
  for (const auto& record : distinct(*folder / "reference/country_codes.csv.gz", columns)) {
    for (std::size_t i = 1; i < record.size(); ++i) {
      const auto place = find_place(record[i], PlaceScheme::kName);
      if (!record[i].empty() && place && place->code) {
        EXPECT_EQ(place->code->iso3(), record[0]) << record[i];
      }
      EXPECT_TRUE(record[i].empty() || i > 2 || place) << record[i] << " is unknown";
    }
  }
}

TEST(CountrySources, EveryLabelOfTheRealFilesResolves) {
  const auto folder = shared_data();
  if (!folder) {
    GTEST_SKIP() << "the shared data are absent";
  }
  std::vector<std::string> unknown;
  const auto check = [&](const char* file, const std::vector<std::string>& columns) {
    for (const auto& record : distinct(*folder / file, columns)) {
      for (const std::string& label : record) {
        if (!find_place(label, PlaceScheme::kName)) {
          unknown.push_back(label);
        }
      }
    }
  };
  check("eu27-exports-monthly/exports.csv.gz", {"reporter", "partner"});
  check("national-mirror/armenia_import_yearly.csv", {"REPORTER", "PARTNER"});
  check("national-mirror/kazakhstan_import_yearly.csv", {"REPORTER", "PARTNER"});
  check("national-mirror/kyrgyz_import_yearly.csv", {"REPORTER", "PARTNER"});
  check("national-mirror/uzbek_import_yearly.csv", {"REPORTER", "PARTNER"});
  check("national-mirror/eu27_exports_total_yearly.csv.gz", {"REPORTER", "PARTNER"});
  check("armenia/country_monthly.csv.gz", {"country"});
  EXPECT_THAT(unknown, IsEmpty());
}

// Code, letters and label of one row must name one place, by three ways through the table.
TEST(CountrySources, CodeLettersAndLabelOfComtradeAgree) {
  const auto folder = shared_data();
  if (!folder) {
    GTEST_SKIP() << "the shared data are absent";
  }
  const auto check = [&](const std::string& file, const std::vector<std::string>& columns) {
    for (const auto& record : distinct(*folder / file, columns)) {
      SCOPED_TRACE(fmt::format("{}: {} {} {}", file, record[0], record[1], record[2]));
      const auto by_code = find_place(record[0], PlaceScheme::kComtrade);
      const auto by_label = find_place(record[2], PlaceScheme::kName);
      ASSERT_TRUE(by_code.has_value());
      ASSERT_TRUE(by_label.has_value());
      EXPECT_EQ(by_code->code, by_label->code);
      EXPECT_EQ(by_code->kind, by_label->kind);
      if (!record[1].empty()) {
        const auto by_letters = find_place(record[1], PlaceScheme::kIso3);
        ASSERT_TRUE(by_letters.has_value());
        EXPECT_EQ(by_code->code, by_letters->code);
      }
    }
  };
  for (int year = 2012; year <= 2017; ++year) {
    const std::string file = fmt::format("comtrade-hs27-mirror/hs27_{}.csv.gz", year);
    check(file, {"Reporter Code", "Reporter ISO", "Reporter"});
    check(file, {"Partner Code", "Partner ISO", "Partner"});
  }
  const std::string russia = "comtrade-exports-to-russia/machinery_vehicles.csv.gz";
  check(russia, {"reporterCode", "reporterISO", "reporterDesc"});
  check(russia, {"partnerCode", "partnerISO", "partnerDesc"});
  check("armenia/vehicles_bilateral_monthly.csv.gz", {"partner_code", "partner_iso", "partner"});
}

}  // namespace
}  // namespace portolan
