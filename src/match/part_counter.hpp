#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "alignment.hpp"
#include "portolan/match/name_score.hpp"

namespace portolan::match {

/// Receives what two names have of a part; the words that it is about as ranges of tokens.
class PartSink {
 public:
  virtual ~PartSink() = default;
  virtual void add(ScorePart part, double amount, const WordMatch& about) = 0;
};

/// Tells `sink` each part of two names, one call a cause. A range of no words is not shown.
void count_parts(const Name& a, const Name& b, PartSink& sink);

}  // namespace portolan::match
