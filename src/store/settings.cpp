#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "portolan/formats/toml.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::store {
namespace {

using formats::TomlValue;

// DuckDB's own form: "2GB", "500 MiB".
bool is_memory_size(const std::string& text) {
  const auto digits = text.find_first_not_of("0123456789.");
  if (digits == 0 || digits == std::string::npos) {
    return false;
  }
  const auto unit = text.find_first_not_of(' ', digits);
  const std::string_view name = std::string_view(text).substr(std::min(unit, text.size()));
  for (const std::string_view known : {"KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB"}) {
    if (name == known) {
      return true;
    }
  }
  return false;
}

double share(const TomlValue& value) {
  const double number = value.number();
  if (!(number >= 0.0 && number <= 1.0)) {
    throw value.unexpected("a share from 0 to 1");
  }
  return number;
}

void read_store(const TomlValue& section, StoreSettings& settings) {
  section.expect_keys({"memory_limit", "temp_dir", "threads"});
  if (const TomlValue* value = section.find("memory_limit")) {
    if (!is_memory_size(value->string())) {
      throw value->unexpected("a size such as \"2GB\"");
    }
    settings.memory_limit = value->string();
  }
  if (const TomlValue* value = section.find("temp_dir")) {
    settings.temp_dir = value->string();
  }
  if (const TomlValue* value = section.find("threads")) {
    constexpr std::int64_t kMostThreads = 1'024;
    if (value->integer() < 0 || value->integer() > kMostThreads) {
      throw value->unexpected("a number of threads from 0 to 1024");
    }
    settings.threads = static_cast<unsigned>(value->integer());
  }
}

void read_panel(const TomlValue& section, PanelSettings& settings) {
  section.expect_keys({"source_order", "cif_margin", "max_cif_margin"});
  if (const TomlValue* value = section.find("source_order")) {
    settings.source_order = value->strings();
  }
  if (const TomlValue* value = section.find("cif_margin")) {
    settings.cif_margin = share(*value);
  }
  if (const TomlValue* value = section.find("max_cif_margin")) {
    settings.max_cif_margin = share(*value);
  }
}

void read_leads(const TomlValue& section, LeadSettings& settings) {
  section.expect_keys({"moved_db"});
  if (const TomlValue* value = section.find("moved_db")) {
    settings.moved_db = value->number();
    if (!(settings.moved_db >= 0.0)) {
      throw value->unexpected("decibans, at least 0");
    }
  }
}

}  // namespace

Settings read_settings(const std::filesystem::path& file) {
  const TomlValue root = formats::read_toml(file);
  root.expect_keys({"store", "panel", "leads"});
  Settings settings;
  if (const TomlValue* section = root.find("store")) {
    read_store(*section, settings.store);
  }
  if (const TomlValue* section = root.find("panel")) {
    read_panel(*section, settings.panel);
  }
  if (const TomlValue* section = root.find("leads")) {
    read_leads(*section, settings.leads);
  }
  return settings;
}

}  // namespace portolan::store
