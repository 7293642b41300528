#pragma once

#include "http_message.hpp"

namespace portolan::server {

/// Returns docs/api/openapi.json, as it was when the program was built.
[[nodiscard]] Reply api_document();

/// Returns the same as a page for people, made of nothing from elsewhere: each address with its
/// parameters, members and answers, and what the problems mean.
[[nodiscard]] Reply api_page();
[[nodiscard]] Reply api_page_style();

}  // namespace portolan::server
