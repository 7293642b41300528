#pragma once

#include "portolan/engine/components.hpp"
#include "portolan/formats/writers.hpp"

namespace portolan::wire {

// Each returns an answer of the engine about components as every format prints it.

[[nodiscard]] formats::Document document_of(const engine::ImportComponentsResult& result);
[[nodiscard]] formats::Document
document_of(const engine::ComponentsRequest& request, const engine::ComponentsResult& result);
/// Makers, one a row; countries of the makers' seats, one a row.
[[nodiscard]] formats::Document
makers_document(const engine::ComponentsRequest& request, const engine::MakersResult& result);
[[nodiscard]] formats::Document maker_countries_document(
    const engine::ComponentsRequest& request,
    const engine::MakersResult& result
);
[[nodiscard]] formats::Document
document_of(const engine::ComponentsRequest& request, const engine::PartGoodsResult& result);

}  // namespace portolan::wire
