#include "portolan/formats/graphml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portolan/base/error.hpp"

namespace portolan::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;
using testing::ThrowsMessage;

GraphMl read(std::string_view text) {
  MemorySource source("g.graphml", text);
  return read_graphml(source);
}

Table nodes() {
  return {
      .columns = {text_column("id"), text_column("name"), double_column("share")},
      .rows = {
          {Cell("a"), Cell("R&D <\"Alder\"> \x01Ltd"), Cell(0.25)}, {Cell("b"), Cell(), Cell()}}};
}

Table edges() {
  return {
      .columns = {text_column("source"), text_column("target"), boolean_column("controls")},
      .rows = {{Cell("a"), Cell("b"), Cell(true)}}};
}

TEST(GraphMl, IsReadAsItWasWritten) {
  const GraphMl graph = read(graphml_text(nodes(), edges()));
  ASSERT_THAT(graph.nodes, SizeIs(2));
  EXPECT_EQ(graph.nodes[0].id, "a");
  EXPECT_THAT(
      graph.nodes[0].attributes,
      ElementsAre(Pair("name", "R&D <\"Alder\"> Ltd"), Pair("share", "0.25"))
  );
  EXPECT_THAT(graph.nodes[1].attributes, IsEmpty());
  ASSERT_THAT(graph.edges, SizeIs(1));
  EXPECT_EQ(graph.edges[0].source, "a");
  EXPECT_EQ(graph.edges[0].target, "b");
  EXPECT_THAT(graph.edges[0].attributes, ElementsAre(Pair("controls", "true")));
}

TEST(GraphMl, DeclaresItsKeysWithTypes) {
  EXPECT_THAT(
      graphml_text(nodes(), edges()),
      HasSubstr("<key id=\"node_2\" for=\"node\" attr.name=\"share\" attr.type=\"double\"/>")
  );
}

TEST(GraphMl, TakesDefaultsWhereAnElementSaysNothing) {
  const GraphMl graph = read(
      "<graphml><key id='k' for='edge' attr.name='kind'><default>owner</default></key><graph>"
      "<node id='a'/><node id='b'/><edge source='a' target='b'/>"
      "<edge source='b' target='a'><data key='k'>director</data></edge></graph></graphml>"
  );
  EXPECT_THAT(graph.edges[0].attributes, ElementsAre(Pair("kind", "owner")));
  EXPECT_THAT(graph.edges[1].attributes, ElementsAre(Pair("kind", "director")));
  EXPECT_THAT(graph.nodes[0].attributes, IsEmpty());
}

TEST(GraphMl, IsRefusedWhereItIsBroken) {
  EXPECT_THAT(
      [] { (void)read("<svg/>"); },
      ThrowsMessage<Error>("g.graphml: expected GraphML with a graph, got none")
  );
  EXPECT_THAT(
      [] { (void)read("<graphml><graph>\n<edge source='a'/></graph></graphml>"); },
      ThrowsMessage<Error>("g.graphml:2: edge: expected an attribute target, got none")
  );
  EXPECT_THAT(
      [] {
        (void)read("<graphml><graph><node id='a'><data key='x'>1</data></node></graph></graphml>");
      },
      ThrowsMessage<Error>("g.graphml:1: data: expected a key that is declared, got \"x\"")
  );
  EXPECT_THAT([] { (void)read("<graphml><graph>"); }, testing::Throws<Error>());
}

}  // namespace
}  // namespace portolan::formats
