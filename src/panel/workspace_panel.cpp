#include "portolan/panel/workspace_panel.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "coded_file.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/hs_code.hpp"
#include "portolan/base/text.hpp"
#include "portolan/goods/families.hpp"
#include "portolan/store/catalogue.hpp"

namespace portolan::panel {

namespace {

namespace fs = std::filesystem;

/// Raised with every change that makes the same rows give another panel.
constexpr std::string_view kMethodVersion = "2";
constexpr std::string_view kPrefix = "panel-";

std::vector<std::string> first_column(store::Database& database, std::string_view sql) {
  const auto result = database.query(sql);
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    texts.push_back(result.text(row, 0).value_or(""));
  }
  return texts;
}

std::vector<std::string> trade_imports(store::Database& catalogue) {
  return first_column(
      catalogue, "SELECT import_id FROM imports WHERE lake_table = 'trade' ORDER BY import_id"
  );
}

/// The families over the editions of the lake; of the newest edition where no source tells one.
goods::FamilyTable families_of(store::Database& catalogue) {
  std::vector<HsEdition> editions;
  for (const std::string& text : first_column(
           catalogue,
           "SELECT DISTINCT hs_edition FROM coverage WHERE hs_edition IS NOT NULL ORDER BY "
           "hs_edition"
       )) {
    if (const auto edition = parse_hs_edition(text)) {
      editions.push_back(*edition);
    }
  }
  if (editions.empty()) {
    editions.push_back(HsEdition::kHs2022);
  }
  return goods::make_families(editions);
}

std::string
family_name(const goods::FamilyTable& table, std::string_view edition, std::string_view code) {
  const auto hs_code = HsCode::parse(code);
  const auto hs_edition = parse_hs_edition(edition);
  if (!hs_code) {
    return std::string(code);
  }
  if (hs_edition) {
    if (const auto family = table.family_of(*hs_edition, *hs_code)) {
      return std::string(*family);
    }
  }
  return std::string(table.family_of(*hs_code).value_or(code));
}

bool has_code(const goods::FamilyTable& table, std::string_view family, std::string_view edition) {
  const auto hs_edition = parse_hs_edition(edition);
  return !hs_edition || table.members(family).empty() || !table.codes(family, *hs_edition).empty();
}

PanelInputs make_inputs(
    const store::Settings& settings,
    const WorkspaceBuildOptions& options,
    const goods::FamilyTable& families
) {
  PanelInputs inputs;
  inputs.family_of = [&families](std::string_view edition, std::string_view code) {
    return family_name(families, edition, code);
  };
  inputs.is_in_edition = [&families](std::string_view family, std::string_view edition) {
    return has_code(families, family, edition);
  };
  if (!options.distances_file.empty()) {
    inputs.distances = read_distances(options.distances_file);
  }
  inputs.source_order = settings.panel.source_order;
  inputs.cif_margin = settings.panel.cif_margin;
  inputs.max_cif_margin = settings.panel.max_cif_margin;
  return inputs;
}

std::string key_of(
    const std::vector<std::string>& imports,
    const PanelInputs& inputs,
    const goods::FamilyTable& families
) {
  Checksum checksum;
  const auto add = [&](std::string_view text) {
    checksum.add(bytes_of(text.size()));
    checksum.add(std::as_bytes(std::span(text)));
  };
  add(kMethodVersion);
  for (const std::string& import : imports) {
    add(import);
  }
  for (const goods::FamilyMember& member : families.rows()) {
    add(to_string(member.edition));
    add(member.code.text());
    add(member.family);
  }
  for (const ExchangeRate& rate : inputs.exchange_rates) {
    add(rate.currency);
    checksum.add(bytes_of(rate.period));
    checksum.add(bytes_of(rate.usd_per_unit));
  }
  for (const PairDistance& pair : inputs.distances) {
    add(pair.exporter.iso3());
    add(pair.importer.iso3());
    checksum.add(bytes_of(pair.distance_km));
    checksum.add(bytes_of(pair.is_contiguous));
  }
  for (const std::string& source : inputs.source_order) {
    add(source);
  }
  checksum.add(bytes_of(inputs.cif_margin));
  checksum.add(bytes_of(inputs.max_cif_margin));
  checksum.add(bytes_of(inputs.min_value_usd));
  return fmt::format("{:016x}", checksum.value());
}

fs::path pointer_file(const store::Workspace& workspace) {
  return workspace.cache_folder() / "panel.current";
}

std::vector<std::string> read_lines(const fs::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

void write_lines(const fs::path& file, const std::vector<std::string>& lines) {
  const fs::path beside = fs::path(file.string() + fmt::format(".{}", ::getpid()));
  std::ofstream stream(beside, std::ios::trunc);
  for (const std::string& line : lines) {
    stream << line << '\n';
  }
  stream.close();
  std::error_code error;
  if (stream) {
    fs::rename(beside, file, error);
  }
  if (!stream || error) {
    throw unavailable("{}: expected a file that can be written", file.string());
  }
}

constexpr std::string_view kFamiliesFile = "families.txt";

/// One line is "edition code family".
std::vector<std::string> family_lines(const goods::FamilyTable& families) {
  std::vector<std::string> lines;
  for (const goods::FamilyMember& member : families.rows()) {
    lines.push_back(
        fmt::format("{} {} {}", to_string(member.edition), member.code.text(), member.family)
    );
  }
  return lines;
}

/// A code in some edition and the family it belongs to.
struct CodeOfFamily {
  HsCode code;
  std::string family;
};

std::vector<CodeOfFamily> read_families(const fs::path& file) {
  std::vector<CodeOfFamily> codes;
  for (const std::string& line : read_lines(file)) {
    const auto fields = split(line, ' ');
    const auto code = fields.size() == 3 ? HsCode::parse(fields[1]) : std::nullopt;
    if (!code) {
      throw bad_data("{}: expected EDITION CODE FAMILY, got \"{}\"", file.string(), line)
          .with_hint("run `portolan panel build --force`");
    }
    codes.push_back({.code = *code, .family = std::string(fields[2])});
  }
  return codes;
}

/// Codes that no edition has are families of their own: the panel's own names serve for these.
FamiliesOf families_in(const fs::path& folder, std::span<const std::string> names) {
  std::vector<CodeOfFamily> codes = read_families(folder / kFamiliesFile);
  std::set<std::string> known;
  for (const CodeOfFamily& code : codes) {
    known.insert(code.family);
  }
  for (const std::string& name : names) {
    const auto code = HsCode::parse(name);
    if (code && code->level() == 6 && !known.contains(name)) {
      codes.push_back({.code = *code, .family = name});
    }
  }
  // What lies below a code stands behind it, all together.
  std::ranges::sort(codes, {}, &CodeOfFamily::code);
  std::map<std::string, std::size_t, std::less<>> num_codes;
  for (const CodeOfFamily& code : codes) {
    ++num_codes[code.family];
  }
  return [codes = std::move(codes), num_codes = std::move(num_codes)](const HsCode& wanted) {
    std::map<std::string_view, std::size_t> num_wanted;
    for (auto code = std::ranges::lower_bound(codes, wanted, {}, &CodeOfFamily::code);
         code != codes.end() && wanted.covers(code->code);
         ++code) {
      ++num_wanted[code->family];
    }
    std::vector<FamilyMatch> matches;
    for (const auto& [family, count] : num_wanted) {
      const bool is_whole = count == num_codes.find(family)->second;
      matches.push_back({.name = std::string(family), .is_whole = is_whole});
    }
    return matches;
  };
}

/// Lets readers find `folder` and removes the panels before it, and what killed builds left.
void publish(const store::Workspace& workspace, const fs::path& built, const fs::path& folder) {
  std::error_code error;
  fs::remove_all(folder, error);
  fs::rename(built, folder, error);
  if (error) {
    throw unavailable(
        "{}: expected a folder that can be renamed in, got {}", folder.string(), error.message()
    );
  }
  write_lines(pointer_file(workspace), {folder.filename().string()});
  for (const auto& entry : fs::directory_iterator(workspace.cache_folder())) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && name.starts_with(kPrefix) && entry.path() != folder) {
      fs::remove_all(entry.path(), error);
    }
  }
}

}  // namespace

WorkspaceBuild build_workspace_panel(
    const store::Workspace& workspace,
    const WorkspaceBuildOptions& options,
    Progress& progress
) {
  std::error_code error;
  fs::create_directories(workspace.cache_folder(), error);
  store::Database catalogue = store::open_catalogue(
      workspace, {.allowed_folders = {workspace.cache_folder()}, .threads = options.threads}
  );
  const auto families = families_of(catalogue);
  const PanelInputs inputs = make_inputs(workspace.settings(), options, families);
  const auto imports = trade_imports(catalogue);
  const std::string key = key_of(imports, inputs, families);
  const fs::path folder = workspace.cache_folder() / (std::string(kPrefix) + key);
  WorkspaceBuild result{.folder = folder, .was_current = false, .report = {}};
  if (!options.is_forced && fs::exists(folder / "coded" / "blocks.bin")) {
    result.was_current = true;
    result.report.num_rows =
        static_cast<std::int64_t>(CodedPanel::open(folder / "coded").num_rows());
    write_lines(pointer_file(workspace), {folder.filename().string()});
    return result;
  }
  const fs::path built = folder.string() + fmt::format(".{}", ::getpid());
  fs::remove_all(built, error);
  try {
    result.report = build_panel(catalogue, built, inputs, progress);
  } catch (const Error&) {  // half a panel would only take room
    fs::remove_all(built, error);
    throw;
  }
  write_lines(built / "imports.txt", imports);
  write_lines(built / kFamiliesFile, family_lines(families));
  publish(workspace, built, folder);
  return result;
}

WorkspacePanel open_workspace_panel(const store::Workspace& workspace) {
  const auto lines = read_lines(pointer_file(workspace));
  if (lines.empty()) {
    throw not_found("panel: expected one in {}, got none", workspace.cache_folder().string())
        .with_hint("run `portolan panel build`");
  }
  const fs::path folder = workspace.cache_folder() / lines.front();
  store::Database catalogue = store::open_catalogue(workspace);
  CodedPanel coded = CodedPanel::open(folder / "coded");
  auto families_of = families_in(folder, coded.families());
  return {
      .folder = folder,
      .coded = std::move(coded),
      .families_of = std::move(families_of),
      .is_stale = read_lines(folder / "imports.txt") != trade_imports(catalogue)};
}

}  // namespace portolan::panel
