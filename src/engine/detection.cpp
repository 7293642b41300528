#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "asked_goods.hpp"
#include "goods_catalogue.hpp"
#include "lead_decisions.hpp"
#include "lead_json.hpp"
#include "lead_runs.hpp"
#include "open_workspace.hpp"
#include "portolan/base/countries.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/detect/detect.hpp"
#include "portolan/engine/leads.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/goods/groups.hpp"
#include "portolan/goods/labels.hpp"
#include "portolan/goods/regimes.hpp"
#include "portolan/panel/workspace_panel.hpp"
#include "portolan/store/catalogue.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;

// A day of a list may be a month only: it counts from the first.
std::optional<detect::Date> date_of(const std::string& text) {
  return detect::Date::parse(text.size() == 7 ? text + "-01" : text);
}

detect::ListedOn listed_on(const goods::ListMention& mention) {
  detect::ListedOn listed;
  listed.list = mention.list;
  listed.tier = mention.tier;
  listed.listed_on = date_of(mention.listed_on);
  listed.controlled_since = date_of(mention.controlled_since.date);
  return listed;
}

void add_list(std::vector<detect::ListedOn>& lists, const detect::ListedOn& listed) {
  const bool is_there = std::ranges::any_of(lists, [&](const detect::ListedOn& other) {
    return other.list == listed.list && other.tier == listed.tier &&
           other.controlled_since == listed.controlled_since;
  });
  if (!is_there) {
    lists.push_back(listed);
  }
}

detect::Goods family_goods(
    const goods::GroupFamily& family,
    std::span<const goods::ListMention> mentions,
    const goods::FamilyTable& families
) {
  detect::Goods one;
  one.family = family.family;
  one.level = 6;
  one.label = family.label;
  one.is_partly_controlled = family.is_partly_named();
  std::set<std::string> codes;
  for (const auto& member : families.members(family.family)) {
    codes.insert(member.code.to_string());
  }
  one.hs.assign(codes.begin(), codes.end());
  for (const auto& mention : mentions) {
    add_list(one.lists, listed_on(mention));
  }
  return one;
}

// Sources that give headings only hold the same goods, among others of the heading.
std::vector<detect::Goods> heading_goods(const std::vector<detect::Goods>& families) {
  std::map<std::string, detect::Goods> headings;
  for (const auto& family : families) {
    for (const auto& code : family.hs) {
      const auto heading = HsCode::parse(code.substr(0, 4));
      if (!heading) {
        continue;
      }
      detect::Goods& one = headings[heading->to_string()];
      one.family = heading->to_string();
      one.level = 4;
      one.hs = {one.family};
      one.label = goods::goods_label(*heading);
      one.is_partly_controlled = true;
      for (const auto& listed : family.lists) {
        add_list(one.lists, listed);
      }
    }
  }
  std::vector<detect::Goods> result;
  for (auto& [code, one] : headings) {
    result.push_back(std::move(one));
  }
  return result;
}

std::vector<detect::Coverage> read_coverage(
    const store::Workspace& workspace,
    const std::filesystem::path& folder,
    unsigned threads
) {
  store::Database database = store::open_catalogue(
      workspace, {.allowed_folders = {workspace.cache_folder()}, .threads = threads}
  );
  const store::Result result = database.query(fmt::format(
      "SELECT DISTINCT reporter, flow, period, level FROM read_parquet({}) "
      "WHERE absence = 'zero' AND flow IN ('M', 'X') ORDER BY ALL",
      store::quote_literal((folder / "coverage.parquet").string())
  ));
  std::vector<detect::Coverage> coverage;
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    coverage.push_back(
        {result.text(row, 0).value_or(""),
         result.text(row, 1) == "X",
         static_cast<std::int32_t>(result.integer(row, 2).value_or(0)),
         static_cast<int>(result.integer(row, 3).value_or(0))}
    );
  }
  return coverage;
}

std::vector<std::string> iso3_of(const std::vector<CountryCode>& countries) {
  std::vector<std::string> texts;
  for (const auto& country : countries) {
    texts.push_back(country.to_string());
  }
  return texts;
}

detect::DetectOptions options_of(const DetectRequest& request, const goods::Regime& regime) {
  detect::DetectOptions options;
  options.destination =
      (request.to.empty() ? regime.destinations.front() : country_of_user_text(request.to))
          .to_string();
  options.min_value_usd = regime.min_value_usd;
  for (const auto& hub : request.via) {
    options.hubs.push_back(country_of_user_text(hub).to_string());
  }
  options.from = period_of("--from", request.from);
  options.until = period_of("--until", request.until);
  options.since = period_of("--since", request.since);
  if (!(request.fdr > 0.0 && request.fdr <= 1.0)) {
    throw invalid_argument("--fdr: expected a share above 0 and at most 1, got {}", request.fdr);
  }
  options.fdr = request.fdr;
  const auto method = detect::parse_fdr_method(request.fdr_method);
  if (!method) {
    throw invalid_argument(
        "--fdr-method: expected adafilter, bh or by, got \"{}\"", request.fdr_method
    );
  }
  options.fdr_method = *method;
  options.seed = request.seed;
  options.threads = request.threads;
  return options;
}

JsonValue text_or_null(const std::string& text) {
  return text.empty() ? JsonValue() : JsonValue(text);
}

goods::Regime regime_of(const DetectRequest& request) {
  if (!request.regime.empty()) {
    return goods::find_regime(request.regime);
  }
  if (request.to.empty()) {
    throw invalid_argument("--to: expected a country, got none")
        .with_hint("or a regime with --regime NAME; portolan regimes lists them");
  }
  return goods::regime_of(country_of_user_text(request.to));
}

/// What public sources say of hubs, beside what was found.
std::optional<std::string>
notice_of_hubs(const goods::Regime& regime, const detect::DetectResult& found) {
  std::vector<std::string> with;
  std::vector<std::string> without;
  for (const goods::SuspectedHub& hub : regime.suspected_hubs) {
    const std::string place = hub.place.to_string();
    const auto is_hub = [&](const detect::Lead& lead) {
      return lead.hub == place;
    };
    const bool is_listed =
        std::ranges::any_of(found.leads, is_hub) || std::ranges::any_of(found.surges, is_hub);
    (is_listed ? with : without).push_back(place);
  }
  if (with.empty() && without.empty()) {
    return std::nullopt;
  }
  return fmt::format(
      "regime {}: of the hubs that public sources name, {} stand below with a lead or a surge, {} "
      "do "
      "not; that says what these data hold, no more",
      regime.name,
      with.empty() ? "none" : join(with, ", "),
      without.empty() ? "none" : join(without, ", ")
  );
}

// Without the EU's list only the other lists tell what is controlled; what the EU controls besides
// would pass for uncontrolled and spoil the comparison.
std::optional<std::string>
notice_of_lists(const goods::Regime& regime, const goods::ListCatalogue& lists) {
  const auto names = lists.names();
  if (std::ranges::count(regime.lists, "eu") == 0 ||
      std::ranges::find(names, "eu") != names.end()) {
    return std::nullopt;
  }
  return "no list eu is imported: goods that only the EU controls count as uncontrolled, also "
         "among the placebos; portolan goods import reads its file (docs/data/lists.md)";
}

// All names of lists, which is what a question without --goods is about.
std::string all_lists(const goods::ListCatalogue& lists) {
  return join(lists.names(), ",");
}

}  // namespace

LeadRun detect(const DetectRequest& request, Progress& progress) {
  const store::Workspace workspace = open_workspace(request.workspace);
  const goods::Regime regime = regime_of(request);
  detect::DetectOptions options = options_of(request, regime);
  const panel::WorkspacePanel panel = panel::open_workspace_panel(workspace);
  const goods::FamilyTable families = family_table(workspace);
  const goods::ListCatalogue lists = list_catalogue(workspace, regime);
  const goods::ListIndex index(families, lists);
  const std::string goods_text = request.goods.empty() ? all_lists(lists) : request.goods;
  const goods::GoodsGroup group = goods::resolve_goods(goods_text, families, lists);
  if (!request.picked_from.empty()) {
    for (const auto& family : goods::resolve_goods(request.picked_from, families, lists).families) {
      options.picked_from.push_back(family.family);
    }
  }

  std::vector<detect::Goods> goods;
  for (const auto& family : group.families) {
    goods.push_back(family_goods(family, index.mentions(family.family), families));
  }
  const auto headings = heading_goods(goods);
  goods.insert(goods.end(), headings.begin(), headings.end());

  std::set<std::string> listed_headings;
  for (const auto& family : families.families()) {
    for (const auto& mention : index.mentions(family)) {
      listed_headings.insert(mention.code.prefix(4).to_string());
    }
  }
  const auto coverage = read_coverage(workspace, panel.folder, request.threads);
  detect::DetectInput input;
  input.panel = &panel.coded;
  input.coverage = coverage;
  input.goods = goods;
  input.is_controlled = [&](int level, std::string_view family) {
    return level == 6 ? !index.mentions(family).empty()
                      : listed_headings.contains(std::string(family.substr(0, 4)));
  };
  input.controlling = iso3_of(regime.controlling);
  for (const auto& members : regime.customs_unions) {
    const auto customs_union = iso3_of(members);
    if (std::ranges::find(customs_union, options.destination) != customs_union.end()) {
      input.customs_union = customs_union;
    }
  }
  const detect::DetectResult found = detect::detect(input, options, progress);

  LeadRun run;
  run.params = JsonValue::object(
      {{"to", options.destination},
       {"goods", goods_text},
       {"picked_from", text_or_null(request.picked_from)},
       {"from", text_or_null(request.from)},
       {"until", text_or_null(request.until)},
       {"since", text_or_null(request.since)},
       {"via", options.hubs},
       {"regime", regime.name},
       {"fdr", request.fdr},
       {"fdr_method", request.fdr_method},
       {"seed", static_cast<std::int64_t>(request.seed)},
       {"panel", panel.folder.filename().string()}}
  );
  run.made_at = request.now;
  for (const auto* part : {&found.leads, &found.surges}) {
    for (const auto& lead : *part) {
      run.leads.push_back(lead_json(lead));
    }
  }
  run.notices = group.notices;
  run.notices.insert(run.notices.end(), found.notices.begin(), found.notices.end());
  if (const auto notice = notice_of_lists(regime, lists)) {
    run.notices.push_back(*notice);
  }
  if (const auto notice = notice_of_hubs(regime, found)) {
    run.notices.push_back(*notice);
  }
  if (!group.codes.empty() && request.picked_from.empty() && !found.concentrations.empty()) {
    run.notices.emplace_back(
        "goods were named by code: if they were picked because they rose, --picked-from says among "
        "which, and random baskets are picked in the same way"
    );
  }
  if (panel.is_stale) {
    run.notices.emplace_back(
        "imports were added or removed since the panel was built; portolan panel build renews it"
    );
  }
  std::string content = run.params.dump();
  for (const auto& lead : run.leads) {
    content += lead.dump();
  }
  run.id = formats::sha256_of(content).substr(0, 10);
  keep_run(workspace, run);
  // What follows from the journal is no part of the run that is kept.
  const auto reopened = reopen_moved(workspace, run, request.now);
  run.notices.insert(run.notices.end(), reopened.begin(), reopened.end());
  return run;
}

}  // namespace portolan::engine
