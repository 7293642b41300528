#include "fit_columns.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/store/database.hpp"
#include "table_file.hpp"

namespace portolan::engine {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

bool is_plain_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char character) {
    return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_';
  });
}

/// The file as a source of queries, with an empty table of its shape: what is asked is checked on
/// that, so that only the rows themselves are read twice.
class Source {
 public:
  explicit Source(const FitRequest& request)
      : database_(
            {.allowed_files = {std::filesystem::absolute(request.file)}, .threads = request.threads}
        ),
        from_(table_source(request.file, ColumnTypes::kFound)) {
    database_.execute(fmt::format("CREATE TEMP TABLE shape AS SELECT * FROM {} LIMIT 0", from_));
    const store::Result shape = database_.query("SELECT * FROM shape");
    for (const auto& column : shape.columns()) {
      names_.push_back(column.name);
    }
  }

  /// Returns the column of that name as SQL.
  [[nodiscard]] std::string column(const std::string& option, const std::string& name) const {
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found == names_.end()) {
      const std::string hint = nearest_hint(name, names_);
      throw invalid_argument("{}: expected a column of the file, got \"{}\"", option, name)
          .with_hint(hint.empty() ? "the columns are " + join(names_, ", ") : hint);
    }
    return in_marks(name, '"');
  }

  /// Returns a column or an expression as SQL that gives a number or NULL.
  [[nodiscard]] std::string number(const std::string& option, const std::string& text) {
    const bool is_column = std::find(names_.begin(), names_.end(), text) != names_.end();
    const std::string sql =
        is_column || is_plain_name(text) ? column(option, text) : "(" + text + ")";
    const std::string question = fmt::format("SELECT {} FROM shape", sql);
    require_reading(option, text, question);
    const store::Result result = database_.query(question);
    if (result.columns().size() != 1 || result.columns()[0].type == store::ColumnType::kVarchar) {
      throw invalid_argument(
          "{}: expected numbers in \"{}\", got {}", option, text, example_of(sql)
      );
    }
    return fmt::format("CAST({} AS DOUBLE)", sql);
  }

  [[nodiscard]] std::string condition(const std::string& where) {
    const std::string sql = where.empty() ? "" : fmt::format(" WHERE ({})", where);
    require_reading("--where", where, "SELECT 1 FROM shape" + sql);
    return sql;
  }

  template <typename Use>
  void read(
      const std::string& columns,
      const std::string& condition,
      const Use& use,
      Progress& progress
  ) {
    const std::string sql = fmt::format("SELECT {} FROM {}{}", columns, from_, condition);
    (void)database_.for_each_chunk(sql, {}, use, &progress);
  }

 private:
  void
  require_reading(const std::string& option, const std::string& text, const std::string& question) {
    if (!database_.is_reading(question)) {
      throw invalid_argument("{}: expected one expression, got \"{}\"", option, text);
    }
  }

  /// The first value that is no number, for a message.
  [[nodiscard]] std::string example_of(const std::string& sql) {
    const store::Result result = database_.query(fmt::format(
        "SELECT CAST({0} AS VARCHAR) FROM {1} WHERE {0} IS NOT NULL AND "
        "TRY_CAST(CAST({0} AS VARCHAR) AS DOUBLE) IS NULL LIMIT 1",
        sql,
        from_
    ));
    return result.num_rows() == 0 ? "texts" : in_marks(result.text(0, 0).value_or(""), '"');
  }

  store::Database database_;
  std::string from_;
  std::vector<std::string> names_;
};

/// Texts numbered in the order in which they first occur.
class Numbering {
 public:
  std::uint32_t number(std::string_view text) {
    // Neighbours are often equal.
    if (!numbers_.empty() && text == last_) {
      return last_number_;
    }
    last_ = text;
    last_number_ =
        numbers_.emplace(last_, static_cast<std::uint32_t>(numbers_.size())).first->second;
    return last_number_;
  }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::string last_;
  std::uint32_t last_number_ = 0;
};

/// The rows of one query, column by column: numbers first, then the parts of effects and clusters.
class Reader {
 public:
  Reader(std::size_t num_numbers, std::size_t num_parts)
      : numbers_(num_numbers), numberings_(num_parts), parts_(num_parts) {}

  void add(const store::Chunk& chunk) {
    for (std::size_t column = 0; column < numbers_.size(); ++column) {
      const auto values = chunk.values<double>(column);
      for (std::size_t row = 0; row < chunk.num_rows(); ++row) {
        numbers_[column].push_back(chunk.is_null(column, row) ? kMissing : values[row]);
      }
    }
    for (std::size_t part = 0; part < parts_.size(); ++part) {
      const std::size_t column = numbers_.size() + part;
      for (std::size_t row = 0; row < chunk.num_rows(); ++row) {
        const bool is_missing = chunk.is_null(column, row);
        parts_[part].push_back(is_missing ? 0 : numberings_[part].number(chunk.text(column, row)));
        if (is_missing) {
          numbers_[0][numbers_[0].size() - chunk.num_rows() + row] = kMissing;
        }
      }
    }
  }

  [[nodiscard]] std::vector<double> take_number() { return std::move(numbers_[next_number_++]); }

  /// Joins the next `count` parts to one factor.
  [[nodiscard]] FitFactor take_factor(std::string name, std::size_t count) {
    FitFactor factor;
    factor.name = std::move(name);
    factor.levels.assign(numbers_[0].size(), 0);
    // Numbered anew, so that the order is that of the joint levels.
    for (std::size_t k = 0; k < count; ++k) {
      std::unordered_map<std::uint64_t, std::uint32_t> joint;
      const auto& part = parts_[next_part_++];
      for (std::size_t row = 0; row < factor.levels.size(); ++row) {
        const std::uint64_t key = (std::uint64_t{factor.levels[row]} << 32U) | part[row];
        factor.levels[row] =
            joint.emplace(key, static_cast<std::uint32_t>(joint.size())).first->second;
      }
      factor.num_levels = static_cast<std::uint32_t>(joint.size());
    }
    return factor;
  }

 private:
  std::vector<std::vector<double>> numbers_;
  std::vector<Numbering> numberings_;
  std::vector<std::vector<std::uint32_t>> parts_;
  std::size_t next_number_ = 0;
  std::size_t next_part_ = 0;
};

/// The select list of a model, as it grows.
class Selection {
 public:
  explicit Selection(Source& source) : source_(source) {}

  void add_number(const std::string& option, const std::string& text) {
    columns_.push_back(source_.number(option, text));
    ++num_numbers_;
  }

  /// Adds the columns of a#b and returns how many they are.
  std::size_t add_parts(const std::string& option, const std::string& text) {
    const auto parts = split(text, '#');
    for (const auto part : parts) {
      const std::string name(trim(part));
      columns_.push_back(fmt::format("CAST({} AS VARCHAR)", source_.column(option, name)));
    }
    num_parts_ += parts.size();
    return parts.size();
  }

  [[nodiscard]] std::string sql() const { return join(columns_, ", "); }
  [[nodiscard]] Reader reader() const { return {num_numbers_, num_parts_}; }

 private:
  Source& source_;
  std::vector<std::string> columns_;
  std::size_t num_numbers_ = 0;
  std::size_t num_parts_ = 0;
};

}  // namespace

std::vector<std::string> split_list(const std::string& list) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  int depth = 0;
  char quote = '\0';
  for (std::size_t i = 0; i <= list.size(); ++i) {
    const char character = i < list.size() ? list[i] : ',';
    if (i < list.size() && quote != '\0') {
      quote = character == quote ? '\0' : quote;
    } else if (character == '\'' || character == '"') {
      quote = character;
    } else if (character == '(') {
      ++depth;
    } else if (character == ')') {
      --depth;
    } else if (character == ',' && (depth <= 0 || i == list.size())) {
      const auto part = trim(std::string_view(list).substr(begin, i - begin));
      if (!part.empty()) {
        parts.emplace_back(part);
      }
      begin = i + 1;
    }
  }
  return parts;
}

FitColumns read_fit_columns(const FitRequest& request, Progress& progress) {
  Source source(request);
  Selection selection(source);
  FitColumns columns;
  columns.x_names = split_list(request.x);
  selection.add_number("--y", request.y);
  for (const auto& name : columns.x_names) {
    selection.add_number("--x", name);
  }
  if (!request.weights.empty()) {
    selection.add_number("--weights", request.weights);
  }
  if (!request.offset.empty()) {
    selection.add_number("--offset", request.offset);
  }
  std::vector<std::size_t> widths;
  const auto effects = split_list(request.effects);
  const auto clusters = split_list(request.clusters);
  for (const auto& effect : effects) {
    widths.push_back(selection.add_parts("--effects", effect));
  }
  for (const auto& cluster : clusters) {
    widths.push_back(selection.add_parts("--cluster", cluster));
  }
  Reader reader = selection.reader();
  source.read(
      selection.sql(),
      source.condition(request.where),
      [&reader](const store::Chunk& chunk) { reader.add(chunk); },
      progress
  );
  std::size_t width = 0;
  for (const auto& effect : effects) {
    columns.effects.push_back(reader.take_factor(effect, widths[width++]));
  }
  for (const auto& cluster : clusters) {
    columns.clusters.push_back(reader.take_factor(cluster, widths[width++]));
  }
  columns.y = reader.take_number();
  for (std::size_t j = 0; j < columns.x_names.size(); ++j) {
    columns.x.push_back(reader.take_number());
  }
  if (!request.weights.empty()) {
    columns.weights = reader.take_number();
  }
  if (!request.offset.empty()) {
    columns.offset = reader.take_number();
  }
  return columns;
}

}  // namespace portolan::engine
