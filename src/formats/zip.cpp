#include "portolan/formats/zip.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <minizip/unzip.h>

#include "expansion_guard.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::formats {
namespace {

constexpr std::size_t kMaxMembers = 100'000;
constexpr std::size_t kMaxNameBytes = 4096;

struct CloseArchive {
  void operator()(void* archive) const { unzClose(archive); }
};
using Archive = std::unique_ptr<void, CloseArchive>;

std::string file_name_of(const std::filesystem::path& path) {
  return path.filename().string();
}

Error damaged(const std::filesystem::path& path) {
  return bad_data("{}: expected a zip archive, got a damaged one", file_name_of(path))
      .with_hint("download or copy the file again");
}

Archive open_archive(const std::filesystem::path& path) {
  const FileSource file(path);  // says what is wrong with the file itself
  Archive archive(unzOpen64(path.c_str()));
  if (archive == nullptr) {
    throw damaged(path);
  }
  return archive;
}

ZipMember current_member(const Archive& archive, const std::filesystem::path& path) {
  unz_file_info64 info{};
  std::string name(kMaxNameBytes, '\0');
  const int status = unzGetCurrentFileInfo64(
      archive.get(), &info, name.data(), name.size(), nullptr, 0, nullptr, 0
  );
  if (status != UNZ_OK || info.size_filename > kMaxNameBytes) {
    throw damaged(path);
  }
  name.resize(info.size_filename);
  return {
      .name = std::move(name),
      .packed_bytes = static_cast<std::int64_t>(info.compressed_size),
      .bytes = static_cast<std::int64_t>(info.uncompressed_size),
      .is_encrypted = (info.flag & 1U) != 0,
  };
}

// Goes to the member of that name; tells whether there is one. minizip's own search stops at names
// longer than 256 bytes.
bool go_to_member(
    const Archive& archive,
    std::string_view name,
    const std::filesystem::path& path
) {
  std::size_t count = 0;
  for (int status = unzGoToFirstFile(archive.get()); status == UNZ_OK && ++count <= kMaxMembers;
       status = unzGoToNextFile(archive.get())) {
    if (current_member(archive, path).name == name) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<ZipMember> zip_members(const std::filesystem::path& path) {
  const Archive archive = open_archive(path);
  std::vector<ZipMember> members;
  std::size_t count = 0;
  int status = unzGoToFirstFile(archive.get());
  for (; status == UNZ_OK; status = unzGoToNextFile(archive.get())) {
    if (++count > kMaxMembers) {
      throw bad_data(
          "{}: expected at most {} files in the archive, got more", file_name_of(path), kMaxMembers
      );
    }
    ZipMember member = current_member(archive, path);
    if (!member.name.ends_with('/')) {
      members.push_back(std::move(member));
    }
  }
  if (status != UNZ_END_OF_LIST_OF_FILE) {
    throw damaged(path);
  }
  return members;
}

struct ZipMemberSource::State {
  Archive archive;
  std::string name;
  ZipMember member;
  ExpansionLimits limits;
  std::int64_t unpacked_bytes = 0;
  bool is_done = false;
};

ZipMemberSource::ZipMemberSource(
    const std::filesystem::path& path,
    std::string_view member,
    const ExpansionLimits& limits
)
    : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.archive = open_archive(path);
  state.name = fmt::format("{}({})", file_name_of(path), member);
  state.limits = limits;
  if (!go_to_member(state.archive, member, path)) {
    std::vector<std::string> names;
    for (const ZipMember& other : zip_members(path)) {
      names.push_back(other.name);
    }
    throw invalid_argument(
        "{}: expected a file in the archive, got \"{}\"", file_name_of(path), member
    )
        .with_hint(nearest_hint(member, names));
  }
  state.member = current_member(state.archive, path);
  if (state.member.is_encrypted) {
    throw bad_data("{}: expected a file that is not encrypted, got an encrypted one", state.name)
        .with_hint("unpack it with its password first");
  }
  const int status = unzOpenCurrentFile(state.archive.get());
  if (status != UNZ_OK) {
    throw bad_data(
        "{}: expected a stored or deflated file, got one packed otherwise or damaged", state.name
    )
        .with_hint("unpack it first");
  }
}

ZipMemberSource::~ZipMemberSource() {
  unzCloseCurrentFile(state_->archive.get());
}

const std::string& ZipMemberSource::name() const {
  return state_->name;
}

std::size_t ZipMemberSource::read(std::span<char> into) {
  State& state = *state_;
  if (state.is_done || into.empty()) {
    return 0;
  }
  const auto room =
      static_cast<unsigned>(std::min<std::size_t>(into.size(), std::size_t{1} << 30U));
  const int size = unzReadCurrentFile(state.archive.get(), into.data(), room);
  if (size < 0) {
    throw bad_data("{}: expected an undamaged file, got damaged bytes", state.name)
        .with_hint("the archive is damaged or cut off; download or copy it again");
  }
  state.unpacked_bytes += size;
  check_expansion(state.name, state.member.packed_bytes, state.unpacked_bytes, state.limits);
  if (size == 0) {
    state.is_done = true;
    if (unzCloseCurrentFile(state.archive.get()) == UNZ_CRCERROR ||
        state.unpacked_bytes != state.member.bytes) {
      throw bad_data("{}: expected the bytes that the archive announces, got others", state.name)
          .with_hint("the archive is damaged or cut off; download or copy it again");
    }
  }
  return static_cast<std::size_t>(size);
}

}  // namespace portolan::formats
