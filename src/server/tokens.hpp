#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/server/access.hpp"

namespace portolan::server {

/// A token with its hash.
struct KeptToken {
  TokenInfo info;
  std::string salt;
  /// SHA-256 of salt and token, in hex.
  std::string sha256;
};

/// Returns the tokens of a file, as `list_tokens`.
[[nodiscard]] std::vector<KeptToken> read_tokens(const std::filesystem::path& file);

/// The tokens of a file that may change while the server runs. Safe to call concurrently.
class TokenBook {
 public:
  explicit TokenBook(std::filesystem::path file);

  /// Returns whose token `text` is; nothing if it is none of the file.
  [[nodiscard]] std::optional<TokenInfo> find(std::string_view text);
  [[nodiscard]] bool is_empty();

 private:
  /// Shared, since a revocation may replace them during a request.
  using Tokens = std::shared_ptr<const std::vector<KeptToken>>;
  Tokens newest();

  std::filesystem::path file_;
  std::mutex mutex_;
  std::string state_;
  Tokens tokens_;
};

}  // namespace portolan::server
