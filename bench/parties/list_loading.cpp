#include "list_loading.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "../measured_process.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/base/random.hpp"
#include "portolan/parties/party_lists.hpp"
#include "portolan/parties/screener.hpp"

namespace portolan::bench {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / fmt::format("parties_bench_{}", ::getpid())) {
    fs::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void print(const std::string& what, const Measured& measured) {
  fmt::print(
      "{:<40} {:6.2f} s, {:6.2f} s of processor time, at most {:5.0f} MiB\n",
      what,
      measured.seconds,
      measured.cpu_seconds,
      measured.peak_mib
  );
}

std::vector<fs::path> files_in(const fs::path& lists) {
  return {
      lists / "ofac" / "sdn.csv.gz",
      lists / "ofac" / "alt.csv.gz",
      lists / "ofac" / "add.csv.gz",
      lists / "bis_dpl.txt",
      lists / "us_csl_sample.csv",
      lists / "un_consolidated.xml.gz"};
}

void import_all(const fs::path& root, const fs::path& lists) {
  const auto workspace = store::Workspace::open(root);
  std::vector<parties::ListFile> files;
  for (const fs::path& path : files_in(lists)) {
    for (auto& file : parties::recognise_list_files(path)) {
      files.push_back(std::move(file));
    }
  }
  SilentProgress progress;
  for (auto& group : parties::group_list_files(std::move(files))) {
    parties::import_party_list(
        workspace, {.files = std::move(group), .now = "2026-01-01T00:00:00Z"}, progress
    );
  }
}

void load(const fs::path& root, const std::string& only) {
  const auto workspace = store::Workspace::open(root);
  parties::Screener::Builder builder;
  std::size_t list = 0;
  for (const auto& version : parties::newest_versions(workspace)) {
    if (only.empty() || version.list == only) {
      parties::for_each_party(workspace, version, [&](parties::StoredParty&& party) {
        builder.add(party, list);
      });
    }
    ++list;
  }
  const parties::Screener screener = builder.build();
  fmt::print("  {} entries, {} names\n", screener.num_entries(), screener.num_names());
}

std::string word(Random& random) {
  constexpr const char* kSyllables[] = {
      "KA", "LE", "MI", "RO", "SU", "TA", "VE", "NO", "DAN", "GOR"};
  std::string text;
  for (int i = 0; i < 3; ++i) {
    text += kSyllables[random.below(10)];
  }
  return text;
}

// A file of OFAC's shape: values, locations, parties with four names each, sanctions behind them.
void write_advanced(const fs::path& file, std::int64_t bytes) {
  std::ofstream out(file, std::ios::binary);
  Random random(20'240'607);
  const std::int64_t parties = bytes / 2'050;
  out << "<Sanctions><ReferenceValueSets><AliasTypeValues><AliasType ID=\"1400\">A.K.A.</AliasType>"
         "</AliasTypeValues><PartySubTypeValues><PartySubType ID=\"4\" PartyTypeID=\"1\">Unknown"
         "</PartySubType></PartySubTypeValues><CountryValues><Country ID=\"11\">Iran</Country>"
         "</CountryValues><FeatureTypeValues><FeatureType ID=\"25\">Location</FeatureType>"
         "</FeatureTypeValues></ReferenceValueSets>\n<Locations>";
  for (std::int64_t i = 0; i < parties; ++i) {
    out << fmt::format(
        "<Location ID=\"{}\"><LocationCountry CountryID=\"11\" CountryRelevanceID=\"1\"/>"
        "<LocationPart LocPartTypeID=\"1451\"><LocationPartValue Primary=\"true\"><Value>{} {} "
        "Street"
        "</Value></LocationPartValue></LocationPart></Location>\n",
        i,
        random.below(900),
        word(random)
    );
  }
  out << "</Locations>\n<DistinctParties>";
  for (std::int64_t i = 0; i < parties; ++i) {
    out << fmt::format(
        "<DistinctParty FixedRef=\"{0}\"><Comment/><Profile ID=\"{0}\" "
        "PartySubTypeID=\"4\"><Identity "
        "ID=\"{0}\" FixedRef=\"{0}\" Primary=\"true\" False=\"false\">",
        i
    );
    for (int name = 0; name < 4; ++name) {
      out << fmt::format(
          "<Alias FixedRef=\"{}\" AliasTypeID=\"1400\" Primary=\"{}\" LowQuality=\"false\">"
          "<DocumentedName ID=\"{}\" FixedRef=\"{}\" DocNameStatusID=\"1\"><DocumentedNamePart>"
          "<NamePartValue NamePartGroupID=\"1\" ScriptID=\"215\" ScriptStatusID=\"1\" "
          "Acronym=\"false\">{}</NamePartValue></DocumentedNamePart></DocumentedName></Alias>",
          i,
          name == 0,
          i,
          i,
          word(random) + " " + word(random)
      );
    }
    out << fmt::format(
        "</Identity><Feature ID=\"{0}\" FeatureTypeID=\"25\"><FeatureVersion ID=\"{0}\" "
        "ReliabilityID=\"1\"><VersionLocation LocationID=\"{0}\"/></FeatureVersion></Feature>"
        "</Profile></DistinctParty>\n",
        i
    );
  }
  out << "</DistinctParties>\n<SanctionsEntries>";
  for (std::int64_t i = 0; i < parties; ++i) {
    out << fmt::format(
        "<SanctionsEntry ID=\"{0}\" ProfileID=\"{0}\" ListID=\"1550\"><EntryEvent ID=\"{0}\"><Date>"
        "<Year>2020</Year><Month>1</Month><Day>2</Day></Date></EntryEvent><SanctionsMeasure "
        "ID=\"{0}\"><Comment>SDGT</Comment></SanctionsMeasure></SanctionsEntry>\n",
        i
    );
  }
  out << "</SanctionsEntries></Sanctions>\n";
  if (!out.flush()) {
    throw unavailable("parties_bench: expected space for the file, got none");
  }
}

}  // namespace

void print_list_loading(const fs::path& lists) {
  const Folder folder;
  store::Workspace::init(folder.path() / "work");
  const fs::path root = folder.path() / "work";
  print("import of all lists at hand", measure_process("parties_bench", [&] {
          import_all(root, lists);
        }));
  print("OFAC ready for screening", measure_process("parties_bench", [&] {
          load(root, "ofac-sdn");
        }));
  print("all lists ready for screening", measure_process("parties_bench", [&] { load(root, ""); }));
}

void print_advanced_reading(std::int64_t mebibytes) {
  const Folder folder;
  const fs::path file = folder.path() / "sdn_advanced.xml";
  write_advanced(file, mebibytes << 20U);
  const Measured measured = measure_process("parties_bench", [&] {
    SilentProgress progress;
    std::int64_t names = 0;
    const auto files = parties::recognise_list_files(file);
    const auto reading = parties::read_party_list(
        files,
        [&](parties::ListedParty&& party, parties::EntryChange) {
          names += std::ssize(party.names);
        },
        progress
    );
    fmt::print("  {} entries, {} names\n", reading.num_entries, names);
  });
  print(
      fmt::format(
          "advanced XML of {:.0f} MiB", static_cast<double>(fs::file_size(file)) / (1 << 20U)
      ),
      measured
  );
}

}  // namespace portolan::bench
