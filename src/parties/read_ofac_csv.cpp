#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "list_rows.hpp"
#include "ofac_remarks.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "readers.hpp"

namespace portolan::parties {
namespace {

// "-0-" is OFAC's word for nothing.
std::string cell(const formats::CsvRecord& record, std::size_t column) {
  const std::string_view text = trim(record.fields[column]);
  return text == "-0-" ? std::string() : std::string(text);
}

/// What the files beside SDN.CSV say, by the number of the entry.
struct Attached {
  std::map<std::string, std::vector<PartyName>> names = {};
  std::map<std::string, std::vector<PartyAddress>> addresses = {};
  std::map<std::string, std::string> comments = {};
};

void read_aliases(const ListFile& file, Intake& intake, Attached& attached) {
  for_each_record(file, 5, intake, [&](const formats::CsvRecord& record) {
    intake.attach("alias");
    const NameRole role = cell(record, 2) == "fka" ? NameRole::kFormer : NameRole::kAlias;
    attached.names[cell(record, 0)].push_back({.text = cell(record, 3), .role = role});
  });
}

void read_addresses(const ListFile& file, Intake& intake, Attached& attached) {
  for_each_record(file, 6, intake, [&](const formats::CsvRecord& record) {
    intake.attach("address");
    attached.addresses[cell(record, 0)].push_back(
        make_address({cell(record, 2), cell(record, 3)}, cell(record, 3), cell(record, 4))
    );
  });
}

void read_comments(const ListFile& file, Intake& intake, Attached& attached) {
  for_each_record(file, 2, intake, [&](const formats::CsvRecord& record) {
    intake.attach("comment");
    attached.comments[cell(record, 0)] += cell(record, 1);
  });
}

PartySchema schema_of(const std::string& type) {
  if (type == "individual") {
    return PartySchema::kPerson;
  }
  if (type == "vessel") {
    return PartySchema::kVessel;
  }
  return type == "aircraft" ? PartySchema::kAircraft : PartySchema::kOrganization;
}

ListedParty entry_of(const formats::CsvRecord& record, Attached& attached) {
  ListedParty party;
  party.entry_id = cell(record, 0);
  party.line = record.line;
  party.schema = schema_of(cell(record, 2));
  party.names.push_back({.text = cell(record, 1)});
  party.programmes = pieces(cell(record, 3), "] [");
  constexpr std::array<std::pair<std::size_t, const char*>, 6> kDetails{
      {{4, "title"},
       {5, "call sign"},
       {6, "vessel type"},
       {7, "tonnage"},
       {8, "gross tonnage"},
       {10, "owner"}}};
  for (const auto& [column, key] : kDetails) {
    party.details.push_back({.key = key, .value = cell(record, column)});
  }
  const std::string flag = cell(record, 9);
  party.countries.push_back(
      {.role = CountryRole::kFlag, .text = flag, .country = country_of_text(flag)}
  );
  if (auto node = attached.names.extract(party.entry_id)) {
    std::ranges::move(node.mapped(), std::back_inserter(party.names));
  }
  if (auto node = attached.addresses.extract(party.entry_id)) {
    party.addresses = std::move(node.mapped());
  }
  std::string remarks = cell(record, 11);
  if (auto node = attached.comments.extract(party.entry_id)) {
    remarks += node.mapped();
  }
  read_ofac_remarks(remarks, party);
  return party;
}

void note_missing(std::span<const ListFile> files, Intake& intake) {
  const auto has = [&](ListPart part) {
    return std::ranges::find(files, part, &ListFile::part) != files.end();
  };
  if (!has(ListPart::kAliases)) {
    intake.note(
        files.front().list + ": no file of aliases (ALT.CSV) was given: other names are missing"
    );
  }
  if (!has(ListPart::kAddresses)) {
    intake.note(
        files.front().list + ": no file of addresses (ADD.CSV) was given: addresses are missing"
    );
  }
}

void note_orphans(const Attached& attached, const std::string& list, Intake& intake) {
  const std::size_t orphans =
      attached.names.size() + attached.addresses.size() + attached.comments.size();
  if (orphans > 0) {
    intake.note(fmt::format(
        "{}: aliases, addresses or comments of {} entries have no entry in the main file: are the "
        "files of one day?",
        list,
        orphans
    ));
  }
}

}  // namespace

void read_ofac_csv(std::span<const ListFile> files, Intake& intake) {
  const auto main = std::ranges::find(files, ListPart::kEntries, &ListFile::part);
  if (main == files.end()) {
    throw invalid_argument(
        "{}: expected {} with it, got none",
        files.front().name,
        files.front().list == "ofac-cons" ? "cons_prim.csv" : "sdn.csv"
    )
        .with_hint("give the files of the set together: entries, aliases, addresses, comments");
  }
  Attached attached;
  for (const ListFile& file : files) {
    switch (file.part) {
      case ListPart::kAliases:
        read_aliases(file, intake, attached);
        break;
      case ListPart::kAddresses:
        read_addresses(file, intake, attached);
        break;
      case ListPart::kComments:
        read_comments(file, intake, attached);
        break;
      case ListPart::kEntries:
        break;
    }
  }
  for_each_record(*main, 12, intake, [&](const formats::CsvRecord& record) {
    intake.add(entry_of(record, attached));
  });
  note_missing(files, intake);
  note_orphans(attached, main->list, intake);
}

}  // namespace portolan::parties
