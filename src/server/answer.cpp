#include "answer.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "cursor.hpp"
#include "portolan/base/error.hpp"
#include "portolan/engine/workspace.hpp"
#include "portolan/wire/encoding.hpp"
#include "problem.hpp"

namespace portolan::server {
namespace {

using formats::Document;

std::size_t num_records(const Document& document) {
  return document.records_json ? document.records_json->size() : document.table.rows.size();
}

std::size_t bytes_of_document(const Document& document) {
  constexpr std::size_t kBytesOfCell = 64;
  std::size_t bytes =
      document.table.rows.size() * (document.table.columns.size() + 1) * kBytesOfCell;
  if (document.records_json) {
    for (const auto& record : *document.records_json) {
      bytes += record.size();
    }
  }
  return bytes;
}

std::size_t bytes_of_reply(const Reply& reply) {
  return reply.body.size();
}

// Path and query as one text, whatever the order of the parameters.
std::string question_of(const Call& call, std::string_view route) {
  NamedTexts query = call.request.query;
  std::erase_if(query, [](const auto& parameter) {
    return parameter.first == "cursor" || parameter.first == "limit";
  });
  std::ranges::stable_sort(query, {}, &std::pair<std::string, std::string>::first);
  std::string question(route);
  for (const NamedTexts& part : {call.path, query}) {
    for (const auto& [name, value] : part) {
      question += fmt::format("&{}={}", percent_encoded(name), percent_encoded(value));
    }
  }
  return question;
}

// Rows are records unless a document has deeper ones; then a page of rows is of all rows, since
// they need not be one a record.
Document page_of(const Document& document, std::size_t offset, std::size_t limit) {
  Document page;
  page.schema = document.schema;
  page.params_json = document.params_json;
  page.table.columns = document.table.columns;
  page.notices = document.notices;
  const auto cut = [&](const auto& all) {
    const std::size_t begin = std::min(offset, all.size());
    const std::size_t end = begin + std::min(limit, all.size() - begin);
    return std::pair(
        all.begin() + static_cast<std::ptrdiff_t>(begin),
        all.begin() + static_cast<std::ptrdiff_t>(end)
    );
  };
  const auto [first_row, last_row] = cut(document.table.rows);
  page.table.rows.assign(first_row, last_row);
  if (document.records_json) {
    const auto [first, last] = cut(*document.records_json);
    page.records_json.emplace(first, last);
  }
  page.truncated = document.truncated;
  return page;
}

std::string next_url(const Call& call, const std::string& cursor) {
  std::string url = call.request.path;
  char separator = '?';
  for (const auto& [name, value] : call.request.query) {
    if (name != "cursor") {
      url += fmt::format("{}{}={}", separator, percent_encoded(name), percent_encoded(value));
      separator = '&';
    }
  }
  return url + fmt::format("{}cursor={}", separator, cursor);
}

/// What a request asks for.
struct Wanted {
  Cursor cursor;
  std::size_t limit = 0;
  /// Whether the cursor was given.
  bool goes_on = false;
};

Wanted wanted_of(const Call& call, const std::string& key, const std::string& snapshot) {
  Wanted wanted{.cursor = {.offset = 0, .question = key, .snapshot = snapshot}};
  wanted.limit = static_cast<std::size_t>(call.query.count("limit", kUsualLimit, 1, kLargestLimit));
  if (call.query.has("cursor")) {
    wanted.cursor = decoded_cursor(call.query.text("cursor"));
    wanted.goes_on = true;
    if (wanted.cursor.question != key) {
      throw invalid_argument(
          "cursor: expected one of this question, got \"{}\"", call.query.text("cursor")
      )
          .with_hint("a cursor belongs to the address and the parameters that gave it");
    }
  }
  return wanted;
}

std::string file_name(const Document& document, const ContentFormat& format) {
  const auto begin = document.schema.find('.') + 1;
  return document.schema.substr(begin, document.schema.find('/') - begin) +
         std::string(format.suffix);
}

Reply encoded_page(
    const Call& call,
    const Document& document,
    const Wanted& wanted,
    const ContentFormat& format
) {
  Document page = page_of(document, wanted.cursor.offset, wanted.limit);
  Reply reply{
      .content_type = std::string(format.media_type),
      .headers = {{"Vary", "Accept"}, {"Cache-Control", "no-cache"}}};
  Cursor next = wanted.cursor;
  next.offset += wanted.limit;
  const std::size_t count = format.name == "json" || format.name == "jsonl"
                                ? num_records(document)
                                : document.table.rows.size();
  if (next.offset < count) {
    page.truncated = true;
    page.next = encoded(next);
    page.next_url = next_url(call, page.next);
    reply.headers.emplace_back("Link", fmt::format("<{}>; rel=\"next\"", page.next_url));
  }
  wire::write_document(
      page,
      format.name,
      [&](std::string_view text) { reply.body += text; },
      formats::CsvReader::kSpreadsheet
  );
  if (format.is_file) {
    reply.headers.emplace_back(
        "Content-Disposition",
        fmt::format("attachment; filename=\"{}\"", file_name(document, format))
    );
  }
  return reply;
}

// Who waits for the same answer as another is not to blame when the other goes away.
AnswerCache<Document>::Shared
made_document(const Route& route, const Call& call, const std::string& key) {
  while (true) {
    try {
      return call.service.documents.find_or_make(key, bytes_of_document, [&] {
        std::optional<Gate::Pass> pass;
        if (route.is_long) {
          pass.emplace(call.service.computing, call.progress);
        }
        return route.document(call);
      });
    } catch (const Error& error) {
      // Only an interruption of the other's is a reason to try again.
      if (error.code() != ErrorCode::kInterrupted || call.progress.is_cancelled()) {
        throw;
      }
    }
  }
}

}  // namespace

Reply document_reply(const Route& route, const Call& call, const ContentFormat& format) {
  const std::string question = question_of(call, route.pattern);
  const std::string key = question_key(question);
  const std::string snapshot = engine::workspace_snapshot(call.service.workspace);
  const Wanted wanted = wanted_of(call, key, snapshot);
  const std::string document_key = question + " " + wanted.cursor.snapshot;
  const std::string reply_key = fmt::format(
      "{} {} {} {} {}",
      document_key,
      format.name,
      wanted.cursor.offset,
      wanted.limit,
      call.request.path
  );
  if (const auto kept = call.service.replies.find(reply_key)) {
    return *kept;
  }
  AnswerCache<Document>::Shared document;
  if (wanted.cursor.snapshot == snapshot) {
    document = made_document(route, call, document_key);
  } else {
    document = call.service.documents.find(document_key);
  }
  if (document == nullptr) {
    return problem(
        410,
        "cursor: expected one of the workspace as it is now, got one of before it changed",
        "ask again from the beginning",
        "#/query/cursor"
    );
  }
  auto reply = std::make_shared<Reply>(encoded_page(call, *document, wanted, format));
  reply->headers.emplace_back("ETag", fmt::format("\"{}\"", question_key(reply_key)));
  call.service.replies.keep(reply_key, reply, bytes_of_reply(*reply));
  return *reply;
}

}  // namespace portolan::server
