#pragma once

#include <filesystem>
#include <memory>

#include "portolan/engine/corridor.hpp"
#include "portolan/engine/panel.hpp"

namespace portolan::engine {

/// A workspace's newest panel with its lists, opened once for many questions. It stays what it was
/// when it was opened, whatever becomes of the workspace. Const methods may run concurrently.
class PanelReader {
 public:
  /// Throws `Error` (kNotFound) where no panel was built.
  explicit PanelReader(const std::filesystem::path& workspace);
  PanelReader(PanelReader&&) noexcept;
  PanelReader& operator=(PanelReader&&) noexcept;
  ~PanelReader();

  /// As `show_panel` and `corridor`; the request's workspace is not asked.
  [[nodiscard]] ShowPanelResult show(const ShowPanelRequest& request) const;
  [[nodiscard]] CorridorResult corridor(const CorridorRequest& request) const;

 private:
  struct State;
  std::unique_ptr<const State> state_;
};

}  // namespace portolan::engine
