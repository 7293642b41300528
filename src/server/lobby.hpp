#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "connection.hpp"
#include "listener.hpp"

namespace portolan::server {

/// Where connections wait that have no whole request to answer, or have not taken their answer yet:
/// one thread for any number of them, so that idle and slow clients take no thread each. The one
/// that is idle longest goes where there are too many.
class Lobby {
 public:
  using Guest = std::unique_ptr<Connection>;

  /// `admit` takes over a connection whose request has arrived; it must not block.
  Lobby(
      const Listener& listener,
      const ConnectionLimits& limits,
      std::size_t most_connections,
      std::function<void(Guest)> admit
  );
  Lobby(const Lobby&) = delete;
  Lobby& operator=(const Lobby&) = delete;
  ~Lobby();

  /// Takes connections and waits for requests until `stop`.
  void run();
  /// Any thread: gives a connection back whose request is answered, or notes that it is gone.
  void give_back(Guest guest);
  void note_closed();
  void stop();

 private:
  void wake() const;
  void take_inbox();
  void accept_all();
  void look_at(int socket);
  void send_to(int socket);
  void keep(Guest guest);
  Guest let_go(int socket);
  void close_overdue();
  void close_longest_idle();

  const Listener& listener_;
  ConnectionLimits limits_;
  std::size_t most_connections_;
  std::function<void(Guest)> admit_;
  int epoll_ = -1;
  int wake_ = -1;
  std::atomic<std::size_t> all_output_{0};
  std::unordered_map<int, Guest> guests_;

  std::mutex mutex_;
  std::vector<Guest> inbox_;
  /// Connections that are being answered.
  std::size_t num_away_ = 0;
  bool is_stopped_ = false;
};

}  // namespace portolan::server
