#include "portolan/formats/sha256.hpp"

#include <array>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "portolan/base/error.hpp"
#include "portolan/formats/byte_source.hpp"

namespace portolan::formats {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

}  // namespace

struct Sha256::State {
  Context context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  const bool is_ready = state_->context != nullptr &&
                        EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1;
  ensure(is_ready, "SHA-256: the library refuses to begin a sum");
}

Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::update(std::string_view bytes) {
  ensure(
      EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1,
      "SHA-256: the library refuses bytes"
  );
}

std::string Sha256::hex() const {
  const Context copy(EVP_MD_CTX_new());
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const bool is_done = copy != nullptr &&
                       EVP_MD_CTX_copy_ex(copy.get(), state_->context.get()) == 1 &&
                       EVP_DigestFinal_ex(copy.get(), digest.data(), &size) == 1;
  ensure(is_done && size == 32, "SHA-256: the library refuses to end a sum");
  return fmt::format("{:02x}", fmt::join(digest.begin(), digest.begin() + size, ""));
}

std::string sha256_of(std::string_view bytes) {
  Sha256 sum;
  sum.update(bytes);
  return sum.hex();
}

std::string sha256_of_file(const std::filesystem::path& path) {
  FileSource file(path);
  Sha256 sum;
  std::vector<char> piece(std::size_t{1} << 20U);
  while (const std::size_t size = file.read(piece)) {
    sum.update({piece.data(), size});
  }
  return sum.hex();
}

}  // namespace portolan::formats
