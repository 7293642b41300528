#include "screen_json.hpp"

#include <array>
#include <utility>

#include "portolan/formats/json_value.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;

constexpr std::array<std::pair<match::NameKind, const char*>, 4> kKinds{
    {{match::NameKind::kPerson, "person"},
     {match::NameKind::kOrganization, "organization"},
     {match::NameKind::kVessel, "vessel"},
     {match::NameKind::kUnknown, "unknown"}}};

const char* kind_text(match::NameKind kind) {
  return kKinds[static_cast<std::size_t>(kind)].second;
}

match::NameKind kind_of(const std::string& text) {
  for (const auto& [kind, name] : kKinds) {
    if (text == name) {
      return kind;
    }
  }
  return match::NameKind::kUnknown;
}

std::string text_at(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

double number_at(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  return value == nullptr ? 0.0 : value->as_number().value_or(0.0);
}

std::vector<std::string> texts_at(const JsonValue& object, std::string_view key) {
  std::vector<std::string> texts;
  if (const JsonValue* value = object.find(key)) {
    for (const JsonValue& item : value->elements()) {
      texts.push_back(item.as_string() == nullptr ? std::string() : *item.as_string());
    }
  }
  return texts;
}

template <typename Read>
void for_each_element(const std::string& text, const char* what, const Read& read) {
  if (!text.empty()) {
    const JsonValue array = formats::parse_json(text, what);
    for (const JsonValue& item : array.elements()) {
      read(item);
    }
  }
}

}  // namespace

std::string queries_text(const ScreenRow& row) {
  JsonValue array = JsonValue::array();
  for (const auto& [column, query] : row.queries) {
    JsonValue object = JsonValue::object(
        {{"column", column}, {"kind", query.is_address ? "address" : kind_text(query.kind)}}
    );
    object.set("text", query.text);
    if (!query.countries.empty()) {
      object.set("countries", query.countries);
    }
    if (!query.birth.text.empty()) {
      object.set("birth", query.birth.text);
    }
    if (!query.identifiers.empty()) {
      object.set("identifiers", query.identifiers);
    }
    array.push_back(std::move(object));
  }
  return row.queries.empty() ? std::string() : array.dump();
}

void read_queries(const std::string& text, ScreenRow& row) {
  for_each_element(text, "queries", [&](const JsonValue& item) {
    const std::string kind = text_at(item, "kind");
    row.queries.emplace_back(
        text_at(item, "column"),
        parties::ScreeningQuery{
            .kind = kind_of(kind),
            .is_address = kind == "address",
            .text = text_at(item, "text"),
            .countries = texts_at(item, "countries"),
            .birth = parties::parse_party_date(text_at(item, "birth")),
            .identifiers = texts_at(item, "identifiers")}
    );
  });
}

std::string parts_text(const ScreenRecord& record) {
  JsonValue array = JsonValue::array();
  for (const NamePart& part : record.parts) {
    array.push_back(JsonValue::object(
        {{"part", part.part},
         {"amount", part.amount},
         {"score_db", part.score_db},
         {"words", part.words}}
    ));
  }
  return record.parts.empty() ? std::string() : array.dump();
}

void read_parts(const std::string& text, ScreenRecord& record) {
  for_each_element(text, "parts", [&](const JsonValue& item) {
    record.parts.push_back(
        {.part = text_at(item, "part"),
         .amount = number_at(item, "amount"),
         .score_db = number_at(item, "score_db"),
         .words = text_at(item, "words")}
    );
  });
}

std::string changes_text(const ScreenRecord& record) {
  JsonValue array = JsonValue::array();
  for (const ScreenChange& change : record.changes) {
    array.push_back(JsonValue::object(
        {{"what", change.what},
         {"change_db", change.change_db},
         {"score_db", change.score_db},
         {"is_below", change.is_below}}
    ));
  }
  return record.changes.empty() ? std::string() : array.dump();
}

void read_changes(const std::string& text, ScreenRecord& record) {
  for_each_element(text, "changes", [&](const JsonValue& item) {
    const JsonValue* below = item.find("is_below");
    record.changes.push_back(
        {.what = text_at(item, "what"),
         .change_db = number_at(item, "change_db"),
         .score_db = number_at(item, "score_db"),
         .is_below = below != nullptr && below->as_bool().value_or(false)}
    );
  });
}

}  // namespace portolan::engine
