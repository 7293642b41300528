#include "trade_requests.hpp"

#include <algorithm>
#include <string>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::server {
namespace {

constexpr std::int64_t kMostRoutes = 1'000;
constexpr std::int64_t kMostHops = 12;
constexpr std::int64_t kMostChecks = 20;
constexpr std::int64_t kMostMonths = 1'200;

// Reads "0..2", or "1" as 1 to 1.
void read_elasticity(const std::string& text, engine::WhatIfRequest& request) {
  const auto dots = text.find("..");
  const auto low = parse_double(text.substr(0, dots));
  const auto high = dots == std::string::npos ? low : parse_double(text.substr(dots + 2));
  if (!low || !high) {
    throw invalid_argument("elasticity: expected LOW..HIGH like 0..2, got \"{}\"", text);
  }
  request.least_elasticity = *low;
  request.most_elasticity = *high;
}

// "history", which a body may hold beside numbers.
bool is_history(const Query& query) {
  return query.text("growth") == "history";
}
bool is_history(const Body& body) {
  const auto texts = body.named_texts();
  return std::ranges::any_of(texts, [](const auto& member) {
    return member.first == "growth" && member.second == "history";
  });
}

// Query and Body read the same names in the same way.
template <typename Values>
void read_question(
    const std::filesystem::path& workspace,
    const Values& values,
    std::string_view origins,
    engine::TradeQuestion& question
) {
  question.workspace = workspace;
  question.to = values.text("to");
  question.goods = values.text("goods");
  question.from = values.text("from");
  question.until = values.text("until");
  question.origins = values.texts(origins);
}

template <typename Values>
engine::WhatIfRequest read_scenario(
    const std::filesystem::path& workspace,
    const Values& values,
    std::string_view origins
) {
  engine::WhatIfRequest request;
  read_question(workspace, values, origins, request);
  request.at = engine::parse_check_at(values.choice("at", engine::check_at_names()));
  request.is_indirect = values.flag("indirect");
  request.checks = values.count("checks", request.checks, 0, kMostChecks);
  request.detection_share = values.number("detection", request.detection_share);
  if (values.has("elasticity")) {
    read_elasticity(values.text("elasticity"), request);
  }
  request.has_growth_of_history = is_history(values);
  if (values.has("growth") && !request.has_growth_of_history) {
    request.growth = values.number("growth", 0.0);
  }
  return request;
}

}  // namespace

engine::TraceRequest trace_request(const std::filesystem::path& workspace, const Query& query) {
  engine::TraceRequest request;
  read_question(workspace, query, "origin", request);
  request.through = query.texts("through");
  request.num_routes = query.count("routes", 0, 0, kMostRoutes);
  request.max_legs = query.count("hops", request.max_legs, 1, kMostHops);
  request.num_hubs = query.count("hubs", 0, 0, kMostRoutes);
  if (query.has("wait")) {
    request.max_wait = query.count("wait", 0, 0, kMostMonths);
  }
  request.ignores_ranges = query.flag("without_ranges");
  request.has_witness = query.flag("witness");
  return request;
}

engine::WhatIfRequest scenario_request(const std::filesystem::path& workspace, const Query& query) {
  return read_scenario(workspace, query, "origin");
}

engine::WhatIfRequest scenario_request(const std::filesystem::path& workspace, const Body& body) {
  return read_scenario(workspace, body, "origins");
}

}  // namespace portolan::server
