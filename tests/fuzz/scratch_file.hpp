#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

namespace portolan::fuzz {

/// Writes `bytes` to a file of this process and returns its path, which ends with `name`.
inline std::filesystem::path scratch_file(std::string_view name, std::string_view bytes) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("portolan_fuzz_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::filesystem::path file = folder / std::string(name);
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return file;
}

}  // namespace portolan::fuzz
