#include "signals.hpp"

#include <atomic>
#include <csignal>

#include "exit_code.hpp"

namespace portolan::cli {
namespace {

// A signal handler gets no argument: what it works on must be reachable without one.
struct Pending {
  std::atomic<Progress*> progress{nullptr};
  std::atomic<int> signal{0};
};

Pending& pending() {
  static Pending instance;
  return instance;
}

extern "C" void stop_work(int signal) {
  Pending& target = pending();
  if (target.signal.exchange(signal) != 0) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    return;
  }
  if (Progress* progress = target.progress.load(); progress != nullptr) {
    progress->cancel();
  }
}

}  // namespace

SignalGuard::SignalGuard(Progress& progress) {
  pending().signal = 0;
  pending().progress = &progress;
  struct sigaction action {};
  action.sa_handler = stop_work;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

SignalGuard::~SignalGuard() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  pending().progress = nullptr;
}

int SignalGuard::exit_code() {
  return pending().signal == SIGTERM ? kInterruptedBySystem : kInterruptedByUser;
}

}  // namespace portolan::cli
