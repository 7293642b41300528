#pragma once

#include <chrono>
#include <cstdio>
#include <exception>
#include <string_view>

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "portolan/base/error.hpp"

namespace portolan::bench {

struct Measured {
  double seconds = 0.0;
  double cpu_seconds = 0.0;
  double peak_mib = 0.0;
};

/// Runs `work` in a process of its own, so that its peak memory is its own. `bench` names the
/// program in messages. Throws `unavailable` if the process does not end well.
template <typename Work>
Measured measure_process(std::string_view bench, const Work& work) {
  std::fflush(nullptr);
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      work();
      std::fflush(nullptr);
      ::_exit(0);
    } catch (const std::exception& error) {
      fmt::print(stderr, "{}: {}\n", bench, error.what());
      ::_exit(1);
    }
  }
  int status = 0;
  rusage usage{};
  if (::wait4(child, &status, 0, &usage) != child || status != 0) {
    throw unavailable("{}: expected a run that ends well, got status {}", bench, status);
  }
  const auto seconds_of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  return {
      .seconds = elapsed.count(),
      .cpu_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
      .peak_mib = static_cast<double>(usage.ru_maxrss) / 1024.0};
}

}  // namespace portolan::bench
