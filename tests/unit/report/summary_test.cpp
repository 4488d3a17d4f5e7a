#include "harness/report/summary.hpp"

#include <gtest/gtest.h>

namespace harness::report {
namespace {

using results::SliceRow;
using results::SliceStatus;

SliceRow row(const char* stack, int connections, double rps, SliceStatus status = SliceStatus::kOk) {
  SliceRow row;
  row.stack = stack;
  row.target = "/plaintext";
  row.cell = "/plaintext c=" + std::to_string(connections);
  row.connections = connections;
  row.status = status;
  if (status == SliceStatus::kOk || status == SliceStatus::kInvalid) {
    row.throughput_rps = rps;
    row.gate_ledger = results::Gate::kPass;
  }
  return row;
}

std::vector<CellSummary> summarise(const std::vector<SliceRow>& rows) {
  return summary_of(rows).cells();
}

std::vector<CellSummary> shown(const results::StoredRun& run) {
  return compared_cells(summary_of(run.slices), run.manifest);
}

TEST(Summarise, TakesMediansOfValidRowsOnly) {
  const auto cells = summarise(std::vector{row("a", 1, 10), row("a", 1, 30), row("a", 1, 20),
                                           row("a", 1, 1000, SliceStatus::kInvalid)});
  ASSERT_EQ(cells.size(), 1U);
  ASSERT_EQ(cells[0].stacks.size(), 1U);
  EXPECT_EQ(cells[0].stacks[0].throughput_rps, 20.0);
  EXPECT_EQ(cells[0].stacks[0].valid, 3U);
  EXPECT_EQ(cells[0].stacks[0].invalid, 1U);
}

TEST(Summarise, OrdersCellsByConnectionsAsNumbers) {
  const auto cells = summarise(std::vector{row("a", 1024, 1), row("a", 64, 1), row("a", 1, 1)});
  ASSERT_EQ(cells.size(), 3U);
  EXPECT_EQ(cells[0].connections, 1);
  EXPECT_EQ(cells[2].connections, 1024);
}

TEST(Summarise, OfARunLeavesOutTheArmsOfItsControls) {
  results::StoredRun run;
  run.slices = {row("a", 64, 1), row("a:same", 64, 1), row("a:slower", 64, 1), row("b", 64, 1)};
  EXPECT_EQ(shown(run).at(0).stacks.size(), 4u) << "of a run without controls these are stacks like others";
  run.manifest.procedure.emplace().controls.emplace().stack = "a";
  const auto cells = shown(run);
  ASSERT_EQ(cells.at(0).stacks.size(), 2u);
  EXPECT_EQ(cells[0].stacks[0].stack, "a");
  EXPECT_EQ(cells[0].stacks[1].stack, "b");
  run.slices.push_back(row("a:same", 1024, 1));
  EXPECT_EQ(shown(run).size(), 1u) << "a cell of controls alone is not shown";
}

TEST(Summary, OfPartsOfARunIsThatOfTheWhole) {
  std::vector<SliceRow> rows;
  for (int i = 0; i < 12; ++i) {
    rows.push_back(row(i % 3 == 0 ? "a" : "b", i % 2 == 0 ? 1 : 64, 100 + i,
                       i == 7 ? SliceStatus::kInvalid : SliceStatus::kOk));
    rows.back().little_ratio = 1 + 0.001 * i;
    rows.back().guards = i % 4 == 0 ? "MACHINE_NOISE" : "";
    rows.back().limited_by = i > 5 ? "wait" : "server_cpu";
    rows.back().reason = i == 7 ? "a gate failed" : "";
    SliceRow& source = rows.emplace_back(row("c", 0, 0));
    source.target = source.cell = "source";
    source.pair = "program " + std::to_string(i % 5);
    source.code_lines = 10 + i;
    SliceRow& mutants = rows.emplace_back(row("c", 0, 0));
    mutants.target = mutants.cell = "mutants";
    mutants.mutants = 20;
    mutants.mutants_wrong = i;
    SliceRow& room = rows.emplace_back(row("d", 500, 100));
    room.target = room.cell = "/ws/room/chat";
    if (i > 3) {
      room.conversation = "room";
      room.rooms = 50;
      room.scheduled = 100;
      room.ok = 100 - i;
    }
  }
  const auto expected = summary_of(rows);
  for (std::size_t cut = 0; cut <= rows.size(); ++cut) {
    Summary parts = summary_of(std::span(rows).first(cut));
    parts.add(summary_of(std::span(rows).subspan(cut)));
    EXPECT_EQ(parts.trust(), expected.trust()) << cut;
    EXPECT_EQ(parts.cells(), expected.cells()) << cut;
  }
}

TEST(Summarise, KeepsAbsentArmsWithoutInventingZeros) {
  const auto cells = summarise(std::vector{row("a", 1, 0, SliceStatus::kAbsent)});
  EXPECT_EQ(cells[0].stacks[0].absent, 1U);
  EXPECT_EQ(cells[0].stacks[0].throughput_rps, std::nullopt);
}

SliceRow beside(double asked_us, double p99_us, double calm_us, double alone_us) {
  SliceRow each = row("a", 64, 1000);
  each.rate_rps = 1000;
  each.arrivals = "poisson";
  each.cell =
      "/plaintext c=64 r=1000/s poisson beside /cpu/nbody " + std::to_string(int(asked_us / 1000)) + "ms 20%";
  each.beside_target = "/cpu/nbody?n=7";
  each.beside_asked_us = asked_us;
  each.beside_alone_us = alone_us;
  each.response_p99_us = p99_us;
  each.calm_response_p99_us = calm_us;
  return each;
}

TEST(Summarise, SaysByHowMuchJobsDelayOthersSliceBySlice) {
  const auto cells =
      summarise(std::vector{beside(50'000, 49'000, 1'000, 50'000), beside(50'000, 31'000, 1'000, 40'000),
                            beside(50'000, 21'000, 11'000, 50'000)});
  ASSERT_EQ(cells.size(), 1U);
  EXPECT_EQ(cells[0].kind, RowKind::kBeside);
  EXPECT_EQ(cells[0].beside, "/cpu/nbody 50ms 20%");
  const BesideSummary& summary = cells[0].stacks.at(0).beside;
  EXPECT_EQ(summary.delay_us, 30'000.0);
  EXPECT_EQ(summary.delay_in_jobs, 0.75);
  EXPECT_EQ(summary.calm_p99_us, 1'000.0);
  EXPECT_EQ(summary.alone_us, 50'000.0);
  EXPECT_EQ(trust_of(std::vector{beside(50'000, 1, 1, 1)}).ledgers, 1U);
}

TEST(Summarise, OrdersJobsByTheirLength) {
  const auto cells =
      summarise(std::vector{beside(200'000, 2, 1, 1), beside(10'000, 2, 1, 1), beside(50'000, 2, 1, 1)});
  ASSERT_EQ(cells.size(), 3U);
  EXPECT_EQ(cells[0].beside, "/cpu/nbody 10ms 20%");
  EXPECT_EQ(cells[2].beside, "/cpu/nbody 200ms 20%");
}

TEST(Trust, CountsMeasuredRowsAndTheWorstLittleRatio) {
  auto near = row("a", 1, 1);
  near.little_ratio = 1.01;
  auto far = row("a", 1, 1);
  far.little_ratio = 0.97;
  far.client_busy_share = 0.41;
  const Trust trust = trust_of(
      std::vector{near, far, row("a", 1, 0, SliceStatus::kAbsent), row("a", 1, 1, SliceStatus::kInvalid)});
  EXPECT_EQ(trust.rows, 3U);
  EXPECT_EQ(trust.invalid, 1U);
  EXPECT_EQ(trust.ledgers_balanced, 3U);
  EXPECT_EQ(trust.worst_little, 0.97);
  EXPECT_EQ(trust.busiest_client, 0.41);
}

TEST(Trust, KnowsTheFastestAndTheSlowestCanary) {
  auto first = row("a", 1, 1);
  first.canary_before_us = 110;
  first.canary_after_us = 205;
  auto second = row("a", 1, 1, SliceStatus::kInvalid);
  second.canary_before_us = 105;
  const Trust trust = trust_of(std::vector{first, second, row("a", 1, 1)});
  EXPECT_EQ(trust.fastest_canary_us, 105);
  EXPECT_EQ(trust.slowest_canary_us, 205);
  EXPECT_EQ(trust_of(std::vector{row("a", 1, 1)}).fastest_canary_us, std::nullopt);
}

TEST(Summary, MeasuresARateInCanariesOfTheSameSlice) {
  auto fast = row("a", 1, 20'000);
  fast.canary_before_us = 90;
  fast.canary_after_us = 110;
  auto slow = row("a", 1, 10'000);  // a neighbour takes half of the CPU from server and canary
  slow.canary_before_us = slow.canary_after_us = 200;
  auto unknown = row("a", 1, 5'000);
  unknown.canary_before_us = 100;
  const auto summary = summarise(std::vector{fast, slow, unknown}).at(0).stacks.at(0);
  EXPECT_DOUBLE_EQ(*summary.answers_per_canary, 2);
  EXPECT_EQ(summary.throughput_rps, 10'000);
  EXPECT_EQ(summarise(std::vector{unknown}).at(0).stacks.at(0).answers_per_canary, std::nullopt);
}

TEST(Summary, CountsTheGuardsOfTheRowsThatAreJudgedAllTheSame) {
  SliceRow moved = row("a", 1, 10);
  moved.guards = "MACHINE_NOISE TWO_REGIMES";
  SliceRow noisy = row("a", 1, 10);
  noisy.guards = "MACHINE_NOISE";
  SliceRow refused = row("a", 1, 10, SliceStatus::kInvalid);
  refused.guards = "LITTLE_VIOLATION";
  const Trust trust = trust_of(std::vector{moved, noisy, refused, row("a", 1, 10)});
  EXPECT_EQ(trust.suspect, (std::map<std::string, std::size_t>{{"MACHINE_NOISE", 2}, {"TWO_REGIMES", 1}}));
}

}  // namespace
}  // namespace harness::report
