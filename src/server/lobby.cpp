#include "lobby.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "portolan/base/error.hpp"

namespace portolan::server {
namespace {

constexpr int kTick_ms = 250;

void watch(int epoll, int socket, std::uint32_t events = EPOLLIN | EPOLLRDHUP) {
  epoll_event event{};
  event.events = events;
  event.data.fd = socket;
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
}

}  // namespace

Lobby::Lobby(
    const Listener& listener,
    const ConnectionLimits& limits,
    std::size_t most_connections,
    std::function<void(Guest)> admit
)
    : listener_(listener),
      limits_(limits),
      most_connections_(most_connections),
      admit_(std::move(admit)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (epoll_ < 0 || wake_ < 0) {
    throw unavailable("server: expected to wait for connections, got no more files of the system");
  }
  watch(epoll_, listener_.socket());
  watch(epoll_, wake_);
}

Lobby::~Lobby() {
  ::close(epoll_);
  ::close(wake_);
}

void Lobby::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_, &one, sizeof(one));
}

void Lobby::give_back(Guest guest) {
  {
    const std::lock_guard lock(mutex_);
    --num_away_;
    inbox_.push_back(std::move(guest));
  }
  wake();
}

void Lobby::note_closed() {
  const std::lock_guard lock(mutex_);
  --num_away_;
}

void Lobby::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  wake();
}

void Lobby::run() {
  auto next_check = Connection::Clock::now();
  std::array<epoll_event, 128> events{};
  while (true) {
    const int count =
        ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), kTick_ms);
    {
      const std::lock_guard lock(mutex_);
      if (is_stopped_) {
        guests_.clear();
        inbox_.clear();
        return;
      }
    }
    for (int i = 0; i < count; ++i) {
      const int socket = events.at(static_cast<std::size_t>(i)).data.fd;
      if (socket == wake_) {
        take_inbox();
      } else if (socket == listener_.socket()) {
        accept_all();
      } else {
        look_at(socket);
      }
    }
    if (Connection::Clock::now() >= next_check) {
      close_overdue();
      next_check = Connection::Clock::now() + std::chrono::milliseconds(kTick_ms);
    }
  }
}

void Lobby::take_inbox() {
  std::uint64_t num_wakes = 0;
  [[maybe_unused]] const ssize_t read = ::read(wake_, &num_wakes, sizeof(num_wakes));
  std::vector<Guest> arrived;
  {
    const std::lock_guard lock(mutex_);
    arrived.swap(inbox_);
  }
  for (Guest& guest : arrived) {
    keep(std::move(guest));
  }
}

void Lobby::accept_all() {
  for (int socket = listener_.accept(); socket >= 0; socket = listener_.accept()) {
    std::size_t num_away = 0;
    {
      const std::lock_guard lock(mutex_);
      num_away = num_away_;
    }
    if (guests_.size() + num_away >= most_connections_) {
      close_longest_idle();
    }
    keep(std::make_unique<Connection>(socket, limits_, all_output_));
  }
  if (errno == EMFILE || errno == ENFILE) {
    // The system has no file left for whoever waits at the door.
    close_longest_idle();
  }
}

void Lobby::keep(Guest guest) {
  const int socket = guest->socket();
  const bool has_output = guest->has_output();
  guests_.emplace(socket, std::move(guest));
  if (has_output) {
    watch(epoll_, socket, EPOLLOUT | EPOLLRDHUP);
  } else {
    watch(epoll_, socket);
  }
}

Lobby::Guest Lobby::let_go(int socket) {
  auto node = guests_.extract(socket);
  if (node.empty()) {
    return nullptr;
  }
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, socket, nullptr);
  return std::move(node.mapped());
}

void Lobby::send_to(int socket) {
  Connection& guest = *guests_.at(socket);
  if (!guest.send_output() || (!guest.has_output() && guest.closes_after_output())) {
    let_go(socket);
  } else if (!guest.has_output()) {
    // From now on requests are waited for; one may have come already.
    keep(let_go(socket));
    look_at(socket);
  }
}

void Lobby::look_at(int socket) {
  const auto guest = guests_.find(socket);
  if (guest == guests_.end()) {
    return;
  }
  if (guest->second->has_output()) {
    send_to(socket);
    return;
  }
  switch (guest->second->receive_head()) {
    case Connection::Arrival::kNothing:
      return;
    case Connection::Arrival::kClosed:
      let_go(socket);
      return;
    case Connection::Arrival::kHead:
    case Connection::Arrival::kTooLarge: {
      {
        const std::lock_guard lock(mutex_);
        ++num_away_;
      }
      admit_(let_go(socket));
      return;
    }
  }
}

void Lobby::close_overdue() {
  const auto now = Connection::Clock::now();
  std::vector<int> overdue;
  for (const auto& [socket, guest] : guests_) {
    if (guest->deadline() < now) {
      overdue.push_back(socket);
    }
  }
  for (const int socket : overdue) {
    let_go(socket);
  }
}

void Lobby::close_longest_idle() {
  const auto first = std::ranges::min_element(guests_, {}, [](const auto& entry) {
    return entry.second->deadline();
  });
  if (first != guests_.end()) {
    let_go(first->first);
  }
}

}  // namespace portolan::server
