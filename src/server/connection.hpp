#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include <httplib.h>

namespace portolan::server {

/// What a client may take of a connection's time and memory.
struct ConnectionLimits {
  std::size_t head_bytes = std::size_t{32} << 10U;
  /// From the first byte of a request to the end of its head.
  std::chrono::milliseconds head_time = std::chrono::seconds(10);
  /// Between requests.
  std::chrono::milliseconds idle_time = std::chrono::seconds(60);
  /// A body, or an answer, must move at least at this rate beyond a grace.
  std::chrono::milliseconds grace = std::chrono::seconds(10);
  std::size_t least_bytes_per_second = std::size_t{16} << 10U;
  /// Of answers that clients have not taken yet: of one connection, and of all. What is beyond
  /// holds a worker until it is taken.
  std::size_t output_bytes = std::size_t{16} << 20U;
  std::size_t all_output_bytes = std::size_t{256} << 20U;
};

/// A connection to a client, and the bytes that came and were not used yet. Closed at the end. One
/// thread at a time.
class Connection final : public httplib::Stream {
 public:
  using Clock = std::chrono::steady_clock;

  /// Takes over a connected socket that does not block. `all_output` counts the bytes that all
  /// connections keep for their clients, and outlives this one.
  Connection(int socket, const ConnectionLimits& limits, std::atomic<std::size_t>& all_output);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() override;

  enum class Arrival { kNothing, kHead, kTooLarge, kClosed };
  /// Takes what has arrived, without waiting, and tells whether a request's head is there whole.
  [[nodiscard]] Arrival receive_head();
  /// The same for bytes that were taken already.
  [[nodiscard]] Arrival buffered_head() const;
  /// When the client must have sent more.
  [[nodiscard]] Clock::time_point deadline() const noexcept { return deadline_; }

  /// The head is read: what follows is its body.
  void begin_body();
  [[nodiscard]] std::size_t body_bytes_read() const noexcept { return body_bytes_; }
  /// The answer is sent; the next request may come.
  void end_request();
  /// Whether part of an answer is still to be sent.
  [[nodiscard]] bool has_output() const noexcept { return sent_ < output_.size(); }
  /// Sends what can be sent without waiting; false where the client is gone.
  [[nodiscard]] bool send_output();
  /// Whether nothing more is to be read from the client.
  void close_after_output() noexcept { closes_after_output_ = true; }
  [[nodiscard]] bool closes_after_output() const noexcept { return closes_after_output_; }
  /// Tells the client that nothing more comes and takes a little of what it still sends, so that
  /// the answer reaches it.
  void close_gently() const;

  /// Whether the client has not closed its end; any thread.
  [[nodiscard]] bool is_connected() const;

  // What httplib asks of a stream.
  [[nodiscard]] bool is_readable() const override;
  [[nodiscard]] bool is_writable() const override;
  ssize_t read(char* to, std::size_t size) override;
  ssize_t write(const char* from, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  [[nodiscard]] socket_t socket() const override { return socket_; }

 private:
  /// Waits for more bytes until the deadline; false at the end of the stream or of the time.
  bool fill();

  /// Keeps bytes for later if there is room for them.
  [[nodiscard]] bool keep_output(std::string_view bytes);

  int socket_;
  ConnectionLimits limits_;
  std::atomic<std::size_t>& all_output_;
  std::string output_;
  std::size_t sent_ = 0;
  bool closes_after_output_ = false;
  std::string buffer_;
  std::size_t used_ = 0;
  bool is_in_body_ = false;
  std::size_t head_bytes_ = 0;
  std::size_t body_bytes_ = 0;
  Clock::time_point body_began_;
  Clock::time_point deadline_;
};

}  // namespace portolan::server
