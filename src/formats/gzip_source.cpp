#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include <zlib.h>

#include "expansion_guard.hpp"
#include "portolan/base/error.hpp"
#include "portolan/formats/byte_source.hpp"

namespace portolan::formats {

void check_expansion(
    std::string_view name,
    std::int64_t packed,
    std::int64_t unpacked,
    const ExpansionLimits& limits
) {
  constexpr std::string_view kHint =
      "a file that grows like this was likely made to do harm; unpack it by hand if it is yours";
  if (unpacked > limits.max_bytes) {
    throw bad_data("{}: expected at most {} bytes when unpacked, got more", name, limits.max_bytes)
        .with_hint(std::string(kHint));
  }
  if (unpacked > limits.free_bytes && unpacked / limits.max_ratio > packed) {
    throw bad_data(
        "{}: expected at most {} bytes out of each packed byte, got {} out of {}",
        name,
        limits.max_ratio,
        unpacked,
        packed
    )
        .with_hint(std::string(kHint));
  }
}

struct GzipSource::State {
  State(ByteSource& packed, const ExpansionLimits& limits) : source(packed), bounds(limits) {}

  ByteSource& source;
  ExpansionLimits bounds;
  z_stream stream{};
  std::vector<char> piece = std::vector<char>(std::size_t{256} << 10U);
  std::int64_t packed_bytes = 0;
  std::int64_t unpacked_bytes = 0;
  std::int64_t num_members = 0;
  bool is_within_member = false;
  bool is_source_at_end = false;
  bool is_done = false;

  // Tops up the input if it is used up; returns whether there is any.
  bool has_input() {
    if (stream.avail_in == 0 && !is_source_at_end) {
      const std::size_t size = source.read(piece);
      is_source_at_end = size == 0;
      packed_bytes += static_cast<std::int64_t>(size);
      // zlib takes its input through a pointer to non-const bytes, which it does not change.
      stream.next_in = reinterpret_cast<Bytef*>(piece.data());
      stream.avail_in = static_cast<uInt>(size);
    }
    return stream.avail_in > 0;
  }

  [[nodiscard]] Error damage(std::string_view got) const {
    return bad_data("{}: expected gzip to its end, got {}", source.name(), got);
  }
};

GzipSource::GzipSource(ByteSource& packed, const ExpansionLimits& limits)
    : state_(std::make_unique<State>(packed, limits)) {
  constexpr int kGzipWithLargestWindow = 15 + 16;
  ensure(inflateInit2(&state_->stream, kGzipWithLargestWindow) == Z_OK, "zlib: cannot begin");
}

GzipSource::~GzipSource() {
  inflateEnd(&state_->stream);
}

const std::string& GzipSource::name() const {
  return state_->source.name();
}

std::size_t GzipSource::read(std::span<char> into) {
  State& state = *state_;
  z_stream& stream = state.stream;
  const std::size_t room = std::min<std::size_t>(into.size(), std::numeric_limits<uInt>::max());
  stream.next_out = reinterpret_cast<Bytef*>(into.data());
  stream.avail_out = static_cast<uInt>(room);
  while (stream.avail_out > 0 && !state.is_done) {
    if (!state.has_input()) {
      if (state.is_within_member || state.packed_bytes == 0) {
        throw state.damage("its end too early")
            .with_hint("the file was cut off; download or copy it again");
      }
      state.is_done = true;
      break;
    }
    // Zeros after the last member are padding, as on tape.
    if (!state.is_within_member && state.num_members > 0 && *stream.next_in == 0) {
      --stream.avail_in;
      ++stream.next_in;
      continue;
    }
    state.is_within_member = true;
    const int status = inflate(&stream, Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
      state.is_within_member = false;
      ++state.num_members;
      ensure(inflateReset(&stream) == Z_OK, "zlib: cannot begin again");
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      throw state.damage(stream.msg == nullptr ? "damaged bytes" : stream.msg)
          .with_hint("the file is damaged; download or copy it again");
    }
  }
  const std::size_t size = room - stream.avail_out;
  state.unpacked_bytes += static_cast<std::int64_t>(size);
  check_expansion(name(), state.packed_bytes, state.unpacked_bytes, state.bounds);
  return size;
}

}  // namespace portolan::formats
