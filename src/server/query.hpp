#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http_message.hpp"

namespace portolan::server {

/// A parameter that a route takes in its query.
struct Parameter {
  std::string_view name;
  bool can_repeat = false;
  bool is_required = false;
};

/// The values of a query, read as the command line reads its flags. All functions throw `Error`
/// (kInvalidArgument) about the parameter's name.
class Query {
 public:
  /// Refuses parameters that are not `known` (with the nearest), that come twice though they cannot
  /// repeat, and the lack of one that is required. Both must outlive the object.
  Query(const NamedTexts& values, std::span<const Parameter> known);

  /// The value; empty where it is not given.
  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
  [[nodiscard]] std::int64_t
  count(std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most) const;
  [[nodiscard]] double number(std::string_view name, double otherwise) const;
  /// "true" or "false"; false where it is not given.
  [[nodiscard]] bool flag(std::string_view name) const;
  /// One of `choices`, the first where it is not given.
  [[nodiscard]] std::string choice(std::string_view name, const std::vector<std::string>& choices)
      const;
  [[nodiscard]] bool has(std::string_view name) const;

 private:
  const NamedTexts& values_;
};

}  // namespace portolan::server
