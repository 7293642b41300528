#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portolan::server {

using NamedTexts = std::vector<std::pair<std::string, std::string>>;

/// A request as handlers see it.
struct Request {
  std::string method;
  /// Path as it came, percent-encoded and without the query.
  std::string path;
  /// The path's pieces between slashes, decoded: "/api/v1/leads" is api, v1, leads.
  std::vector<std::string> segments;
  /// Decoded, in their order.
  NamedTexts query;
  /// Names in lower case.
  NamedTexts headers;
  /// The other end of the connection: "127.0.0.1".
  std::string remote_address;
  /// Whether the client is still there; may be called from another thread while it is answered.
  std::function<bool()> is_connected;
  /// Hands the body to `take` piece by piece until that returns false or the body ends; returns
  /// whether it was taken whole. Empty for methods without a body. To be called at most once.
  std::function<bool(const std::function<bool(std::string_view)>& take)> read_body;

  /// Returns the first header of that name; nothing if there is none.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// What a request is answered with.
struct Reply {
  int status = 200;
  std::string content_type = {};
  NamedTexts headers = {};
  std::string body = {};
  /// In place of a body: returns the next piece each time, empty text to only look whether the
  /// client is still there, nothing at the end.
  std::function<std::optional<std::string>()> stream = {};
};

/// Returns `text` with %XX and, where `plus_is_blank`, '+' decoded; nothing where a % is not
/// followed by two hex digits, or the result is not UTF-8 or holds a control character.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank);

/// Returns `text` with everything but letters, digits and -._~: as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// Fills path, segments and query from the target of a request line ("/a/b?c=d"). Returns what is
/// wrong with it; empty if all is well.
[[nodiscard]] std::string read_target(std::string_view target, Request& request);

}  // namespace portolan::server
