#include "portolan/parties/list_reader.hpp"

#include <algorithm>
#include <array>

#include "intake.hpp"
#include "readers.hpp"

namespace portolan::parties {

std::string_view to_string(ListFormat format) {
  constexpr std::array<std::string_view, 17> kNames{
      "ofac-csv",
      "ofac-xml",
      "ofac-advanced-xml",
      "csl-csv",
      "csl-json",
      "bis-dpl",
      "eu-csv",
      "eu-xml",
      "uk-csv",
      "uk-xml",
      "uk-conlist",
      "un-xml",
      "ftm-json",
      "ftm-delta",
      "simple-csv",
      "senzing",
      "lei-xml"};
  return kNames[static_cast<std::size_t>(format)];
}

namespace {

void read_one(const ListFile& file, Intake& intake) {
  switch (file.format) {
    case ListFormat::kOfacXml:
      return read_ofac_xml(file, intake);
    case ListFormat::kOfacAdvancedXml:
      return read_ofac_advanced_xml(file, intake);
    case ListFormat::kCslCsv:
      return read_csl_csv(file, intake);
    case ListFormat::kCslJson:
      return read_csl_json(file, intake);
    case ListFormat::kBisDpl:
      return read_bis_dpl(file, intake);
    case ListFormat::kEuCsv:
      return read_eu_csv(file, intake);
    case ListFormat::kEuXml:
      return read_eu_xml(file, intake);
    case ListFormat::kUkCsv:
      return read_uk_csv(file, intake);
    case ListFormat::kUkXml:
      return read_uk_xml(file, intake);
    case ListFormat::kUkConList:
      return read_uk_conlist(file, intake);
    case ListFormat::kUnXml:
      return read_un_xml(file, intake);
    case ListFormat::kFtmJson:
      return read_ftm_json(file, intake);
    case ListFormat::kFtmDelta:
      return read_ftm_delta(file, intake);
    case ListFormat::kSimpleCsv:
      return read_simple_csv(file, intake);
    case ListFormat::kSenzing:
      return read_senzing(file, intake);
    case ListFormat::kLeiXml:
      return read_lei_xml(file, intake);
    case ListFormat::kOfacCsv:
      return read_ofac_csv({&file, 1}, intake);
  }
}

}  // namespace

bool is_register(ListFormat format) {
  return format == ListFormat::kLeiXml;
}

ListReading
read_party_list(std::span<const ListFile> files, const TakeEntry& take, Progress& progress) {
  Intake intake(take, progress);
  if (files.front().format == ListFormat::kOfacCsv) {
    read_ofac_csv(files, intake);
  } else {
    for (const ListFile& file : files) {
      read_one(file, intake);
    }
  }
  return intake.take_reading();
}

}  // namespace portolan::parties
