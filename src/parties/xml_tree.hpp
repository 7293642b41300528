#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portolan/formats/xml.hpp"

namespace portolan::parties {

/// An element of an XML file with all below it: one entry of a list.
struct XmlNode {
  std::string name = {};
  /// Its own text, without blanks at the ends.
  std::string text = {};
  std::vector<std::pair<std::string, std::string>> attributes = {};
  std::vector<XmlNode> children = {};
  std::int64_t line = 0;

  /// The first child of that name; null if there is none.
  [[nodiscard]] const XmlNode* child(std::string_view child_name) const;
  /// All children of that name.
  [[nodiscard]] std::vector<const XmlNode*> all(std::string_view child_name) const;
  /// The descendants at the end of a path of names: {"akaList", "aka"}.
  [[nodiscard]] std::vector<const XmlNode*> at(std::initializer_list<std::string_view> path) const;
  /// The text of the first child of that name; empty if there is none.
  [[nodiscard]] std::string text_of(std::string_view child_name) const;
  /// The attribute's value; empty if there is none.
  [[nodiscard]] std::string attribute(std::string_view attribute_name) const;
};

/// Reads an element to its end, its start being the event that was read last.
///
/// Throws `Error` (kBadData) if it holds more than `kMaxEntryBytes`: no entry of a list is that
/// long.
[[nodiscard]] XmlNode
read_element(formats::XmlReader& reader, const formats::XmlEvent& start, const std::string& file);

inline constexpr std::size_t kMaxEntryBytes = std::size_t{32} << 20U;

/// Reads the file and hands over each element with one of the names that lies in none of the
/// others; returns the events that start elements above them to `see`, which may be empty.
void for_each_element(
    formats::XmlReader& reader,
    const std::string& file,
    std::initializer_list<std::string_view> names,
    const std::function<void(const XmlNode&)>& use,
    const std::function<void(const formats::XmlEvent&)>& see = {}
);

}  // namespace portolan::parties
