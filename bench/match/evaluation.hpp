#pragma once

#include <filesystem>
#include <string>

namespace portolan::bench {

/// Which of the labelled pairs a report is about.
enum class PairPart { kOpen, kKeptBack, kAll };

/// Prints how well the pairs of names/name_pairs.csv in the folder of screening data are told
/// apart: those open by weights fitted on the other folds, those kept back by weights fitted on all
/// open ones, or all by cross-validation. With `shows_wrong` also each pair on the wrong side of
/// the threshold with its score part by part.
void print_evaluation(const std::filesystem::path& folder, PairPart part, bool shows_wrong);

/// Prints data/names/weights.csv as fitted on the open pairs.
void print_fit(const std::filesystem::path& folder);

}  // namespace portolan::bench
