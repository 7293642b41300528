#include "portolan/server/serve.hpp"

#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "dispatcher.hpp"
#include "http_server.hpp"
#include "listener.hpp"
#include "portolan/base/error.hpp"
#include "portolan/engine/workspace.hpp"
#include "routes.hpp"

namespace portolan::server {
namespace {

std::string url_of(const BindAddress& address, int port) {
  const bool is_v6 = address.host.find(':') != std::string::npos;
  return fmt::format("http://{}:{}/", is_v6 ? "[" + address.host + "]" : address.host, port);
}

}  // namespace

void serve(
    const ServeOptions& options,
    const std::function<void(const std::string& url)>& on_ready,
    Progress& progress
) {
  const BindAddress address = bind_address(options.bind);
  if (!is_loopback(address.host)) {
    throw invalid_argument(
        "--bind: expected an address of this machine only, like 127.0.0.1, got \"{}\"", address.host
    );
  }
  Service service{.workspace = engine::find_workspace(options.workspace)};
  const Listener listener(address);
  HttpServer server(listener, {}, [&](const Request& request) {
    SilentProgress answering;
    return dispatch(service, request, answering);
  });
  const std::jthread stopper([&](const std::stop_token& ended) {
    constexpr auto kTick = std::chrono::milliseconds(50);
    while (!progress.is_cancelled() && !ended.stop_requested()) {
      std::this_thread::sleep_for(kTick);
    }
    server.stop();
  });
  on_ready(url_of(address, listener.port()));
  server.run();
}

}  // namespace portolan::server
