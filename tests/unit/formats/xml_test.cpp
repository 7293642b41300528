#include "portolan/formats/xml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/error.hpp"

namespace portolan::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

std::vector<std::string> events_of(std::string_view xml, const XmlLimits& limits = {}) {
  MemorySource source("list.xml", xml);
  XmlReader reader(source, limits);
  std::vector<std::string> events;
  while (const XmlEvent* event = reader.next()) {
    std::string text;
    switch (event->kind) {
      case XmlEvent::Kind::kStart:
        text = "<" + event->name;
        for (const auto& [name, value] : event->attributes) {
          text += fmt::format(" {}={}", name, value);
        }
        break;
      case XmlEvent::Kind::kEnd:
        text = "/" + event->name;
        break;
      case XmlEvent::Kind::kText:
        text = "'" + event->text;
        break;
    }
    events.push_back(fmt::format("{} {}@{}", text, event->depth, event->line));
  }
  return events;
}

TEST(XmlReader, GivesElementsTextAndAttributesWithoutPrefixes) {
  EXPECT_THAT(
      events_of("<?xml version=\"1.0\"?>\n<n:a xmlns:n=\"u\" n:k=\"&lt;1\">x &amp; y\n<b/></n:a>\n"
      ),
      ElementsAre("<a n=u k=<1 0@2", "'x & y\n 1@2", "<b 1@3", "/b 1@3", "/a 0@3")
  );
}

TEST(XmlReader, JoinsTextThatPiecesCut) {
  const std::string text(200'000, 'x');
  const auto events = events_of("<a>" + text + "</a>");
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[1], "'" + text + " 1@1");
}

TEST(XmlReader, RefusesDocumentTypesAndWithThemEntities) {
  EXPECT_THAT(
      [] { (void)events_of("<!DOCTYPE a [<!ENTITY b \"bbbb\">]>\n<a>&b;</a>"); },
      ThrowsMessage<Error>(
          "list.xml:1: expected XML without a document type, got a declaration of one"
      )
  );
}

TEST(XmlReader, SaysWhereTheTextIsNoXml) {
  EXPECT_THAT(
      [] { (void)events_of("<a>\n</b>"); },
      ThrowsMessage<Error>(HasSubstr("list.xml:2: expected XML, got an error: mismatched tag"))
  );
  EXPECT_THAT([] { (void)events_of(""); }, ThrowsMessage<Error>(HasSubstr("list.xml:1:")));
  EXPECT_THAT([] { (void)events_of("<a>"); }, ThrowsMessage<Error>(HasSubstr("list.xml:1:")));
}

TEST(XmlReader, BoundsDepthAndText) {
  EXPECT_THAT(
      [] { (void)events_of("<a><a><a></a></a></a>", {.max_depth = 2}); },
      ThrowsMessage<Error>("list.xml:1: expected elements nested at most 2 deep, got deeper")
  );
  EXPECT_THAT(
      [] { (void)events_of("<a>12345</a>", {.max_text_bytes = 4}); },
      ThrowsMessage<Error>("list.xml:1: expected text of at most 4 bytes in one place, got more")
  );
}

}  // namespace
}  // namespace portolan::formats
