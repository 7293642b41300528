#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "answer.hpp"
#include "portolan/detect/detect.hpp"

namespace portolan::detect {

/// Gathers answers; the first that could test a hub and goods counts: monthly before annual,
/// families before their heading. In the end gives each tested cell its rate over the whole list.
class Gathering {
 public:
  /// Both are borrowed.
  Gathering(const DetectOptions& options, const panel::CodedPanel& panel)
      : options_(options), panel_(panel) {}

  void take(std::vector<Answer> answers);

  /// Returns what was found, with q-values, sorted. To be called once.
  [[nodiscard]] DetectResult finish();

 private:
  /// A tested cell; lead or surge as `lead.kind` says.
  struct Tested {
    Lead lead;
    CellTests tests;
  };
  void count(Answer answer);
  void rate_leads();
  void rate_surges(std::optional<double> CellTests::*test);

  const DetectOptions& options_;
  const panel::CodedPanel& panel_;
  DetectResult result_;
  std::vector<Tested> cells_;
  std::set<std::pair<std::uint16_t, std::string>> tested_;
  std::set<std::pair<std::uint16_t, std::string>> headings_;
  std::map<std::pair<std::uint16_t, std::string>, std::string> missing_;
};

}  // namespace portolan::detect
