#pragma once

#include "content_formats.hpp"
#include "http_message.hpp"
#include "routes.hpp"

namespace portolan::server {

/// Records of an answer without `limit`, and the most that one can ask for.
inline constexpr std::int64_t kUsualLimit = 1'000;
inline constexpr std::int64_t kLargestLimit = 10'000;

/// Returns the page of a route's document that the request asks for, in a format. A whole document
/// in JSON is byte for byte what the command prints with --format json; a page that is not the last
/// has `next` and `next_url` besides.
///
/// The same question about the same state of the workspace is answered once and kept.
[[nodiscard]] Reply
document_reply(const Route& route, const Call& call, const ContentFormat& format);

}  // namespace portolan::server
