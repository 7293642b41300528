#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace portolan::formats {

/// A SHA-256 sum (FIPS 180-4) over bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();

  void update(std::string_view bytes);

  /// Returns the sum over all bytes so far as 64 lower-case hex digits. More bytes may follow.
  [[nodiscard]] std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Returns the sum over `bytes` as 64 lower-case hex digits.
[[nodiscard]] std::string sha256_of(std::string_view bytes);

/// Returns the sum over a file's bytes. Throws `Error` as `FileSource` does.
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace portolan::formats
