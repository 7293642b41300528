#include "party_graph_ftm.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_stream.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;
using ownership::EntityIndex;

/// A schema whose entities tie two others: which properties name them.
struct RelationSchema {
  std::string_view schema;
  std::string_view from;
  std::string_view to;
  std::string_view kind;
};

constexpr std::array kRelationSchemas{
    RelationSchema{"Ownership", "owner", "asset", kOwnerRelation},
    RelationSchema{"Directorship", "director", "organization", "director"},
    RelationSchema{"Membership", "member", "organization", "member"},
    RelationSchema{"Employment", "employee", "employer", "employee"},
    RelationSchema{"Representation", "agent", "client", "agent"},
    RelationSchema{"Family", "person", "relative", "relative"},
    RelationSchema{"Associate", "person", "associate", "associate"},
    RelationSchema{"Succession", "predecessor", "successor", "predecessor"},
    RelationSchema{"UnknownLink", "subject", "object", "link"}};

/// Schemas that are neither parties nor relations between parties that this graph keeps.
constexpr std::array<std::string_view, 12> kOtherSchemas{
    "Address",
    "Sanction",
    "Identification",
    "Passport",
    "Payment",
    "Occupancy",
    "Position",
    "EconomicActivity",
    "CryptoWallet",
    "BankAccount",
    "Security",
    "Documentation"};

struct FtmEntity {
  std::string id;
  std::string schema;
  std::string caption;
  JsonValue properties = JsonValue::object();
  std::vector<std::string> referents;
};

std::vector<std::string> strings_of(const JsonValue* value) {
  std::vector<std::string> result;
  if (value != nullptr) {
    for (const JsonValue& element : value->elements()) {
      if (element.as_string() != nullptr) {
        result.push_back(*element.as_string());
      }
    }
  }
  return result;
}

std::vector<std::string> property(const FtmEntity& entity, std::string_view name) {
  return strings_of(entity.properties.find(name));
}

std::string text_at(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

FtmEntity entity_of(const JsonValue& object, const std::string& place, bool is_deleted) {
  FtmEntity result;
  result.id = text_at(object, "id");
  result.schema = text_at(object, "schema");
  if (result.id.empty() || (result.schema.empty() && !is_deleted)) {
    throw bad_data(
        "{}: expected an entity with id and schema, got {}",
        place,
        result.id.empty() ? "no id" : "no schema"
    )
        .with_hint(
            "FollowTheMoney files have one entity a line: {\"id\", \"schema\", \"properties\"}"
        );
  }
  result.caption = text_at(object, "caption");
  result.referents = strings_of(object.find("referents"));
  const JsonValue* properties = object.find("properties");
  if (properties != nullptr) {
    result.properties = *properties;
  }
  return result;
}

/// The entities of the file, later lines of the same id in place of earlier ones.
class FtmEntities {
 public:
  void take(const formats::JsonRecord& record, const std::string& file) {
    const std::string place = fmt::format("{}:{}", file, record.line);
    JsonValue object = JsonValue::object();
    for (const formats::JsonField& field : record.fields) {
      const bool is_deep =
          field.kind == JsonValue::Kind::kArray || field.kind == JsonValue::Kind::kObject;
      if (is_deep) {
        object.set(std::string(field.key), formats::parse_json(field.text, place));
      } else if (field.kind == JsonValue::Kind::kString) {
        object.set(std::string(field.key), std::string(field.text));
      }
    }
    const std::string op = to_ascii_upper(text_at(object, "op"));
    if (op.empty()) {
      add(entity_of(object, place, false));
      return;
    }
    const JsonValue* changed = object.find("entity");
    if ((op != "ADD" && op != "MOD" && op != "DEL") || changed == nullptr) {
      throw bad_data("{}: expected op ADD, MOD or DEL with an entity, got \"{}\"", place, op);
    }
    FtmEntity entity = entity_of(*changed, place, op == "DEL");
    if (op == "DEL") {
      remove(entity.id);
    } else {
      add(std::move(entity));
    }
  }

  [[nodiscard]] const std::vector<FtmEntity>& entities() const { return entities_; }

 private:
  void add(FtmEntity entity) {
    const auto [found, is_new] = places_.emplace(entity.id, entities_.size());
    if (is_new) {
      entities_.push_back(std::move(entity));
    } else {
      entities_[found->second] = std::move(entity);
    }
  }

  void remove(const std::string& id) {
    const auto found = places_.find(id);
    if (found != places_.end()) {
      entities_[found->second].schema.clear();
    }
  }

  std::vector<FtmEntity> entities_;
  std::unordered_map<std::string, std::size_t> places_;
};

const RelationSchema* relation_schema(const FtmEntity& entity) {
  const auto* found = std::ranges::find(kRelationSchemas, entity.schema, &RelationSchema::schema);
  return found == kRelationSchemas.end() ? nullptr : found;
}

/// Makes the graph: parties first, so that old ids find them, then what refers to them.
class GraphOfFtm {
 public:
  explicit GraphOfFtm(const std::vector<FtmEntity>& entities) : entities_(entities) {}

  PartyGraph take() {
    for (const FtmEntity& entity : entities_) {
      if (entity.schema == "Address") {
        const auto full = property(entity, "full");
        addresses_[entity.id] = full.empty() ? entity.caption : full.front();
      }
    }
    for (const FtmEntity& entity : entities_) {
      if (is_party(entity)) {
        add_party(entity);
      }
    }
    for (const FtmEntity& entity : entities_) {
      for (const std::string& old_id : entity.referents) {
        if (is_party(entity)) {
          graph_.redirect(old_id, graph_.party_of(entity.id));
        }
      }
    }
    for (const FtmEntity& entity : entities_) {
      if (const RelationSchema* schema = relation_schema(entity)) {
        add_relations(entity, *schema);
      } else if (entity.schema == "Sanction") {
        add_listings(entity);
      }
    }
    return std::move(graph_);
  }

 private:
  static bool is_party(const FtmEntity& entity) {
    return !entity.schema.empty() && relation_schema(entity) == nullptr &&
           std::ranges::count(kOtherSchemas, entity.schema) == 0;
  }

  void add_party(const FtmEntity& entity) {
    Party& party = graph_.parties[graph_.party_of(entity.id)];
    const auto names = property(entity, "name");
    party.name = !entity.caption.empty() || names.empty() ? entity.caption : names.front();
    party.schema = entity.schema;
    party.phones = property(entity, "phone");
    party.addresses = property(entity, "address");
    for (const std::string& id : property(entity, "addressEntity")) {
      const auto found = addresses_.find(id);
      if (found != addresses_.end() && std::ranges::count(party.addresses, found->second) == 0) {
        party.addresses.push_back(found->second);
      }
    }
  }

  void add_relations(const FtmEntity& entity, const RelationSchema& schema) {
    const auto from = property(entity, schema.from);
    const auto to = property(entity, schema.to);
    if (from.empty() || to.empty()) {
      ++graph_.remarks[fmt::format(
          "{} without {}: left out", entity.schema, from.empty() ? schema.from : schema.to
      )];
      return;
    }
    Relation relation;
    relation.kind = schema.kind;
    relation.days = days_of(entity, {"startDate"}, "endDate");
    const auto roles = property(entity, "role");
    relation.role = roles.empty() ? "" : roles.front();
    if (schema.kind == kOwnerRelation) {
      read_percentages(entity, relation);
    }
    for (const std::string& one : from) {
      for (const std::string& other : to) {
        relation.from = graph_.party_of(one);
        relation.to = graph_.party_of(other);
        graph_.relations.push_back(relation);
      }
    }
  }

  void add_listings(const FtmEntity& entity) {
    PartyListing listing;
    listing.days = days_of(entity, {"startDate", "listingDate"}, "endDate");
    const auto countries = property(entity, "country");
    for (const std::string& id : property(entity, "entity")) {
      listing.party = graph_.party_of(id);
      listing.country = countries.empty() ? "" : to_ascii_lower(countries.front());
      graph_.listings.push_back(listing);
    }
  }

  /// From the earliest day to the latest that the values name. Missing is open, and so is a value
  /// that is no date.
  ownership::Days days_of(
      const FtmEntity& entity,
      std::initializer_list<std::string_view> starts,
      std::string_view end
  ) {
    ownership::Days result;
    for (const std::string_view start : starts) {
      for (const auto& days : read_dates(entity, start)) {
        result.from = result.from ? std::min(*result.from, *days.from) : days.from;
      }
    }
    for (const auto& days : read_dates(entity, end)) {
      result.until = result.until ? std::max(*result.until, *days.until) : days.until;
    }
    return result;
  }

  std::vector<ownership::Days> read_dates(const FtmEntity& entity, std::string_view name) {
    std::vector<ownership::Days> result;
    for (const std::string& text : property(entity, name)) {
      if (const auto days = ownership::parse_days(text)) {
        result.push_back(*days);
      } else {
        ++graph_
              .remarks[fmt::format("{} of {} that is no date: taken as open", name, entity.schema)];
      }
    }
    return result;
  }

  /// The interval that the percentages span; "25-50" is one already. None: unknown.
  void read_percentages(const FtmEntity& entity, Relation& relation) {
    bool is_known = false;
    for (const std::string& text : property(entity, "percentage")) {
      const auto dash = text.find('-');
      const auto low = ownership::parse_percentage(text.substr(0, dash));
      const auto high =
          dash == std::string::npos ? low : ownership::parse_percentage(text.substr(dash + 1));
      if (!low || !high || *low > *high) {
        ++graph_.remarks["percentage that is no number from 0 to 100: taken as unknown"];
        relation.low = 0;
        relation.high = ownership::kWhole;
        return;
      }
      relation.low = is_known ? std::min(relation.low, *low) : *low;
      relation.high = is_known ? std::max(relation.high, *high) : *high;
      is_known = true;
    }
  }

  const std::vector<FtmEntity>& entities_;
  std::unordered_map<std::string, std::string> addresses_;
  PartyGraph graph_;
};

}  // namespace

PartyGraph read_ftm_graph(formats::TextSource& text, Progress& progress) {
  FtmEntities entities;
  const std::string file = text.name();
  progress.begin("reading", file, 0);
  formats::JsonStreamOptions options;
  options.layout = formats::JsonLayout::kLines;
  formats::read_json_records(text, options, [&](const formats::JsonRecord& record) {
    progress.check();
    entities.take(record, file);
    progress.advance(record.ordinal + 1);
  });
  progress.end();
  return GraphOfFtm(entities.entities()).take();
}

}  // namespace portolan::engine
