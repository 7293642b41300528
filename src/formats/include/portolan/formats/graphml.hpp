#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/table.hpp"

namespace portolan::formats {

/// Returns a directed graph as GraphML: one node a row of `nodes`, whose first column is its id,
/// and one edge a row of `edges`, whose first two are the ids of its source and target. The other
/// columns are attributes of the same names; a missing cell has none. Texts lose the control
/// characters that XML cannot hold.
///
/// Throws `Error` (kInternal) where an id is missing or a cell is not of its column's type.
[[nodiscard]] std::string graphml_text(const Table& nodes, const Table& edges);

struct GraphMlElement {
  /// By the name of the attribute ("attr.name" of its key); those of one value once.
  std::map<std::string, std::string> attributes = {};
  /// Physical line, from 1.
  std::int64_t line = 0;
};

struct GraphMlNode : GraphMlElement {
  std::string id = {};
};

struct GraphMlEdge : GraphMlElement {
  std::string source = {};
  std::string target = {};
};

struct GraphMl {
  std::vector<GraphMlNode> nodes;
  std::vector<GraphMlEdge> edges;
};

/// Returns the nodes and edges of a GraphML document in its order, those of nested graphs too.
/// Defaults of keys are applied; ports and hyperedges are not read.
///
/// Throws `Error` (kBadData, with file and line) for XML that is not well-formed, a document
/// without a graph, a node without id, an edge without source or target, or data of a key that is
/// not declared.
[[nodiscard]] GraphMl read_graphml(ByteSource& source);

}  // namespace portolan::formats
