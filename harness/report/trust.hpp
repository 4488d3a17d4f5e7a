#pragma once
// What bounds the trust in the rows of a run, whatever they say. Judges nothing.
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "harness/results/slice_row.hpp"

namespace harness::report {

struct Trust {
  std::size_t rows = 0;  ///< measured ones: ok or invalid
  std::size_t invalid = 0;
  std::size_t failed = 0;
  std::size_t ledgers = 0;  ///< of the measured rows, those of loads: jobs and launches have none
  std::size_t ledgers_balanced = 0;
  std::optional<double> worst_little;    ///< the ratio farthest from 1
  std::optional<double> busiest_client;  ///< of the valid rows
  std::optional<double> worst_steal_share;
  std::optional<double> fastest_canary_us, slowest_canary_us;  ///< the same loop, at various times
  std::map<std::string, std::size_t> suspect;  ///< guard code → rows that are ok but carry it

  void add(const results::SliceRow& row);
  void add(const Trust& other_rows);

  friend bool operator==(const Trust&, const Trust&) = default;
};

[[nodiscard]] Trust trust_of(std::span<const results::SliceRow> rows);

}  // namespace harness::report
