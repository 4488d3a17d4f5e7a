#pragma once
// What readings of sources and mistakes in them add up to: of one stack in one cell, the rows seen one by
// one.
#include <cstdint>
#include <map>
#include <string>

#include "harness/results/slice_row.hpp"

namespace harness::report {

/// Sums over the programs that could be read, and each of them by name.
struct SourceSummary {
  std::uint64_t lines = 0, beside_brackets = 0, with_braces = 0, tokens = 0, gzip_bytes = 0;
  std::uint64_t blocks = 0, braced_blocks = 0;
  struct Program {
    std::uint64_t lines = 0, tokens = 0;
    friend bool operator==(const Program&, const Program&) = default;
  };
  std::map<std::string, Program> programs{};

  void add(const results::SliceRow& row);
  void add(const SourceSummary& later);

  friend bool operator==(const SourceSummary&, const SourceSummary&) = default;
};

/// Sums over the sources.
struct MutantSummary {
  std::uint64_t all = 0, rejected_near = 0, rejected_elsewhere = 0, crashed_near = 0, crashed_elsewhere = 0;
  std::uint64_t wrong = 0, unchanged = 0;

  void add(const results::SliceRow& row);
  void add(const MutantSummary& other_sources);

  friend bool operator==(const MutantSummary&, const MutantSummary&) = default;
};

}  // namespace harness::report
