#pragma once

#include <string>
#include <vector>

#include "portolan/engine/corridor.hpp"
#include "portolan/engine/demo.hpp"
#include "portolan/engine/doctor.hpp"
#include "portolan/engine/fit.hpp"
#include "portolan/engine/goods.hpp"
#include "portolan/engine/imports.hpp"
#include "portolan/engine/integrity.hpp"
#include "portolan/engine/journal.hpp"
#include "portolan/engine/leads.hpp"
#include "portolan/engine/link.hpp"
#include "portolan/engine/name_pairs.hpp"
#include "portolan/engine/neighbours.hpp"
#include "portolan/engine/owners.hpp"
#include "portolan/engine/panel.hpp"
#include "portolan/engine/party_lists.hpp"
#include "portolan/engine/places.hpp"
#include "portolan/engine/regimes.hpp"
#include "portolan/engine/screening.hpp"
#include "portolan/engine/sources.hpp"
#include "portolan/engine/sql.hpp"
#include "portolan/engine/trace.hpp"
#include "portolan/engine/version.hpp"
#include "portolan/engine/whatif.hpp"
#include "portolan/engine/workspace.hpp"
#include "portolan/engine/worlds.hpp"
#include "portolan/formats/writers.hpp"

namespace portolan::wire {

// Each returns an answer of the engine as every format prints it, with its request where that
// belongs to the answer.

[[nodiscard]] formats::Document document_of(const std::vector<engine::VersionedPart>& parts);
[[nodiscard]] formats::Document document_of(const engine::DoctorResult& result);
[[nodiscard]] formats::Document document_of(const std::vector<engine::PlaceInfo>& places);
[[nodiscard]] formats::Document document_of(const std::vector<engine::RegimeRow>& regimes);
[[nodiscard]] formats::Document document_of(const engine::InitResult& result);
[[nodiscard]] formats::Document document_of(const std::vector<engine::Setting>& settings);
[[nodiscard]] formats::Document document_of(const engine::VerifyResult& result);
[[nodiscard]] formats::Document document_of(const engine::RebuildResult& result);
[[nodiscard]] formats::Document document_of(const std::vector<engine::Source>& sources);
[[nodiscard]] formats::Document document_of(const engine::SourceDetail& detail);
[[nodiscard]] formats::Document
document_of(const engine::SqlRequest& request, engine::SqlResult result);
[[nodiscard]] formats::Document
document_of(const engine::MakeWorldRequest& request, const engine::MakeWorldResult& result);
[[nodiscard]] formats::Document document_of(const engine::ImportResult& result);
[[nodiscard]] formats::Document document_of(const std::vector<engine::SniffedFile>& files);
[[nodiscard]] formats::Document document_of(const std::vector<engine::GoodsListInfo>& lists);
[[nodiscard]] formats::Document
document_of(const engine::FindGoodsRequest& request, const engine::FindGoodsResult& result);
[[nodiscard]] formats::Document document_of(const engine::CodeExplained& explained);
[[nodiscard]] formats::Document document_of(const engine::GroupExplained& group);
[[nodiscard]] formats::Document document_of(const engine::ImportListResult& result);
[[nodiscard]] formats::Document document_of(const engine::BuildPanelResult& result);
[[nodiscard]] formats::Document
document_of(const engine::ShowPanelRequest& request, const engine::ShowPanelResult& result);
[[nodiscard]] formats::Document
document_of(const engine::ScoreWorldRequest& request, const engine::ScoreWorldResult& result);
[[nodiscard]] formats::Document document_of(const std::vector<engine::JournalLine>& lines);
[[nodiscard]] formats::Document document_of(const engine::LeadRun& run);
[[nodiscard]] formats::Document document_of(const std::vector<engine::LeadRun>& runs);
[[nodiscard]] formats::Document document_of(const engine::LeadsDifference& difference);
/// A lead in full; how its score adds up; the rows behind it.
[[nodiscard]] formats::Document lead_document(const formats::JsonValue& lead);
[[nodiscard]] formats::Document lead_explanation(const formats::JsonValue& lead);
[[nodiscard]] formats::Document
rows_document(const engine::LeadRequest& request, formats::Table rows);
[[nodiscard]] formats::Document
document_of(const engine::CorridorRequest& request, const engine::CorridorResult& result);
[[nodiscard]] formats::Document
document_of(const engine::FitRequest& request, const engine::FitResult& result);
[[nodiscard]] formats::Document
document_of(const engine::TraceRequest& request, const engine::TraceResult& result);
[[nodiscard]] formats::Document
document_of(const engine::WhatIfRequest& request, const engine::WhatIfResult& result);
[[nodiscard]] formats::Document
document_of(const engine::NamePairsRequest& request, const engine::NamePairsResult& result);
[[nodiscard]] formats::Document
document_of(const engine::OwnersRequest& request, const engine::OwnersResult& result);
[[nodiscard]] formats::Document
document_of(const engine::NeighboursRequest& request, const engine::NeighboursResult& result);
/// The parties and ties of the day as GraphML, and as FollowTheMoney JSON lines.
[[nodiscard]] std::string owners_graphml(const engine::OwnersResult& result);
[[nodiscard]] std::string
owners_ftm(const engine::OwnersRequest& request, const engine::OwnersResult& result);
/// The pairs of a linkage, the records in clusters, and the weights of its model.
[[nodiscard]] formats::Document
link_pairs_document(const engine::LinkRequest& request, const engine::LinkResult& result);
[[nodiscard]] formats::Document
link_clusters_document(const engine::LinkRequest& request, const engine::LinkResult& result);
[[nodiscard]] formats::Document
link_model_document(const engine::LinkRequest& request, const engine::LinkResult& result);
[[nodiscard]] formats::Document document_of(const engine::DemoResult& result);
[[nodiscard]] formats::Document document_of(const engine::ImportPartiesResult& result);
[[nodiscard]] formats::Document document_of(const std::vector<engine::PartyListVersion>& versions);
[[nodiscard]] formats::Document document_of(const std::vector<engine::PartyShown>& parties);
[[nodiscard]] formats::Document document_of(const engine::PartyDeltaResult& result);
/// A piece of a screening; what stands around the pieces, without rows.
[[nodiscard]] formats::Document document_of(const std::vector<engine::ScreenRecord>& records);
[[nodiscard]] formats::Document document_of(const engine::ScreenResult& result);
[[nodiscard]] formats::Document document_of(const std::vector<engine::ScreenLogEntry>& log);

/// Returns 202305 as "2023-05" and 202300 as "2023".
[[nodiscard]] std::string period_text(std::int64_t number);

}  // namespace portolan::wire
