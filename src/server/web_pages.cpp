#include "web_pages.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api_document.hpp"
#include "embedded/server.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/sha256.hpp"
#include "problem.hpp"
#include "web_files.hpp"

namespace portolan::server {
namespace {

std::string_view media_type_of(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kTypes = {{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".json", "application/json"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
      {".webmanifest", "application/manifest+json"},
  }};
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) {
      return type;
    }
  }
  return "application/octet-stream";
}

const EmbeddedFile* find_file(std::string_view path) {
  const auto files = web_files();
  const auto found = std::ranges::find(files, path, &EmbeddedFile::path);
  return found == files.end() ? nullptr : &*found;
}

/// Tells whether an address that begins so is one of the pages (web/src/address/address.ts).
bool is_page(const std::vector<std::string>& segments) {
  constexpr std::array<std::string_view, 6> kPages = {
      "cases", "corridors", "data", "help", "leads", "whatif"};
  const std::string_view first = segments.front();
  return first.empty() ? segments.size() == 1 : std::ranges::find(kPages, first) != kPages.end();
}

bool takes_gzip(const Request& request) {
  return request.header("accept-encoding").value_or("").find("gzip") != std::string_view::npos;
}

Reply file_reply(const Request& request, const EmbeddedFile& file) {
  Reply reply{.content_type = std::string(media_type_of(file.path))};
  const bool is_packed = !file.gzip_bytes.empty() && takes_gzip(request);
  reply.body = is_packed ? file.gzip_bytes : file.bytes;
  if (is_packed) {
    reply.headers.emplace_back("Content-Encoding", "gzip");
  }
  reply.headers.emplace_back("Vary", "Accept-Encoding");
  // Files below assets/ carry the hash of their content in their name.
  const bool is_fixed = file.path.starts_with("assets/");
  reply.headers.emplace_back(
      "Cache-Control", is_fixed ? "public, max-age=31536000, immutable" : "no-cache"
  );
  if (!is_fixed) {
    reply.headers.emplace_back(
        "ETag", fmt::format("\"{}\"", formats::sha256_of(reply.body).substr(0, 16))
    );
  }
  return reply;
}

}  // namespace

Reply web_page(const Request& request) {
  const std::string path = join(request.segments, "/");
  if (path == "docs") {
    return api_page();
  }
  if (path == "docs.css") {
    return api_page_style();
  }
  if (const EmbeddedFile* file = path.empty() ? nullptr : find_file(path)) {
    return file_reply(request, *file);
  }
  const bool is_file = request.segments.back().find('.') != std::string::npos;
  if (const EmbeddedFile* first = is_file ? nullptr : find_file("index.html")) {
    Reply reply = file_reply(request, *first);
    // What is no page is told by the pages themselves, and to programs by the status.
    reply.status = is_page(request.segments) ? 200 : 404;
    return reply;
  }
  if (path.empty()) {
    return {
        .content_type = "text/html; charset=utf-8",
        .headers = {{"Cache-Control", "no-cache"}},
        .body = std::string(embedded::no_web_html)};
  }
  return problem(
      404,
      fmt::format("path: expected a page or a file, got \"{}\"", request.path),
      "the data are below /api/v1",
      "#/path"
  );
}

}  // namespace portolan::server
