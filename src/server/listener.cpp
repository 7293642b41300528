#include "listener.hpp"

#include <cerrno>
#include <cstdint>
#include <memory>
#include <system_error>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::server {
namespace {

constexpr int kBacklog = 1024;

std::string reason() {
  return std::generic_category().message(errno);
}

void switch_on(int socket, int level, int option) {
  const int on = 1;
  ::setsockopt(socket, level, option, &on, sizeof(on));
}

}  // namespace

BindAddress bind_address(const std::string& text) {
  const auto colon = text.rfind(':');
  const std::int64_t port =
      colon == std::string::npos ? -1 : parse_integer(text.substr(colon + 1)).value_or(-1);
  std::string host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string::npos) {
    host.clear();
  }
  if (port < 0 || port > 65'535 || host.empty()) {
    throw invalid_argument(
        "--bind: expected an address and a port like 127.0.0.1:8765, got \"{}\"", text
    );
  }
  return {.host = host, .port = static_cast<int>(port)};
}

bool is_loopback(const std::string& host) {
  return is_equal_ignoring_case(host, "localhost") || host == "::1" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos);
}

Listener::Listener(const BindAddress& address) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failure =
      ::getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &found);
  if (failure != 0) {
    throw invalid_argument(
        "--bind: expected an address of this machine, got \"{}\": {}",
        address.host,
        ::gai_strerror(failure)
    );
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  socket_ = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  switch_on(socket_, SOL_SOCKET, SO_REUSEADDR);
  if (socket_ < 0 || ::bind(socket_, found->ai_addr, found->ai_addrlen) != 0 ||
      ::listen(socket_, kBacklog) != 0) {
    const std::string why = reason();
    ::close(socket_);
    throw unavailable(
        "{}:{}: expected a port that is free, got: {}", address.host, address.port, why
    )
        .with_hint("--bind 127.0.0.1:0 takes any free port");
  }
}

Listener::~Listener() {
  ::close(socket_);
}

int Listener::port() const {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how sockets give addresses
  ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  // The port stands at the same place for both families.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how sockets give addresses
  return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

int Listener::accept() const {
  const int socket = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (socket >= 0) {
    switch_on(socket, IPPROTO_TCP, TCP_NODELAY);
  }
  return socket;
}

}  // namespace portolan::server
