// Symbols: W weights, D dummies of the effects; v a column. The projection is D a with
// D'W D a = D'W v. With M the projection off the main effect, the other effects' a solve
// S a = D'W M v, S = D'W M D, which is positive semidefinite; any solution gives the same D a.
#include "absorb.hpp"

#include <algorithm>
#include <cmath>

#include "portolan/base/parallel.hpp"

namespace portolan::stats {

namespace {

constexpr std::size_t kRowsAChunk = 16'384;
constexpr std::size_t kMaxChunks = 16;
constexpr int kMaxSteps = 10'000;

}  // namespace

Absorber::Absorber(const FitSample& sample, unsigned threads, const Progress* progress)
    : sample_(sample), threads_(threads), progress_(progress) {
  if (sample.levels.empty()) {
    return;
  }
  for (std::size_t effect = 0; effect < sample.levels.size(); ++effect) {
    if (effect != sample.main_effect) {
      others_.push_back(effect);
      first_level_.push_back(num_constants_);
      num_constants_ += sample.given_levels[effect].size();
    }
  }
  indices_.reserve(sample.size() * others_.size());
  for (std::size_t row = 0; row < sample.size(); ++row) {
    for (std::size_t k = 0; k < others_.size(); ++k) {
      indices_.push_back(
          static_cast<std::uint32_t>(first_level_[k]) + sample.levels[others_[k]][row]
      );
    }
  }
  // Chunks end between levels of the main effect, so that a level's mean belongs to one chunk. Each
  // has sums of its own for the other effects, which must stay small beside its rows.
  const std::size_t rows =
      std::max({kRowsAChunk, 2 * num_constants_, (sample.size() + kMaxChunks - 1) / kMaxChunks});
  const std::size_t num_levels = sample.starts.size() - 1;
  chunk_starts_.push_back(0);
  for (std::size_t level = 0; level < num_levels; ++level) {
    if (sample.starts[level + 1] - sample.starts[chunk_starts_.back()] >= rows ||
        level + 1 == num_levels) {
      chunk_starts_.push_back(level + 1);
    }
  }
}

template <typename Work>
void Absorber::for_each_chunk(const Work& work) const {
  if (progress_ != nullptr) {
    progress_->check();
  }
  parallel_for_chunks(
      chunk_starts_.size() - 1,
      1,
      threads_,
      [&](std::size_t chunk, std::size_t, std::size_t) {
        work(chunk, chunk_starts_[chunk], chunk_starts_[chunk + 1]);
      }
  );
}

/// Calls `work(sums, first_level, last_level)` for each chunk with sums of its own and adds these
/// up in order.
template <typename Work>
void Absorber::gather(std::vector<double>& sums, const Work& work) const {
  const std::size_t num_chunks = chunk_starts_.size() - 1;
  std::vector<std::vector<double>> parts(num_chunks);
  for_each_chunk([&](std::size_t chunk, std::size_t first, std::size_t last) {
    parts[chunk].assign(num_constants_, 0.0);
    work(parts[chunk].data(), first, last);
  });
  sums = std::move(parts[0]);
  for (std::size_t chunk = 1; chunk < num_chunks; ++chunk) {
    for (std::size_t i = 0; i < num_constants_; ++i) {
      sums[i] += parts[chunk][i];
    }
  }
}

void Absorber::set_weights(std::span<const double> weights) {
  weights_ = weights;
  if (sample_.levels.empty()) {
    return;
  }
  main_weights_.assign(sample_.starts.size() - 1, 0.0);
  gather(other_weights_, [&](double* sums, std::size_t first, std::size_t last) {
    for (std::size_t level = first; level < last; ++level) {
      double sum = 0.0;
      for (std::size_t row = sample_.starts[level]; row < sample_.starts[level + 1]; ++row) {
        sum += weights_[row];
        for (std::size_t k = 0; k < num_others(); ++k) {
          sums[indices_[row * num_others() + k]] += weights_[row];
        }
      }
      main_weights_[level] = sum;
    }
  });
}

void Absorber::subtract_main_means(std::span<double> column, std::vector<double>* means) const {
  for_each_chunk([&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t level = first; level < last; ++level) {
      const std::size_t begin = sample_.starts[level];
      const std::size_t end = sample_.starts[level + 1];
      double sum = 0.0;
      for (std::size_t row = begin; row < end; ++row) {
        sum += weights_[row] * column[row];
      }
      const double mean = sum / main_weights_[level];
      for (std::size_t row = begin; row < end; ++row) {
        column[row] -= mean;
      }
      if (means != nullptr) {
        (*means)[level] = mean;
      }
    }
  });
}

void Absorber::add_to_levels(std::span<const double> column, std::vector<double>& sums) const {
  gather(sums, [&](double* part, std::size_t first, std::size_t last) {
    for (std::size_t row = sample_.starts[first]; row < sample_.starts[last]; ++row) {
      const double value = weights_[row] * column[row];
      for (std::size_t k = 0; k < num_others(); ++k) {
        part[indices_[row * num_others() + k]] += value;
      }
    }
  });
}

void Absorber::apply_schur(std::span<const double> constants, std::vector<double>& result) const {
  const std::size_t width = num_others();
  gather(result, [&](double* part, std::size_t first, std::size_t last) {
    std::vector<double> values;
    for (std::size_t level = first; level < last; ++level) {
      const std::size_t begin = sample_.starts[level];
      const std::size_t end = sample_.starts[level + 1];
      values.resize(end - begin);
      double sum = 0.0;
      for (std::size_t row = begin; row < end; ++row) {
        double value = 0.0;
        for (std::size_t k = 0; k < width; ++k) {
          value += constants[indices_[row * width + k]];
        }
        values[row - begin] = value;
        sum += weights_[row] * value;
      }
      const double mean = sum / main_weights_[level];
      for (std::size_t row = begin; row < end; ++row) {
        const double value = weights_[row] * (values[row - begin] - mean);
        for (std::size_t k = 0; k < width; ++k) {
          part[indices_[row * width + k]] += value;
        }
      }
    }
  });
}

void Absorber::subtract_others(std::span<const double> constants, std::span<double> column) const {
  const std::size_t width = num_others();
  for_each_chunk([&](std::size_t, std::size_t first, std::size_t last) {
    for (std::size_t row = sample_.starts[first]; row < sample_.starts[last]; ++row) {
      for (std::size_t k = 0; k < width; ++k) {
        column[row] -= constants[indices_[row * width + k]];
      }
    }
  });
}

Absorber::Solution Absorber::solve(std::span<double> column, double limit) const {
  Solution solution{std::vector<double>(num_constants_, 0.0), 0.0};
  std::vector<double> residual;
  add_to_levels(column, residual);
  std::vector<double> direction(num_constants_, 0.0);
  std::vector<double> image;
  double previous = 0.0;
  for (int step = 0;; ++step) {
    // r'D^-1 r is what the levels' own means would still explain.
    double explained = 0.0;
    for (std::size_t i = 0; i < num_constants_; ++i) {
      explained += residual[i] * residual[i] / other_weights_[i];
    }
    solution.error = std::sqrt(explained);
    if (!(solution.error > limit) || step == kMaxSteps) {
      return solution;
    }
    const double keep = step == 0 ? 0.0 : explained / previous;
    previous = explained;
    for (std::size_t i = 0; i < num_constants_; ++i) {
      direction[i] = residual[i] / other_weights_[i] + keep * direction[i];
    }
    apply_schur(direction, image);
    double curvature = 0.0;
    for (std::size_t i = 0; i < num_constants_; ++i) {
      curvature += direction[i] * image[i];
    }
    if (!(curvature > 0.0)) {
      return solution;  // only rounding is left in the direction
    }
    const double length = explained / curvature;
    for (std::size_t i = 0; i < num_constants_; ++i) {
      solution.constants[i] += length * direction[i];
      residual[i] -= length * image[i];
    }
  }
}

double Absorber::project_out(std::span<double> column, double tolerance, double scale) const {
  if (sample_.levels.empty()) {
    return 0.0;
  }
  subtract_main_means(column, nullptr);
  if (others_.empty() || !(scale > 0.0)) {
    return 0.0;
  }
  const Solution solution = solve(column, tolerance * scale);
  subtract_others(solution.constants, column);
  subtract_main_means(column, nullptr);
  return solution.error / scale;
}

std::vector<std::vector<double>> Absorber::decompose(std::span<double> column, double tolerance)
    const {
  std::vector<std::vector<double>> result(sample_.levels.size());
  if (result.empty()) {
    return result;
  }
  std::vector<double> means(sample_.starts.size() - 1, 0.0);
  if (!others_.empty()) {
    const std::vector<double> whole(column.begin(), column.end());
    subtract_main_means(column, nullptr);
    const Solution solution = solve(column, tolerance * norm(whole));
    std::copy(whole.begin(), whole.end(), column.begin());
    subtract_others(solution.constants, column);
    for (std::size_t k = 0; k < others_.size(); ++k) {
      const auto begin = solution.constants.begin() + static_cast<std::ptrdiff_t>(first_level_[k]);
      const std::size_t count = sample_.given_levels[others_[k]].size();
      result[others_[k]].assign(begin, begin + static_cast<std::ptrdiff_t>(count));
    }
  }
  subtract_main_means(column, &means);
  result[sample_.main_effect] = std::move(means);
  return result;
}

double Absorber::norm(std::span<const double> column) const {
  return std::sqrt(chunked_sum(column.size(), [&](std::size_t row) {
    return weights_[row] * column[row] * column[row];
  }));
}

}  // namespace portolan::stats
