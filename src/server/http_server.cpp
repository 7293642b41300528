#include "http_server.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "lobby.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "problem.hpp"

namespace portolan::server {
namespace {

// httplib lays these among the client's own headers.
constexpr std::array<std::string_view, 4> kNotOfTheClient = {
    "remote_addr",
    "remote_port",
    "local_addr",
    "local_port"};

// Under this name the client's Accept-Encoding is kept from httplib, which would pack by itself.
constexpr const char* kAcceptedPackings = "Portolan-Accept-Encoding";

Request request_of(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  request.remote_address = from.remote_addr;
  request.is_connected = [alive = from.progress] {
    return alive(0, 0);
  };
  for (const auto& [name, value] : from.headers) {
    const std::string lower = to_ascii_lower(name == kAcceptedPackings ? "accept-encoding" : name);
    if (std::ranges::find(kNotOfTheClient, lower) == kNotOfTheClient.end()) {
      request.headers.emplace_back(lower, value);
    }
  }
  return request;
}

void fill(httplib::Response& to, Reply&& reply) {
  to.status = reply.status;
  for (const auto& [name, value] : reply.headers) {
    to.headers.emplace(name, value);
  }
  if (reply.stream) {
    to.set_chunked_content_provider(
        reply.content_type,
        [stream = std::move(reply.stream)](std::size_t, httplib::DataSink& sink) {
          const auto piece = stream();
          if (!piece) {
            sink.done();
            return true;
          }
          return piece->empty() ? sink.is_writable() : sink.write(piece->data(), piece->size());
        }
    );
    return;
  }
  to.body = std::move(reply.body);
  if (!reply.content_type.empty()) {
    to.headers.emplace("Content-Type", reply.content_type);
  }
}

/// The body that a request's head announces.
struct AnnouncedBody {
  std::size_t length = 0;
  bool is_chunked = false;
  /// Two lengths, or a length and chunks: what one reader takes for the body, another does not.
  bool is_ambiguous = false;
};

AnnouncedBody announced_body(const httplib::Request& request) {
  AnnouncedBody body;
  const std::size_t num_lengths = request.get_header_value_count("Content-Length");
  body.is_chunked = request.has_header("Transfer-Encoding");
  body.is_ambiguous = num_lengths > 1 || (num_lengths == 1 && body.is_chunked);
  if (num_lengths > 0) {
    const auto length = parse_integer(request.get_header_value("Content-Length"));
    body.is_ambiguous = body.is_ambiguous || !length || *length < 0;
    body.length = length && *length > 0 ? static_cast<std::size_t>(*length) : 0;
  }
  return body;
}

/// Limits how many do something at once.
class Places {
 public:
  explicit Places(std::size_t count) : left_(static_cast<std::ptrdiff_t>(count)) {}
  bool take() {
    if (left_.fetch_sub(1) > 0) {
      return true;
    }
    left_.fetch_add(1);
    return false;
  }
  void free() { left_.fetch_add(1); }

 private:
  std::atomic<std::ptrdiff_t> left_;
};

/// httplib for what it does well, reading and writing messages; connections are the lobby's.
class Protocol final : public httplib::Server {
 public:
  Protocol(const Listener& listener, const HttpServerOptions& options, HttpServer::Handler handler)
      : handler_(std::move(handler)), bodies_(options.num_bodies) {
    // Streams end when there is no socket any more that takes connections.
    svr_sock_ = listener.socket();
    httplib::Headers headers{{"Accept-Ranges", "none"}};
    for (const auto& [name, value] : options.headers) {
      headers.emplace(name, value);
    }
    set_default_headers(std::move(headers));
    set_keep_alive_max_count(1'000'000);
    set_keep_alive_timeout(
        std::chrono::duration_cast<std::chrono::seconds>(options.connections.idle_time).count()
    );
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      return answer_without_body(request, response);
    });
    const auto with_body = [this](
                               const httplib::Request& request,
                               httplib::Response& response,
                               const httplib::ContentReader& reader
                           ) {
      answer_with_body(request, response, reader);
    };
    Post("/", with_body);
    Put("/", with_body);
    Patch("/", with_body);
    set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (response.body.empty()) {
        fill(response, problem(response.status, "request: expected a message of HTTP/1.1"));
      }
    });
  }

  /// Answers one request; returns whether another may follow on the connection.
  bool serve_one(Connection& connection) {
    bool is_read = false;
    bool is_closed = false;
    AnnouncedBody body;
    const bool is_sent =
        process_request(connection, false, is_closed, [&](httplib::Request& request) {
          is_read = true;
          body = announced_body(request);
          connection.begin_body();
          // The handler routes by the target; httplib's own patterns see one path, its ranges and
          // its packing are not wanted.
          request.path.assign(1, '/');
          request.ranges.clear();
          request.headers.erase("Range");
          if (const auto accepted = request.headers.find("Accept-Encoding");
              accepted != request.headers.end()) {
            const std::string value = accepted->second;
            request.headers.erase("Accept-Encoding");
            request.headers.emplace(kAcceptedPackings, value);
          }
          request.progress = [&connection](std::uint64_t, std::uint64_t) {
            return connection.is_connected();
          };
        });
    if (!is_sent) {
      return false;
    }
    const bool is_whole =
        !body.is_chunked && !body.is_ambiguous && connection.body_bytes_read() == body.length;
    if (!is_read || !is_whole) {
      connection.close_gently();
      return false;
    }
    connection.end_request();
    return !is_closed;
  }

  void end_streams() { svr_sock_ = INVALID_SOCKET; }

 private:
  HandlerResponse answer_without_body(const httplib::Request& from, httplib::Response& response) {
    const bool can_have_body =
        from.method == "POST" || from.method == "PUT" || from.method == "PATCH";
    if (announced_body(from).is_ambiguous) {
      fill(response, problem(400, "request: expected one length of the body, got several"));
      return HandlerResponse::Handled;
    }
    if (can_have_body) {
      return HandlerResponse::Unhandled;
    }
    answer(from, response, {});
    return HandlerResponse::Handled;
  }

  void answer_with_body(
      const httplib::Request& from,
      httplib::Response& response,
      const httplib::ContentReader& reader
  ) {
    if (from.is_multipart_form_data()) {
      fill(
          response,
          problem(
              415,
              "content-type: expected the file itself, got multipart/form-data",
              "",
              "#/headers/content-type"
          )
      );
      return;
    }
    if (from.has_header("Content-Encoding")) {
      fill(
          response,
          problem(
              415,
              "content-encoding: expected none, got a packed body",
              "",
              "#/headers/content-encoding"
          )
      );
      return;
    }
    answer(from, response, [&](const std::function<bool(std::string_view)>& take) {
      if (!bodies_.take()) {
        throw unavailable("server: expected room for one more body, got too many at once")
            .with_hint("send it again in a few seconds");
      }
      const bool is_whole = reader.reader_([&](const char* data, std::size_t size) {
        return take(std::string_view(data, size));
      });
      bodies_.free();
      return is_whole;
    });
  }

  void answer(
      const httplib::Request& from,
      httplib::Response& response,
      std::function<bool(const std::function<bool(std::string_view)>&)> read_body
  ) {
    Request request = request_of(from);
    request.read_body = std::move(read_body);
    const std::string fault = read_target(from.target, request);
    if (!fault.empty()) {
      fill(response, problem(400, fault, "", "#/path"));
      return;
    }
    fill(response, handler_(request));
  }

  HttpServer::Handler handler_;
  Places bodies_;
};

}  // namespace

struct HttpServer::State {
  State(const Listener& listener, const HttpServerOptions& options, Handler handler)
      : protocol(listener, options, std::move(handler)),
        lobby(
            listener,
            options.connections,
            options.most_connections,
            [this](Lobby::Guest guest) { enqueue(std::move(guest)); }
        ),
        num_workers(options.num_workers) {}

  void enqueue(Lobby::Guest guest) {
    {
      const std::lock_guard lock(mutex);
      waiting.push_back(std::move(guest));
    }
    has_work.notify_one();
  }

  void work() {
    while (true) {
      Lobby::Guest guest;
      {
        std::unique_lock lock(mutex);
        has_work.wait(lock, [this] { return is_stopped || !waiting.empty(); });
        if (is_stopped) {
          return;
        }
        guest = std::move(waiting.front());
        waiting.pop_front();
      }
      bool goes_on = protocol.serve_one(*guest);
      while (goes_on && !guest->has_output() &&
             guest->buffered_head() != Connection::Arrival::kNothing) {
        goes_on = protocol.serve_one(*guest);
      }
      if (!goes_on && guest->has_output()) {
        guest->close_after_output();
        goes_on = true;
      }
      if (goes_on) {
        lobby.give_back(std::move(guest));
      } else {
        guest.reset();
        lobby.note_closed();
      }
    }
  }

  Protocol protocol;
  Lobby lobby;
  std::size_t num_workers;
  std::mutex mutex;
  std::condition_variable has_work;
  std::deque<Lobby::Guest> waiting;
  bool is_stopped = false;
};

HttpServer::HttpServer(const Listener& listener, const HttpServerOptions& options, Handler handler)
    : state_(std::make_unique<State>(listener, options, std::move(handler))) {}

HttpServer::~HttpServer() = default;

void HttpServer::run() {
  std::vector<std::jthread> workers;
  for (std::size_t i = 0; i < state_->num_workers; ++i) {
    workers.emplace_back([this] { state_->work(); });
  }
  state_->lobby.run();
  {
    const std::lock_guard lock(state_->mutex);
    state_->is_stopped = true;
  }
  state_->has_work.notify_all();
}

void HttpServer::stop() {
  state_->protocol.end_streams();
  state_->lobby.stop();
}

}  // namespace portolan::server
