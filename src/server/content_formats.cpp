#include "content_formats.hpp"

#include <array>

#include "portolan/base/text.hpp"

namespace portolan::server {
namespace {

constexpr std::array<ContentFormat, 6> kFormats = {{
    {"json", ".json", "application/json", false},
    {"csv", ".csv", "text/csv; charset=utf-8", true},
    {"jsonl", ".jsonl", "application/jsonl", true},
    {"parquet", ".parquet", "application/vnd.apache.parquet", true},
    {"xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true},
    {"markdown", ".md", "text/markdown; charset=utf-8", false},
}};

/// One entry of an Accept header.
struct MediaRange {
  std::string type;
  double quality = 1.0;
};

MediaRange media_range(std::string_view entry) {
  const auto pieces = split(entry, ';');
  MediaRange range{.type = to_ascii_lower(trim(pieces.front()))};
  for (const std::string_view piece : pieces) {
    const std::string_view parameter = trim(piece);
    if (parameter.starts_with("q=")) {
      range.quality = parse_double(parameter.substr(2)).value_or(0.0);
    }
  }
  return range;
}

// How exactly a range names a type: 0 not at all.
int closeness(std::string_view range, std::string_view type) {
  if (range == type) {
    return 3;
  }
  if (range.ends_with("/*") && type.starts_with(range.substr(0, range.size() - 1))) {
    return 2;
  }
  return range == "*/*" ? 1 : 0;
}

// The quality that the closest entry of an Accept header gives a type.
double quality_of(std::string_view accept, std::string_view type) {
  double quality = 0.0;
  int closest = 0;
  for (const std::string_view entry : split(accept, ',')) {
    const MediaRange range = media_range(entry);
    const int close = closeness(range.type, type);
    if (close > closest) {
      closest = close;
      quality = range.quality;
    }
  }
  return quality;
}

}  // namespace

std::span<const ContentFormat> content_formats() {
  return kFormats;
}

const ContentFormat* format_of_suffix(std::string_view text) {
  for (const ContentFormat& format : kFormats) {
    if (text.ends_with(format.suffix) && text.size() > format.suffix.size()) {
      return &format;
    }
  }
  return nullptr;
}

const ContentFormat* accepted_format(std::string_view accept) {
  if (trim(accept).empty()) {
    return kFormats.data();
  }
  const ContentFormat* best = nullptr;
  double best_quality = 0.0;
  for (const ContentFormat& format : kFormats) {
    const double quality = quality_of(accept, split(format.media_type, ';').front());
    if (quality > best_quality) {
      best_quality = quality;
      best = &format;
    }
  }
  return best;
}

}  // namespace portolan::server
