#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "portolan/parties/list_reader.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/row_source.hpp"

namespace portolan::parties {

/// Columns of the lake's table `parties` that differ by row, in the order of
/// `store::party_columns`; import and list follow.
enum class PartyColumn : std::size_t {
  kOrdinal,
  kLine,
  kEntryId,
  kSchema,
  kName,
  kNames,
  kAddresses,
  kIdentifiers,
  kBirthDates,
  kCountries,
  kProgrammes,
  kListedOn,
  kRemarks,
  kDetails,
  kContentSha256
};
inline constexpr std::size_t kFirstTextColumn = 2;
inline constexpr std::size_t kNumPartyColumns = 15;

/// Writes entries into the parts of an import, some 20,000 a part, so that no more are held.
class PartWriter {
 public:
  PartWriter(const store::LakeTransaction& transaction, std::string import_id, std::string list);

  void add(const ListedParty& party);
  /// Writes what is left.
  void finish();

  /// Rows of each part.
  [[nodiscard]] const std::vector<std::int64_t>& part_rows() const { return part_rows_; }
  [[nodiscard]] const std::map<std::string, std::int64_t>& schemas() const { return schemas_; }
  [[nodiscard]] std::int64_t num_nameless() const { return num_nameless_; }
  [[nodiscard]] std::int64_t num_rows() const { return num_rows_; }

 private:
  struct Row {
    std::int64_t line = 0;
    std::vector<std::string> texts = {};
  };
  void write();

  const store::LakeTransaction& transaction_;
  std::string import_id_;
  std::string list_;
  std::vector<Row> rows_;
  std::int64_t num_rows_ = 0;
  std::int64_t num_nameless_ = 0;
  std::vector<std::int64_t> part_rows_;
  std::map<std::string, std::int64_t> schemas_;
};

void write_list_rejects(
    const std::filesystem::path& file,
    std::span<const ListReject> rejects,
    const std::string& import_id
);

}  // namespace portolan::parties
