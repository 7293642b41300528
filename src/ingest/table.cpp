#include "table.hpp"

#include <algorithm>
#include <utility>

#include "portolan/base/text.hpp"

namespace portolan::ingest {

namespace {

std::string header_key(std::string_view name) {
  std::string key;
  const std::string_view trimmed = trim(name);
  for (std::size_t i = 0; i < trimmed.size(); ++i) {
    const char c = trimmed[i];
    if (c >= 'A' && c <= 'Z') {
      key += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      key += c;
    } else if (c == '\xC2' && i + 1 < trimmed.size() && trimmed[i + 1] == '\xA0') {
      ++i;  // a no-break space within the name
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      key += c;
    }
  }
  return key;
}

}  // namespace

TableHeader::TableHeader(std::vector<std::string> names) : names_(std::move(names)) {
  keys_.reserve(names_.size());
  for (const std::string& name : names_) {
    keys_.push_back(header_key(name));
    if (!keys_.back().empty()) {
      num_named_ = keys_.size();
    }
  }
}

std::size_t TableHeader::find(std::string_view name) const {
  const auto found = std::ranges::find(keys_, header_key(name));
  return found == keys_.end() ? kNoColumn : static_cast<std::size_t>(found - keys_.begin());
}

bool TableHeader::has_all(std::span<const std::string_view> names) const {
  return std::ranges::all_of(names, [this](std::string_view name) { return has(name); });
}

}  // namespace portolan::ingest
