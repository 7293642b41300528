// Any bytes as a file of trade data: sniffing reads them through every layer that an import goes
// through, without a workspace.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "portolan/base/error.hpp"
#include "portolan/ingest/sniff.hpp"

namespace {

const std::filesystem::path& scratch_file() {
  static const std::filesystem::path kFile =
      std::filesystem::temp_directory_path() /
      ("portolan_ingest_fuzz_" + std::to_string(::getpid()) + ".csv");
  return kFile;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  {
    std::ofstream out(scratch_file(), std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  }
  try {
    for (const auto& table : portolan::ingest::sniff(scratch_file())) {
      std::int64_t taken = 0;
      for (const auto& [plane, count] : table.planes) {
        taken += count;
      }
      if (taken > table.records) {
        std::abort();
      }
    }
  } catch (const portolan::Error&) {  // what a file that is no table is answered with
  }
  return 0;
}
