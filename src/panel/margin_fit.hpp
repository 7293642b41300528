#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "portolan/panel/build.hpp"
#include "portolan/store/database.hpp"

namespace portolan::panel {

/// What the fits of a build found, for its report.
struct ReconciliationFit {
  std::int64_t margin_pairs = 0;
  std::string margin_basis;
  std::int64_t discrepancies = 0;
  int reliability_rounds = 0;
  double reliability_residual = 0.0;
};

/// Fits the CIF margins and the reliabilities on the table `report`, and makes the tables that
/// panel.sql reads: cif_base, cif_pair, cif_family, cif_year, reliability. `places` and `families`
/// are the names behind the codes.
ReconciliationFit fit_reconciliation(
    store::Database& database,
    const PanelInputs& inputs,
    const std::vector<std::string>& places,
    const std::vector<std::string>& families,
    Progress& progress
);

}  // namespace portolan::panel
