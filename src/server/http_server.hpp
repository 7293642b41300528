#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "connection.hpp"
#include "http_message.hpp"
#include "listener.hpp"

namespace portolan::server {

struct HttpServerOptions {
  ConnectionLimits connections = {};
  std::size_t most_connections = 4'096;
  /// Requests that are answered at the same time.
  std::size_t num_workers = 40;
  /// Bodies that are read at the same time: a slow one holds a worker.
  std::size_t num_bodies = 6;
  /// Sent with every answer.
  NamedTexts headers = {};
};

/// Speaks HTTP/1.1 with clients and has a handler answer them. Idle connections take no thread.
class HttpServer {
 public:
  using Handler = std::function<Reply(const Request&)>;

  /// `handler` is called concurrently and must not throw.
  HttpServer(const Listener& listener, const HttpServerOptions& options, Handler handler);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  /// Answers until `stop` is called, then ends what is being answered.
  void run();
  /// From any thread.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace portolan::server
