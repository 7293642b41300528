#include "portolan/formats/xlsx.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "message_text.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/file_kind.hpp"
#include "portolan/formats/xml.hpp"
#include "portolan/formats/zip.hpp"
#include "xlsx_format.hpp"

namespace portolan::formats {
namespace {

constexpr std::size_t kMaxSheets = 10'000;

// Where a file of the workbook lies, for a target given in xl/_rels/workbook.xml.rels.
std::string member_of_target(const std::string& target) {
  return target.starts_with('/') ? target.substr(1) : "xl/" + target;
}

bool has_member(const std::vector<ZipMember>& members, std::string_view name) {
  return std::ranges::find(members, name, &ZipMember::name) != members.end();
}

}  // namespace

struct XlsxWorkbook::State {
  std::filesystem::path path;
  XlsxLimits limits;
  std::vector<std::string> sheets;
  std::vector<std::string> sheet_members;
  std::vector<std::string> shared_texts;
  std::vector<bool> date_styles;
  bool is_1904 = false;

  [[nodiscard]] ZipMemberSource open(std::string_view member) const {
    return {path, member, limits.expansion};
  }

  [[nodiscard]] std::map<std::string, std::string> read_targets() const {
    ZipMemberSource xml = open("xl/_rels/workbook.xml.rels");
    XmlReader reader(xml);
    std::map<std::string, std::string> targets;
    while (const XmlEvent* event = reader.next()) {
      const std::string* id = event->attribute("Id");
      const std::string* target = event->attribute("Target");
      if (id != nullptr && target != nullptr && targets.size() < kMaxSheets) {
        targets[*id] = member_of_target(*target);
      }
    }
    return targets;
  }

  void read_sheets() {
    const std::map<std::string, std::string> targets = read_targets();
    ZipMemberSource xml = open("xl/workbook.xml");
    XmlReader reader(xml);
    while (const XmlEvent* event = reader.next()) {
      if (event->kind != XmlEvent::Kind::kStart) {
        continue;
      }
      if (event->name == "workbookPr") {
        const std::string* flag = event->attribute("date1904");
        is_1904 = flag != nullptr && (*flag == "1" || *flag == "true");
      } else if (event->name == "sheet" && sheets.size() < kMaxSheets) {
        const std::string* name = event->attribute("name");
        const std::string* id = event->attribute("id");
        const auto target = id == nullptr ? targets.end() : targets.find(*id);
        if (name != nullptr && target != targets.end()) {
          sheets.push_back(*name);
          sheet_members.push_back(target->second);
        }
      }
    }
  }
};

XlsxWorkbook::XlsxWorkbook(const std::filesystem::path& path, const XlsxLimits& limits)
    : state_(std::make_unique<State>()) {
  const FileKind kind = kind_of_file(path);
  const std::string name = path.filename().string();
  if (kind != FileKind::kXlsx) {
    throw bad_data("{}: expected an Excel workbook (xlsx), got {}", name, to_string(kind))
        .with_hint(
            kind == FileKind::kXls
                ? "save it as .xlsx; a workbook with a password looks like this too"
                : ""
        );
  }
  State& state = *state_;
  state.path = path;
  state.limits = limits;
  const std::vector<ZipMember> members = zip_members(path);
  if (!has_member(members, "xl/workbook.xml") ||
      !has_member(members, "xl/_rels/workbook.xml.rels")) {
    throw bad_data("{}: expected an Excel workbook (xlsx), got a binary or damaged one", name)
        .with_hint("open it and save it as .xlsx");
  }
  state.read_sheets();
  if (has_member(members, "xl/sharedStrings.xml")) {
    ZipMemberSource xml = state.open("xl/sharedStrings.xml");
    state.shared_texts = read_shared_texts(xml, limits.max_shared_bytes);
  }
  if (has_member(members, "xl/styles.xml")) {
    ZipMemberSource xml = state.open("xl/styles.xml");
    state.date_styles = read_date_styles(xml);
  }
}

XlsxWorkbook::~XlsxWorkbook() = default;

const std::vector<std::string>& XlsxWorkbook::sheets() const {
  return state_->sheets;
}

struct XlsxSheet::State {
  State(const XlsxWorkbook::State& of_workbook, const std::string& member)
      : workbook(of_workbook), source(of_workbook.open(member)), reader(source) {}

  const XlsxRow* next();
  void begin_row(const XmlEvent& event);
  void begin_cell(const XmlEvent& event);
  void end_cell();
  [[nodiscard]] XlsxCell cell() const;
  [[nodiscard]] XlsxCell number_cell() const;
  [[nodiscard]] Error damage(std::string_view expected, std::string_view got) const;

  const XlsxWorkbook::State& workbook;
  ZipMemberSource source;
  XmlReader reader;
  XlsxRow row;
  std::size_t column = 0;
  std::string cell_type;
  std::string cell_text;
  std::size_t cell_style = 0;
  bool is_in_cell = false;
  bool is_value = false;
};

Error XlsxSheet::State::damage(std::string_view expected, std::string_view got) const {
  return bad_data(
      "{}: row {}, column {}: expected {}, got \"{}\"",
      source.name(),
      row.number,
      column + 1,
      expected,
      shortened(got)
  );
}

void XlsxSheet::State::begin_row(const XmlEvent& event) {
  const std::string* number = event.attribute("r");
  const std::int64_t last = row.number;
  row.number = number == nullptr ? last + 1 : parse_integer(*number).value_or(0);
  row.cells.clear();
  column = 0;
  if (row.number <= last) {
    throw damage(fmt::format("a row behind row {}", last), number == nullptr ? "" : *number);
  }
}

void XlsxSheet::State::begin_cell(const XmlEvent& event) {
  const std::string* place = event.attribute("r");
  const std::string* type = event.attribute("t");
  const std::string* style = event.attribute("s");
  column = row.cells.size();
  if (place != nullptr) {
    const auto given = column_of_place(*place);
    if (!given) {
      throw damage("a cell's place such as B7", *place);
    }
    column = *given;
  }
  if (column >= workbook.limits.max_columns) {
    throw damage(fmt::format("at most {} columns", workbook.limits.max_columns), "more");
  }
  cell_type = type == nullptr ? "n" : *type;
  cell_style = style == nullptr ? 0 : static_cast<std::size_t>(parse_integer(*style).value_or(0));
  cell_text.clear();
  is_in_cell = true;
}

XlsxCell XlsxSheet::State::number_cell() const {
  const auto number = parse_double(cell_text);
  if (!number) {
    throw damage("a number", cell_text);
  }
  const bool is_date = cell_style < workbook.date_styles.size() && workbook.date_styles[cell_style];
  if (is_date) {
    if (auto date = date_text(*number, workbook.is_1904)) {
      return {XlsxCell::Kind::kDate, std::move(*date)};
    }
  }
  return {XlsxCell::Kind::kNumber, number_text(*number)};
}

XlsxCell XlsxSheet::State::cell() const {
  using enum XlsxCell::Kind;
  if (cell_type == "s") {
    const auto index = parse_integer(cell_text);
    const auto count = static_cast<std::int64_t>(workbook.shared_texts.size());
    if (!index || *index < 0 || *index >= count) {
      throw damage("the number of a shared text", cell_text);
    }
    return {kText, workbook.shared_texts[static_cast<std::size_t>(*index)]};
  }
  if (cell_type == "inlineStr" || cell_type == "str") {
    return {kText, unescaped(cell_text)};
  }
  if (cell_text.empty()) {
    return {};
  }
  if (cell_type == "b") {
    return {kBoolean, cell_text == "1" || cell_text == "true" ? "true" : "false"};
  }
  if (cell_type == "e") {
    return {kError, cell_text};
  }
  return cell_type == "d" ? XlsxCell{kDate, cell_text} : number_cell();
}

void XlsxSheet::State::end_cell() {
  if (row.cells.size() <= column) {
    row.cells.resize(column + 1);
  }
  row.cells[column] = cell();
  is_in_cell = false;
}

const XlsxRow* XlsxSheet::State::next() {
  while (const XmlEvent* event = reader.next()) {
    const bool is_start = event->kind == XmlEvent::Kind::kStart;
    if (event->kind == XmlEvent::Kind::kText) {
      if (is_value && is_in_cell) {
        cell_text += event->text;
      }
    } else if (event->name == "v" || event->name == "t") {
      is_value = is_start;
    } else if (event->name == "c") {
      if (is_start) {
        begin_cell(*event);
      } else {
        end_cell();
      }
    } else if (event->name == "row") {
      if (!is_start) {
        return &row;
      }
      begin_row(*event);
    }
  }
  return nullptr;
}

XlsxSheet::XlsxSheet(std::unique_ptr<State> state) : state_(std::move(state)) {}
XlsxSheet::XlsxSheet(XlsxSheet&&) noexcept = default;
XlsxSheet::~XlsxSheet() = default;

const XlsxRow* XlsxSheet::next() {
  return state_->next();
}

XlsxSheet XlsxWorkbook::open(std::string_view sheet) const {
  const std::string name = state_->path.filename().string();
  if (state_->sheets.empty()) {
    throw bad_data("{}: expected a workbook with sheets, got none", name);
  }
  const auto found =
      sheet.empty() ? state_->sheets.begin() : std::ranges::find(state_->sheets, sheet);
  if (found == state_->sheets.end()) {
    throw invalid_argument("{}: expected a sheet of the workbook, got \"{}\"", name, sheet)
        .with_hint("its sheets: " + join(state_->sheets, ", "));
  }
  const auto index = static_cast<std::size_t>(found - state_->sheets.begin());
  return XlsxSheet(std::make_unique<XlsxSheet::State>(*state_, state_->sheet_members[index]));
}

}  // namespace portolan::formats
