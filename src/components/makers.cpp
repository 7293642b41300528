#include "portolan/components/makers.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "portolan/base/text.hpp"
#include "portolan/match/name.hpp"

namespace portolan::components {
namespace {

constexpr std::array<std::string_view, 3> kOthersBehind{
    " suppliers ",
    " importers ",
    " foreign suppliers "};
constexpr std::array<std::string_view, 8>
    kNobody{"not identified", "unidentified", "unknown", "not known", "n a", "na", "none", "unk"};

/// The maker's name alone: without those who brought the part, and without brackets.
std::string name_alone(std::string_view maker) {
  const std::string lower = to_ascii_lower(maker);
  std::size_t end = maker.size();
  for (const std::string_view mark : kOthersBehind) {
    end = std::min(end, lower.find(mark));
  }
  std::string result;
  int depth = 0;
  for (const char character : maker.substr(0, std::min(end, maker.size()))) {
    depth += character == '(' ? 1 : 0;
    if (depth == 0) {
      result += character;
    }
    depth -= character == ')' && depth > 0 ? 1 : 0;
  }
  return trim(result).empty() ? std::string(maker) : result;
}

/// Counts of one maker while components are gathered.
struct Gathered {
  std::map<std::string, std::int64_t> spellings;
  std::set<CountryCode> countries;
  std::set<std::string> weapons;
  std::int64_t num_components = 0;
};

Maker maker_of(const std::string& key, const Gathered& gathered) {
  Maker maker{.key = key};
  std::int64_t most = 0;
  for (const auto& [spelling, count] : gathered.spellings) {
    maker.spellings.push_back(spelling);
    if (count > most) {
      most = count;
      maker.name = spelling;
    }
  }
  maker.countries.assign(gathered.countries.begin(), gathered.countries.end());
  maker.num_components = gathered.num_components;
  maker.num_weapons = static_cast<std::int64_t>(gathered.weapons.size());
  return maker;
}

}  // namespace

std::string maker_key(std::string_view maker) {
  const match::Name name = match::prepare_name(name_alone(maker), match::NameKind::kOrganization);
  std::vector<std::string> words;
  for (const match::NameToken& token : name.tokens) {
    words.push_back(token.latin);
  }
  std::string key = join(words, " ");
  return std::ranges::count(kNobody, key) > 0 ? std::string() : key;
}

std::vector<Maker> makers_of(std::span<const Component> components) {
  std::map<std::string, std::string> key_of_spelling;
  std::map<std::string, Gathered> gathered;
  for (const Component& component : components) {
    const auto [found, is_new] = key_of_spelling.emplace(component.maker, "");
    if (is_new) {
      found->second = maker_key(component.maker);
    }
    if (found->second.empty()) {
      continue;
    }
    Gathered& maker = gathered[found->second];
    ++maker.spellings[component.maker];
    ++maker.num_components;
    if (component.country) {
      maker.countries.insert(*component.country);
    }
    for (const std::string_view weapon : split(component.weapons, ';')) {
      if (!trim(weapon).empty()) {
        maker.weapons.emplace(trim(weapon));
      }
    }
  }
  std::vector<Maker> makers;
  for (const auto& [key, maker] : gathered) {
    makers.push_back(maker_of(key, maker));
  }
  std::ranges::sort(makers, [](const Maker& a, const Maker& b) {
    return std::tie(b.num_components, a.name) < std::tie(a.num_components, b.name);
  });
  return makers;
}

std::vector<CountryShare> country_shares(std::span<const Component> components) {
  std::map<std::optional<CountryCode>, std::int64_t> counts;
  std::map<std::optional<CountryCode>, std::set<std::string>> makers;
  std::map<std::string, std::string> key_of_spelling;
  for (const Component& component : components) {
    ++counts[component.country];
    const auto [found, is_new] = key_of_spelling.emplace(component.maker, "");
    if (is_new) {
      found->second = maker_key(component.maker);
    }
    if (!found->second.empty()) {
      makers[component.country].insert(found->second);
    }
  }
  const auto all = static_cast<double>(components.size());
  const auto unknown = counts.find(std::nullopt);
  const double num_unknown = unknown == counts.end() ? 0.0 : static_cast<double>(unknown->second);
  std::vector<CountryShare> shares;
  for (const auto& [country, count] : counts) {
    const auto number = static_cast<double>(count);
    CountryShare share{.country = country, .num_components = count};
    share.num_makers = static_cast<std::int64_t>(makers[country].size());
    share.least_share = country ? number / all : 0.0;
    share.most_share = country ? (number + num_unknown) / all : number / all;
    if (country) {
      share.share_of_known = number / (all - num_unknown);
    }
    shares.push_back(share);
  }
  std::ranges::sort(shares, [](const CountryShare& a, const CountryShare& b) {
    const bool a_unknown = !a.country;
    const bool b_unknown = !b.country;
    return std::tie(a_unknown, b.num_components, a.country) <
           std::tie(b_unknown, a.num_components, b.country);
  });
  return shares;
}

}  // namespace portolan::components
