#include "xml_tree.hpp"

#include <algorithm>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::parties {
namespace {

// Bytes of a node beside its texts, about.
constexpr std::size_t kNodeBytes = 160;

class TreeReader {
 public:
  TreeReader(formats::XmlReader& reader, const std::string& file) : reader_(reader), file_(file) {}

  XmlNode read(const formats::XmlEvent& start) {
    XmlNode root = node_of(start);
    std::vector<XmlNode*> open{&root};
    while (!open.empty()) {
      const formats::XmlEvent* event = reader_.next();
      ensure(event != nullptr, "an XML reader tells of elements that are left open");
      if (event->kind == formats::XmlEvent::Kind::kText) {
        count(event->text.size(), event->line);
        open.back()->text += event->text;
      } else if (event->kind == formats::XmlEvent::Kind::kStart) {
        open.back()->children.push_back(node_of(*event));
        open.push_back(&open.back()->children.back());
      } else {
        open.back()->text = trim(open.back()->text);
        open.pop_back();
      }
    }
    return root;
  }

 private:
  XmlNode node_of(const formats::XmlEvent& start) {
    std::size_t bytes = kNodeBytes + start.name.size();
    for (const auto& [key, value] : start.attributes) {
      bytes += key.size() + value.size();
    }
    count(bytes, start.line);
    return {.name = start.name, .attributes = start.attributes, .line = start.line};
  }

  void count(std::size_t bytes, std::int64_t line) {
    bytes_ += bytes;
    if (bytes_ > kMaxEntryBytes) {
      throw bad_data(
          "{}:{}: expected an entry of at most {} MiB, got more", file_, line, kMaxEntryBytes >> 20U
      );
    }
  }

  formats::XmlReader& reader_;
  const std::string& file_;
  std::size_t bytes_ = 0;
};

}  // namespace

const XmlNode* XmlNode::child(std::string_view child_name) const {
  const auto found = std::ranges::find(children, child_name, &XmlNode::name);
  return found == children.end() ? nullptr : &*found;
}

std::vector<const XmlNode*> XmlNode::all(std::string_view child_name) const {
  std::vector<const XmlNode*> found;
  for (const XmlNode& one : children) {
    if (one.name == child_name) {
      found.push_back(&one);
    }
  }
  return found;
}

std::vector<const XmlNode*> XmlNode::at(std::initializer_list<std::string_view> path) const {
  std::vector<const XmlNode*> level{this};
  for (const std::string_view step : path) {
    std::vector<const XmlNode*> next;
    for (const XmlNode* node : level) {
      const auto found = node->all(step);
      next.insert(next.end(), found.begin(), found.end());
    }
    level = std::move(next);
  }
  return level;
}

std::string XmlNode::text_of(std::string_view child_name) const {
  const XmlNode* found = child(child_name);
  return found == nullptr ? std::string() : found->text;
}

std::string XmlNode::attribute(std::string_view attribute_name) const {
  for (const auto& [key, value] : attributes) {
    if (key == attribute_name) {
      return value;
    }
  }
  return {};
}

XmlNode
read_element(formats::XmlReader& reader, const formats::XmlEvent& start, const std::string& file) {
  return TreeReader(reader, file).read(start);
}

void for_each_element(
    formats::XmlReader& reader,
    const std::string& file,
    std::initializer_list<std::string_view> names,
    const std::function<void(const XmlNode&)>& use,
    const std::function<void(const formats::XmlEvent&)>& see
) {
  while (const formats::XmlEvent* event = reader.next()) {
    if (event->kind != formats::XmlEvent::Kind::kStart) {
      continue;
    }
    if (std::ranges::find(names, event->name) != names.end()) {
      use(read_element(reader, *event, file));
    } else if (see) {
      see(*event);
    }
  }
}

}  // namespace portolan::parties
