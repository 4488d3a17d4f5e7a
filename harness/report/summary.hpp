#pragma once
// Many slice rows → one line per cell and stack, for showing, and what bounds the trust in them. No judging:
// verdicts are computed from the rows themselves, per block. Threading: none; parts of a run that were seen
// by several threads are joined afterwards.
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "harness/report/stack_figures.hpp"
#include "harness/report/trust.hpp"
#include "harness/results/run_folder.hpp"
#include "harness/results/slice_row.hpp"

namespace harness::report {

struct CellSummary {
  std::string cell;
  std::string target;
  int connections = 0;
  std::optional<double> rate_rps;  ///< open loop
  std::string arrivals;
  std::string beside;  ///< "/cpu/nbody 50ms 20%": the jobs it is measured beside
  RowKind kind = RowKind::kLoad;
  std::string conversation{};            ///< "echo" | "room" | "game" | "lines" | "events"
  std::optional<std::uint64_t> rooms{};  ///< of a conversation
  std::vector<StackSummary> stacks;      ///< by name

  friend bool operator==(const CellSummary&, const CellSummary&) = default;
};

/// What limited it, or how many of its rows are not to be used: "server CPU, 2 of 14 invalid".
[[nodiscard]] std::string state_of(const StackSummary& stack);

/// Sees the rows one by one, so that nobody need hold a million of them.
class Summary {
 public:
  void add(const results::SliceRow& row);
  void add(Summary&& later);  ///< of rows that follow those of this one

  /// By target, connections and rate; stacks by name.
  [[nodiscard]] std::vector<CellSummary> cells() const;
  [[nodiscard]] const Trust& trust() const { return trust_; }

 private:
  /// target, connections, rate, arrivals, length of the jobs beside it, name of the cell
  using CellKey =
      std::tuple<std::string, int, std::optional<double>, std::string, std::optional<double>, std::string>;
  struct Rows {
    std::string conversation{};
    std::optional<std::uint64_t> rooms{};
    std::map<std::string, StackFigures> stacks{};
  };
  std::map<CellKey, Rows, std::less<>> cells_;
  Trust trust_;
};

[[nodiscard]] Summary summary_of(std::span<const results::SliceRow> rows);

/// Of the arms that are compared: those of the controls only serve the certificate.
[[nodiscard]] std::vector<CellSummary> compared_cells(const Summary& summary,
                                                      const results::RunManifest& manifest);

}  // namespace harness::report
