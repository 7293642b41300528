#pragma once

#include <string>

namespace portolan::server {

/// An address of this machine that requests are taken at.
struct BindAddress {
  /// "127.0.0.1", "::1" or a name.
  std::string host;
  int port = 0;
};

/// Returns the address that "HOST:PORT" or "[HOST]:PORT" is; throws `Error` (kInvalidArgument) for
/// other text.
[[nodiscard]] BindAddress bind_address(const std::string& text);

/// Returns whether a host reaches this machine only: localhost, 127.0.0.0/8 or ::1.
[[nodiscard]] bool is_loopback(const std::string& host);

/// A socket that takes connections. Closed at the end.
class Listener {
 public:
  /// Throws `Error`: kInvalidArgument for a host that is not found, kUnavailable where the port
  /// cannot be had.
  explicit Listener(const BindAddress& address);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  [[nodiscard]] int socket() const noexcept { return socket_; }
  /// The port, also where a free one was asked for.
  [[nodiscard]] int port() const;
  /// Returns a connection that waits, as a socket that does not block; -1 if there is none.
  [[nodiscard]] int accept() const;

 private:
  int socket_ = -1;
};

}  // namespace portolan::server
