#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "portolan/base/progress.hpp"
#include "portolan/parties/list_reader.hpp"

namespace portolan::parties {

/// Where readers put what they find: completes entries, counts, hands over.
class Intake {
 public:
  Intake(const TakeEntry& take, Progress& progress) : take_(take), progress_(progress) {}

  /// Hands an entry over: texts trimmed, empty and repeated items left out, an id made where there
  /// is none; an id that was there before gets "-2", "-3", … behind.
  void add(ListedParty party, EntryChange change = EntryChange::kAdd);

  void reject(
      std::int64_t line,
      std::string_view column,
      std::string_view reason,
      std::string_view value
  );

  /// Counts a record that is part of an entry or links several.
  void attach(const std::string& kind) { ++reading_.attached[kind]; }
  void note(std::string text) { reading_.notices.push_back(std::move(text)); }
  /// Keeps the date on which the list was published.
  void publish(std::string_view date_text, DateOrder order = DateOrder::kDayFirst);

  [[nodiscard]] ListReading take_reading() { return std::move(reading_); }
  /// To be asked now and then.
  void check() const { progress_.check(); }

 private:
  const TakeEntry& take_;
  Progress& progress_;
  ListReading reading_;
  std::unordered_map<std::string, int> uses_of_id_;
};

}  // namespace portolan::parties
