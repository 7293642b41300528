#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "read_list.hpp"

namespace portolan::parties {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr std::string_view kSdn =
    "7,\"EXAMPLOV, Exam\",\"individual\",\"SDGT] [IRAN\",\"Director, Made Up\",-0- ,-0- ,-0- ,-0- "
    ",-0- ,-0- ,"
    "\"DOB 10 Dec 1948; alt. DOB 1950; POB Made Town; nationality Kyrgyzstan; citizen Iran; "
    "Passport X11 (Iran) "
    "issued 2003 expires 2008; a.k.a. 'EX'; Gender Male; Linked To: MADE UP CO.\"\r\n"
    "8,\"MADE UP CO.\",-0- ,\"IRAN\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
    "9,\"MADE STAR\",\"vessel\",\"IRAN\",-0- "
    ",\"AB12\",\"Tanker\",\"100\",\"50\",\"Panama\",\"Owner SA\",\"Vessel "
    "Registration Identification IMO 9147447; MMSI 123456789\"\r\n\x1A";
constexpr std::string_view kAlt =
    "8,1,\"aka\",\"MUC\",-0- \r\n8,2,\"fka\",\"OLD MADE UP\",-0- \r\n\x1A";
constexpr std::string_view kAdd =
    "8,1,\"1 Example Street\",\"Bishkek 720000\",\"Kyrgyzstan\",-0- \r\n8,2,-0- ,-0- ,\"Iran\",-0- "
    "\r\n\x1A";
constexpr std::string_view kComments = "8,\"Tax ID No. 12345 (Iran).\"\r\n";

TEST(OfacTables, AreOneListWhateverTheOrderOfTheFiles) {
  const ReadList list =
      read_list({{"c.csv", kComments}, {"a.csv", kAlt}, {"b.csv", kAdd}, {"s.csv", kSdn}});

  ASSERT_THAT(list.parties, SizeIs(3));
  EXPECT_EQ(list.files[3].list, "ofac-sdn");
  const ListedParty& firm = list.parties[1];
  EXPECT_EQ(firm.entry_id, "8");
  EXPECT_EQ(firm.line, 2);
  EXPECT_EQ(firm.schema, PartySchema::kOrganization);
  EXPECT_THAT(
      names_of(firm), ElementsAre("primary MADE UP CO.", "alias MUC", "former OLD MADE UP")
  );
  EXPECT_THAT(
      addresses_of(firm),
      ElementsAre("1 Example Street, Bishkek 720000, Kyrgyzstan = KGZ", "Iran = IRN")
  );
  EXPECT_THAT(identifiers_of(firm), ElementsAre("Tax ID No. 12345 IRN"));
  EXPECT_EQ(list.reading.attached.at("alias"), 2);
  EXPECT_EQ(list.reading.attached.at("address"), 2);
}

TEST(OfacTables, SayInRemarksWhoAPersonIs) {
  const ReadList list = read_list({{"s.csv", kSdn}, {"a.csv", kAlt}, {"b.csv", kAdd}});

  const ListedParty& person = list.parties[0];
  EXPECT_EQ(person.schema, PartySchema::kPerson);
  EXPECT_THAT(names_of(person), ElementsAre("primary EXAMPLOV, Exam", "alias EX weak"));
  EXPECT_THAT(birth_dates_of(person), ElementsAre("1948-12-10", "1950"));
  EXPECT_THAT(countries_of(person), ElementsAre("nationality KGZ", "citizenship IRN"));
  EXPECT_THAT(identifiers_of(person), ElementsAre("Passport X11 IRN"));
  EXPECT_THAT(person.programmes, ElementsAre("SDGT", "IRAN"));
  EXPECT_EQ(detail_of(person, "linked to"), "MADE UP CO");
  EXPECT_EQ(detail_of(person, "title"), "Director, Made Up");
  const ListedParty& vessel = list.parties[2];
  EXPECT_EQ(vessel.schema, PartySchema::kVessel);
  EXPECT_THAT(countries_of(vessel), ElementsAre("flag PAN"));
  EXPECT_THAT(
      identifiers_of(vessel),
      ElementsAre("Vessel Registration Identification IMO 9147447", "MMSI 123456789")
  );
  EXPECT_EQ(detail_of(vessel, "owner"), "Owner SA");
}

TEST(OfacTables, TellWhatIsMissingInTheSet) {
  EXPECT_THAT(read_list({{"s.csv", kSdn}}).reading.notices, SizeIs(2));
  EXPECT_THAT(
      read_list({{"s.csv", kSdn}, {"a.csv", "99,1,\"aka\",\"NOBODY\",-0- \r\n"}, {"b.csv", kAdd}}
      ).reading.notices,
      ElementsAre(::testing::HasSubstr("have no entry in the main file"))
  );
  EXPECT_EQ(read_list({{"cons_prim.csv", kSdn}}).files[0].list, "ofac-cons");
}

TEST(ScreeningListTable, HasAddressesAsEntriesOfTheirOwn) {
  const ReadList list = read_list({{
      "csl.csv",
      "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_"
      "date,end_date,"
      "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_"
      "registered_"
      "tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_"
      "birth,"
      "nationalities,places_of_birth,source_information_url,ids\n"
      "a1,Entity List (EL) - Bureau of Industry and Security,,,,Address 1,,\"Flat 1, 2 Made Road, "
      "Kowloon, HK\",89 FR "
      "1,2024-06-12,,,,,,,,,,,,,,,,,,,\n"
      "a2,Specially Designated Nationals (SDN) - Treasury Department,77,Individual,SDGT; "
      "IRAN,\"EXAMPLOV, Exam\",,\"1 Made Street, Tehran, IR; and 2 Made Street, Shiraz, "
      "IR\",,,,,,,,,,,,,,,EX; EXAMPLE,IR,1948-12-10,KG,,,\"IR, X11, Passport; Male, Gender; "
      "Subject to Directive 1, "
      "Executive Order 13662 Directive Determination -\"\n",
  }});

  ASSERT_THAT(list.parties, SizeIs(2));
  EXPECT_EQ(list.parties[0].schema, PartySchema::kAddress);
  EXPECT_EQ(list.parties[0].listed_on, "2024-06-12");
  EXPECT_EQ(caption_of(list.parties[0]), "Flat 1, 2 Made Road, Kowloon, HK");
  const ListedParty& person = list.parties[1];
  EXPECT_EQ(person.entry_id, "a2");
  EXPECT_THAT(names_of(person), ElementsAre("primary EXAMPLOV, Exam", "alias EX", "alias EXAMPLE"));
  EXPECT_THAT(
      addresses_of(person),
      ElementsAre("1 Made Street, Tehran, IR = IRN", "2 Made Street, Shiraz, IR = IRN")
  );
  EXPECT_THAT(identifiers_of(person), ElementsAre("Passport X11 IRN"));
  EXPECT_EQ(detail_of(person, "Gender"), "Male");
  EXPECT_THAT(countries_of(person), ElementsAre("citizenship IRN", "nationality KGZ"));
}

TEST(DeniedPersons, GetAnIdFromWhatTheyAre) {
  constexpr std::string_view kHeader =
      "\"Name\"\t\"Street_Address\"\t\"City\"\t\"State\"\t\"Country\"\t\"Postal_"
      "Code\"\t\"Effective_Date\"\t"
      "\"Expiration_Date\"\t\"Standard_Order\"\t\"Last_Update\"\t\"Action\"\t\"FR_Citation\"\n";
  const std::string row =
      "\" MADE UP\"\t\"1 MADE "
      "STREET\"\t\"EXAMPLE\"\t\"TX\"\t\"US\"\t\"75159\"\t\"02/03/2017\"\t\"02/03/2027\"\t\"Y\"\t"
      "\"2017-10-23\"\t\"FR NOTICE ADDED\"\t\"82 F.R. 1\"\n";
  const ReadList list = read_list({{"dpl.txt", std::string(kHeader) + row + row}});

  ASSERT_THAT(list.parties, SizeIs(2));
  EXPECT_THAT(names_of(list.parties[0]), ElementsAre("primary MADE UP"));
  EXPECT_EQ(list.parties[0].listed_on, "2017-02-03");
  EXPECT_EQ(detail_of(list.parties[0], "end_date"), "2027-02-03");
  EXPECT_EQ(list.reading.published_on, "2017-10-23");
  EXPECT_EQ(list.parties[1].entry_id, list.parties[0].entry_id + "-2");
  EXPECT_EQ(
      list.parties[0].entry_id,
      read_list({{"dpl.txt", std::string(kHeader) + row}}).parties[0].entry_id
  );
}

TEST(EuTable, GathersTheRowsOfAnEntry) {
  const ReadList list = read_list({{
      "eu.csv",
      "\xEF\xBB\xBF"
      "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType;"
      "Entity_SubjectType_ClassificationCode;Entity_Regulation_Programme;Entity_Regulation_"
      "PublicationDate;"
      "NameAlias_WholeName;NameAlias_LastName;NameAlias_FirstName;Address_LogicalId;Address_City;"
      "Address_Street;"
      "Address_CountryIso2Code;Address_CountryDescription;BirthDate_LogicalId;BirthDate_BirthDate;"
      "BirthDate_Year;"
      "Identification_Number;Identification_TypeDescription;Identification_CountryDescription;"
      "Citizenship_CountryIso2Code;Citizenship_CountryDescription\n"
      "28/10/2025;13;EU.1.1;P;person;IRQ;2003-07-08;Exam Examplov;Examplov;Exam;;;;;;;;;;;;;\n"
      "28/10/2025;13;EU.1.1;P;person;IRQ;2003-07-08;;;;5;Moscow;1 Made St;RU;RUSSIAN "
      "FEDERATION;;;;;;;;\n"
      "28/10/2025;13;EU.1.1;P;person;IRQ;2003-07-08;;;;;;;;;6;1948-12-10;1948;;;;;\n"
      "28/10/2025;99;EU.2.2;enterprise;E;UKR;2022-03-01;Made \"Up\" LLC;;;;;;;;;;;7701;Tax "
      "number;RUSSIAN "
      "FEDERATION;;\n"
      "28/10/2025;13;EU.1.1;P;person;IRQ;2003-07-08;Ex Am;;;;;;;;;;;;;;RU;RUSSIAN FEDERATION\n",
  }});

  ASSERT_THAT(list.parties, SizeIs(2));
  EXPECT_EQ(list.reading.published_on, "2025-10-28");
  const ListedParty& person = list.parties[0];
  EXPECT_EQ(person.entry_id, "13");
  EXPECT_EQ(person.schema, PartySchema::kPerson);
  EXPECT_THAT(names_of(person), ElementsAre("primary Exam Examplov", "alias Ex Am"));
  EXPECT_THAT(addresses_of(person), ElementsAre("1 Made St, Moscow, RUSSIAN FEDERATION = RUS"));
  EXPECT_THAT(birth_dates_of(person), ElementsAre("1948-12-10"));
  EXPECT_THAT(countries_of(person), ElementsAre("citizenship RUS"));
  EXPECT_EQ(person.listed_on, "2003-07-08");
  EXPECT_EQ(list.parties[1].schema, PartySchema::kOrganization);
  EXPECT_THAT(names_of(list.parties[1]), ElementsAre("primary Made \"Up\" LLC"));
  EXPECT_THAT(identifiers_of(list.parties[1]), ElementsAre("Tax number 7701 RUS"));
}

TEST(UkTable, HasItsHeaderBelowTheReportDate) {
  const ReadList list = read_list({{
      "uk.csv",
      "Report Date: 13-Feb-2026\n"
      "Last Updated,Unique ID,Name 6,Name 1,Name 2,Name type,Alias strength,Name non-latin "
      "script,Non-latin script "
      "type,Regime Name,Designation Type,Sanctions Imposed,Address Line 1,Address Country,Date "
      "Designated,D.O.B,"
      "Nationality(/ies),Passport number,Business registration number (s),IMO number\n"
      "01/02/2026,RUS0001,Examplov,Exam,Made,Primary "
      "Name,,Экзамплов,Cyrillic,Russia,Individual,Asset freeze|Travel "
      "ban,1 Made St,Russia,24/02/2022,dd/mm/1960,(1) Russia (2) Cyprus,X11,,\n"
      "01/02/2026,RUS0001,Ex,,,Alias,Low quality a.k.a,,,Russia,Individual,Asset freeze|Travel "
      "ban,1 Made "
      "St,Russia,24/02/2022,dd/mm/1960,,,,\n"
      "01/02/2026,RUS0002,MADE UP LLC,,,Primary Name,,,,Russia,Entity,Asset "
      "freeze,,,24/02/2022,,,,INN: 7701; OGRN: "
      "1027700,\n",
  }});

  ASSERT_THAT(list.parties, SizeIs(2));
  EXPECT_EQ(list.reading.published_on, "2026-02-13");
  const ListedParty& person = list.parties[0];
  EXPECT_EQ(person.schema, PartySchema::kPerson);
  EXPECT_THAT(
      names_of(person),
      ElementsAre("primary Exam Made Examplov", "alias Экзамплов", "alias Ex weak")
  );
  EXPECT_EQ(person.names[1].script, "Cyrillic");
  EXPECT_THAT(birth_dates_of(person), ElementsAre("1960"));
  EXPECT_THAT(countries_of(person), ElementsAre("nationality RUS", "nationality CYP"));
  EXPECT_EQ(person.listed_on, "2022-02-24");
  EXPECT_THAT(
      identifiers_of(list.parties[1]),
      ElementsAre(
          "Business registration number INN: 7701", "Business registration number OGRN: 1027700"
      )
  );
}

TEST(UkConList, GathersAliasesThatStandApart) {
  const ReadList list = read_list({{
      "ConList.csv",
      "Last Updated,28/01/2026\n"
      "Name 6,Name 1,Name 2,Title,DOB,Nationality,Country,Group Type,Alias Type,Alias "
      "Quality,Regime,Listed On,Group "
      "ID\n"
      "AARDVARK,Exam,,,,,,Individual,AKA,Low,Russia,24/02/2022,501\n"
      "MADE UP LLC,,,,,,Russia,Entity,Primary name,,Russia,24/02/2022,502\n"
      "ZEBROV,Exam,,,01/02/1960,Russia,,Individual,Primary name,,Russia,24/02/2022,501\n",
  }});

  ASSERT_THAT(list.parties, SizeIs(2));
  EXPECT_EQ(list.files[0].list, "uk-conlist");
  EXPECT_EQ(list.reading.published_on, "2026-01-28");
  EXPECT_THAT(
      names_of(list.parties[0]), ElementsAre("primary Exam ZEBROV", "alias Exam AARDVARK weak")
  );
  EXPECT_THAT(birth_dates_of(list.parties[0]), ElementsAre("1960-02-01"));
}

TEST(SimpleTable, HasTablesInItsCells) {
  const ReadList list = read_list({{
      "targets.simple.csv",
      "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\","
      "\"identifiers\","
      "\"sanctions\",\"phones\",\"emails\",\"program_ids\",\"dataset\",\"first_seen\",\"last_"
      "seen\",\"last_change\"\n"
      "\"NK-1\",\"Company\",\"Made Up LLC\",\"Made Up;\"\"Made; Up\"\"\",\"\",\"kg;ru\",\"\"\"1 "
      "Made St; "
      "Bishkek\"\"\",\"7701;1027700\",\"Programme - reason\",\"\",\"\",\"US-X\",\"Set "
      "A\",\"2023-01-01\",\"2024-06-01T10:00:00\",\"2024-01-01\"\n",
  }});

  ASSERT_THAT(list.parties, SizeIs(1));
  const ListedParty& firm = list.parties[0];
  EXPECT_EQ(firm.schema, PartySchema::kCompany);
  EXPECT_THAT(
      names_of(firm), ElementsAre("primary Made Up LLC", "alias Made Up", "alias Made; Up")
  );
  EXPECT_THAT(countries_of(firm), ElementsAre("place KGZ", "place RUS"));
  EXPECT_THAT(addresses_of(firm), ElementsAre("1 Made St; Bishkek"));
  EXPECT_THAT(identifiers_of(firm), ElementsAre(" 7701", " 1027700"));
  EXPECT_THAT(firm.programmes, ElementsAre("US-X"));
  EXPECT_EQ(list.reading.published_on, "2024-06-01");
}

}  // namespace
}  // namespace portolan::parties
