#include "command_tree.hpp"
#include "exit_code.hpp"
#include "portolan/engine/doctor.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_doctor_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "doctor",
      "check that this machine and the workspace can do the work: library, memory, disk, hashes",
      "portolan doctor\nportolan doctor --workspace ~/trade --format json"
  );
  command->callback([&session] {
    session.action = [&session] {
      const auto result = engine::doctor({.workspace = session.options.workspace});
      print(session, wire::document_of(result));
      return result.has_failed() ? exit_code_of(ErrorCode::kUnavailable) : kSuccess;
    };
  });
}

}  // namespace portolan::cli
