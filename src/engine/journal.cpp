#include "portolan/engine/journal.hpp"

#include "open_workspace.hpp"
#include "portolan/store/journal.hpp"

namespace portolan::engine {

std::vector<JournalLine> journal(const JournalRequest& request) {
  std::vector<JournalLine> lines;
  const store::Journal kept(open_workspace(request.workspace).journal_file());
  for (store::JournalEntry& entry : kept.entries()) {
    lines.push_back(
        {.number = entry.number,
         .at = std::move(entry.at),
         .action = std::move(entry.action),
         .body = std::move(entry.body),
         .sha256 = std::move(entry.sha256)}
    );
  }
  return lines;
}

}  // namespace portolan::engine
