#include "list_names.hpp"

#include <map>

#include "portolan/base/text.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/formats/input_file.hpp"

namespace portolan::bench {
namespace {

template <typename Use>
void for_each_record(const std::filesystem::path& path, const Use& use) {
  formats::InputFile file(path);
  const std::string text = formats::read_all(file, std::size_t{256} << 20U);
  formats::CsvRecordReader reader(
      text, path.filename().string(), formats::CsvDialect{.lazy_quotes = true}
  );
  while (const formats::CsvRecord* record = reader.next()) {
    if (record->fields.size() > 3) {
      use(record->fields);
    }
  }
}

}  // namespace

std::vector<ListName> read_ofac_names(const std::filesystem::path& folder) {
  std::vector<ListName> names;
  std::map<std::string, match::NameKind> kinds;
  for_each_record(folder / "sdn.csv.gz", [&](std::span<const std::string_view> fields) {
    const std::string_view type = trim(fields[2]);
    const match::NameKind kind = type == "individual" ? match::NameKind::kPerson
                                 : type == "vessel" || type == "aircraft"
                                     ? match::NameKind::kVessel
                                     : match::NameKind::kOrganization;
    const std::string entity(trim(fields[0]));
    kinds[entity] = kind;
    names.push_back({.entity = entity, .text = std::string(trim(fields[1])), .kind = kind});
  });
  for_each_record(folder / "alt.csv.gz", [&](std::span<const std::string_view> fields) {
    const std::string entity(trim(fields[0]));
    names.push_back({.entity = entity, .text = std::string(trim(fields[3])), .kind = kinds[entity]}
    );
  });
  return names;
}

std::vector<match::Name> prepare_all(const std::vector<ListName>& list) {
  std::vector<match::Name> names;
  names.reserve(list.size());
  for (const ListName& one : list) {
    names.push_back(match::prepare_name(one.text, one.kind));
  }
  return names;
}

}  // namespace portolan::bench
