#include "harness/report/source_sums.hpp"

namespace harness::report {

void SourceSummary::add(const results::SliceRow& row) {
  if (!row.code_lines) return;
  lines += *row.code_lines;
  beside_brackets += row.code_lines_beside_brackets.value_or(0);
  with_braces += row.code_lines_with_braces.value_or(0);
  tokens += row.code_tokens.value_or(0);
  gzip_bytes += row.code_gzip_bytes.value_or(0);
  blocks += row.code_blocks.value_or(0);
  braced_blocks += row.code_braced_blocks.value_or(0);
  programs[row.pair] = {*row.code_lines, row.code_tokens.value_or(0)};
}

void SourceSummary::add(const SourceSummary& later) {
  lines += later.lines;
  beside_brackets += later.beside_brackets;
  with_braces += later.with_braces;
  tokens += later.tokens;
  gzip_bytes += later.gzip_bytes;
  blocks += later.blocks;
  braced_blocks += later.braced_blocks;
  for (const auto& [name, program] : later.programs) programs[name] = program;
}

void MutantSummary::add(const results::SliceRow& row) {
  if (!row.mutants) return;
  all += *row.mutants;
  rejected_near += row.mutants_rejected_near.value_or(0);
  rejected_elsewhere += row.mutants_rejected_elsewhere.value_or(0);
  crashed_near += row.mutants_crashed_near.value_or(0);
  crashed_elsewhere += row.mutants_crashed_elsewhere.value_or(0);
  wrong += row.mutants_wrong.value_or(0);
  unchanged += row.mutants_unchanged.value_or(0);
}

void MutantSummary::add(const MutantSummary& other_sources) {
  all += other_sources.all;
  rejected_near += other_sources.rejected_near;
  rejected_elsewhere += other_sources.rejected_elsewhere;
  crashed_near += other_sources.crashed_near;
  crashed_elsewhere += other_sources.crashed_elsewhere;
  wrong += other_sources.wrong;
  unchanged += other_sources.unchanged;
}

}  // namespace harness::report
