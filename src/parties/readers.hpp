#pragma once

#include <span>

#include "intake.hpp"
#include "portolan/parties/list_reader.hpp"

/// One function a layout; each reads the files of one list and hands its entries to the intake.
/// docs/data/party_lists.md says what becomes of each field.
namespace portolan::parties {

void read_ofac_csv(std::span<const ListFile> files, Intake& intake);
void read_ofac_xml(const ListFile& file, Intake& intake);
void read_ofac_advanced_xml(const ListFile& file, Intake& intake);
void read_csl_csv(const ListFile& file, Intake& intake);
void read_csl_json(const ListFile& file, Intake& intake);
void read_bis_dpl(const ListFile& file, Intake& intake);
void read_eu_csv(const ListFile& file, Intake& intake);
void read_eu_xml(const ListFile& file, Intake& intake);
void read_uk_csv(const ListFile& file, Intake& intake);
void read_uk_xml(const ListFile& file, Intake& intake);
void read_uk_conlist(const ListFile& file, Intake& intake);
void read_un_xml(const ListFile& file, Intake& intake);
void read_ftm_json(const ListFile& file, Intake& intake);
void read_ftm_delta(const ListFile& file, Intake& intake);
void read_simple_csv(const ListFile& file, Intake& intake);
void read_lei_xml(const ListFile& file, Intake& intake);
void read_senzing(const ListFile& file, Intake& intake);

}  // namespace portolan::parties
