// Requests per second and their times for a server with so many clients:
//
//     portolan serve --workspace demo --bind 127.0.0.1:8765 --quiet > /dev/null &
//     server_load 8765 32 10
//
// Each client keeps one connection and asks for one small answer after the other, by turns.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

/// A connection that is kept.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how sockets take addresses
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
      fmt::print(stderr, "server_load: expected a server at port {}, got none\n", port);
      std::exit(1);
    }
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(socket_); }

  /// Returns the body of an answer; empty text where it is none of status 200.
  std::string get(std::string_view path, std::uint16_t port) {
    const std::string request =
        fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", path, port);
    ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL);
    std::string answer;
    std::size_t head_end = std::string::npos;
    while (head_end == std::string::npos) {
      if (!receive(answer)) {
        return "";
      }
      head_end = answer.find("\r\n\r\n");
    }
    const auto length_at = answer.find("Content-Length: ");
    if (!answer.starts_with("HTTP/1.1 200") || length_at == std::string::npos) {
      return "";
    }
    const std::size_t length = std::strtoull(answer.c_str() + length_at + 16, nullptr, 10);
    while (answer.size() < head_end + 4 + length) {
      if (!receive(answer)) {
        return "";
      }
    }
    return answer.substr(head_end + 4);
  }

 private:
  bool receive(std::string& answer) {
    std::array<char, 65536> piece;
    const ssize_t count = ::recv(socket_, piece.data(), piece.size(), 0);
    if (count <= 0) {
      return false;
    }
    answer.append(piece.data(), static_cast<std::size_t>(count));
    return true;
  }

  int socket_;
};

std::vector<std::string> paths_to_ask(std::uint16_t port) {
  std::vector<std::string> paths = {
      "/api/v1/meta",
      "/api/v1/leads?limit=10",
      "/api/v1/places?limit=20",
      "/api/v1/goods",
      "/api/v1/goods/854231",
      "/api/v1/sources?limit=10",
      "/api/v1/runs",
      "/api/v1/corridors/CHN:KAZ:RUS/series?goods=8542"};
  Client client(port);
  const std::string leads = client.get(paths[1], port);
  const auto id = leads.find("{\"id\":\"");
  if (id != std::string::npos) {
    const std::string lead = leads.substr(id + 7, 12);
    paths.push_back("/api/v1/leads/" + lead);
    paths.push_back("/api/v1/leads/" + lead + "/explanation");
  }
  for (const std::string& path : paths) {
    const auto began = Clock::now();
    const std::string body = client.get(path, port);
    const std::chrono::duration<double, std::milli> took = Clock::now() - began;
    fmt::print("{:60} {:>8} bytes, first asked: {:8.2f} ms\n", path, body.size(), took.count());
    if (body.empty()) {
      std::exit(1);
    }
  }
  return paths;
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: server_load PORT CLIENTS SECONDS\n");
    return 2;
  }
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  const auto num_clients = static_cast<std::size_t>(std::atoi(argv[2]));
  const auto paths = paths_to_ask(port);
  const auto began = Clock::now();
  const auto until = began + std::chrono::seconds(std::atoi(argv[3]));
  std::vector<std::vector<double>> times_ms(num_clients);
  std::vector<std::size_t> failed(num_clients, 0);
  {
    std::vector<std::jthread> clients;
    for (std::size_t i = 0; i < num_clients; ++i) {
      clients.emplace_back([&, i] {
        Client client(port);
        for (std::size_t turn = i; Clock::now() < until; ++turn) {
          const auto asked = Clock::now();
          failed[i] += client.get(paths[turn % paths.size()], port).empty() ? 1U : 0U;
          times_ms[i].push_back(
              std::chrono::duration<double, std::milli>(Clock::now() - asked).count()
          );
        }
      });
    }
  }
  const double elapsed = std::chrono::duration<double>(Clock::now() - began).count();
  std::vector<double> all;
  std::size_t num_failed = 0;
  for (std::size_t i = 0; i < num_clients; ++i) {
    all.insert(all.end(), times_ms[i].begin(), times_ms[i].end());
    num_failed += failed[i];
  }
  std::ranges::sort(all);
  const auto quantile = [&](double share) {
    return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
  };
  std::array<double, 3> load{};
  ::getloadavg(load.data(), 3);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  fmt::print(
      "{} clients, {:.1f} s: {:.0f} requests a second, {} failed; p50 {:.2f} ms, p99 {:.2f} ms, "
      "most {:.2f} ms\nclients' own processor time {:.1f} s; load of the machine {:.2f}, cores "
      "{}\n",
      num_clients,
      elapsed,
      static_cast<double>(all.size()) / elapsed,
      num_failed,
      quantile(0.5),
      quantile(0.99),
      all.back(),
      seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
      load[0],
      std::thread::hardware_concurrency()
  );
  return num_failed == 0 ? 0 : 1;
}
