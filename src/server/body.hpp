#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http_message.hpp"
#include "portolan/formats/json_value.hpp"
#include "query.hpp"

namespace portolan::server {

/// The largest body that is an object of JSON.
inline constexpr std::size_t kLargestJsonBody = std::size_t{64} << 10U;

/// The members of a body that is an object of JSON, read as `Query` reads parameters: the same
/// errors about the same names. A member that is null counts as not given.
class Body {
 public:
  explicit Body(formats::JsonValue object) : object_(std::move(object)) {}

  /// Refuses members that are not `known` (with the nearest) and the lack of one that is required.
  void require_known(const std::vector<Parameter>& known) const;

  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
  [[nodiscard]] std::int64_t
  count(std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most) const;
  [[nodiscard]] double number(std::string_view name, double otherwise) const;
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] std::string choice(std::string_view name, const std::vector<std::string>& choices)
      const;

  /// The members as texts by name, to find where an error points.
  [[nodiscard]] NamedTexts named_texts() const;

 private:
  formats::JsonValue object_;
};

/// What reading a body came to: the body, or the refusal of one that is too large (413), of another
/// type (415), broken off or no object (400).
struct ReadBody {
  Body body{formats::JsonValue::object()};
  std::optional<Reply> refusal = {};
};
[[nodiscard]] ReadBody read_json_body(const Request& request);

}  // namespace portolan::server
