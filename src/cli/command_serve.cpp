#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>

#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>

#include "command_tree.hpp"
#include "exit_code.hpp"
#include "option_values.hpp"
#include "portolan/base/text.hpp"
#include "portolan/server/access.hpp"
#include "portolan/server/serve.hpp"

namespace portolan::cli {
namespace {

struct ServeFlags {
  server::ServeOptions options;
  std::int64_t answer_seconds = 60;
  std::int64_t max_upload_mb = 2'048;
  bool opens_browser = false;
};

// Asks the desktop for a browser; where there is none the address is printed all the same.
void open_browser(const Session& session, std::string url) {
  std::string program = "xdg-open";
  char* const arguments[] = {program.data(), url.data(), nullptr};
  pid_t child = 0;
  if (::posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments, environ) != 0) {
    note(session, "no program opens a browser (xdg-open); the address is " + url);
  }
}

void add_serve_flags(CLI::App& command, ServeFlags& flags) {
  server::ServeOptions& options = flags.options;
  add_text(
      command,
      "--bind",
      options.bind,
      "ADDRESS:PORT",
      "where to take requests; port 0 is any free one; default: 127.0.0.1:8765"
  );
  command.add_flag("--open", flags.opens_browser, "open the address in a browser");
  add_file(
      command,
      "--token-file",
      options.token_file,
      "ask every client for a token of this file; needed for addresses that others reach"
  );
  add_texts(
      command,
      "--allow-host",
      options.allowed_hosts,
      "NAME",
      "another name under which clients know the server"
  );
  add_text(
      command,
      "--proxy",
      options.proxy,
      "ADDRESS",
      "believe this proxy who its users are (Portolan-Proxy-User)"
  );
  add_file(
      command,
      "--proxy-secret-file",
      options.proxy_secret_file,
      "what the proxy sends as Portolan-Proxy-Secret"
  );
  add_text(
      command,
      "--proxy-scope",
      options.proxy_scopes,
      "SCOPES",
      "what the proxy's users may do: read,decide,import; default: read"
  );
  add_count(
      command,
      "--answer-seconds",
      flags.answer_seconds,
      "how long a client may wait for an answer; default: 60",
      1
  );
  add_count(
      command,
      "--max-upload-mb",
      flags.max_upload_mb,
      "the largest file that a client may send, in MB; default: 2048",
      1
  );
}

// Beyond this the number of bytes would not fit.
constexpr std::int64_t kMostMegabytes = std::int64_t{1} << 30U;

void print_tokens(const Session& session, const std::vector<server::TokenInfo>& tokens) {
  formats::Document document;
  document.schema = "portolan.tokens/1";
  document.table.columns = {
      formats::text_column("id", formats::Overflow::kKeep),
      formats::text_column("name"),
      formats::text_column("scopes"),
      formats::text_column("made_at")};
  for (const auto& token : tokens) {
    std::vector<std::string> scopes;
    for (const server::Scope scope : token.scopes) {
      scopes.emplace_back(to_string(scope));
    }
    document.table.rows.push_back({token.id, token.name, join(scopes, ","), token.made_at});
  }
  print(session, std::move(document));
}

CLI::Option* add_token_file(CLI::App& command, std::filesystem::path& file) {
  return add_file(command, "--token-file", file, "where the tokens' hashes are kept")->required();
}

void add_token_add(CLI::App& token, Session& session) {
  CLI::App* command = add_command(
      token,
      "add",
      "make a token and print it: it cannot be had again, only its hash is kept",
      "portolan serve token add anna --scope read,decide --token-file tokens.json"
  );
  const auto request = std::make_shared<server::AddTokenRequest>();
  add_text(*command, "NAME", request->name, "NAME", "whose it is, for the journal")->required();
  add_text(
      *command,
      "--scope",
      request->scopes,
      "SCOPES",
      "what it allows: read,decide,import; default: read"
  );
  add_token_file(*command, request->file);
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->at = time_text(std::chrono::system_clock::now());
      const auto added = server::add_token(*request);
      note(
          session,
          fmt::format("token {}: kept as a hash in {}", added.info.id, request->file.string())
      );
      return print_text(session, added.token + "\n");
    };
  });
}

void add_token_commands(CLI::App& serve, Session& session) {
  CLI::App* token = add_command(
      serve,
      "token",
      "tokens by which clients say who they are",
      "portolan serve token list --token-file tokens.json"
  );
  add_token_add(*token, session);
  const auto file = std::make_shared<std::filesystem::path>();
  CLI::App* list = add_command(
      *token,
      "list",
      "print the tokens, without the tokens",
      "portolan serve token list --token-file tokens.json"
  );
  add_token_file(*list, *file);
  list->callback([&session, file] {
    session.action = [&session, file] {
      print_tokens(session, server::list_tokens(*file));
      return kSuccess;
    };
  });
  CLI::App* revoke = add_command(
      *token,
      "revoke",
      "take a token back; a running server notices at once",
      "portolan serve token revoke 3f9a01c2 --token-file tokens.json"
  );
  const auto id = std::make_shared<std::string>();
  add_text(*revoke, "ID", *id, "ID", "the token's id")->required();
  add_token_file(*revoke, *file);
  revoke->callback([&session, file, id] {
    session.action = [&session, file, id] {
      server::revoke_token(*file, *id);
      note(session, "revoked token " + *id);
      return kSuccess;
    };
  });
}

}  // namespace

void add_serve_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "serve",
      "serve the workspace over HTTP, with its pages for a browser, until Ctrl-C",
      "portolan serve --open\n"
      "portolan serve --bind 0.0.0.0:8765 --token-file tokens.json --allow-host trade.example.org"
  );
  const auto flags = std::make_shared<ServeFlags>();
  add_serve_flags(*command, *flags);
  add_token_commands(*command, session);
  command->callback([&session, flags, command] {
    if (!command->get_subcommands().empty()) {
      return;
    }
    session.action = [&session, flags] {
      server::ServeOptions& options = flags->options;
      options.workspace = session.options.workspace;
      options.answer_time = std::chrono::seconds(flags->answer_seconds);
      options.max_upload_bytes =
          static_cast<std::uint64_t>(std::min(flags->max_upload_mb, kMostMegabytes)) << 20U;
      options.is_quiet = session.options.is_quiet;
      const auto on_ready = [&session, flags](const std::string& url) {
        print_text(session, url + "\n");
        if (flags->opens_browser) {
          open_browser(session, url);
        }
      };
      server::serve(options, on_ready, *session.progress);
      return kSuccess;
    };
  });
}

}  // namespace portolan::cli
