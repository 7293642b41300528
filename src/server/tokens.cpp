#include "tokens.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/formats/sha256.hpp"
#include "private_file.hpp"

namespace portolan::server {
namespace {

using formats::JsonValue;

constexpr std::string_view kSchema = "portolan.tokens/1";
constexpr std::string_view kPrefix = "portolan_";
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kSecretBytes = 32;
constexpr std::array<std::pair<Scope, std::string_view>, 3> kScopes = {
    {{Scope::kRead, "read"}, {Scope::kDecide, "decide"}, {Scope::kImport, "import"}}};

std::string scopes_text(const std::vector<Scope>& scopes) {
  std::vector<std::string> words;
  for (const Scope scope : scopes) {
    words.emplace_back(to_string(scope));
  }
  return join(words, ",");
}

// What changes when the file does.
std::string state_of(const std::filesystem::path& file) {
  struct stat state {};
  if (::stat(file.c_str(), &state) != 0) {
    return "";
  }
  return fmt::format(
      "{} {} {} {}", state.st_ino, state.st_size, state.st_mtim.tv_sec, state.st_mtim.tv_nsec
  );
}

void write_tokens(const std::filesystem::path& file, const std::vector<KeptToken>& tokens) {
  JsonValue list = JsonValue::array();
  for (const KeptToken& token : tokens) {
    list.push_back(JsonValue::object(
        {{"id", token.info.id},
         {"name", token.info.name},
         {"scopes", scopes_text(token.info.scopes)},
         {"made_at", token.info.made_at},
         {"salt", token.salt},
         {"sha256", token.sha256}}
    ));
  }
  write_private(file, JsonValue::object({{"schema", kSchema}, {"tokens", list}}).dump(2));
}

}  // namespace

std::string_view to_string(Scope scope) {
  return std::ranges::find(kScopes, scope, &std::pair<Scope, std::string_view>::first)->second;
}

std::vector<Scope> parse_scopes(std::string_view subject, const std::string& text) {
  std::vector<Scope> scopes;
  for (const std::string_view word : split(text, ',')) {
    const auto found =
        std::ranges::find(kScopes, trim(word), &std::pair<Scope, std::string_view>::second);
    if (found == kScopes.end()) {
      const std::vector<std::string> known = {"read", "decide", "import"};
      throw invalid_argument("{}: expected {}, got \"{}\"", subject, join(known, ", "), word)
          .with_hint(nearest_hint(word, known));
    }
    if (std::ranges::find(scopes, found->first) == scopes.end()) {
      scopes.push_back(found->first);
    }
  }
  return scopes;
}

std::vector<KeptToken> read_tokens(const std::filesystem::path& file) {
  if (state_of(file).empty()) {
    return {};
  }
  require_private(file, false);
  const JsonValue json = formats::parse_json(formats::read_file(file), file.string());
  if (json.string_at("schema") != kSchema) {
    throw bad_data("{}: expected a file of tokens, got something else", file.string());
  }
  std::vector<KeptToken> tokens;
  const JsonValue* list = json.find("tokens");
  for (const JsonValue& token : list == nullptr ? JsonValue().elements() : list->elements()) {
    tokens.push_back(
        {.info =
             {.id = token.string_at("id"),
              .name = token.string_at("name"),
              .scopes = parse_scopes(file.string(), token.string_at("scopes")),
              .made_at = token.string_at("made_at")},
         .salt = token.string_at("salt"),
         .sha256 = token.string_at("sha256")}
    );
  }
  return tokens;
}

AddedToken add_token(const AddTokenRequest& request) {
  if (trim(request.name).empty()) {
    throw invalid_argument("NAME: expected whose token it is, got none");
  }
  std::vector<KeptToken> tokens = read_tokens(request.file);
  const std::string id = random_hex(kIdBytes);
  AddedToken added{
      .info =
          {.id = id,
           .name = request.name,
           .scopes = parse_scopes("--scope", request.scopes),
           .made_at = request.at},
      .token = fmt::format("{}{}_{}", kPrefix, id, random_hex(kSecretBytes))};
  const std::string salt = random_hex(kSaltBytes);
  tokens.push_back(
      {.info = added.info, .salt = salt, .sha256 = formats::sha256_of(salt + added.token)}
  );
  write_tokens(request.file, tokens);
  return added;
}

std::vector<TokenInfo> list_tokens(const std::filesystem::path& file) {
  std::vector<TokenInfo> infos;
  for (const KeptToken& token : read_tokens(file)) {
    infos.push_back(token.info);
  }
  return infos;
}

void revoke_token(const std::filesystem::path& file, const std::string& id) {
  std::vector<KeptToken> tokens = read_tokens(file);
  const auto gone =
      std::ranges::find(tokens, id, [](const KeptToken& token) { return token.info.id; });
  if (gone == tokens.end()) {
    std::vector<std::string> ids;
    for (const KeptToken& token : tokens) {
      ids.push_back(token.info.id);
    }
    throw not_found("token: expected the id of one in {}, got \"{}\"", file.string(), id)
        .with_hint(ids.empty() ? "it has none" : "it has " + join(ids, ", "));
  }
  tokens.erase(gone);
  write_tokens(file, tokens);
}

TokenBook::TokenBook(std::filesystem::path file) : file_(std::move(file)) {
  (void)newest();
}

TokenBook::Tokens TokenBook::newest() {
  const std::string state = state_of(file_);
  const std::lock_guard lock(mutex_);
  if (tokens_ == nullptr || state != state_) {
    tokens_ = std::make_shared<const std::vector<KeptToken>>(read_tokens(file_));
    state_ = state;
  }
  return tokens_;
}

bool TokenBook::is_empty() {
  return newest()->empty();
}

std::optional<TokenInfo> TokenBook::find(std::string_view text) {
  if (!text.starts_with(kPrefix) || text.size() > 200) {
    return std::nullopt;
  }
  const std::string_view id = text.substr(kPrefix.size(), 2 * kIdBytes);
  const Tokens tokens = newest();
  for (const KeptToken& token : *tokens) {
    if (token.info.id == id &&
        is_same_secret(token.sha256, formats::sha256_of(token.salt + std::string(text)))) {
      return token.info;
    }
  }
  return std::nullopt;
}

}  // namespace portolan::server
