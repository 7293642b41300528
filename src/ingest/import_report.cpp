#include <cmath>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/ingest/import.hpp"

namespace portolan::ingest {

namespace {

std::string grouped(std::int64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) {
      text += ',';
    }
    text += digits[i];
  }
  return text;
}

}  // namespace

RejectLimit RejectLimit::parse(std::string_view text) {
  const std::string_view trimmed = trim(text);
  if (trimmed.ends_with('%')) {
    const auto percent = parse_double(trim(trimmed.substr(0, trimmed.size() - 1)));
    if (percent && *percent >= 0.0 && *percent <= 100.0) {
      return {.share = *percent / 100.0, .count = std::nullopt};
    }
  } else if (const auto count = parse_integer(trimmed); count && *count >= 0) {
    return {.share = 0.0, .count = count};
  }
  throw invalid_argument("max-rejects: expected a number or a share as \"2%\", got \"{}\"", text);
}

std::int64_t RejectLimit::allowed(std::int64_t records) const {
  if (count) {
    return *count;
  }
  return static_cast<std::int64_t>(std::floor(share * static_cast<double>(records) + 1e-9));
}

std::int64_t ImportedFile::num_apart() const {
  std::int64_t sum = 0;
  for (const auto& [plane, rows] : apart) {
    sum += rows;
  }
  return sum;
}

std::int64_t ImportedFile::num_rejected() const {
  std::int64_t sum = 0;
  for (const auto& [reason, rows] : rejected) {
    sum += rows;
  }
  return sum;
}

std::string ImportedFile::sentence() const {
  if (is_known) {
    return fmt::format("the same bytes are in the lake already as {}: nothing changed", import_id);
  }
  std::string planes;
  for (const auto& [plane, rows] : apart) {
    planes += fmt::format("{}{} {}", planes.empty() ? "" : ", ", to_string(plane), grouped(rows));
  }
  return fmt::format(
      "{} record{}: {} imported, {} kept apart{}, {} rejected",
      grouped(records),
      records == 1 ? "" : "s",
      grouped(imported),
      grouped(num_apart()),
      planes.empty() ? "" : " (" + planes + ")",
      grouped(num_rejected())
  );
}

}  // namespace portolan::ingest
