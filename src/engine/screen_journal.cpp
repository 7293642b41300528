#include "screen_journal.hpp"

#include <utility>

#include "portolan/formats/json_value.hpp"
#include "portolan/store/journal.hpp"

namespace portolan::engine {

void log_screening(
    const store::Workspace& workspace,
    std::string_view action,
    const ScreeningBasis& basis,
    const ScreenResult& result,
    const ScreenRunIds& ids,
    const std::string& by
) {
  using formats::JsonValue;
  JsonValue lists = JsonValue::array();
  for (const ScreenedListVersion& list : result.lists) {
    lists.push_back(JsonValue::object(
        {{"list", list.list}, {"as_of", list.as_of}, {"import_id", list.import_id}}
    ));
  }
  JsonValue body =
      JsonValue::object({{"file", basis.file}, {"sha256", basis.file_sha256}, {"rows", result.rows}}
      );
  body.set("rejects", result.rejects)
      .set("rows_with_hits", result.rows_with_hits)
      .set("hits", result.hits)
      .set("threshold_db", result.threshold_db)
      .set("lists", std::move(lists));
  if (!ids.screening.empty()) {
    body.set("saved_as", basis.name)
        .set("portfolio", ids.portfolio)
        .set("screening", ids.screening);
  }
  if (!by.empty()) {
    body.set("by", by);
  }
  store::Journal(workspace.journal_file()).append(action, std::move(body), basis.now);
}

}  // namespace portolan::engine
