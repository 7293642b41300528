#pragma once

#include <string>
#include <string_view>

#include "http_message.hpp"
#include "portolan/base/error.hpp"

namespace portolan::server {

/// Where the values of a request came from, so that an error can point at one.
struct RequestValues {
  /// Values by the name of a part of the path, a parameter of the query or a member of the body.
  NamedTexts path = {};
  NamedTexts query = {};
  NamedTexts body = {};
};

/// Returns an error as a reply of RFC 9457 (application/problem+json) with the status of its code:
/// type, title, status, detail, hint, and `errors` with the place in the request, the subject, what
/// was expected and what was found, all as the command line says them.
[[nodiscard]] Reply problem_of(const Error& error, const RequestValues& values = {});

/// Returns a problem with a status that belongs to HTTP and to no code: 404 for a path, 405, 406,
/// 413, 415 and their like. `pointer` is "#" for the whole request.
[[nodiscard]] Reply problem(
    int status,
    std::string_view detail,
    std::string_view hint = {},
    std::string_view pointer = "#"
);

/// Returns "Not Found" for 404.
[[nodiscard]] std::string_view status_title(int status);

/// Returns "#/query/from" for the subject "--from", where the request has such a parameter; else
/// the place of the first value that holds what was found; else "#". Places are JSON pointers into
/// the request taken as the object {path, query, body}.
[[nodiscard]] std::string
pointer_to(std::string_view subject, std::string_view found, const RequestValues& values);

}  // namespace portolan::server
