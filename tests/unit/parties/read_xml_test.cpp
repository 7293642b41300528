#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "read_list.hpp"

namespace portolan::parties {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(OfacXml, KeepsWeakAliasesWeak) {
  const ReadList list = read_list({{
      "sdn.xml",
      R"(<?xml version="1.0"?><x:sdnList xmlns:x="u"><x:publshInformation><x:Publish_Date>02/03/2026</x:Publish_Date>
<x:Record_Count>1</x:Record_Count></x:publshInformation><x:sdnEntry><x:uid>7</x:uid><x:firstName>Exam</x:firstName>
<x:lastName>EXAMPLOV</x:lastName><x:sdnType>Individual</x:sdnType><x:programList><x:program>SDGT</x:program></x:programList>
<x:akaList><x:aka><x:type>a.k.a.</x:type><x:category>weak</x:category><x:lastName>EX</x:lastName></x:aka>
<x:aka><x:type>f.k.a.</x:type><x:category>strong</x:category><x:lastName>OLD</x:lastName></x:aka></x:akaList>
<x:idList><x:id><x:idType>Passport</x:idType><x:idNumber>X11</x:idNumber><x:idCountry>Iran</x:idCountry></x:id>
<x:id><x:idType>Gender</x:idType><x:idNumber>Male</x:idNumber></x:id></x:idList>
<x:dateOfBirthList><x:dateOfBirthItem><x:dateOfBirth>circa 1960</x:dateOfBirth></x:dateOfBirthItem></x:dateOfBirthList>
<x:citizenshipList><x:citizenship><x:country>Iran</x:country></x:citizenship></x:citizenshipList></x:sdnEntry></x:sdnList>)",
  }});

  ASSERT_THAT(list.parties, SizeIs(1));
  EXPECT_EQ(list.reading.published_on, "2026-02-03");
  const ListedParty& person = list.parties[0];
  EXPECT_THAT(
      names_of(person), ElementsAre("primary EXAMPLOV, Exam", "alias EX weak", "former OLD")
  );
  EXPECT_THAT(identifiers_of(person), ElementsAre("Passport X11 IRN"));
  EXPECT_EQ(detail_of(person, "Gender"), "Male");
  EXPECT_THAT(birth_dates_of(person), ElementsAre("~1960"));
  EXPECT_THAT(countries_of(person), ElementsAre("citizenship IRN"));
}

constexpr std::string_view kAdvanced =
    R"(<Sanctions><DateOfIssue><Year>2026</Year><Month>7</Month><Day>27</Day></DateOfIssue><ReferenceValueSets>
<AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
<CountryValues><Country ID="11" ISO2="KG">Kyrgyzstan</Country></CountryValues>
<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="25">Location</FeatureType>
<FeatureType ID="10">Nationality Country</FeatureType></FeatureTypeValues>
<IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
<LocPartTypeValues><LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType></NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues>
<ScriptValues><Script ID="220">Cyrillic</Script></ScriptValues></ReferenceValueSets>
<Locations><Location ID="50"><LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Value>Bishkek</Value></LocationPartValue></LocationPart>
<LocationCountry CountryID="11"/></Location></Locations>
<IDRegDocuments><IDRegDocument ID="60" IDRegDocTypeID="1571" IdentityID="70" IssuedBy-CountryID="11"><IDRegistrationNo>X11</IDRegistrationNo></IDRegDocument></IDRegDocuments>
<DistinctParties><DistinctParty FixedRef="9"><Profile ID="9" PartySubTypeID="4"><Identity ID="70" Primary="true">
<Alias AliasTypeID="1403" Primary="true" LowQuality="false">
<DocumentedName ID="1"><DocumentedNamePart><NamePartValue NamePartGroupID="81">EXAMPLOV</NamePartValue></DocumentedNamePart>
<DocumentedNamePart><NamePartValue NamePartGroupID="82">Exam</NamePartValue></DocumentedNamePart></DocumentedName>
<DocumentedName ID="2"><DocumentedNamePart><NamePartValue NamePartGroupID="81" ScriptID="220">Экзамплов</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<Alias AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="3"><DocumentedNamePart><NamePartValue>EX</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="81" NamePartTypeID="1520"/></MasterNamePartGroup>
<MasterNamePartGroup><NamePartGroup ID="82" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups></Identity>
<Feature FeatureTypeID="8"><FeatureVersion><DatePeriod><Start><From><Year>1960</Year><Month>1</Month><Day>1</Day></From></Start>
<End><To><Year>1960</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod></FeatureVersion></Feature>
<Feature FeatureTypeID="25"><FeatureVersion><VersionLocation LocationID="50"/></FeatureVersion></Feature>
<Feature FeatureTypeID="10"><FeatureVersion><VersionLocation LocationID="50"/></FeatureVersion></Feature>
</Profile></DistinctParty></DistinctParties>
<SanctionsEntries><SanctionsEntry ID="1" ProfileID="9" ListID="1550"><EntryEvent><Date><Year>1995</Year><Month>1</Month><Day>23</Day></Date></EntryEvent>
<SanctionsMeasure><Comment>SDGT</Comment></SanctionsMeasure></SanctionsEntry></SanctionsEntries></Sanctions>)";

TEST(OfacAdvancedXml, BringsTogetherWhatPartiesReferTo) {
  const ReadList list = read_list({{"sdn_advanced.xml", kAdvanced}});

  ASSERT_THAT(list.parties, SizeIs(1));
  EXPECT_EQ(list.reading.published_on, "2026-07-27");
  const ListedParty& person = list.parties[0];
  EXPECT_EQ(person.entry_id, "9");
  EXPECT_EQ(person.schema, PartySchema::kPerson);
  EXPECT_THAT(
      names_of(person), ElementsAre("primary EXAMPLOV, Exam", "alias Экзамплов", "alias EX weak")
  );
  EXPECT_EQ(person.names[1].script, "Cyrillic");
  EXPECT_THAT(birth_dates_of(person), ElementsAre("1960"));
  EXPECT_THAT(addresses_of(person), ElementsAre("Bishkek, Kyrgyzstan = KGZ"));
  EXPECT_EQ(person.addresses[0].city, "Bishkek");
  EXPECT_THAT(countries_of(person), ElementsAre("nationality KGZ"));
  EXPECT_THAT(identifiers_of(person), ElementsAre("Passport X11 KGZ"));
  EXPECT_THAT(person.programmes, ElementsAre("SDGT"));
  EXPECT_EQ(person.listed_on, "1995-01-23");
}

TEST(EuXml, TellsWeakNamesByTheirAttribute) {
  const ReadList list = read_list({{
      "eu.xml",
      R"(<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-01-15T10:00:00"><sanctionEntity logicalId="13" euReferenceNumber="EU.1.1" designationDate="2003-06-27">
<regulation programme="IRQ" publicationDate="2003-07-08" numberTitle="1210/2003"/><subjectType code="person"/>
<nameAlias wholeName="Exam Examplov" strong="true" nameLanguage="EN" gender="M"/><nameAlias wholeName="Ex" strong="false"/>
<birthdate year="1960" monthOfYear="5" circa="true"/><birthdate yearRangeFrom="1958" yearRangeTo="1963"/>
<address street="1 Made St" city="Moscow" countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION"/>
<identification number="X11" identificationTypeDescription="National passport" countryDescription="RUSSIAN FEDERATION"/>
<remark>Made up.</remark></sanctionEntity></export>)",
  }});

  ASSERT_THAT(list.parties, SizeIs(1));
  const ListedParty& person = list.parties[0];
  EXPECT_THAT(names_of(person), ElementsAre("primary Exam Examplov", "alias Ex weak"));
  EXPECT_EQ(person.names[0].language, "EN");
  EXPECT_THAT(birth_dates_of(person), ElementsAre("~1960-05", "1958/1963"));
  EXPECT_EQ(person.listed_on, "2003-06-27");
  EXPECT_THAT(identifiers_of(person), ElementsAre("National passport X11 RUS"));
  EXPECT_EQ(detail_of(person, "reference"), "EU.1.1");
  EXPECT_THAT(person.remarks, ElementsAre("Made up."));
}

TEST(UkXml, PutsTheFamilyNameBehind) {
  const ReadList list = read_list({{
      "uk.xml",
      R"(<Designations><DateGenerated>10/06/2026</DateGenerated><Designation><UniqueID>RUS0001</UniqueID><RegimeName>Russia</RegimeName>
<IndividualEntityShip>Individual</IndividualEntityShip><DateDesignated>24/02/2022</DateDesignated><Names>
<Name><Name1>Ex</Name1><NameType>Alias</NameType><AliasStrength>Low Quality</AliasStrength></Name>
<Name><Name1>Exam</Name1><Name2>Made</Name2><Name6>Examplov</Name6><NameType>Primary Name</NameType></Name></Names>
<NonLatinNames><NonLatinName><NameNonLatinScript>Экзамплов</NameNonLatinScript></NonLatinName></NonLatinNames>
<Addresses><Address><AddressLine1>1 Made St</AddressLine1><AddressCountry>Russia</AddressCountry></Address></Addresses>
<IndividualDetails><Individual><DOBs><DOB>dd/mm/1960</DOB></DOBs><Nationalities><Nationality>Russia</Nationality></Nationalities>
<PassportDetails><Passport><PassportNumber>X11</PassportNumber></Passport></PassportDetails></Individual></IndividualDetails></Designation></Designations>)",
  }});

  ASSERT_THAT(list.parties, SizeIs(1));
  EXPECT_EQ(list.reading.published_on, "2026-06-10");
  const ListedParty& person = list.parties[0];
  EXPECT_THAT(
      names_of(person),
      ElementsAre("primary Exam Made Examplov", "alias Ex weak", "alias Экзамплов")
  );
  EXPECT_THAT(identifiers_of(person), ElementsAre("Passport X11"));
  EXPECT_THAT(birth_dates_of(person), ElementsAre("1960"));
  EXPECT_THAT(addresses_of(person), ElementsAre("1 Made St, Russia = RUS"));
  EXPECT_EQ(person.listed_on, "2022-02-24");
}

TEST(UnXml, TellsAliasesOfLowQuality) {
  const ReadList list = read_list({{
      "un.xml",
      R"(<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS><INDIVIDUAL><DATAID>7</DATAID><FIRST_NAME>EXAM</FIRST_NAME>
<SECOND_NAME>EXAMPLOV</SECOND_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.999</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
<NATIONALITY><VALUE>Kyrgyzstan</VALUE></NATIONALITY><INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>EX</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1958</FROM_YEAR><TO_YEAR>1963</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>X11</NUMBER><ISSUING_COUNTRY>Kyrgyzstan</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
</INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><REFERENCE_NUMBER>CDe.999</REFERENCE_NUMBER><FIRST_NAME>MADE UP GROUP</FIRST_NAME>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>OLD UP</ALIAS_NAME></ENTITY_ALIAS></ENTITY></ENTITIES></CONSOLIDATED_LIST>)",
  }});

  ASSERT_THAT(list.parties, SizeIs(2));
  EXPECT_EQ(list.reading.published_on, "2026-02-27");
  EXPECT_THAT(names_of(list.parties[0]), ElementsAre("primary EXAM EXAMPLOV", "alias EX weak"));
  EXPECT_THAT(birth_dates_of(list.parties[0]), ElementsAre("1958/1963"));
  EXPECT_THAT(identifiers_of(list.parties[0]), ElementsAre("Passport X11 KGZ"));
  EXPECT_EQ(list.parties[1].entry_id, "CDe.999");
  EXPECT_THAT(names_of(list.parties[1]), ElementsAre("primary MADE UP GROUP", "former OLD UP"));
}

TEST(LeiXml, IsARegister) {
  const ReadList list = read_list({{
      "lei.xml",
      R"(<l:LEIData xmlns:l="u"><l:LEIRecords><l:LEIRecord><l:LEI>X1</l:LEI><l:Entity><l:LegalName xml:lang="en">Made Up LLC</l:LegalName>
<l:OtherEntityNames><l:OtherEntityName type="PREVIOUS_LEGAL_NAME">Old Up</l:OtherEntityName></l:OtherEntityNames>
<l:LegalAddress><l:FirstAddressLine>1 Made St</l:FirstAddressLine><l:City>Bishkek</l:City><l:Country>KG</l:Country></l:LegalAddress>
<l:LegalJurisdiction>KG</l:LegalJurisdiction></l:Entity></l:LEIRecord></l:LEIRecords></l:LEIData>)",
  }});

  ASSERT_THAT(list.parties, SizeIs(1));
  EXPECT_TRUE(is_register(list.files[0].format));
  EXPECT_THAT(names_of(list.parties[0]), ElementsAre("primary Made Up LLC", "former Old Up"));
  EXPECT_THAT(addresses_of(list.parties[0]), ElementsAre("1 Made St, Bishkek, KG = KGZ"));
  EXPECT_THAT(identifiers_of(list.parties[0]), ElementsAre("LEI X1"));
}

}  // namespace
}  // namespace portolan::parties
