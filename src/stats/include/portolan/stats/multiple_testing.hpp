#pragma once

#include <cstddef>
#include <span>
#include <vector>

/// From scores to p-values by comparison with placebos, and from p-values to error rates over a
/// list. All functions keep the order of their input; NaN in, NaN out, and a NaN is no test.
namespace portolan::stats {

/// Returns (1 + #{placebo >= own}) / (1 + n): super-uniform if `own` and the placebos are
/// exchangeable (Vovk, Gammerman, Shafer 2005; Bates, Candes, Lei, Romano, Sesia 2023,
/// doi:10.1214/22-AOS2244). `sorted_placebos` ascend; NaN if `own` is NaN. O(log n).
[[nodiscard]] double conformal_p(double own, std::span<const double> sorted_placebos);

/// Returns for each p-value the smallest false-discovery rate at which the step-up procedure of
/// Benjamini and Hochberg (1995, doi:10.1111/j.2517-6161.1995.tb02031.x) rejects it. O(m log m).
[[nodiscard]] std::vector<double> benjamini_hochberg(std::span<const double> p_values);

/// The same times 1 + 1/2 + … + 1/m: valid under any dependence (Benjamini and Yekutieli 2001,
/// doi:10.1214/aos/1013699998).
[[nodiscard]] std::vector<double> benjamini_yekutieli(std::span<const double> p_values);

/// One hypothesis of the kind "not all of these happened": the p-value of its conjunction, and the
/// largest of the p-values that are left when the least convincing component is set aside.
struct PartialConjunction {
  double selection = 1.0;  ///< The largest p-value of the components.
  double filter = 1.0;     ///< The largest of the others; at most `selection`.
};

/// Returns for each hypothesis the smallest rate at which AdaFilter rejects it: at a threshold g
/// the false rejections are estimated by g times the number of hypotheses with filter < g, since a
/// hypothesis whose other components show nothing cannot be a discovery (Wang, Gui, Su, Sabatti and
/// Owen 2022, Ann. Statist. 50(4), doi:10.1214/21-AOS2139, definition 3.1 with r = n). Never larger
/// than Benjamini-Hochberg's. Asks for independence between the components, unlike it. O(m log m).
[[nodiscard]] std::vector<double> adafilter(std::span<const PartialConjunction> hypotheses);

}  // namespace portolan::stats
