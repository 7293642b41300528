#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "list_rows.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/file_kind.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/formats/text_encoding.hpp"
#include "portolan/formats/xml.hpp"
#include "portolan/formats/zip.hpp"
#include "portolan/parties/list_reader.hpp"

namespace portolan::parties {
namespace {

constexpr std::size_t kHeadBytes = std::size_t{64} << 10U;
constexpr std::size_t kHeaderLines = 5;
constexpr const char* kHint =
    "lists are read from OFAC's SDN CSV, XML and advanced XML, the US Consolidated Screening List "
    "(CSV, "
    "JSON), dpl.txt, the EU's and the UK's CSV and XML, the UN's XML, and OpenSanctions' entities, "
    "deltas, targets.simple.csv and Senzing JSON";

Error unknown(const std::string& name, std::string_view got) {
  return bad_data("{}: expected a list of restricted parties, got {}", name, got).with_hint(kHint);
}

std::string usual_list(ListFormat format) {
  switch (format) {
    case ListFormat::kOfacCsv:
    case ListFormat::kOfacXml:
    case ListFormat::kOfacAdvancedXml:
      return "ofac-sdn";
    case ListFormat::kCslCsv:
    case ListFormat::kCslJson:
      return "us-csl";
    case ListFormat::kBisDpl:
      return "bis-dpl";
    case ListFormat::kEuCsv:
    case ListFormat::kEuXml:
      return "eu-fsf";
    case ListFormat::kUkCsv:
    case ListFormat::kUkXml:
      return "uk-sl";
    case ListFormat::kUkConList:
      return "uk-conlist";
    case ListFormat::kUnXml:
      return "un-sc";
    case ListFormat::kFtmJson:
    case ListFormat::kFtmDelta:
    case ListFormat::kSimpleCsv:
      return "opensanctions";
    case ListFormat::kSenzing:
      return "senzing";
    case ListFormat::kLeiXml:
      return "gleif";
  }
  return {};
}

// Reads to the first element: what stands before it must be well-formed and declare no type.
ListFormat format_of_xml(const ListFile& file) {
  const auto bytes = open_list_file(file);
  formats::XmlReader reader(*bytes);
  const formats::XmlEvent* root = reader.next();
  while (root != nullptr && root->kind != formats::XmlEvent::Kind::kStart) {
    root = reader.next();
  }
  constexpr std::array<std::pair<std::string_view, ListFormat>, 6> kRoots{
      {{"sdnList", ListFormat::kOfacXml},
       {"Sanctions", ListFormat::kOfacAdvancedXml},
       {"export", ListFormat::kEuXml},
       {"Designations", ListFormat::kUkXml},
       {"CONSOLIDATED_LIST", ListFormat::kUnXml},
       {"LEIData", ListFormat::kLeiXml}}};
  const std::string name = root == nullptr ? std::string() : root->name;
  if (name == "RelationshipData") {
    throw unknown(file.name, "who owns whom by LEI (level 2)");
  }
  const auto found = std::ranges::find(kRoots, name, [](const auto& one) { return one.first; });
  if (found == kRoots.end()) {
    throw unknown(file.name, "XML with the root <" + name + ">");
  }
  return found->second;
}

ListFormat format_of_json(const std::string& name, std::string_view head) {
  const auto line_end = head.find('\n');
  const std::string_view line = head.substr(0, line_end);
  const auto has = [&](std::string_view key) {
    return line.find("\"" + std::string(key) + "\"") != std::string_view::npos;
  };
  if (has("op") && has("entity")) {
    return ListFormat::kFtmDelta;
  }
  if (has("RECORD_ID")) {
    return ListFormat::kSenzing;
  }
  if (has("schema") && has("id") && !has("results")) {
    return ListFormat::kFtmJson;
  }
  if (head.find("\"results\"") != std::string_view::npos) {
    return ListFormat::kCslJson;
  }
  throw unknown(name, "JSON with other keys");
}

std::vector<std::string> fields_of(std::string_view line, char delimiter, const std::string& name) {
  formats::CsvRecordReader reader(line, name, {.delimiter = delimiter, .lazy_quotes = true});
  const formats::CsvRecord* record = reader.next();
  std::vector<std::string> fields;
  if (record != nullptr) {
    for (const std::string_view field : record->fields) {
      fields.push_back(to_ascii_lower(trim(field)));
    }
  }
  return fields;
}

struct Signature {
  ListFormat format;
  char delimiter;
  std::array<std::string_view, 3> columns;
};

constexpr std::array<Signature, 6> kSignatures{{
    {ListFormat::kEuCsv, ';', {"entity_logicalid", "namealias_wholename", "entity_subjecttype"}},
    {ListFormat::kUkCsv, ',', {"unique id", "regime name", "name 6"}},
    {ListFormat::kUkConList, ',', {"group id", "group type", "name 6"}},
    {ListFormat::kCslCsv, ',', {"federal_register_notice", "source", "entity_number"}},
    {ListFormat::kBisDpl, '\t', {"street_address", "effective_date", "fr_citation"}},
    {ListFormat::kSimpleCsv, ',', {"schema", "aliases", "birth_date"}},
}};

std::optional<ListFormat> format_by_header(std::string_view head, const std::string& name) {
  for (std::size_t i = 0; i < kHeaderLines && !head.empty(); ++i) {
    const auto end = std::min(head.find('\n'), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 1, head.size()));
    for (const Signature& signature : kSignatures) {
      const auto fields = fields_of(line, signature.delimiter, name);
      const bool has_all = std::ranges::all_of(signature.columns, [&](std::string_view column) {
        return std::ranges::find(fields, column) != fields.end();
      });
      if (has_all) {
        return signature.format;
      }
    }
  }
  return std::nullopt;
}

// OFAC's tables have no header: the number of fields and what stands in them tells them apart.
std::optional<ListPart> part_of_ofac(std::string_view head, const std::string& name) {
  const std::string_view line = head.substr(0, head.find('\n'));
  const auto fields = fields_of(line, ',', name);
  if (fields.empty() || !parse_integer(fields.front())) {
    return std::nullopt;
  }
  const bool is_alias =
      fields.size() == 5 && (fields[2] == "aka" || fields[2] == "fka" || fields[2] == "nka");
  if (is_alias) {
    return ListPart::kAliases;
  }
  if (fields.size() == 6 && parse_integer(fields[1])) {
    return ListPart::kAddresses;
  }
  if (fields.size() == 12) {
    return ListPart::kEntries;
  }
  return fields.size() == 2 && !parse_integer(fields[1]) ? std::optional(ListPart::kComments)
                                                         : std::nullopt;
}

ListFile recognise(const std::filesystem::path& path, const std::string& member) {
  ListFile file{.path = path, .member = member};
  const auto bytes = open_list_file(file);
  file.name = bytes->name();
  formats::TextSource text(*bytes);
  const std::string head(text.peek(kHeadBytes));
  const formats::FileKind kind = formats::kind_of_bytes(head);
  if (kind == formats::FileKind::kXml) {
    file.format = format_of_xml(file);
  } else if (kind == formats::FileKind::kJson) {
    file.format = format_of_json(file.name, head);
  } else if (kind != formats::FileKind::kText) {
    throw unknown(file.name, to_string(kind));
  } else if (const auto format = format_by_header(head, file.name)) {
    file.format = *format;
  } else if (const auto part = part_of_ofac(head, file.name)) {
    file.format = ListFormat::kOfacCsv;
    file.part = *part;
  } else {
    throw unknown(file.name, "a table with other columns");
  }
  file.list = usual_list(file.format);
  const std::string stem = to_ascii_lower(member.empty() ? path.filename().string() : member);
  if (file.list == "ofac-sdn" && stem.starts_with("cons")) {
    file.list = "ofac-cons";
  }
  return file;
}

}  // namespace

std::vector<ListFile> recognise_list_files(const std::filesystem::path& path) {
  if (formats::kind_of_file(path) != formats::FileKind::kZip) {
    return {recognise(path, "")};
  }
  std::vector<ListFile> files;
  for (const formats::ZipMember& member : formats::zip_members(path)) {
    files.push_back(recognise(path, member.name));
  }
  if (files.empty()) {
    throw unknown(path.filename().string(), "an empty archive");
  }
  return files;
}

}  // namespace portolan::parties
