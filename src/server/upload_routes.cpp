#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/engine/imports.hpp"
#include "portolan/wire/documents.hpp"
#include "problem.hpp"
#include "routes.hpp"

namespace portolan::server {
namespace {

formats::Document document_of(const Upload& upload) {
  formats::Document document;
  document.schema = "portolan.uploads/1";
  document.table.columns = {
      formats::text_column("upload"),
      formats::text_column("name"),
      formats::integer_column("bytes")};
  document.table.rows.push_back({upload.id, upload.name, static_cast<std::int64_t>(upload.bytes)});
  return document;
}

Reply too_large(std::uint64_t limit) {
  return problem(
      413,
      fmt::format("body: expected a file of at most {} bytes, got a larger one", limit),
      "portolan import reads files of any size; portolan serve --max-upload-mb changes the limit",
      "#/body"
  );
}

// Types that no form of another site's page can send without asking first.
bool is_file_type(std::string_view type) {
  const std::string name = to_ascii_lower(trim(split(type, ';').front()));
  return !name.empty() && name != "text/plain" && name != "application/x-www-form-urlencoded" &&
         !name.starts_with("multipart/");
}

Reply add_upload(const Call& call) {
  const auto type = call.request.header("content-type").value_or("");
  if (!is_file_type(type)) {
    return problem(
        415,
        fmt::format("content-type: expected application/octet-stream, got \"{}\"", type),
        "",
        "#/headers/content-type"
    );
  }
  const std::uint64_t limit = call.service.uploads.limits().bytes;
  const auto announced = parse_integer(call.request.header("content-length").value_or("0"));
  if (announced && *announced > 0 && static_cast<std::uint64_t>(*announced) > limit) {
    return too_large(limit);
  }
  const auto upload = call.service.uploads.add(call.query.text("name"), call.request.read_body);
  if (!upload) {
    return too_large(limit);
  }
  Reply reply = json_reply(201, document_of(*upload));
  reply.headers.emplace_back("Location", "/api/v1/uploads/" + upload->id);
  return reply;
}

Reply show_upload(const Call& call) {
  return json_reply(200, document_of(call.service.uploads.find(call.path_value("id"))));
}

Reply sniff_upload(const Call& call) {
  const Upload upload = call.service.uploads.find(call.path_value("id"));
  const engine::SniffRequest request{
      .files = {upload.path}, .dialect = call.query.text("dialect"), .mapping = {}};
  const Gate::Pass pass(call.service.computing, call.progress);
  return json_reply(200, wire::document_of(engine::sniff(request)));
}

Reply remove_upload(const Call& call) {
  call.service.uploads.remove(call.path_value("id"));
  return {.status = 204};
}

}  // namespace

std::vector<Route> upload_routes() {
  return {
      {.method = "POST",
       .pattern = "uploads",
       .parameters = {{.name = "name", .is_required = true}},
       .scope = Scope::kImport,
       .reply = add_upload},
      {.method = "GET", .pattern = "uploads/{id}", .scope = Scope::kImport, .reply = show_upload},
      {.method = "GET",
       .pattern = "uploads/{id}/sniff",
       .parameters = {{.name = "dialect"}},
       .scope = Scope::kImport,
       .reply = sniff_upload},
      {.method = "DELETE",
       .pattern = "uploads/{id}",
       .scope = Scope::kImport,
       .reply = remove_upload},
  };
}

}  // namespace portolan::server
