#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "cell_text.hpp"
#include "portolan/formats/text_width.hpp"
#include "portolan/formats/writers.hpp"

namespace portolan::formats {
namespace {

constexpr std::size_t kGap = 2;
// No text column is made narrower than this or its name, so that what is left can still be read.
constexpr std::size_t kLeastTextWidth = 8;

struct Texts {
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> rows;
};

Texts texts_of(const Table& table) {
  Texts texts;
  for (const auto& column : table.columns) {
    texts.headings.push_back(make_printable(heading(column)));
  }
  const std::vector<int> decimals = shown_decimals(table);
  texts.rows.reserve(table.rows.size());
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    cells.reserve(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells.push_back(make_printable(shown_text(row[i], table.columns[i], decimals[i])));
    }
    texts.rows.push_back(std::move(cells));
  }
  return texts;
}

std::vector<std::size_t> natural_widths(const Texts& texts) {
  std::vector<std::size_t> widths;
  for (const auto& text : texts.headings) {
    widths.push_back(display_width(text));
  }
  for (const auto& row : texts.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  return widths;
}

std::size_t total_width(const std::vector<std::size_t>& widths) {
  std::size_t total = widths.empty() ? 0 : kGap * (widths.size() - 1);
  for (const std::size_t width : widths) {
    total += width;
  }
  return total;
}

// Makes the widest shrinkable column narrower, one column of the terminal at a time.
void shrink(
    std::vector<std::size_t>& widths,
    const std::vector<std::size_t>& least,
    std::size_t limit
) {
  std::size_t excess = total_width(widths) - std::min(total_width(widths), limit);
  for (; excess > 0; --excess) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] > least[i] && (widest == widths.size() || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    if (widest == widths.size()) {
      return;
    }
    --widths[widest];
  }
}

// The widths of the columns shown, which are the first ones.
std::vector<std::size_t> fitted_widths(const Table& table, const Texts& texts, std::size_t limit) {
  std::vector<std::size_t> widths = natural_widths(texts);
  if (limit == 0) {
    return widths;
  }
  std::vector<std::size_t> least = widths;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (table.columns[i].type == CellType::kText && table.columns[i].overflow != Overflow::kKeep) {
      least[i] = std::min(widths[i], std::max(kLeastTextWidth, display_width(texts.headings[i])));
    }
  }
  while (least.size() > 1 && total_width(least) > limit) {
    least.pop_back();
    widths.pop_back();
  }
  if (least.size() == 1) {
    least[0] = std::min(least[0], limit);
  }
  shrink(widths, least, limit);
  return widths;
}

void append_padded(
    std::string& line,
    std::string_view text,
    std::size_t width,
    Alignment alignment
) {
  const std::size_t blanks = width - std::min(width, display_width(text));
  if (alignment == Alignment::kRight) {
    line.append(blanks, ' ');
  }
  line += text;
  if (alignment == Alignment::kLeft) {
    line.append(blanks, ' ');
  }
}

std::string without_trailing_blanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

// The lines of one row: one unless a column wraps.
std::vector<std::string> row_lines(
    const Table& table,
    const std::vector<std::string>& cells,
    const std::vector<std::size_t>& widths
) {
  std::vector<std::vector<std::string>> parts;
  std::size_t num_lines = 1;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (table.columns[i].overflow == Overflow::kWrap) {
      parts.push_back(wrap_to_width(cells[i], widths[i]));
    } else {
      parts.push_back({cut_to_width(cells[i], widths[i])});
    }
    num_lines = std::max(num_lines, parts.back().size());
  }
  std::vector<std::string> lines;
  for (std::size_t n = 0; n < num_lines; ++n) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      line.append(i == 0 ? 0 : kGap, ' ');
      const std::string_view text = n < parts[i].size() ? std::string_view(parts[i][n]) : "";
      append_padded(line, text, widths[i], table.columns[i].alignment);
    }
    lines.push_back(without_trailing_blanks(std::move(line)));
  }
  return lines;
}

std::string header_text(
    const Table& table,
    const Texts& texts,
    const std::vector<std::size_t>& widths,
    bool has_color
) {
  std::string names;
  std::string rule;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    names.append(i == 0 ? 0 : kGap, ' ');
    rule.append(i == 0 ? 0 : kGap, ' ');
    const std::string name = cut_to_width(texts.headings[i], widths[i]);
    append_padded(names, name, widths[i], table.columns[i].alignment);
    rule.append(widths[i], '-');
  }
  names = without_trailing_blanks(std::move(names));
  if (has_color) {
    return "\x1B[1m" + names + "\x1B[0m\n\x1B[2m" + rule + "\x1B[0m\n";
  }
  return names + "\n" + rule + "\n";
}

}  // namespace

std::vector<std::string>
write_terminal_table(const Table& table, const TerminalLayout& layout, const Sink& sink) {
  const Texts texts = texts_of(table);
  const std::vector<std::size_t> widths = fitted_widths(table, texts, layout.width);
  std::string out = header_text(table, texts, widths, layout.has_color);
  for (const auto& row : texts.rows) {
    for (const auto& line : row_lines(table, row, widths)) {
      out += line;
      out += '\n';
    }
    if (out.size() >= std::size_t{1} << 16) {
      sink(out);
      out.clear();
    }
  }
  sink(out);
  std::vector<std::string> left_out;
  for (std::size_t i = widths.size(); i < table.columns.size(); ++i) {
    left_out.push_back(table.columns[i].name);
  }
  return left_out;
}

}  // namespace portolan::formats
