#pragma once

#include "http_message.hpp"

namespace portolan::server {

/// Returns the file of the user interface that a path outside /api names; its first page for every
/// path without a file's ending, since pages are addresses of their own; a problem (404) for a file
/// that is not there. A program without the user interface answers with a page that says so.
[[nodiscard]] Reply web_page(const Request& request);

}  // namespace portolan::server
