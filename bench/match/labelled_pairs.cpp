#include "labelled_pairs.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/formats/input_file.hpp"

namespace portolan::bench {
namespace {

std::size_t root_of(std::vector<std::size_t>& parents, std::size_t at) {
  while (parents[at] != at) {
    at = parents[at] = parents[parents[at]];
  }
  return at;
}

void group(std::vector<LabelledPair>& pairs) {
  std::map<std::string, std::size_t> numbers;
  for (const auto& pair : pairs) {
    numbers.emplace(to_ascii_lower(pair.name1), 0);
    numbers.emplace(to_ascii_lower(pair.name2), 0);
  }
  std::size_t next = 0;
  for (auto& [name, number] : numbers) {
    number = next++;  // in the order of names, so that a group's root is its first name
  }
  std::vector<std::size_t> parents(numbers.size());
  std::iota(parents.begin(), parents.end(), std::size_t{0});
  for (const auto& pair : pairs) {
    const std::size_t a = root_of(parents, numbers[to_ascii_lower(pair.name1)]);
    const std::size_t b = root_of(parents, numbers[to_ascii_lower(pair.name2)]);
    parents[std::max(a, b)] = std::min(a, b);
  }
  std::vector<std::string> names;
  for (const auto& [name, number] : numbers) {
    names.push_back(name);
  }
  for (auto& pair : pairs) {
    pair.group = root_of(parents, numbers[to_ascii_lower(pair.name1)]);
    pair.group_hash = stable_hash(names[pair.group]);
  }
}

}  // namespace

std::vector<std::vector<std::string>>
read_csv_columns(const std::filesystem::path& path, const std::vector<std::string_view>& columns) {
  formats::InputFile file(path);
  const std::string text = formats::read_all(file, std::size_t{256} << 20U);
  formats::CsvRecordReader reader(text, path.filename().string(), formats::CsvDialect{});
  const formats::CsvRecord* header = reader.next();
  ensure(header != nullptr, path.string() + ": expected a header, got nothing");
  std::vector<std::size_t> places;
  for (const std::string_view column : columns) {
    const auto found = std::find(header->fields.begin(), header->fields.end(), column);
    ensure(found != header->fields.end(), path.string() + ": a column is missing");
    places.push_back(static_cast<std::size_t>(found - header->fields.begin()));
  }
  std::vector<std::vector<std::string>> rows;
  while (const formats::CsvRecord* record = reader.next()) {
    std::vector<std::string> row;
    for (const std::size_t place : places) {
      row.emplace_back(place < record->fields.size() ? record->fields[place] : std::string_view());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<LabelledPair> read_labelled_pairs(const std::filesystem::path& path) {
  std::vector<LabelledPair> pairs;
  for (const auto& row : read_csv_columns(
           path, {"schema", "name1", "name2", "is_match", "case_group", "category", "notes"}
       )) {
    pairs.push_back(
        {.schema = row[0],
         .name1 = row[1],
         .name2 = row[2],
         .is_match = row[3] == "true",
         .source = row[4],
         .category = row[5],
         .notes = row[6]}
    );
  }
  group(pairs);
  return pairs;
}

std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char byte : text) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  }
  hash = (hash ^ (hash >> 33U)) * 0xFF51AFD7ED558CCDU;
  hash = (hash ^ (hash >> 33U)) * 0xC4CEB9FE1A85EC53U;
  return hash ^ (hash >> 33U);
}

bool is_kept_back(const LabelledPair& pair) {
  return pair.group_hash % 10 < 3;
}

std::size_t fold_of(const LabelledPair& pair) {
  return pair.group_hash / 10 % kNumFolds;
}

}  // namespace portolan::bench
