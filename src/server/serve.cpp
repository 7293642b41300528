#include "portolan/server/serve.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <sys/resource.h>

#include "access_log.hpp"
#include "dispatcher.hpp"
#include "guard.hpp"
#include "http_server.hpp"
#include "listener.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/parallel.hpp"
#include "portolan/base/text.hpp"
#include "portolan/engine/workspace.hpp"
#include "portolan/formats/byte_source.hpp"
#include "private_file.hpp"
#include "routes.hpp"
#include "time_limit.hpp"

namespace portolan::server {
namespace {

// Clients that wait for a long answer hold a worker each; the others serve short ones.
constexpr std::size_t kMostWaiting = 12;
constexpr std::size_t kLeastSecret = 16;

std::string with_port(const std::string& host, int port) {
  const bool is_v6 = host.find(':') != std::string::npos && host.front() != '[';
  return fmt::format("{}:{}", is_v6 ? "[" + host + "]" : to_ascii_lower(host), port);
}

std::vector<std::string>
hosts_of(const ServeOptions& options, const BindAddress& address, int port) {
  std::vector<std::string> hosts;
  const auto add = [&](const std::string& host) {
    if (std::ranges::find(hosts, host) == hosts.end()) {
      hosts.push_back(host);
    }
  };
  for (const char* const host : {"127.0.0.1", "localhost", "::1"}) {
    add(with_port(host, port));
  }
  add(with_port(address.host, port));
  for (const std::string& host : options.allowed_hosts) {
    add(to_ascii_lower(host));
    if (host.find(':') == std::string::npos) {
      add(with_port(host, port));
    }
  }
  return hosts;
}

std::optional<TrustedProxy> proxy_of(const ServeOptions& options) {
  if (options.proxy.empty() != options.proxy_secret_file.empty()) {
    throw invalid_argument("--proxy: expected --proxy-secret-file with it, got only one of both");
  }
  if (options.proxy.empty()) {
    return std::nullopt;
  }
  require_private(options.proxy_secret_file, true);
  std::string secret(trim(formats::read_file(options.proxy_secret_file)));
  if (secret.size() < kLeastSecret) {
    throw bad_data(
        "{}: expected a secret of at least {} characters, got {}",
        options.proxy_secret_file.string(),
        kLeastSecret,
        secret.size()
    );
  }
  return TrustedProxy{
      .address = options.proxy,
      .secret = std::move(secret),
      .scopes = parse_scopes("--proxy-scope", options.proxy_scopes)};
}

void require_safe(const ServeOptions& options, const BindAddress& address) {
  if (is_loopback(address.host)) {
    return;
  }
  if (options.token_file.empty() && options.proxy.empty()) {
    throw invalid_argument(
        "--bind: expected an address of this machine only, like 127.0.0.1, got \"{}\" without "
        "--token-file",
        address.host
    )
        .with_hint("portolan serve token add NAME --token-file FILE makes a token");
  }
  if (options.proxy.empty() && list_tokens(options.token_file).empty()) {
    throw invalid_argument(
        "--token-file: expected at least one token, got none in {}", options.token_file.string()
    )
        .with_hint("portolan serve token add NAME --token-file FILE makes one");
  }
}

// Each connection is a file of the system; the usual limit is for programs with few.
void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    constexpr rlim_t kWanted = 16'384;
    limit.rlim_cur = std::min(limit.rlim_max, std::max(limit.rlim_cur, kWanted));
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

std::size_t most_connections() {
  rlimit limit{};
  constexpr std::size_t kMost = 4'096;
  constexpr std::size_t kOtherFiles = 256;
  const bool is_known = ::getrlimit(RLIMIT_NOFILE, &limit) == 0;
  return is_known ? std::min<std::size_t>(kMost, limit.rlim_cur - kOtherFiles) : kMost / 8;
}

/// All that answering needs, from the first request to the last.
class Front {
 public:
  Front(const ServeOptions& options, GuardOptions guard)
      : service_{.workspace = engine::find_workspace(options.workspace), .computing = Gate(num_threads_or_cores(0), kMostWaiting),
            .uploads = Uploads(
                engine::find_workspace(options.workspace) / "cache" / "uploads",
                {.bytes = options.max_upload_bytes}
            ),
            .jobs = Jobs(engine::find_workspace(options.workspace) / "cache" / "jobs")},
        guard_(std::move(guard)),
        log_(options.is_quiet),
        answer_time_(options.answer_time) {}

  Reply answer(const Request& request) {
    const auto began = std::chrono::steady_clock::now();
    SilentProgress progress;
    Outcome outcome;
    {
      const TimeLimits::Limit limit(limits_, progress, answer_time_, request.is_connected);
      outcome = dispatch(service_, guard_, request, progress);
    }
    const std::int64_t number = ++num_requests_;
    outcome.reply.headers.emplace_back("Request-Id", std::to_string(number));
    log_.write(
        {.number = number,
         .method = request.method,
         .route = outcome.route,
         .status = outcome.reply.status,
         .bytes = outcome.reply.body.size(),
         .took = std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now() - began
         ),
         .who = outcome.who,
         .fault = outcome.fault}
    );
    return std::move(outcome.reply);
  }

  void stop() { limits_.cancel_all(); }
  [[nodiscard]] AccessLog& log() { return log_; }

 private:
  Service service_;
  Guard guard_;
  AccessLog log_;
  TimeLimits limits_;
  std::chrono::seconds answer_time_;
  std::atomic<std::int64_t> num_requests_{0};
};

}  // namespace

void serve(
    const ServeOptions& options,
    const std::function<void(const std::string& url)>& on_ready,
    Progress& progress
) {
  const BindAddress address = bind_address(options.bind);
  require_safe(options, address);
  auto proxy = proxy_of(options);
  const Listener listener(address);
  const int port = listener.port();
  Front front(
      options,
      {.hosts = hosts_of(options, address, port),
       .proxy = std::move(proxy),
       .token_file = options.token_file}
  );
  raise_file_limit();
  HttpServer server(
      listener,
      {.most_connections = most_connections(), .headers = protective_headers()},
      [&](const Request& request) { return front.answer(request); }
  );
  const std::jthread stopper([&](const std::stop_token& ended) {
    constexpr auto kTick = std::chrono::milliseconds(50);
    while (!progress.is_cancelled() && !ended.stop_requested()) {
      std::this_thread::sleep_for(kTick);
    }
    front.stop();
    server.stop();
  });
  front.log().event("listening", with_port(address.host, port));
  on_ready(fmt::format("http://{}/", with_port(address.host, port)));
  server.run();
  front.log().event("stopped");
}

}  // namespace portolan::server
