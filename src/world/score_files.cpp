#include <charconv>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/world/score.hpp"

namespace portolan::world {
namespace {

using formats::JsonValue;

JsonValue parsed_file(const std::filesystem::path& path, std::string_view hint) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    throw not_found("{}: expected a file, got none", path.string()).with_hint(std::string(hint));
  }
  std::ifstream stream(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (stream.bad() || !stream.is_open()) {
    throw unavailable(
        "{}: expected a file that can be read, got an error of the system", path.string()
    );
  }
  return formats::parse_json(text, path.filename().string());
}

/// Reads members of one object; messages name the object.
class ObjectReader {
 public:
  ObjectReader(const JsonValue& object, std::string subject)
      : object_(object), subject_(std::move(subject)) {}

  template <typename T>
  [[nodiscard]] T parsed(
      std::string_view key,
      std::string_view what,
      const std::function<std::optional<T>(std::string_view)>& parse
  ) const {
    const std::string* const text = text_at(key);
    const std::optional<T> value = text == nullptr ? std::nullopt : parse(*text);
    if (!value) {
      throw bad_data(
          "{}: {}: expected {}, got \"{}\"",
          subject_,
          key,
          what,
          text == nullptr ? "nothing" : *text
      );
    }
    return *value;
  }

  [[nodiscard]] CountryCode country(std::string_view key) const {
    return parsed<CountryCode>(key, "an ISO3 code", CountryCode::parse);
  }
  [[nodiscard]] Period period(std::string_view key) const {
    return parsed<Period>(key, "a month", Period::parse);
  }
  [[nodiscard]] std::optional<Period> optional_period(std::string_view key) const {
    const std::string* const text = text_at(key);
    return text == nullptr ? std::nullopt : std::optional(period(key));
  }
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const {
    std::vector<std::string> found;
    const JsonValue* const array = object_.find(key);
    for (const JsonValue& element : array == nullptr ? JsonValue().elements() : array->elements()) {
      const std::string* const text = element.as_string();
      if (text == nullptr) {
        throw bad_data("{}: {}: expected an array of texts, got another", subject_, key);
      }
      found.push_back(*text);
    }
    return found;
  }
  [[nodiscard]] std::optional<double> number(std::string_view key) const {
    const JsonValue* const value = object_.find(key);
    return value == nullptr ? std::nullopt : value->as_number();
  }
  [[nodiscard]] std::int64_t integer(std::string_view key) const { return object_.integer_at(key); }
  [[nodiscard]] std::string text(std::string_view key) const {
    const std::string* const found = text_at(key);
    return found == nullptr ? std::string() : *found;
  }
  /// The members of an object in this one; an empty one where there is none.
  [[nodiscard]] ObjectReader object(std::string_view key) const {
    const JsonValue* const value = object_.find(key);
    return {value == nullptr ? JsonValue::object() : *value, fmt::format("{}: {}", subject_, key)};
  }
  [[nodiscard]] std::vector<ObjectReader> objects(std::string_view key) const {
    std::vector<ObjectReader> found;
    const JsonValue* const array = object_.find(key);
    if (array != nullptr) {
      for (const JsonValue& element : array->elements()) {
        found.emplace_back(element, fmt::format("{}: {} {}", subject_, key, found.size() + 1));
      }
    }
    return found;
  }

 private:
  [[nodiscard]] const std::string* text_at(std::string_view key) const {
    const JsonValue* const value = object_.find(key);
    return value == nullptr ? nullptr : value->as_string();
  }

  JsonValue object_;
  std::string subject_;
};

/// Seeds have 64 bits without sign: more than a JSON number is sure to hold.
std::optional<std::uint64_t> parse_seed(std::string_view text) {
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return seed;
}

TruthCell cell_of(const ObjectReader& json) {
  TruthCell cell{
      .hub = json.country("hub"),
      .family = json.text("family"),
      .hs = json.texts("hs"),
      .lists = json.text("lists"),
      .months = {},
  };
  for (const ObjectReader& month : json.objects("months")) {
    cell.months.push_back({
        .month = month.period("month"),
        .in_usd = month.integer("in_usd"),
        .out_usd = month.integer("out_usd"),
    });
  }
  return cell;
}

std::vector<CountryCode> countries_of(const std::vector<std::string>& letters) {
  std::vector<CountryCode> countries;
  for (const std::string& text : letters) {
    const auto code = CountryCode::parse(text);
    if (!code) {
      throw bad_data("truth.json: hubs: expected ISO3 codes, got \"{}\"", text);
    }
    countries.push_back(*code);
  }
  return countries;
}

TruthEvent event_of(const ObjectReader& json) {
  TruthEvent event{
      .number = static_cast<int>(json.integer("number")),
      .kind = json.parsed<EventKind>("kind", "a kind of event", parse_event_kind),
      .size = json.parsed<SizeClass>("size_class", "a size", parse_size_class),
      .hubs = countries_of(json.texts("hubs")),
      .destination = json.country("destination"),
      .origins = {},
      .start = json.period("start"),
      .end = json.period("end"),
      .went_on_share = json.number("went_on_share").value_or(0.0),
      .hs = json.texts("hs"),
      .true_hs = json.texts("true_hs"),
      .cells = {},
  };
  for (const ObjectReader& origin : json.objects("origins")) {
    event.origins.push_back(
        {.iso3 = origin.country("iso3"), .share = origin.number("share").value_or(0.0)}
    );
  }
  for (const ObjectReader& cell : json.objects("cells")) {
    event.cells.push_back(cell_of(cell));
  }
  return event;
}

FoundLead lead_of(const ObjectReader& json) {
  const auto parse_kind = [](std::string_view text) -> std::optional<LeadKind> {
    if (text == "lead") {
      return LeadKind::kLead;
    }
    return text == "surge" ? std::optional(LeadKind::kSurge) : std::nullopt;
  };
  const ObjectReader window = json.object("window");
  return FoundLead{
      .id = json.text("id"),
      .kind = json.parsed<LeadKind>("kind", "lead or surge", parse_kind),
      .hub = json.country("hub"),
      .destination = json.country("destination"),
      .hs = json.object("goods").texts("hs"),
      .since = json.optional_period("since"),
      .from = window.optional_period("from"),
      .until = window.optional_period("until"),
      .inflow_excess_usd = json.object("inflow_usd").number("excess"),
      .outflow_excess_usd = json.object("outflow_usd").number("excess"),
      .q_value = json.number("q_value"),
  };
}

}  // namespace

Truth read_truth(const std::filesystem::path& folder) {
  const JsonValue json =
      parsed_file(folder / "truth.json", "name a folder that `portolan world make` has written");
  const ObjectReader reader(json, "truth.json");
  if (reader.text("schema") != "portolan.world_truth/1") {
    throw bad_data(
        "truth.json: schema: expected \"portolan.world_truth/1\", got \"{}\"", reader.text("schema")
    );
  }
  Truth truth{
      .seed = 0,
      .size = parse_world_size(reader.text("size")),
      .first_month = reader.period("first_month"),
      .last_month = reader.period("last_month"),
      .events = {},
  };
  truth.seed = reader.parsed<std::uint64_t>("seed", "a number", parse_seed);
  for (const ObjectReader& event : reader.objects("events")) {
    truth.events.push_back(event_of(event));
  }
  return truth;
}

std::vector<FoundLead> read_found_leads(const std::filesystem::path& file) {
  const JsonValue json =
      parsed_file(file, "write it with `portolan leads list --all --format json -o FILE`");
  const std::string name = file.filename().string();
  JsonValue wrapped = JsonValue::object();
  wrapped.set("data", json);
  const bool is_array = json.kind() == JsonValue::Kind::kArray;
  const JsonValue& envelope = is_array ? wrapped : json;
  const JsonValue* const data = envelope.find("data");
  if (data == nullptr || data->kind() != JsonValue::Kind::kArray) {
    throw bad_data("{}: data: expected an array of leads, got another", name);
  }
  std::vector<FoundLead> leads;
  for (const ObjectReader& lead : ObjectReader(envelope, name).objects("data")) {
    leads.push_back(lead_of(lead));
  }
  return leads;
}

}  // namespace portolan::world
