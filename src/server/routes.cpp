#include "routes.hpp"

#include <algorithm>
#include <iterator>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/engine/workspace.hpp"

namespace portolan::server {
namespace {

std::vector<Route> all_routes() {
  std::vector<Route> all;
  for (std::vector<Route> part :
       {read_routes(),
        trade_routes(),
        decision_routes(),
        upload_routes(),
        work_routes(),
        job_routes(),
        system_routes()}) {
    std::ranges::move(part, std::back_inserter(all));
  }
  return all;
}

}  // namespace

const std::string& Call::path_value(std::string_view name) const {
  const auto found = std::ranges::find(path, name, &std::pair<std::string, std::string>::first);
  ensure(found != path.end(), "a route asks for a part of its path that it does not have");
  return found->second;
}

AnswerCache<engine::PanelReader>::Shared Call::panel() const {
  const auto& root = service.workspace;
  return service.panels.find_or_make(
      engine::workspace_snapshot(root),
      [](const engine::PanelReader&) { return std::size_t{1}; },
      [&root] { return engine::PanelReader(root); }
  );
}

const std::vector<Route>& routes() {
  static const std::vector<Route> kRoutes = all_routes();
  return kRoutes;
}

Reply json_reply(int status, const formats::Document& document) {
  Reply reply{
      .status = status,
      .content_type = "application/json",
      .headers = {{"Cache-Control", "no-store"}}};
  formats::write_json(document, [&](std::string_view text) { reply.body += text; });
  return reply;
}

bool fits(std::string_view pattern, const std::vector<std::string>& pieces, NamedTexts& values) {
  const auto wanted = split(pattern, '/');
  if (wanted.size() != pieces.size()) {
    return false;
  }
  values.clear();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const bool is_value = wanted[i].starts_with('{');
    if (is_value ? pieces[i].empty() : wanted[i] != pieces[i]) {
      return false;
    }
    if (is_value) {
      values.emplace_back(wanted[i].substr(1, wanted[i].size() - 2), pieces[i]);
    }
  }
  return true;
}

}  // namespace portolan::server
