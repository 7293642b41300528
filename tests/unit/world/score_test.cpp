#include "portolan/world/score.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::world {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Property;
using ::testing::Throws;
using ::testing::ThrowsMessage;

CountryCode iso3(std::string_view letters) {
  return *CountryCode::parse(letters);
}

TruthCell
cell(std::string_view hub, std::vector<std::string> hs, std::int64_t in_usd, std::int64_t out_usd) {
  return {
      .hub = iso3(hub),
      .family = hs.front(),
      .hs = hs,
      .lists = "chpl",
      .months =
          {
              {.month = Period::of_month(2022, 6), .in_usd = in_usd, .out_usd = out_usd},
              {.month = Period::of_month(2022, 7), .in_usd = in_usd, .out_usd = out_usd},
          },
  };
}

TruthEvent event(int number, EventKind kind, SizeClass size, std::vector<TruthCell> cells) {
  TruthEvent made{
      .number = number,
      .kind = kind,
      .size = size,
      .hubs = {},
      .destination = iso3("RUS"),
      .origins = {},
      .start = Period::of_month(2022, 6),
      .end = Period::of_month(2022, 7),
      .went_on_share = 0.8,
      .hs = {},
      .true_hs = {},
      .cells = std::move(cells),
  };
  for (const TruthCell& own : made.cells) {
    made.hubs.push_back(own.hub);
    made.hs.insert(made.hs.end(), own.hs.begin(), own.hs.end());
  }
  return made;
}

/// Transit of two families through KGZ, a ghost through KAZ, a boom in GEO and a hub (UZB) all of
/// whose trade grows.
Truth small_truth() {
  TruthEvent growth = event(4, EventKind::kWholeTradeGrows, SizeClass::kMedium, {});
  growth.hubs = {iso3("UZB")};
  return {
      .seed = 1,
      .size = WorldSize::kSmall,
      .first_month = Period::of_month(2019, 1),
      .last_month = Period::of_month(2022, 12),
      .events =
          {
              event(
                  1,
                  EventKind::kTransit,
                  SizeClass::kLarge,
                  {cell("KGZ", {"854150", "854151", "854159"}, 1'000, 800),
                   cell("KGZ", {"854231"}, 500, 400)}
              ),
              event(
                  2,
                  EventKind::kGhostTransit,
                  SizeClass::kHopeless,
                  {cell("KAZ", {"853400"}, 300, 0)}
              ),
              event(
                  3, EventKind::kDemandBoom, SizeClass::kObvious, {cell("GEO", {"847150"}, 900, 0)}
              ),
              growth,
          },
  };
}

FoundLead lead(std::string_view hub, std::vector<std::string> hs, LeadKind kind = LeadKind::kLead) {
  return {
      .id = std::string(hub) + hs.front(),
      .kind = kind,
      .hub = iso3(hub),
      .destination = iso3("RUS"),
      .hs = std::move(hs),
      .since = {},
      .from = {},
      .until = {},
      .inflow_excess_usd = {},
      .outflow_excess_usd = {},
      .q_value = {},
  };
}

TEST(WorldScore, FindsNothingInAnEmptyListAndHasNoShareOfFalseLeads) {
  const WorldScore score = score_world(small_truth(), {});
  EXPECT_EQ(score.diversions, 2);
  EXPECT_EQ(score.diversions_found, 0);
  EXPECT_EQ(score.false_lead_share, std::nullopt);
  EXPECT_THAT(score.calibration, IsEmpty());
}

TEST(WorldScore, CountsALeadAsTrueIfHubDestinationAndACodeAgree) {
  const std::vector<FoundLead> found = {lead("KGZ", {"854151", "999999"})};
  const WorldScore score = score_world(small_truth(), found);
  EXPECT_EQ(score.leads, 1);
  EXPECT_EQ(score.false_leads, 0);
  EXPECT_EQ(score.diversions_found, 1);
}

TEST(WorldScore, CountsALeadAsFalseIfAnythingElseDiffers) {
  std::vector<FoundLead> found = {
      lead("KGZ", {"853400"}),  // the ghost's goods at the transit's hub
      lead("ARM", {"854231"}),
      lead("KGZ", {"854231"}),
  };
  found[2].destination = iso3("BLR");
  const WorldScore score = score_world(small_truth(), found);
  EXPECT_EQ(score.leads, 3);
  EXPECT_EQ(score.false_leads, 3);
  EXPECT_EQ(score.leads_on_decoys, 0);
  EXPECT_EQ(score.false_lead_share, 1.0);
}

TEST(WorldScore, MatchesLongerAndShorterCodesByTheirDigits) {
  for (const char* code : {"8542", "85423190", "854231"}) {
    const std::vector<FoundLead> found = {lead("KGZ", {code})};
    EXPECT_EQ(score_world(small_truth(), found).diversions_found, 1) << code;
  }
}

TEST(WorldScore, CountsFlaggedDecoysAmongFalseLeads) {
  const std::vector<FoundLead> found = {lead("GEO", {"847150"}), lead("UZB", {"010121"})};
  const WorldScore score = score_world(small_truth(), found);
  EXPECT_EQ(score.false_leads, 2);
  EXPECT_EQ(score.leads_on_decoys, 2);
  ASSERT_EQ(score.flagged_decoys.size(), 2U);
  EXPECT_EQ(score.flagged_decoys[0].kind, EventKind::kDemandBoom);
  EXPECT_EQ(score.flagged_decoys[0].found_as_lead, 1);
}

TEST(WorldScore, TakesASurgeForRightWhereGoodsCameIn) {
  const std::vector<FoundLead> found = {
      lead("GEO", {"847150"}, LeadKind::kSurge),
      lead("KAZ", {"853400"}, LeadKind::kSurge),
      lead("MNG", {"853400"}, LeadKind::kSurge),
  };
  const WorldScore score = score_world(small_truth(), found);
  EXPECT_EQ(score.leads, 0);
  EXPECT_EQ(score.surges, 3);
  EXPECT_EQ(score.surges_on_diversions, 1);
  EXPECT_EQ(score.surges_on_decoys, 1);
  EXPECT_EQ(score.surges_on_nothing, 1);
  EXPECT_EQ(score.diversions_found, 0);
}

TEST(WorldScore, GivesRecallByKindAndSize) {
  const std::vector<FoundLead> found = {
      lead("KGZ", {"854231"}),
      lead("KAZ", {"853400"}, LeadKind::kSurge),
  };
  const WorldScore score = score_world(small_truth(), found);
  ASSERT_EQ(score.recall.size(), 2U);
  EXPECT_EQ(score.recall[0].kind, EventKind::kTransit);
  EXPECT_EQ(score.recall[0].size, SizeClass::kLarge);
  EXPECT_EQ(score.recall[0].events, 1);
  EXPECT_EQ(score.recall[0].found_as_lead, 1);
  EXPECT_EQ(score.recall[0].found_as_surge_only, 0);
  EXPECT_EQ(score.recall[1].kind, EventKind::kGhostTransit);
  EXPECT_EQ(score.recall[1].found_as_lead, 0);
  EXPECT_EQ(score.recall[1].found_as_surge_only, 1);
}

TEST(WorldScore, ComparesDollarsOverTheWindowOfTheLead) {
  std::vector<FoundLead> found = {lead("KGZ", {"854150"}), lead("KGZ", {"854150", "854231"})};
  found[0].inflow_excess_usd = 2'000.0;  // both months: 2,000 came in, 1,600 went out
  found[0].outflow_excess_usd = 3'200.0;
  found[1].from = Period::of_month(2022, 7);  // one month of both families: 1,500 and 1,200
  found[1].inflow_excess_usd = 750.0;
  const WorldScore score = score_world(small_truth(), found);
  ASSERT_EQ(score.matches.size(), 2U);
  EXPECT_EQ(score.matches[0].true_inflow_usd, 2'000);
  EXPECT_EQ(score.matches[0].true_outflow_usd, 1'600);
  EXPECT_NEAR(*score.matches[0].inflow_log_ratio, 0.0, 1e-12);
  EXPECT_NEAR(*score.matches[0].outflow_log_ratio, std::log(2.0), 1e-12);
  EXPECT_EQ(score.matches[1].true_inflow_usd, 1'500);
  EXPECT_NEAR(*score.matches[1].inflow_log_ratio, -std::log(2.0), 1e-12);
  EXPECT_EQ(score.matches[1].outflow_log_ratio, std::nullopt);
  EXPECT_EQ(score.inflow_log_ratio.count, 2);
  EXPECT_NEAR(*score.inflow_log_ratio.median, -0.5 * std::log(2.0), 1e-12);
  EXPECT_NEAR(*score.inflow_log_ratio.median_absolute, 0.5 * std::log(2.0), 1e-12);
}

TEST(WorldScore, CountsMonthsBetweenTheFoundAndTheTrueBegin) {
  std::vector<FoundLead> found = {lead("KGZ", {"854231"}), lead("KGZ", {"854151"})};
  found[0].since = Period::of_month(2022, 9);
  found[1].since = Period::of_month(2022, 4);
  const WorldScore score = score_world(small_truth(), found);
  EXPECT_EQ(score.matches[0].start_error_months, 3);
  EXPECT_EQ(score.matches[1].start_error_months, -2);
  EXPECT_EQ(score.start_months.median, 0.5);
  EXPECT_EQ(score.start_months.median_absolute, 2.5);
}

TEST(WorldScore, GroupsLeadsByQValue) {
  std::vector<FoundLead> found = {
      lead("KGZ", {"854231"}), lead("ARM", {"854231"}), lead("KAZ", {"853400"})};
  found[0].q_value = 0.005;
  found[1].q_value = 0.06;
  found[2].q_value = 0.07;
  const WorldScore score = score_world(small_truth(), found);
  ASSERT_EQ(score.calibration.size(), 2U);
  EXPECT_EQ(score.calibration[0].leads, 1);
  EXPECT_EQ(score.calibration[0].false_leads, 0);
  EXPECT_EQ(score.calibration[1].leads, 2);
  EXPECT_EQ(score.calibration[1].false_leads, 1);
}

/// A folder of its own for each test.
class ScoreFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / (std::string("portolan_score_") + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }

  fs::path folder_;
};

TEST_F(ScoreFiles, ReadBackTheTruthTheyWrite) {
  const Truth truth =
      truth_of(make_world(spec_of_options("small", "all", "all"), 18'000'000'000'000'000'000U));
  write_truth(truth, folder_);
  const Truth back = read_truth(folder_);
  EXPECT_EQ(back.seed, truth.seed);
  ASSERT_EQ(back.events.size(), truth.events.size());
  for (std::size_t i = 0; i < truth.events.size(); ++i) {
    const TruthEvent& a = truth.events[i];
    const TruthEvent& b = back.events[i];
    EXPECT_EQ(a.number, b.number);
    EXPECT_EQ(a.kind, b.kind);
    EXPECT_EQ(a.size, b.size);
    EXPECT_EQ(a.hubs, b.hubs);
    EXPECT_EQ(a.start, b.start);
    EXPECT_EQ(a.hs, b.hs);
    EXPECT_EQ(a.true_hs, b.true_hs);
    EXPECT_EQ(a.origins.size(), b.origins.size());
    ASSERT_EQ(a.cells.size(), b.cells.size());
    for (std::size_t c = 0; c < a.cells.size(); ++c) {
      EXPECT_EQ(a.cells[c].hs, b.cells[c].hs);
      EXPECT_EQ(a.cells[c].in_usd(), b.cells[c].in_usd());
      EXPECT_EQ(a.cells[c].out_usd(), b.cells[c].out_usd());
    }
  }
}

// Leads that repeat the truth must score fully, whatever world it is.
TEST_F(ScoreFiles, GiveFullMarksToTheTruthItself) {
  const Truth truth = truth_of(make_world(spec_of_options("small", "all", "all"), 4));
  std::vector<FoundLead> found;
  for (const TruthEvent& event : truth.events) {
    if (is_decoy(event.kind)) {
      continue;
    }
    for (const TruthCell& own : event.cells) {
      FoundLead perfect = lead(own.hub.iso3(), own.hs);
      perfect.since = event.start;
      perfect.inflow_excess_usd = static_cast<double>(own.in_usd());
      found.push_back(perfect);
    }
  }
  const WorldScore score = score_world(truth, found);
  EXPECT_EQ(score.false_leads, 0);
  EXPECT_EQ(score.diversions, 9);
  EXPECT_EQ(score.diversions_found, 9);
  EXPECT_NEAR(*score.inflow_log_ratio.median_absolute, 0.0, 1e-12);
  EXPECT_EQ(score.start_months.median_absolute, 0.0);
}

constexpr const char* kLead =
    R"({"id":"a1","kind":"lead","hub":"KGZ","destination":"RUS","goods":{"family":"854231","hs":["854231"]},)"
    R"("since":"2022-06","window":{"from":"2022-06","until":"2023-12"},"inflow_usd":{"excess":12.5},)"
    R"("outflow_usd":{"excess":null},"q_value":0.02})";

TEST_F(ScoreFiles, ReadLeadsWithAndWithoutTheirEnvelope) {
  const std::string array = std::string("[") + kLead + "]";
  for (const std::string& text : {array, R"({"schema":"portolan.leads/1","data":)" + array + "}"}) {
    const std::vector<FoundLead> leads = read_found_leads(write("leads.json", text));
    ASSERT_EQ(leads.size(), 1U);
    EXPECT_EQ(leads[0].hub, iso3("KGZ"));
    EXPECT_THAT(leads[0].hs, ElementsAre("854231"));
    EXPECT_EQ(leads[0].since, Period::of_month(2022, 6));
    EXPECT_EQ(leads[0].until, Period::of_month(2023, 12));
    EXPECT_EQ(leads[0].inflow_excess_usd, 12.5);
    EXPECT_EQ(leads[0].outflow_excess_usd, std::nullopt);
    EXPECT_EQ(leads[0].q_value, 0.02);
  }
}

TEST_F(ScoreFiles, NameTheLeadAndTheFieldThatIsWrong) {
  const fs::path file =
      write("leads.json", R"([{"kind":"lead","hub":"Kyrgyzstan","destination":"RUS"}])");
  EXPECT_THAT(
      [&] { (void)read_found_leads(file); },
      ThrowsMessage<Error>("leads.json: data 1: hub: expected an ISO3 code, got \"Kyrgyzstan\"")
  );
}

TEST_F(ScoreFiles, SayThatAFolderHoldsNoWorld) {
  EXPECT_THAT(
      [&] { (void)read_truth(folder_); },
      Throws<Error>(Property(&Error::code, ErrorCode::kNotFound))
  );
  write("truth.json", R"({"schema":"another/1"})");
  EXPECT_THAT(
      [&] { (void)read_truth(folder_); },
      ThrowsMessage<Error>(
          "truth.json: schema: expected \"portolan.world_truth/1\", got \"another/1\""
      )
  );
}

}  // namespace
}  // namespace portolan::world
