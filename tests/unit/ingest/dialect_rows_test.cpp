// Records made by hand in the layouts of Comext, Eurostat's views, China's customs and the US
// Census.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dialect.hpp"
#include "mapping_dialect.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Lines {
  std::vector<std::string> lines;
  std::vector<std::string> details;
  std::vector<std::string> rejects;
};

// What became of a record, as one line: "reporter>partner flow period edition code value currency
// kg plane".
class LineSink final : public StatementSink {
 public:
  void take(const TradeRow& row) override {
    const auto amount = [](const std::optional<Decimal3>& number) {
      return number ? number->to_string() : std::string("-");
    };
    read.lines.push_back(
        std::string(row.reporter.iso3) + ">" + std::string(row.partner.iso3) + " " +
        std::string(to_string(row.flow)) + " " + row.period.to_string() + " " +
        (row.hs_edition ? std::string(to_string(*row.hs_edition)) : "-") + " " +
        std::string(row.code) + " " + amount(row.value) + " " + std::string(row.currency) + " " +
        amount(row.net_kg) + "kg " + std::string(to_string(plane_of(row)))
    );
    read.details.emplace_back(row.detail);
  }
  void reject(std::string_view column, std::string_view reason, std::string_view value) override {
    read.rejects.push_back(
        std::string(column) + ": " + std::string(reason) + ": " + std::string(value)
    );
  }

  Lines read;
};

// Reads lines with '|' between the fields; the first is the header.
Lines read_table(
    const Dialect& dialect,
    const std::vector<std::string>& lines,
    std::string file = "table.csv"
) {
  std::vector<std::string> names;
  for (const auto name : split(lines.front(), '|')) {
    names.emplace_back(name);
  }
  const TableHeader header(names);
  EXPECT_TRUE(dialect.fits(header));
  TableFacts facts;
  facts.file = std::move(file);
  const auto bound = dialect.bind(header, facts);
  const auto reader = bound->make_reader();
  LineSink sink;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto fields = split(lines[i], '|');
    reader->read(
        {.fields = fields,
         .ordinal = static_cast<std::int64_t>(i) - 1,
         .line = static_cast<std::int64_t>(i) + 1,
         .fault = {}},
        sink
    );
  }
  return sink.read;
}

constexpr const char* kComextHeader =
    "REPORTER|PARTNER|TRADE_TYPE|PRODUCT_NC|PRODUCT_SITC|PRODUCT_CPA21|PRODUCT_CPA22|PRODUCT_BEC|"
    "PRODUCT_BEC5|"
    "PRODUCT_SECTION|FLOW|STAT_PROCEDURE|SUPPL_UNIT|PERIOD|VALUE_EUR|VALUE_NAC|QUANTITY_KG|"
    "QUANTITY_SUPPL_UNIT";

TEST(Comext, ReadsMonthsYearsAndBothFlowsInEuro) {
  const auto sink = read_table(
      *make_comext_v2(),
      {kComextHeader,
       "GR|KZ|E|85423190|x|x|x|x|x|16|2|1|NO_SU|202402|65|65|3|0",
       "DE|KG|E|87032319|x|x|x|x|x|17|2|1|NAR|202152|1000|1000|0|2",
       "AT|QV|E|35069190|x|x|x|x|x|06|1|1|NO_SU|202402|5|5|1|0",
       "AT|AD|E|99SSSSSS|x|x|x|x|x|06|1|1|NO_SU|202402|5|5|1|0"}
  );
  EXPECT_THAT(
      sink.lines,
      ElementsAre(
          "GRC>KAZ X 2024-02 HS2022 85423190 65 EUR 3kg main",
          "DEU>KGZ X 2021 HS2017 87032319 1000 EUR 0kg main",
          "AUT> M 2024-02 HS2022 35069190 5 EUR 1kg special",
          "AUT>AND M 2024-02 HS2022 99SSSSSS 5 EUR 1kg confidential"
      )
  );
  EXPECT_THAT(sink.rejects, IsEmpty());
}

TEST(Comext, RejectsWhatIsNoFlowMonthOrCountry) {
  const auto sink = read_table(
      *make_comext_v2(),
      {kComextHeader,
       "AT|KZ|E|85423190|x|x|x|x|x|16|3|1|NO_SU|202402|65|65|3|0",
       "AT|KZ|E|85423190|x|x|x|x|x|16|2|1|NO_SU|202413|65|65|3|0",
       "AT|ZZ9|E|85423190|x|x|x|x|x|16|2|1|NO_SU|202402|65|65|3|0"}
  );
  EXPECT_THAT(sink.lines, IsEmpty());
  EXPECT_THAT(
      sink.rejects,
      ElementsAre(
          HasSubstr("FLOW: "), HasSubstr("PERIOD: "), "PARTNER: expected a known country: ZZ9"
      )
  );
}

TEST(EurostatView, ReadsCodesOutOfLabels) {
  const auto sink = read_table(
      *make_eurostat_view(),
      {"REPORTER|PARTNER|PRODUCT|FLOW|STAT_PROCEDURE|PERIOD|VALUE_IN_EUR",
       "Austria|Kyrgyzstan|TOTAL-Total|2-EXPORT|T-Total|201952-Jan.-Dec. 2019|9360",
       "Austria|Kyrgyzstan|Total|EXPORTATION|Total|Jan.-Dec. 2016|12.5",
       "Kyrgyzstan|Austria|TOTAL|IMPORT|NORMAL|Y2020|21669.64",
       "Austria|Kazakhstan|85423190-Parts|2-EXPORT|T-Total|202203-Mar. 2022|7",
       "Austria|Kazakhstan|85423190-Parts|2-EXPORT|1-NORMAL|Mar. 2022|7"}
  );
  EXPECT_THAT(
      sink.lines,
      ElementsAre(
          "AUT>KGZ X 2019 - TOTAL 9360 EUR -kg main",
          "AUT>KGZ X 2016 - TOTAL 12.5 EUR -kg main",
          "KGZ>AUT M 2020 - TOTAL 21669.64 EUR -kg main",
          "AUT>KAZ X 2022-03 HS2022 85423190 7 EUR -kg main",
          "AUT>KAZ X 2022-03 HS2022 85423190 7 EUR -kg procedure"
      )
  );
}

TEST(Gacc, TakesPartnersByNameAndNumbersWithSeparators) {
  const auto sink = read_table(
      *make_gacc(),
      {"数据年月|商品编码|商品名称|贸易伙伴编码|贸易伙伴名称|贸易方式编码|贸易方式名称|第一数量|"
       "第一计量单位|第二数量|第二计量单位|美元|",
       "202301|85423110|货物|145|哈萨克斯坦|10|一般贸易|1,200|个|35|千克|1,234,567|",
       "202301|85423110|货物|999|无名|10|一般贸易|1|个|-|千克|5|"},
      "gacc_exports_2023.csv"
  );
  EXPECT_THAT(sink.lines, ElementsAre("CHN>KAZ X 2023-01 HS2022 85423110 1234567 USD 35kg main"));
  EXPECT_THAT(sink.rejects, ElementsAre("贸易伙伴名称: expected a known country: 无名"));
}

TEST(Gacc, AsksForTheDirectionWhereTheNameDoesNotTellIt) {
  EXPECT_THAT(
      [] { (void)read_table(*make_gacc(), {"数据年月|商品编码|贸易伙伴名称|人民币"}, "data.csv"); },
      testing::ThrowsMessage<Error>(HasSubstr("expected \"import\" or \"export\""))
  );
}

TEST(Census, KeepsSumsAndGroupsApart) {
  const auto sink = read_table(
      *make_census(),
      {"E_COMMODITY|CTY_CODE|CTY_NAME|ALL_VAL_MO|COMM_LVL|DF|time|CTY_CODE",
       "8542310045|4890|TURKEY|30950|HS10|1|2013-01|4890",
       "8542310045|4890|TURKEY|50|HS10|2|2013-01|4890",
       "8542310045|4890|TURKEY|31000|HS10|-|2013-01|4890",
       "8542310045|-|TOTAL FOR ALL COUNTRIES|99|HS10|1|2013-01|-",
       "8542310045|4890|TURKEY|1|HS10|1|2013|4890"}
  );
  EXPECT_THAT(
      sink.lines,
      ElementsAre(
          "USA>TUR X 2013-01 HS2012 8542310045 30950 USD -kg main",
          "USA>TUR X 2013-01 HS2012 8542310045 50 USD -kg main",
          "USA>TUR X 2013-01 HS2012 8542310045 31000 USD -kg aggregate",
          "USA> X 2013-01 HS2012 8542310045 99 USD -kg world"
      )
  );
  EXPECT_THAT(sink.details, ElementsAre("origin=1", "origin=2", "", "origin=1"));
  EXPECT_THAT(sink.rejects, SizeIs(1));
}

constexpr const char* kWideMapping = R"(
schema = "portolan.mapping/1"
name = "wide"
source = "office"
absence = "zero"
[file]
decimal = ","
thousands = " "
missing = ["", "NA"]
[columns]
reporter = { constant = "ARM", scheme = "iso3" }
partner = { column = "land", scheme = "name" }
period = { year = "year", month = "month" }
code = { column = "hs4", pad = 4, edition = "by-year" }
[[statements]]
flow = { constant = "X" }
value = { column = "out", unit = 1000, currency = "USD", valuation = "FOB" }
net_kg = { column = "tonnes", unit = 1000 }
[[statements]]
flow = { constant = "M" }
value = { column = "in", unit = 1000, currency = "USD" }
[[rows]]
column = "kind"
equals = ["sum"]
plane = "aggregate"
)";

TEST(Mapping, MakesOneStatementOfEachGroupOfAWideRow) {
  const auto dialect = make_mapping_dialect(parse_mapping(kWideMapping, "wide.toml"));
  const auto sink = read_table(
      *dialect,
      {"land|year|month|hs4|out|in|tonnes|kind",
       "Georgia|2022|3|101|1 234,5|NA|0,002|part",
       "Georgia|2022|12|8542|1|2|NA|sum",
       "Atlantis|2022|12|8542|1|2|NA|part"}
  );
  EXPECT_THAT(
      sink.lines,
      ElementsAre(
          "ARM>GEO X 2022-03 HS2022 0101 1234500 USD 2kg main",
          "ARM>GEO M 2022-03 HS2022 0101 - USD -kg empty",
          "ARM>GEO X 2022-12 HS2022 8542 1000 USD -kg aggregate",
          "ARM>GEO M 2022-12 HS2022 8542 2000 USD -kg aggregate"
      )
  );
  EXPECT_THAT(
      sink.rejects,
      ElementsAre(
          "land: expected a known country: Atlantis", "land: expected a known country: Atlantis"
      )
  );
}

TEST(Mapping, NamesFileLineAndKeyOfAFault) {
  std::string text = kWideMapping;
  text.replace(text.find("unit = 1000"), 11, "unit = 1001");
  EXPECT_THAT(
      [&] { (void)parse_mapping(text, "wide.toml"); },
      testing::ThrowsMessage<Error>(
          testing::AllOf(HasSubstr("wide.toml:"), HasSubstr("power of ten"))
      )
  );
  std::string unknown = kWideMapping;
  unknown.replace(unknown.find("absence"), 7, "absents");
  EXPECT_THAT(
      [&] { (void)parse_mapping(unknown, "wide.toml"); },
      testing::ThrowsMessage<Error>(HasSubstr("absents"))
  );
}

}  // namespace
}  // namespace portolan::ingest
