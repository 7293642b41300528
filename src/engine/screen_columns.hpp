#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "portolan/engine/screening.hpp"
#include "portolan/parties/screener.hpp"

namespace portolan::engine {

/// A row of a table to be screened.
struct ScreenRow {
  std::int64_t line = 0;
  std::string key = {};
  /// Column and query, in the order of the columns.
  std::vector<std::pair<std::string, parties::ScreeningQuery>> queries = {};
  /// Why it cannot be read; else empty.
  std::string problem = {};
};

/// Where in a table stands what is to be screened.
class ScreenLayout {
 public:
  /// Throws `Error` (kBadData, with the columns as hint) where a column that is named is not there
  /// or none holds names or addresses.
  ScreenLayout(
      const std::vector<std::string>& columns,
      const ScreenColumns& asked,
      const std::string& file
  );

  /// Returns the row of these cells; its key is its line where no column has one.
  [[nodiscard]] ScreenRow row_of(const std::vector<std::string>& cells, std::int64_t line) const;

  /// Role and column of each that is used.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> used() const;

 private:
  struct Use {
    std::string role;
    std::size_t column = 0;
  };
  void name_columns(const ScreenColumns& asked, const std::string& file);
  void find_columns(const ScreenColumns& asked);
  void use(const std::string& role, const std::string& column, const std::string& file);

  std::vector<std::string> columns_;
  std::vector<Use> uses_;
};

}  // namespace portolan::engine
