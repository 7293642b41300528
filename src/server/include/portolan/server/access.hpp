#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::server {

/// What a client may do: look, decide about leads, change what is in the workspace.
enum class Scope { kRead, kDecide, kImport };

/// Returns "read", "decide" or "import".
[[nodiscard]] std::string_view to_string(Scope scope);

/// Returns the scopes in "read,decide". Throws `Error` (kInvalidArgument, about `subject`, with the
/// nearest) for other words, or none.
[[nodiscard]] std::vector<Scope> parse_scopes(std::string_view subject, const std::string& text);

/// A bearer token as its file keeps it: not the token itself, only a hash with salt.
struct TokenInfo {
  /// 8 hex digits, part of the token.
  std::string id;
  /// Whose it is, as the journal will name who decides.
  std::string name;
  std::vector<Scope> scopes;
  /// ISO time.
  std::string made_at;
};

struct AddTokenRequest {
  /// Made if it is not there; readable for its owner only.
  std::filesystem::path file;
  std::string name;
  /// "read,decide,import".
  std::string scopes = "read";
  std::string at;
};

struct AddedToken {
  TokenInfo info;
  /// The token; it cannot be had again.
  std::string token;
};

/// Makes a token from 256 random bits of the system and keeps its hash. Throws `Error`:
/// kInvalidArgument for scopes that there are not or an empty name; kBadData or kUnavailable where
/// the file is something else or cannot be written.
AddedToken add_token(const AddTokenRequest& request);

/// Returns the tokens of a file by when they were made; none if there is no file. Throws `Error`
/// (kBadData) for a file of another form, or one that others than its owner may write.
[[nodiscard]] std::vector<TokenInfo> list_tokens(const std::filesystem::path& file);

/// Takes a token out of its file; a running server notices at its next request. Throws `Error`
/// (kNotFound, with the nearest ids).
void revoke_token(const std::filesystem::path& file, const std::string& id);

}  // namespace portolan::server
