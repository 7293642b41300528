#include "portolan/components/component_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portolan/base/error.hpp"

namespace portolan::components {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::SizeIs;
using testing::ThrowsMessage;

TEST(ReadComponents, FindsColumnsByTheirNames) {
  const ComponentFile file = read_components(
      "component_id,name_marking,Manufacturer,manufacturer_country,oem_part_number,found_in_drones,"
      "price\n"
      "g-1,Chip AB12,Alder Inc.,US,AB12,\"[\"\"kite-1\"\", \"\"kite-2\"\"]\",5\n",
      "c.csv"
  );
  ASSERT_THAT(file.components, SizeIs(1));
  const Component& component = file.components.front();
  EXPECT_EQ(component.id, "g-1");
  EXPECT_EQ(component.marking, "Chip AB12");
  EXPECT_EQ(component.maker, "Alder Inc.");
  EXPECT_EQ(component.country, CountryCode::parse("USA"));
  EXPECT_EQ(component.part_number, "AB12");
  EXPECT_EQ(component.weapons, "kite-1; kite-2");
  EXPECT_EQ(component.line, 2);
  EXPECT_THAT(file.mapping.front(), Pair("component_id", "component_id"));
  EXPECT_THAT(file.mapping.back(), Pair("price", ""));
}

TEST(ReadComponents, KeepsAnUnknownCountryUnknown) {
  const ComponentFile file =
      read_components("maker,marking,country\nA,x,UNK\nB,y,\nC,z,Germany\nD,w,CHE\n", "c.csv");
  ASSERT_THAT(file.components, SizeIs(4));
  EXPECT_FALSE(file.components[0].country.has_value());
  EXPECT_FALSE(file.components[1].country.has_value());
  EXPECT_EQ(file.components[2].country, CountryCode::parse("DEU"));
  EXPECT_EQ(file.components[3].country, CountryCode::parse("CHE"));
  EXPECT_THAT(file.unknown_countries, ElementsAre(Pair("", 1), Pair("UNK", 1)));
}

TEST(ReadComponents, RejectsRecordsAndCountsThem) {
  const ComponentFile file =
      read_components("id,maker,marking\n1,A,x\n2,A\n3,,\n1,B,y\n,C,z\n", "c.csv");
  EXPECT_EQ(file.records, 5);
  ASSERT_THAT(file.components, SizeIs(2));
  EXPECT_EQ(file.components[1].id, "6") << "the line stands for a missing id";
  ASSERT_THAT(file.rejects, SizeIs(3));
  EXPECT_EQ(file.rejects[0].line, 3);
  EXPECT_EQ(file.rejects[0].reason, "expected 3 fields");
  EXPECT_EQ(file.rejects[1].reason, "expected a maker or a marking");
  EXPECT_EQ(file.rejects[2].value, "1");
}

TEST(ReadComponents, RefusesFilesWithoutTheColumns) {
  EXPECT_THAT(
      [] { (void)read_components("id,marking\n1,x\n", "c.csv"); },
      ThrowsMessage<Error>("c.csv: expected a column of the maker, got none")
  );
  EXPECT_THAT(
      [] { (void)read_components("id,maker\n1,x\n", "c.csv"); },
      ThrowsMessage<Error>("c.csv: expected a column of the marking or the part number, got none")
  );
}

}  // namespace
}  // namespace portolan::components
