#pragma once
// What a slice did: only the tables that show it need to know.
#include "harness/results/slice_row.hpp"

namespace harness::report {

enum class RowKind { kLoad, kBeside, kJob, kInstall, kLaunch, kSource, kMutants, kConversation };

[[nodiscard]] inline RowKind kind_of(const results::SliceRow& row) {
  if (row.beside_asked_us) return RowKind::kBeside;
  if (row.code_lines) return RowKind::kSource;
  if (row.mutants) return RowKind::kMutants;
  constexpr std::string_view kInstall = "install";  // as workload::kInstall
  if (row.job_wall_s) return row.target == kInstall ? RowKind::kInstall : RowKind::kJob;
  if (!row.conversation.empty()) return RowKind::kConversation;
  return row.start_first_s ? RowKind::kLaunch : RowKind::kLoad;
}

}  // namespace harness::report
