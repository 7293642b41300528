#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portolan/base/error.hpp"
#include "read_list.hpp"

namespace portolan::parties {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;

template <typename Matcher>
void expect_refused(const std::string& name, std::string_view text, const Matcher& message) {
  EXPECT_THAT([&] { (void)read_list({{name, text}}); }, ThrowsMessage<Error>(message));
}

constexpr std::string_view kUnHead = "<CONSOLIDATED_LIST><INDIVIDUALS>";
constexpr std::string_view kUnEntry =
    "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>EXAM</FIRST_NAME></INDIVIDUAL>\n";

TEST(ListFaults, XmlThatIsCutOffIsRefusedWithItsLine) {
  const std::string text = std::string(kUnHead) + "\n" + std::string(kUnEntry);
  expect_refused("un.xml", text, HasSubstr("un.xml:3: "));
  expect_refused("un.xml", text.substr(0, text.size() - 10), HasSubstr("un.xml:2: "));
}

TEST(ListFaults, XmlThatIsNotWellFormedIsRefused) {
  expect_refused(
      "un.xml", "<CONSOLIDATED_LIST>\n<INDIVIDUALS></ENTITIES>", HasSubstr("un.xml:2: ")
  );
  expect_refused(
      "un.xml",
      "<CONSOLIDATED_LIST>\n<INDIVIDUAL><FIRST_NAME>A & "
      "B</FIRST_NAME></INDIVIDUAL></CONSOLIDATED_LIST>",
      HasSubstr("un.xml:2: ")
  );
}

TEST(ListFaults, XmlThatDeclaresEntitiesIsRefused) {
  expect_refused(
      "un.xml",
      "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">"
      "<!ENTITY c "
      "\"&b;&b;&b;&b;\">]><CONSOLIDATED_LIST><INDIVIDUAL><FIRST_NAME>&c;</FIRST_NAME></"
      "INDIVIDUAL></CONSOLIDATED_LIST>",
      HasSubstr("document type")
  );
  expect_refused(
      "sdn.xml",
      "<!DOCTYPE sdnList SYSTEM \"file:///etc/passwd\"><sdnList></sdnList>",
      HasSubstr("document type")
  );
}

TEST(ListFaults, AListWithLessThanItsOwnCountIsRefused) {
  expect_refused(
      "sdn.xml",
      "<sdnList><publshInformation><Record_Count>2</Record_Count></publshInformation>"
      "<sdnEntry><uid>1</uid><lastName>EXAM</lastName></sdnEntry></sdnList>",
      HasSubstr("Record_Count: expected 2 entries, got 1")
  );
}

TEST(ListFaults, AnEntryWithoutEndIsRefused) {
  std::string text = "<CONSOLIDATED_LIST><INDIVIDUAL>";
  while (text.size() < (std::size_t{34} << 20U)) {
    text += "<FIRST_NAME>EXAM EXAM EXAM EXAM EXAM EXAM EXAM EXAM EXAM EXAM</FIRST_NAME>";
  }
  expect_refused("un.xml", text, HasSubstr("expected an entry of at most 32 MiB, got more"));
}

TEST(ListFaults, AFileThatIsNoListIsNamedForWhatItIs) {
  expect_refused(
      "a.xml", "<html><body/></html>", HasSubstr("expected a list of restricted parties, got")
  );
  expect_refused("a.xml", "<rss/>", HasSubstr("XML with the root <rss>"));
  expect_refused("a.csv", "hub,value\nARM,1\n", HasSubstr("a table with other columns"));
  expect_refused("a.json", "{\"a\": 1}\n", HasSubstr("JSON with other keys"));
  expect_refused("a.csv", "", HasSubstr("expected a list of restricted parties, got"));
  expect_refused("lei.xml", "<RelationshipData/>", HasSubstr("who owns whom by LEI"));
}

TEST(ListFaults, JsonLinesThatAreCutOffAreRefused) {
  expect_refused(
      "e.json",
      "{\"id\":\"NK-1\",\"schema\":\"Company\",\"properties\":{\"name\":[\"A\"]}}\n{\"id\":\"NK-"
      "2\",\"sch",
      HasSubstr("e.json:2")
  );
}

TEST(ListFaults, AliasesWithoutTheirEntriesAreRefused) {
  expect_refused(
      "alt.csv",
      "8,1,\"aka\",\"MUC\",-0- \r\n",
      HasSubstr("alt.csv: expected sdn.csv with it, got none")
  );
}

TEST(ListFaults, RowsThatCannotBeReadAreRejectedWithTheirLine) {
  const ReadList list = read_list(
      {{"s.csv",
        "7,\"A\",-0- ,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n8,\"B\",-0- \r\n"
        "9,\"C\",-0- ,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"}}
  );
  EXPECT_THAT(list.parties, SizeIs(2));
  ASSERT_THAT(list.reading.rejects, SizeIs(1));
  EXPECT_EQ(list.reading.rejects[0].line, 2);
  EXPECT_EQ(list.reading.rejects[0].reason, "expected 12 fields, got 3");
}

TEST(ListFaults, EntriesWithoutAnyNameAreCounted) {
  const ReadList list = read_list(
      {{"un.xml",
        "<CONSOLIDATED_LIST><INDIVIDUAL><DATAID>1</DATAID></"
        "INDIVIDUAL><INDIVIDUAL><FIRST_NAME>EXAM</FIRST_NAME>"
        "</INDIVIDUAL></CONSOLIDATED_LIST>"}}
  );
  EXPECT_EQ(list.reading.num_entries, 2);
  EXPECT_EQ(list.reading.num_nameless, 1);
  EXPECT_EQ(list.parties[1].entry_id.substr(0, 2), "x-");
}

}  // namespace
}  // namespace portolan::parties
