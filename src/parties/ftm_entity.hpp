#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "portolan/formats/json_value.hpp"
#include "portolan/parties/party.hpp"

namespace portolan::parties {

/// An entity of FollowTheMoney: properties are lists of texts. Entities nested in it (an address
/// under `addressEntity`) stand apart.
struct FtmEntity {
  std::string id = {};
  std::string schema = {};
  std::string caption = {};
  std::map<std::string, std::vector<std::string>, std::less<>> properties = {};
  std::vector<FtmEntity> nested = {};
  /// `datasets`, `referents`, `target` and the like of the entity itself.
  std::vector<PartyDetail> facts = {};

  [[nodiscard]] const std::vector<std::string>& values(std::string_view property) const;
  [[nodiscard]] std::string first(std::string_view property) const;
};

/// Returns the entity that `json` is; one without id and schema for any other value. Nested ones
/// are followed four deep.
[[nodiscard]] FtmEntity ftm_entity_of(const formats::JsonValue& json, int depth = 0);

/// What other entities refer to or say of them, by id.
class FtmAttachments {
 public:
  /// Takes an entity that is no party: an address, a sanction, a document. Returns whether it was
  /// one of these.
  bool take(const FtmEntity& entity);
  /// Puts what is known of the entity into the party.
  void put(const FtmEntity& entity, ListedParty& party) const;

 private:
  struct Sanction {
    std::vector<std::string> programmes = {};
    std::string listed_on = {};
    std::vector<std::string> remarks = {};
  };
  std::unordered_map<std::string, PartyAddress> addresses_;
  std::unordered_map<std::string, Sanction> sanctions_;
  std::unordered_map<std::string, std::vector<PartyIdentifier>> documents_;
};

/// Tells whether entities of that schema are parties: Person, Company, Organization, LegalEntity,
/// PublicBody, Vessel, Airplane and listed Addresses, wallets and securities.
[[nodiscard]] bool is_party_schema(std::string_view schema);

/// Returns the party that the entity is.
[[nodiscard]] ListedParty party_of(const FtmEntity& entity, const FtmAttachments& attachments);

}  // namespace portolan::parties
