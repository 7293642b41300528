#include "portolan/formats/graphml.hpp"

#include <optional>
#include <variant>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/xml.hpp"

namespace portolan::formats {
namespace {

/// `text` between tags or quotation marks, without control characters that XML forbids.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char character : text) {
    switch (character) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default: {
        const auto byte = static_cast<unsigned char>(character);
        if (byte >= 0x20U || character == '\n' || character == '\t') {
          result += character;
        }
      }
    }
  }
  return result;
}

std::string_view type_name(CellType type) {
  switch (type) {
    case CellType::kInteger:
      return "long";
    case CellType::kDecimal:
    case CellType::kDouble:
      return "double";
    case CellType::kBoolean:
      return "boolean";
    case CellType::kText:
      break;
  }
  return "string";
}

std::optional<std::string> value_text(const Cell& cell) {
  struct Visitor {
    std::optional<std::string> operator()(std::monostate) const { return std::nullopt; }
    std::optional<std::string> operator()(const std::string& text) const { return escaped(text); }
    std::optional<std::string> operator()(std::int64_t number) const {
      return std::to_string(number);
    }
    std::optional<std::string> operator()(Decimal3 number) const { return number.to_string(); }
    std::optional<std::string> operator()(double number) const { return format_double(number); }
    std::optional<std::string> operator()(bool boolean) const { return boolean ? "true" : "false"; }
  };
  return std::visit(Visitor{}, cell);
}

std::string id_text(const Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  ensure(text != nullptr && !text->empty(), "a node or edge of GraphML has ids");
  return escaped(*text);
}

void declare_keys(const Table& table, std::size_t first, std::string_view what, std::string& out) {
  for (std::size_t i = first; i < table.columns.size(); ++i) {
    out += fmt::format(
        "  <key id=\"{}_{}\" for=\"{}\" attr.name=\"{}\" attr.type=\"{}\"/>\n",
        what,
        i,
        what,
        escaped(table.columns[i].name),
        type_name(table.columns[i].type)
    );
  }
}

void write_data(
    const std::vector<Cell>& row,
    std::size_t first,
    std::string_view what,
    std::string& out
) {
  for (std::size_t i = first; i < row.size(); ++i) {
    if (const auto text = value_text(row[i])) {
      out += fmt::format("<data key=\"{}_{}\">{}</data>", what, i, *text);
    }
  }
}

/// Reads the elements of a GraphML document as they come.
class GraphMlReader {
 public:
  explicit GraphMlReader(ByteSource& source) : name_(source.name()), xml_(source) {}

  GraphMl read() {
    while (const XmlEvent* event = xml_.next()) {
      if (event->kind == XmlEvent::Kind::kStart) {
        begin(*event);
      } else if (event->kind == XmlEvent::Kind::kText) {
        text_ += event->text;
      } else {
        end(*event);
      }
    }
    if (!has_graph_) {
      throw bad_data("{}: expected GraphML with a graph, got none", name_);
    }
    apply_defaults(result_.nodes, "node");
    apply_defaults(result_.edges, "edge");
    return std::move(result_);
  }

 private:
  struct Key {
    std::string name;
    std::string of;
    std::optional<std::string> otherwise;
  };

  [[nodiscard]] std::string required(const XmlEvent& event, std::string_view attribute) const {
    const std::string* value = event.attribute(attribute);
    if (value == nullptr || value->empty()) {
      throw bad_data(
          "{}:{}: {}: expected an attribute {}, got none", name_, event.line, event.name, attribute
      );
    }
    return *value;
  }

  void begin(const XmlEvent& event) {
    text_.clear();
    if (event.name == "graph") {
      has_graph_ = true;
    } else if (event.name == "key") {
      key_ = required(event, "id");
      const std::string* name = event.attribute("attr.name");
      const std::string* of = event.attribute("for");
      keys_[key_] = {name == nullptr ? key_ : *name, of == nullptr ? "all" : *of, std::nullopt};
    } else if (event.name == "node") {
      GraphMlNode node;
      node.id = required(event, "id");
      node.line = event.line;
      result_.nodes.push_back(std::move(node));
      open_ = &result_.nodes.back().attributes;
    } else if (event.name == "edge") {
      GraphMlEdge edge;
      edge.source = required(event, "source");
      edge.target = required(event, "target");
      edge.line = event.line;
      result_.edges.push_back(std::move(edge));
      open_ = &result_.edges.back().attributes;
    } else if (event.name == "data") {
      key_ = required(event, "key");
      if (keys_.count(key_) == 0) {
        throw bad_data(
            "{}:{}: data: expected a key that is declared, got \"{}\"", name_, event.line, key_
        );
      }
    }
  }

  void end(const XmlEvent& event) {
    if (event.name == "data" && open_ != nullptr) {
      open_->emplace(keys_[key_].name, std::string(trim(text_)));
    } else if (event.name == "default") {
      keys_[key_].otherwise = std::string(trim(text_));
    } else if (event.name == "node" || event.name == "edge") {
      open_ = nullptr;
    }
    text_.clear();
  }

  template <typename Element>
  void apply_defaults(std::vector<Element>& elements, std::string_view what) const {
    for (const auto& [id, key] : keys_) {
      if (key.otherwise && (key.of == what || key.of == "all")) {
        for (Element& element : elements) {
          element.attributes.emplace(key.name, *key.otherwise);
        }
      }
    }
  }

  std::string name_;
  XmlReader xml_;
  GraphMl result_;
  std::map<std::string, Key> keys_;
  std::string key_;
  std::string text_;
  std::map<std::string, std::string>* open_ = nullptr;
  bool has_graph_ = false;
};

}  // namespace

std::string graphml_text(const Table& nodes, const Table& edges) {
  ensure_consistent(nodes);
  ensure_consistent(edges);
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
  declare_keys(nodes, 1, "node", out);
  declare_keys(edges, 2, "edge", out);
  out += "  <graph edgedefault=\"directed\">\n";
  for (const auto& row : nodes.rows) {
    out += fmt::format("    <node id=\"{}\">", id_text(row[0]));
    write_data(row, 1, "node", out);
    out += "</node>\n";
  }
  for (const auto& row : edges.rows) {
    out += fmt::format("    <edge source=\"{}\" target=\"{}\">", id_text(row[0]), id_text(row[1]));
    write_data(row, 2, "edge", out);
    out += "</edge>\n";
  }
  return out + "  </graph>\n</graphml>\n";
}

GraphMl read_graphml(ByteSource& source) {
  return GraphMlReader(source).read();
}

}  // namespace portolan::formats
