#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/parties/party.hpp"

namespace portolan::parties {

/// Layouts in which lists of restricted parties are published (docs/data/party_lists.md).
enum class ListFormat : std::uint8_t {
  kOfacCsv,          ///< SDN.CSV or CONS_PRIM.CSV with ADD, ALT and COMMENTS beside
  kOfacXml,          ///< SDN.XML, CONSOLIDATED.XML
  kOfacAdvancedXml,  ///< sdn_advanced.xml
  kCslCsv,           ///< US Consolidated Screening List
  kCslJson,
  kBisDpl,  ///< dpl.txt of the US Bureau of Industry and Security
  kEuCsv,   ///< EU financial sanctions files
  kEuXml,
  kUkCsv,  ///< UK sanctions list
  kUkXml,
  kUkConList,  ///< the closed OFSI list
  kUnXml,
  kFtmJson,    ///< entities of FollowTheMoney, one a line
  kFtmDelta,   ///< changes to such a list, one a line
  kSimpleCsv,  ///< targets.simple.csv of OpenSanctions
  kSenzing,    ///< Senzing JSON, one a line
  kLeiXml      ///< the register of legal entity identifiers (level 1): it restricts nobody
};

/// Returns "ofac-csv", "un-xml" and so on.
[[nodiscard]] std::string_view to_string(ListFormat format);

/// Tells whether files of that layout are a register, which says who is who and restricts nobody.
[[nodiscard]] bool is_register(ListFormat format);

/// What a file of a set of several holds.
enum class ListPart : std::uint8_t { kEntries, kAddresses, kAliases, kComments };

/// A file that was recognised.
struct ListFile {
  std::filesystem::path path = {};
  /// The member of a zip archive; empty for a plain or gzip file.
  std::string member = {};
  ListFormat format = ListFormat::kFtmJson;
  ListPart part = ListPart::kEntries;
  /// How messages call it.
  std::string name = {};
  /// The usual name of the list: "ofac-sdn", "un-sc".
  std::string list = {};
};

/// Returns what the file is, by its bytes alone (OFAC's two sets of CSV, which are alike, by their
/// names). Of a zip archive, each member that is a part of a list.
///
/// Throws `Error`: kBadData where it is no list that is known, or XML that declares a document type
/// or is not well-formed; as `formats::InputFile` does where it cannot be read.
[[nodiscard]] std::vector<ListFile> recognise_list_files(const std::filesystem::path& path);

/// A record that could not be read.
struct ListReject {
  std::int64_t ordinal = 0;
  std::int64_t line = 0;
  std::string column = {};
  std::string reason = {};
  std::string value = {};
};

/// What an entry of a file does to a list: all are kAdd but in deltas.
enum class EntryChange : std::uint8_t { kAdd, kModify, kRemove };

/// What reading a list gave beside its entries.
struct ListReading {
  /// Entries handed over, and those among them without any name (and, for addresses, without text):
  /// they are kept but cannot be screened for.
  std::int64_t num_entries = 0;
  std::int64_t num_nameless = 0;
  std::vector<ListReject> rejects = {};
  /// When the list was published, as the file says, ISO; empty where it does not.
  std::string published_on = {};
  /// Records that are part of entries or link them, by what they are ("alias", "Ownership").
  std::map<std::string, std::int64_t> attached = {};
  /// What the reader must know, a sentence each.
  std::vector<std::string> notices = {};
};

using TakeEntry = std::function<void(ListedParty&& party, EntryChange change)>;

/// Reads the files of one list, which are of one format, and hands over its entries in the order of
/// the file. Memory: one entry at a time for XML and JSON lines, beside what other entries refer to
/// (OFAC's addresses and documents, addresses and sanctions of FollowTheMoney); CSV whose rows are
/// parts of entries (OFAC, EU, UK) is held as entries.
///
/// Throws `Error`: kBadData with file and line where a file is cut off, not well-formed or another
/// one than it was taken for; kInvalidArgument where the entries' own file is missing in a set;
/// kInterrupted. What `take` throws passes through.
[[nodiscard]] ListReading
read_party_list(std::span<const ListFile> files, const TakeEntry& take, Progress& progress);

}  // namespace portolan::parties
