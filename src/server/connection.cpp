#include "connection.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace portolan::server {
namespace {

using Clock = Connection::Clock;
using std::chrono::milliseconds;

constexpr std::size_t kPiece = std::size_t{16} << 10U;

// Waits until a socket can be read or written; false if that takes longer than until `deadline`.
bool wait_for(int socket, short events, Clock::time_point deadline) {
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    pollfd entry{.fd = socket, .events = events, .revents = 0};
    const int ready =
        ::poll(&entry, 1, static_cast<int>(std::max<milliseconds::rep>(0, left.count())));
    if (ready > 0) {
      return true;
    }
    if (ready == 0 || errno != EINTR) {
      return false;
    }
  }
}

void read_address(const sockaddr_storage& address, std::string& ip, int& port) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET6) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how sockets give addresses
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    port = ntohs(v6.sin6_port);
  } else {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how sockets give addresses
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    port = ntohs(v4.sin_port);
  }
  ip = text.data();
}

// More time for more bytes, so that neither a slow nor a large transfer takes a thread for long.
Clock::time_point
deadline_for(const ConnectionLimits& limits, Clock::time_point began, std::size_t bytes) {
  return began + limits.grace + milliseconds(bytes * 1'000 / limits.least_bytes_per_second);
}

}  // namespace

Connection::Connection(
    int socket,
    const ConnectionLimits& limits,
    std::atomic<std::size_t>& all_output
)
    : socket_(socket),
      limits_(limits),
      all_output_(all_output),
      deadline_(Clock::now() + limits.head_time) {}

Connection::~Connection() {
  all_output_ -= output_.size();
  ::close(socket_);
}

Connection::Arrival Connection::buffered_head() const {
  const std::string_view text = std::string_view(buffer_).substr(used_);
  if (text.find("\r\n\r\n") != std::string_view::npos ||
      text.find("\n\n") != std::string_view::npos) {
    return Arrival::kHead;
  }
  return text.size() > limits_.head_bytes ? Arrival::kTooLarge : Arrival::kNothing;
}

Connection::Arrival Connection::receive_head() {
  std::array<char, kPiece> piece{};
  const bool was_idle = used_ == buffer_.size();
  const ssize_t received = ::recv(socket_, piece.data(), piece.size(), MSG_DONTWAIT);
  if (received == 0 || (received < 0 && errno != EAGAIN && errno != EINTR)) {
    return Arrival::kClosed;
  }
  if (received > 0) {
    buffer_.append(piece.data(), static_cast<std::size_t>(received));
    if (was_idle) {
      deadline_ = Clock::now() + limits_.head_time;
    }
  }
  return buffered_head();
}

void Connection::begin_body() {
  is_in_body_ = true;
  body_bytes_ = 0;
  body_began_ = Clock::now();
}

void Connection::end_request() {
  is_in_body_ = false;
  head_bytes_ = 0;
  buffer_.erase(0, used_);
  used_ = 0;
  if (!has_output()) {
    deadline_ = Clock::now() + (buffer_.empty() ? limits_.idle_time : limits_.head_time);
  }
}

void Connection::close_gently() const {
  constexpr auto kPatience = milliseconds(500);
  constexpr std::size_t kMost = std::size_t{4} << 20U;
  ::shutdown(socket_, SHUT_WR);
  const auto until = Clock::now() + kPatience;
  std::array<char, kPiece> piece{};
  for (std::size_t taken = 0; taken < kMost && wait_for(socket_, POLLIN, until);) {
    const ssize_t received = ::recv(socket_, piece.data(), piece.size(), MSG_DONTWAIT);
    if (received <= 0) {
      return;
    }
    taken += static_cast<std::size_t>(received);
  }
}

bool Connection::is_readable() const {
  return used_ < buffer_.size() || wait_for(socket_, POLLIN, Clock::now());
}

bool Connection::is_connected() const {
  pollfd entry{.fd = socket_, .events = POLLRDHUP, .revents = 0};
  return ::poll(&entry, 1, 0) >= 0 && (entry.revents & (POLLRDHUP | POLLERR | POLLHUP)) == 0;
}

bool Connection::is_writable() const {
  return is_connected() && wait_for(socket_, POLLOUT, Clock::now() + limits_.grace);
}

bool Connection::fill() {
  const auto deadline = is_in_body_ ? deadline_for(limits_, body_began_, body_bytes_) : deadline_;
  buffer_.clear();
  used_ = 0;
  std::array<char, kPiece> piece{};
  while (wait_for(socket_, POLLIN, deadline)) {
    const ssize_t received = ::recv(socket_, piece.data(), piece.size(), MSG_DONTWAIT);
    if (received > 0) {
      buffer_.assign(piece.data(), static_cast<std::size_t>(received));
      return true;
    }
    if (received == 0 || (errno != EAGAIN && errno != EINTR)) {
      return false;
    }
  }
  return false;
}

ssize_t Connection::read(char* to, std::size_t size) {
  if (!is_in_body_ && head_bytes_ > limits_.head_bytes) {
    return -1;
  }
  if (used_ == buffer_.size() && !fill()) {
    return -1;
  }
  const std::size_t count = std::min(size, buffer_.size() - used_);
  std::copy_n(buffer_.data() + used_, count, to);
  used_ += count;
  (is_in_body_ ? body_bytes_ : head_bytes_) += count;
  return static_cast<ssize_t>(count);
}

bool Connection::keep_output(std::string_view bytes) {
  if (output_.size() + bytes.size() > limits_.output_bytes ||
      all_output_ + bytes.size() > limits_.all_output_bytes) {
    return false;
  }
  output_ += bytes;
  all_output_ += bytes.size();
  return true;
}

bool Connection::send_output() {
  while (has_output()) {
    const ssize_t written = ::send(
        socket_, output_.data() + sent_, output_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT
    );
    if (written < 0) {
      return errno == EAGAIN || errno == EINTR;
    }
    sent_ += static_cast<std::size_t>(written);
    deadline_ = Clock::now() + limits_.grace;
  }
  all_output_ -= output_.size();
  output_.clear();
  sent_ = 0;
  deadline_ = Clock::now() + limits_.idle_time;
  return true;
}

ssize_t Connection::write(const char* from, std::size_t size) {
  const auto began = Clock::now();
  if (!send_output()) {
    return -1;
  }
  std::size_t sent = 0;
  while (sent < size) {
    const ssize_t written =
        has_output() ? -1 : ::send(socket_, from + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (written > 0) {
      sent += static_cast<std::size_t>(written);
      continue;
    }
    const bool can_wait = has_output() || errno == EAGAIN || errno == EINTR;
    if (can_wait && keep_output(std::string_view(from + sent, size - sent))) {
      deadline_ = Clock::now() + limits_.grace;
      break;
    }
    if (!can_wait || !wait_for(socket_, POLLOUT, deadline_for(limits_, began, sent)) ||
        !send_output()) {
      return -1;
    }
  }
  return static_cast<ssize_t>(size);
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how sockets give addresses
  if (::getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    read_address(address, ip, port);
  }
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how sockets give addresses
  if (::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    read_address(address, ip, port);
  }
}

}  // namespace portolan::server
