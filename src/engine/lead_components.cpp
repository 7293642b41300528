#include "lead_components.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "lead_changes.hpp"
#include "portolan/base/error.hpp"
#include "portolan/engine/components.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;

std::vector<std::string> codes_of(const JsonValue& lead) {
  std::vector<std::string> codes;
  const JsonValue* goods = lead.find("goods");
  const JsonValue* hs = goods == nullptr ? nullptr : goods->find("hs");
  for (const JsonValue& code : hs == nullptr ? JsonValue().elements() : hs->elements()) {
    if (const std::string* text = code.as_string()) {
      codes.push_back(*text);
    }
  }
  return codes;
}

/// A part of a heading may be of the lead's code, a part of a code is of the lead's heading.
bool is_of(const std::vector<std::string>& codes, const std::string& hs) {
  return !hs.empty() && std::ranges::any_of(codes, [&](const std::string& code) {
    return code.starts_with(hs) || hs.starts_with(code);
  });
}

}  // namespace

JsonValue components_of_lead(const std::filesystem::path& workspace, const JsonValue& lead) {
  PartGoodsResult found;
  try {
    found = component_goods({.workspace = workspace});
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kNotFound) {
      throw;
    }
    return {};
  }
  const auto codes = codes_of(lead);
  JsonValue rows = JsonValue::array();
  for (const PartGoodsRow& row : found.rows) {
    if (is_of(codes, row.hs)) {
      rows.push_back(JsonValue::object(
          {{"hs", row.hs},
           {"label", row.label},
           {"confidence", row.confidence},
           {"components", row.components},
           {"makers", row.makers},
           {"weapons", row.weapons}}
      ));
    }
  }
  return rows;
}

}  // namespace portolan::engine
