#include "portolan/formats/input_file.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/formats/zip.hpp"
#include "seven_zip.hpp"

namespace portolan::formats {
namespace {

constexpr std::size_t kHeadBytes = 4096;

// A file whose bytes are summed and counted as they pass by, and whose first ones can be seen
// before.
class SummedFile final : public ByteSource {
 public:
  explicit SummedFile(const std::filesystem::path& path) : file_(path), head_(kHeadBytes, '\0') {
    head_.resize(read_fully(file_, head_));
  }

  std::size_t read(std::span<char> into) override {
    std::size_t size = std::min(into.size(), head_.size() - head_taken_);
    if (size > 0) {
      std::copy_n(head_.data() + head_taken_, size, into.data());
      head_taken_ += size;
    } else {
      size = file_.read(into);
    }
    sum_.update({into.data(), size});
    position_ += static_cast<std::int64_t>(size);
    return size;
  }
  [[nodiscard]] const std::string& name() const override { return file_.name(); }

  [[nodiscard]] std::string_view head() const { return head_; }
  [[nodiscard]] std::int64_t position() const { return position_; }
  [[nodiscard]] std::int64_t size() const { return file_.size(); }

  std::string sum_to_the_end() {
    std::vector<char> piece(std::size_t{1} << 20U);
    while (read(piece) > 0) {
    }
    return sum_.hex();
  }

 private:
  FileSource file_;
  std::string head_;
  std::size_t head_taken_ = 0;
  std::int64_t position_ = 0;
  Sha256 sum_;
};

// Returns the member to read: the one asked for, or the only one.
std::string chosen_member(
    const std::string& file,
    const std::string& asked,
    const std::vector<ZipMember>& members
) {
  if (!asked.empty()) {
    return asked;
  }
  if (members.size() == 1) {
    return members.front().name;
  }
  constexpr std::size_t kShown = 20;
  std::vector<std::string> names;
  for (const ZipMember& member : members) {
    if (names.size() == kShown) {
      names.emplace_back("…");
      break;
    }
    names.push_back(member.name);
  }
  throw invalid_argument(
      "{}: expected the name of one file of the archive, got none for {} files",
      file,
      members.size()
  )
      .with_hint(names.empty() ? "the archive is empty" : "it holds: " + join(names, ", "));
}

}  // namespace

struct InputFile::State {
  explicit State(const std::filesystem::path& path) : file(path) {}

  SummedFile file;
  FileKind kind = FileKind::kEmpty;
  std::string member;
  std::unique_ptr<ByteSource> unpacked;
  std::int64_t unpacked_bytes = 0;
  std::int64_t member_bytes = 0;

  void open_member(const std::filesystem::path& path, const InputFileOptions& options) {
    const bool is_zip = kind == FileKind::kZip;
    const std::vector<ZipMember> members = is_zip ? zip_members(path) : seven_zip_members(path);
    member = chosen_member(file.name(), options.member, members);
    const auto found = std::ranges::find(members, member, &ZipMember::name);
    member_bytes = found == members.end() ? 0 : found->bytes;
    if (is_zip) {
      unpacked = std::make_unique<ZipMemberSource>(path, member, options.limits);
    } else {
      unpacked = std::make_unique<SevenZipSource>(path, member, options.limits);
    }
  }
};

InputFile::InputFile(const std::filesystem::path& path, const InputFileOptions& options)
    : state_(std::make_unique<State>(path)) {
  State& state = *state_;
  state.kind = kind_of_bytes(state.file.head());
  if (state.kind == FileKind::kZip) {
    state.kind = kind_of_file(path);
  }
  if (state.kind == FileKind::kGzip) {
    state.unpacked = std::make_unique<GzipSource>(state.file, options.limits);
  }
  if (state.kind == FileKind::kZip || state.kind == FileKind::kSevenZip) {
    state.open_member(path, options);
  } else if (!options.member.empty()) {
    throw invalid_argument(
        "{}: expected an archive with a file \"{}\", got {}",
        state.file.name(),
        options.member,
        to_string(state.kind)
    );
  }
}

InputFile::~InputFile() = default;

std::size_t InputFile::read(std::span<char> into) {
  const std::size_t size =
      state_->unpacked == nullptr ? state_->file.read(into) : state_->unpacked->read(into);
  state_->unpacked_bytes += static_cast<std::int64_t>(size);
  return size;
}

const std::string& InputFile::name() const {
  return state_->unpacked == nullptr ? state_->file.name() : state_->unpacked->name();
}

FileKind InputFile::kind() const {
  return state_->kind;
}

const std::string& InputFile::member() const {
  return state_->member;
}

std::int64_t InputFile::size() const {
  return state_->member.empty() ? state_->file.size() : state_->member_bytes;
}

std::int64_t InputFile::position() const {
  return state_->member.empty() ? state_->file.position() : state_->unpacked_bytes;
}

std::string InputFile::sha256() {
  return state_->file.sum_to_the_end();
}

}  // namespace portolan::formats
