#include <algorithm>
#include <string>

#include "ftm_entity.hpp"
#include "list_rows.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/formats/json_stream.hpp"
#include "portolan/formats/text_encoding.hpp"
#include "readers.hpp"

namespace portolan::parties {
namespace {

formats::JsonValue json_of(const formats::JsonRecord& record, const std::string& file) {
  formats::JsonValue object = formats::JsonValue::object();
  for (const formats::JsonField& field : record.fields) {
    const bool is_text = field.kind == formats::JsonValue::Kind::kString;
    const bool is_null = field.kind == formats::JsonValue::Kind::kNull;
    object.set(
        std::string(field.key),
        is_text   ? formats::JsonValue(field.text)
        : is_null ? formats::JsonValue()
                  : formats::parse_json(field.text, file + ":" + std::to_string(record.line))
    );
  }
  return object;
}

template <typename Use>
void for_each_line(const ListFile& file, Intake& intake, const Use& use) {
  const auto bytes = open_list_file(file);
  formats::TextSource text(*bytes);
  formats::read_json_records(
      text,
      {.layout = formats::JsonLayout::kLines},
      [&](const formats::JsonRecord& record) {
        intake.check();
        use(json_of(record, file.name), record.line);
      }
  );
}

// An address that is itself a target, as those of the Entity List are.
bool is_listed_address(const FtmEntity& entity) {
  return entity.schema == "Address" &&
         (!entity.values("topics").empty() ||
          std::ranges::find(entity.facts, PartyDetail{"target", "true"}) != entity.facts.end());
}

void require_id(const FtmEntity& entity, const ListFile& file, std::int64_t line) {
  if (entity.id.empty()) {
    throw bad_data("{}:{}: id: expected the id of an entity, got none", file.name, line);
  }
}

// The cells of targets.simple.csv are themselves records of CSV with semicolons.
std::vector<std::string> values_of(const std::string& cell, const std::string& file) {
  std::vector<std::string> values;
  formats::CsvRecordReader reader(cell, file, {.delimiter = ';', .lazy_quotes = true});
  while (const formats::CsvRecord* record = reader.next()) {
    values.insert(values.end(), record->fields.begin(), record->fields.end());
  }
  return values;
}

ListedParty entry_of(const ListRow& row, const std::string& file) {
  FtmEntity entity{.id = row.at("id"), .schema = row.at("schema"), .caption = row.at("name")};
  entity.properties["name"] = {row.at("name")};
  entity.properties["alias"] = values_of(row.at("aliases"), file);
  entity.properties["birthDate"] = values_of(row.at("birth_date"), file);
  entity.properties["country"] = values_of(row.at("countries"), file);
  entity.properties["programId"] = values_of(row.at("program_ids"), file);
  entity.properties["address"] = values_of(row.at("addresses"), file);
  entity.properties["phone"] = values_of(row.at("phones"), file);
  entity.properties["email"] = values_of(row.at("emails"), file);
  entity.facts = {{.key = "datasets", .value = row.at("dataset")}};
  if (entity.schema == "Address") {
    entity.properties["full"] = entity.properties["name"];
  }
  ListedParty party = party_of(entity, {});
  for (std::string& number : values_of(row.at("identifiers"), file)) {
    party.identifiers.push_back({.number = std::move(number)});
  }
  party.line = row.line();
  party.remarks = values_of(row.at("sanctions"), file);
  return party;
}

}  // namespace

// Entities refer to addresses, sanctions and documents that may stand anywhere, so the file is read
// twice: memory holds these and one party at a time.
void read_ftm_json(const ListFile& file, Intake& intake) {
  FtmAttachments attachments;
  for_each_line(file, intake, [&](const formats::JsonValue& json, std::int64_t line) {
    const FtmEntity entity = ftm_entity_of(json);
    require_id(entity, file, line);
    const bool is_party = is_party_schema(entity.schema) || is_listed_address(entity);
    attachments.take(entity);
    if (!is_party) {
      intake.attach(entity.schema);
    }
  });
  for_each_line(file, intake, [&](const formats::JsonValue& json, std::int64_t line) {
    const FtmEntity entity = ftm_entity_of(json);
    if (is_party_schema(entity.schema) || is_listed_address(entity)) {
      ListedParty party = party_of(entity, attachments);
      party.line = line;
      intake.add(std::move(party));
    }
  });
}

void read_ftm_delta(const ListFile& file, Intake& intake) {
  for_each_line(file, intake, [&](const formats::JsonValue& json, std::int64_t line) {
    const std::string& op = json.string_at("op");
    const formats::JsonValue* value = json.find("entity");
    const FtmEntity entity = value == nullptr ? FtmEntity() : ftm_entity_of(*value);
    require_id(entity, file, line);
    if (op != "ADD" && op != "MOD" && op != "DEL") {
      intake.reject(line, "op", "expected ADD, MOD or DEL", op);
      return;
    }
    const bool is_removal = op == "DEL";
    if (!is_removal && !is_party_schema(entity.schema) && !is_listed_address(entity)) {
      intake.attach(entity.schema);
      return;
    }
    ListedParty party = party_of(entity, {});
    party.line = line;
    intake.add(
        std::move(party),
        is_removal    ? EntryChange::kRemove
        : op == "MOD" ? EntryChange::kModify
                      : EntryChange::kAdd
    );
  });
}

void read_simple_csv(const ListFile& file, Intake& intake) {
  for_each_row(file, {"id", "schema", "name", "aliases"}, intake, [&](const ListRow& row) {
    intake.publish(row.at("last_seen").substr(0, 10));
    intake.add(entry_of(row, file.name));
  });
}

}  // namespace portolan::parties
