#include "portolan/world/world_files.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "comext_rows.hpp"
#include "comtrade_rows.hpp"
#include "portolan/base/error.hpp"
#include "portolan/world/reports.hpp"
#include "text_file.hpp"

namespace portolan::world {
namespace {

constexpr std::string_view kFirstVintage = "2024-03-01";
constexpr std::string_view kLaterVintage = "2024-09-01";

using AppendRow = void (*)(std::string&, const World&, const WorldReport&);

/// The files of a world while they are written. Reports come reporter by reporter, so the files of
/// all periods are open side by side.
class FileSet {
 public:
  FileSet(const World& world, std::filesystem::path folder)
      : world_(world), folder_(std::move(folder)) {}

  void add_statements(std::uint16_t reporter) {
    const Statements statements = statements_of(world_, reporter);
    const WorldCountry& country = world_.countries[reporter];
    if (country.is_eu) {
      add_comext(statements);
      return;
    }
    const std::string_view iso3 = country.code.iso3();
    if (iso3 == "CHE" || iso3 == "NOR") {
      add_json(statements, iso3);
    } else if (iso3 == "CAN") {
      add_website(statements);
    } else {
      add_comtrade(statements);
    }
  }

  std::vector<WorldFile> close() {
    std::vector<WorldFile> written;
    for (auto& [path, open] : files_) {
      open.text.close();
      written.push_back({.path = path, .layout = open.layout, .rows = open.rows});
    }
    return written;
  }

 private:
  struct OpenFile {
    TextFile text;
    std::string layout;
    std::int64_t rows = 0;
  };

  OpenFile& file(const std::string& name, std::string_view layout, std::string_view header) {
    const std::string path = "files/" + name;
    const auto found = files_.find(path);
    if (found != files_.end()) {
      return found->second;
    }
    OpenFile open{.text = TextFile(folder_ / path), .layout = std::string(layout), .rows = 0};
    open.text.buffer() += header;
    return files_.emplace(path, std::move(open)).first->second;
  }

  void add_row(OpenFile& open, const WorldReport& report, AppendRow append) {
    append(open.text.buffer(), world_, report);
    ++open.rows;
    open.text.flush_if_large();
  }

  void add_comtrade(const Statements& statements) {
    for (const WorldReport& report : statements.first) {
      const std::string name =
          fmt::format("comtrade_{}[{}].csv", world_.months[report.month].year(), kFirstVintage);
      add_row(file(name, "comtrade-v1-csv", kComtradeHeader), report, append_comtrade_csv);
    }
    const std::string name = fmt::format("comtrade_revised[{}].csv", kLaterVintage);
    for (const WorldReport& report : statements.revised) {
      add_row(file(name, "comtrade-v1-csv", kComtradeHeader), report, append_comtrade_csv);
    }
  }

  void add_website(const Statements& statements) {
    OpenFile& open = file("comtrade_CAN_website.csv", "comtrade-website-csv", kComtradeHeader);
    for (const WorldReport& report : settled(statements)) {
      add_row(open, report, append_comtrade_website);
    }
  }

  void add_json(const Statements& statements, std::string_view iso3) {
    const std::vector<WorldReport> reports = settled(statements);
    const std::string head =
        fmt::format(R"({{"elapsedTime":"0.21 secs","count":{},"data":[)", reports.size());
    OpenFile& open = file(fmt::format("comtrade_{}.json", iso3), "comtrade-v1-json", head);
    for (std::size_t i = 0; i < reports.size(); ++i) {
      open.text.buffer() += i == 0 ? "\n" : ",\n";
      add_row(open, reports[i], append_comtrade_json);
    }
    open.text.buffer() += "\n],\"error\":\"\"}\n";
  }

  void add_comext(const Statements& statements) {
    for (const WorldReport& report : statements.first) {
      const std::string name = fmt::format("full_v2_{}.dat", world_.months[report.month].number());
      OpenFile& open = file(name, "comext-v2", kComextHeader);
      open.rows += append_comext(open.text.buffer(), world_, report);
      open.text.flush_if_large();
    }
  }

  /// One publication for files that have no vintage in their name: revised months replace the
  /// first.
  static std::vector<WorldReport> settled(const Statements& statements) {
    std::set<std::uint16_t> replaced;
    for (const WorldReport& report : statements.revised) {
      replaced.insert(report.month);
    }
    std::vector<WorldReport> reports;
    std::copy_if(
        statements.first.begin(),
        statements.first.end(),
        std::back_inserter(reports),
        [&](const WorldReport& report) { return !replaced.contains(report.month); }
    );
    reports.insert(reports.end(), statements.revised.begin(), statements.revised.end());
    return reports;
  }

  const World& world_;
  std::filesystem::path folder_;
  std::map<std::string, OpenFile> files_;
};

void make_empty_folder(const std::filesystem::path& folder) {
  std::error_code error;
  const bool has_content =
      std::filesystem::exists(folder, error) && !std::filesystem::is_empty(folder, error);
  if (has_content) {
    throw invalid_argument(
        "{}: expected a folder that is new or empty, got one with files", folder.string()
    );
  }
  std::filesystem::create_directories(folder / "files", error);
  if (error) {
    throw unavailable(
        "{}: expected a folder that can be made, got \"{}\"", folder.string(), error.message()
    );
  }
}

void write_rates(const World& world, const std::filesystem::path& folder) {
  TextFile file(folder / "eur_usd.csv");
  file.buffer() += "month,usd_per_eur\n";
  for (const Period month : world.months) {
    file.buffer() += fmt::format("{},{:.4f}\n", month.to_string(), usd_per_eur(month));
  }
  file.close();
}

}  // namespace

std::vector<WorldFile>
write_world(const World& world, const std::filesystem::path& folder, Progress& progress) {
  make_empty_folder(folder);
  FileSet files(world, folder);
  progress.begin("writing reports", "countries", static_cast<std::int64_t>(world.countries.size()));
  for (std::size_t reporter = 0; reporter < world.countries.size(); ++reporter) {
    progress.check();
    files.add_statements(static_cast<std::uint16_t>(reporter));
    progress.advance(static_cast<std::int64_t>(reporter) + 1);
  }
  progress.end();
  std::vector<WorldFile> written = files.close();
  write_rates(world, folder);
  write_truth(truth_of(world), folder);
  return written;
}

MakeWorldResult make_world_files(const MakeWorldRequest& request, Progress& progress) {
  const WorldSpec spec = spec_of_options(request.size, request.plants, request.decoys);
  const World world = make_world(spec, request.seed);
  MakeWorldResult result{
      .num_countries = static_cast<std::int64_t>(world.countries.size()),
      .num_goods = static_cast<std::int64_t>(world.goods.size()),
      .num_months = static_cast<std::int64_t>(world.months.size()),
      .num_flows = static_cast<std::int64_t>(world.flows.size()),
      .files = write_world(world, request.folder, progress),
      .truth = truth_of(world),
  };
  return result;
}

}  // namespace portolan::world
