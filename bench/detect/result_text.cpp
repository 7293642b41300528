#include "result_text.hpp"

#include <iterator>

#include <fmt/format.h>

namespace portolan::bench {
namespace {

class Text {
 public:
  void add(double value) { fmt::format_to(std::back_inserter(text_), "{:a} ", value); }
  void add(std::string_view value) { fmt::format_to(std::back_inserter(text_), "{} ", value); }
  void add(std::size_t value) { fmt::format_to(std::back_inserter(text_), "{} ", value); }
  void add(detect::Decibans value) { fmt::format_to(std::back_inserter(text_), "{} ", value); }
  void add(const std::optional<double>& value) { value ? add(*value) : add("-"); }
  void add(const Period& value) { add(value.to_string()); }
  void end_line() { text_ += '\n'; }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void add_leg(Text& text, const std::optional<detect::LegUsd>& leg) {
  if (!leg) {
    text.add("-");
    return;
  }
  for (const double value :
       {leg->before, leg->after, leg->expected, leg->excess, leg->low, leg->high}) {
    text.add(value);
  }
}

void add_evidence(Text& text, const detect::EvidenceItem& item) {
  text.add(item.measure);
  text.add(item.weight);
  for (const double value : {item.value, item.expected, item.low, item.high}) {
    text.add(value);
  }
  if (item.placebos) {
    text.add(item.placebos->p_value);
    text.add(item.placebos->value);
    text.add(item.placebos->placebo_median);
    text.add(item.placebos->placebo_high);
    text.add(item.placebos->placebo_cells);
  }
  text.add(item.detail);
  text.add(static_cast<std::size_t>(item.rows.count));
  text.end_line();
}

void add_lead(Text& text, const detect::Lead& lead) {
  text.add(lead.id);
  text.add(to_string(lead.kind));
  text.add(lead.hub);
  text.add(lead.goods.family);
  text.add(lead.score);
  text.add(lead.prior);
  text.add(to_string(lead.against));
  text.add(lead.p_value);
  text.add(lead.q_value);
  text.add(lead.smallest_q);
  text.add(to_string(lead.band));
  lead.since ? text.add(*lead.since) : text.add("-");
  text.add(lead.window.from);
  text.add(lead.window.since);
  text.add(lead.window.until);
  add_leg(text, lead.inflow);
  add_leg(text, lead.outflow);
  text.add(lead.went_on ? std::optional(lead.went_on->value) : std::nullopt);
  text.add(lead.went_on_low);
  text.add(lead.went_on_high);
  text.add(lead.placebo_cells);
  text.add(lead.calibration_method);
  for (const detect::OriginShare& origin : lead.origins) {
    text.add(origin.iso3);
    text.add(origin.share);
    text.add(origin.low);
    text.add(origin.high);
  }
  text.end_line();
  for (const detect::EvidenceItem& item : lead.evidence) {
    add_evidence(text, item);
  }
  for (const detect::InnocentExplanation& one : lead.innocent) {
    text.add(to_string(one.explanation));
    one.score ? text.add(*one.score) : text.add("-");
    text.add(to_string(one.result));
    text.add(one.detail);
    text.end_line();
  }
  for (const detect::QualityIssue& issue : lead.data_quality) {
    text.add(issue.issue);
    text.add(issue.detail);
    text.end_line();
  }
}

}  // namespace

std::string text_of(const detect::DetectResult& result) {
  Text text;
  for (const auto* part : {&result.leads, &result.surges}) {
    for (const detect::Lead& lead : *part) {
      add_lead(text, lead);
    }
  }
  for (const detect::Untested& one : result.not_enough_data) {
    text.add(one.hub);
    text.add(one.family);
    text.add(one.missing);
    text.end_line();
  }
  for (const std::string& notice : result.notices) {
    text.add(notice);
    text.end_line();
  }
  return text.take();
}

}  // namespace portolan::bench
