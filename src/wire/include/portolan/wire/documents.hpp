#pragma once

#include <vector>

#include "portolan/engine/doctor.hpp"
#include "portolan/engine/version.hpp"
#include "portolan/formats/writers.hpp"

namespace portolan::wire {

/// Each returns an answer of the engine as every format prints it.
[[nodiscard]] formats::Document document_of(const std::vector<engine::VersionedPart>& parts);
[[nodiscard]] formats::Document document_of(const engine::DoctorResult& result);

}  // namespace portolan::wire
