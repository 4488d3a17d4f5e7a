#include "harness/report/terminal.hpp"

#include "small_run.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::report {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A chat at a rate: what is shown are deliveries.
results::SliceRow chat_row() {
  results::SliceRow row = small_run().slices.front();
  row.stack = "node/ws";
  row.cell = "/ws/room/chat c=500 r=500/s poisson rooms=50";
  row.target = "/ws/room/chat";
  row.connections = 500;
  row.conversation = "room";
  row.rooms = 50;
  row.rate_rps = 500;
  row.arrivals = "poisson";
  row.throughput_rps = 5000;
  row.response_p50_us = 900;
  row.response_p99_us = 4100;
  row.last_member_p50_us = 1200;
  row.scheduled = row.ok = 5000;
  row.server_busy_share = 0.123;
  row.limited_by = "schedule";
  return row;
}

TEST(TerminalReport, ShowsAConversationByWhatIsDelivered) {
  results::StoredRun run = small_run();
  run.slices = {chat_row()};
  const std::string text = terminal_report(run, {});
  EXPECT_THAT(text,
              HasSubstr("/ws/room/chat · 500 connections in 50 rooms · 500 messages/s poisson · from due to "
                        "delivered\n"));
  EXPECT_THAT(text,
              HasSubstr("  stack    runtime       deliveries/s  p50 ms  p99 ms  to all ms  missing  CPU µs "
                        "each  CPU %  PSS MiB  limited by\n"));
  EXPECT_THAT(text,
              HasSubstr("  node/ws  node 26.10.0         5,000   0.900    4.10       1.20        0         "
                        "22.1   12.3     74.0  schedule\n"));
  EXPECT_THAT(text, HasSubstr("ledger balances in 1 of 1"));
}

TEST(TerminalReport, CountsWhateverDidNotArriveAsMissing) {
  results::StoredRun run = small_run();
  run.slices = {chat_row()};
  run.slices[0].ok = 4990;
  run.slices[0].timeout = 3;
  run.slices[0].in_flight_at_end = 7;
  run.slices[0].status = results::SliceStatus::kInvalid;
  run.slices[0].reason = "10 are missing";
  const std::string text = terminal_report(run, {});
  EXPECT_THAT(text, HasSubstr("     10 "));
  EXPECT_THAT(text, HasSubstr("node/ws: 10 are missing"));
}

TEST(TerminalReport, NamesTheUnitsOfEchoesAndGames) {
  results::StoredRun run = small_run();
  results::SliceRow echo = chat_row();
  echo.conversation = "echo";
  echo.target = "/ws/echo";
  echo.rooms = {};
  echo.rate_rps = {};
  echo.last_member_p50_us = {};
  results::SliceRow game = chat_row();
  game.conversation = "game";
  game.target = "/ws/game?hz=20";
  game.rooms = {};
  results::SliceRow events = chat_row();
  events.conversation = "events";
  events.target = "/sse?n=1000000&hz=2";
  events.rooms = {};
  events.arrivals = "uniform";
  events.last_member_p50_us = {};
  results::SliceRow lines = events;
  lines.conversation = "lines";
  lines.target = "/lines";
  results::SliceRow burst = lines;
  burst.arrivals = "burst";
  burst.cell = "/lines c=500 r=2500/s burst";
  burst.rate_rps = 2500;
  burst.response_max_us = 77'000;
  run.slices = {echo, game, events, lines, burst};
  const std::string text = terminal_report(run, {});
  EXPECT_THAT(text, HasSubstr("/ws/echo · 500 connections · as fast as it goes · round trips\n"));
  EXPECT_THAT(text, HasSubstr("messages/s  p50 ms  p99 ms  missing  CPU µs each"));
  EXPECT_THAT(
      text, HasSubstr("/ws/game?hz=20 · 500 connections · 500 steps/s poisson · from when a tick was due to "
                      "each player\n"));
  EXPECT_THAT(text, HasSubstr("ticks/s  p50 ms  p99 ms  to all ms  missing  CPU µs each"));
  EXPECT_THAT(text,
              HasSubstr("/sse?n=1000000&hz=2 · 500 connections · 500 events/s uniform · from when an event "
                        "was due to its arrival\n"));
  EXPECT_THAT(text, HasSubstr("events/s  p50 ms  p99 ms  missing  CPU µs each"));
  EXPECT_THAT(text,
              HasSubstr("/lines · 500 connections · 500 lines/s uniform · from when a line was due to its "
                        "acknowledgement\n"));
  EXPECT_THAT(text, HasSubstr("lines/s  p50 ms  p99 ms  missing  CPU µs each"));
  EXPECT_THAT(text,
              HasSubstr("/lines · 500 connections · lines of all at once, 5 times a second · from when "));
  EXPECT_THAT(text, HasSubstr("lines/s  p50 ms  p99 ms  the last ms  missing  CPU µs each"));
  EXPECT_THAT(text, HasSubstr("  77.0  "));
}

TEST(TerminalReport, SaysHowManyWorkersServedWhereThatIsWhatACellIsAbout) {
  auto run = small_run();
  run.slices.front().cell = "/delay?ms=50 c=1024 w=2";
  EXPECT_THAT(terminal_report(run, {}), HasSubstr("/delay?ms=50 · 1024 connections · workers: 2\n"));
  run.slices.front().cell = "/delay?ms=50 c=1024 h=4";
  EXPECT_THAT(terminal_report(run, {}), HasSubstr("/delay?ms=50 · 1024 connections · hops: 4\n"));
}

TEST(TerminalReport, SaysWhoStalledBesideALoad) {
  auto run = small_run();
  run.slices.front().cell = "/delay?ms=50 c=1024 stalled=16";
  EXPECT_THAT(terminal_report(run, {}),
              HasSubstr("/delay?ms=50 · 1024 connections · beside 16 readers that do not keep up\n"));
}

TEST(TerminalReport, ShowsMeasurementsThenVerdictsThenTrust) {
  const std::string text = terminal_report(small_run(), {});
  EXPECT_THAT(text, HasSubstr("/delay?ms=50 · 1024 connections\n"));
  EXPECT_THAT(
      text,
      HasSubstr("  node/http  node 26.10.0  20,310    50.4    57.1       0        22.1     74.0  mixed\n"));
  EXPECT_THAT(text, HasSubstr("AR1 steelman   SUPPORTED"));
  EXPECT_THAT(text, HasSubstr("0.990× [0.980, 1.00]"));
  EXPECT_THAT(text, HasSubstr("“enables asynchronous input/output”"));
  EXPECT_THAT(text, HasSubstr("It reached 0.99 of the ideal."));
  EXPECT_THAT(text, HasSubstr("ledger balances in 1 of 1"));
  EXPECT_THAT(text, HasSubstr("suspect      MACHINE_NOISE in 1 row\n"));
  EXPECT_LT(text.find("connections"), text.find("SUPPORTED"));
  EXPECT_LT(text.find("SUPPORTED"), text.find("trust"));
}

TEST(TerminalReport, HasNoEscapeSequencesWithoutColorEvenFromStoredText) {
  auto run = small_run();
  run.slices[0].reason = "bad \x1b[31m text";
  run.verdicts[0].why = "bell \a";
  EXPECT_THAT(terminal_report(run, {}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(terminal_report(run, {}), Not(HasSubstr("\a")));
  EXPECT_THAT(terminal_report(run, {.color = true}), HasSubstr("\x1b[1;32m"));
}

TEST(TerminalReport, SaysThatSmokeNeverJudges) {
  auto run = small_run();
  run.manifest.profile = "smoke";
  run.verdicts.clear();
  EXPECT_THAT(terminal_report(run, {}), HasSubstr("it never judges"));
}

TEST(TerminalReport, ShowsADashForWhatAnAbsentArmDidNotMeasure) {
  auto run = small_run();
  results::SliceRow absent;
  absent.stack = "python/asyncio";
  absent.target = "/delay?ms=50";
  absent.connections = 1024;
  absent.status = results::SliceStatus::kAbsent;
  absent.reason = "runtime 'cpython' is not installed";
  run.slices.push_back(absent);
  const std::string text = terminal_report(run, {});
  EXPECT_THAT(text, HasSubstr("absent"));
  EXPECT_THAT(text, HasSubstr("python/asyncio: runtime 'cpython' is not installed"));
}

TEST(TerminalReport, SaysOnceWhyAStackIsAbsentAndEachTimeWhatIsWrongWithARow) {
  auto run = small_run();
  const results::SliceRow there = run.slices.front();
  run.slices.clear();
  for (const int connections : {16, 1024}) {
    for (const auto& [stack, status] : {std::pair("python/asyncio", results::SliceStatus::kAbsent),
                                        std::pair("node/http", results::SliceStatus::kInvalid)}) {
      results::SliceRow row = there;
      row.stack = stack;
      row.connections = connections;
      row.status = status;
      row.reason = status == results::SliceStatus::kAbsent ? "not installed" : "ledger: 3 are missing";
      run.slices.push_back(row);
    }
  }
  const std::string text = terminal_report(run, {});
  const auto times = [&](const std::string& words) {
    int found = 0;
    for (auto at = text.find(words); at != text.npos; at = text.find(words, at + 1)) ++found;
    return found;
  };
  EXPECT_EQ(times("python/asyncio: not installed"), 1);
  EXPECT_EQ(times("node/http: ledger: 3 are missing"), 2);
}

TEST(TerminalReport, HeadsAnOpenLoopWithItsRateAndShowsResponseTimes) {
  results::StoredRun run = small_run();
  results::SliceRow& row = run.slices.front();
  row.rate_rps = 1'000;
  row.arrivals = "poisson";
  row.response_p50_us = 51'000;
  row.response_p99_us = 88'800;
  const std::string text = terminal_report(run, {});
  EXPECT_THAT(text,
              HasSubstr("/delay?ms=50 · 1024 connections · 1,000 requests/s poisson · response times\n"));
  EXPECT_THAT(text, HasSubstr("51.0    88.8"));
  EXPECT_THAT(text, Not(HasSubstr("57.1")));
}

results::StoredRun controlled_run() {
  results::StoredRun run = small_run();
  auto& controls = run.manifest.procedure.emplace().controls.emplace();
  controls.stack = "node/http";
  results::SliceRow twin = run.slices.front();
  twin.stack = controls.same_arm();
  run.slices.push_back(twin);
  results::ControlRow same;
  same.control = "A/A";
  same.metric = "throughput_rps";
  same.stack = "node/http";
  same.cell = "/plaintext c=64";
  same.outcome = results::ControlOutcome::kQuiet;
  same.effect = 1.0;
  same.ci_low = 0.99;
  same.ci_high = 1.01;
  same.detectable = 1.021;
  results::ControlRow slower = same;
  slower.control = "+10 %";
  slower.outcome = results::ControlOutcome::kMissed;
  slower.detectable.reset();
  run.controls = {same, slower};
  return run;
}

TEST(TerminalReport, ShowsItsControlsAndNotTheirRowsAmongTheArms) {
  const std::string text = terminal_report(controlled_run(), {.width = 300});
  EXPECT_THAT(text, Not(HasSubstr("node/http:same")));
  EXPECT_THAT(text, HasSubstr("controls     A/A 1.00 [0.990, 1.01] quiet · +10 % 1.00 [0.990, 1.01] MISSED: "
                              "nothing may be called equal · sees differences of 2.1 % and more "
                              "(throughput_rps of node/http at /plaintext c=64, 80 % power)"));
}

TEST(TerminalReport, SaysHowMuchTheSpeedOfTheCpuVaried) {
  results::StoredRun run = small_run();
  run.slices.front().canary_before_us = 100;
  run.slices.front().canary_after_us = 187;
  EXPECT_THAT(terminal_report(run, {.width = 300}),
              HasSubstr("CPU speed varied by a factor of 1.9 (canary)"));
}

TEST(TerminalReport, SaysThatARunHadNoControls) {
  EXPECT_THAT(terminal_report(small_run(), {}), HasSubstr("controls     none were run"));
}

TEST(TerminalReport, ShowsTheFloorOfTheLoadGenerator) {
  results::StoredRun run = small_run();
  EXPECT_THAT(terminal_report(run, {}), Not(HasSubstr("floor")));
  run.env = {{"floor.c=64.throughput_rps", "98000", ""},
             {"floor.c=64.service_p50_us", "612", ""},
             {"floor.c=64.service_p99_us", "890", ""}};
  EXPECT_THAT(terminal_report(run, {}), HasSubstr("c=64: 98000/s, p50 612 µs, p99 890 µs"));
}

TEST(TerminalReport, ShowsTheRateOfSeveralWorkers) {
  auto run = small_run();
  results::SliceRow& row = run.slices.front();
  row.cell = "sieve same n=800000 w=2";
  row.job_wall_s = 0.213;
  row.job_rate_per_s = 37.5;
  const std::string text = terminal_report(run, {});
  EXPECT_THAT(text, HasSubstr("all per s"));
  EXPECT_THAT(text, HasSubstr("37.5"));
  EXPECT_THAT(text, Not(HasSubstr("its CPU ms")));
}

results::MutationRow planted(const std::string& id, std::optional<double> moved) {
  results::MutationRow row;
  row.mutation = id;
  row.stack = "node/http";
  row.outcome = "caught";
  row.caught_by = "nodelay";
  row.moved = moved;
  return row;
}

TEST(TerminalReport, ShowsUnderAVerdictWhatAKnobMakesOfItsGap) {
  auto run = small_run();
  EXPECT_THAT(terminal_report(run, {}), Not(HasSubstr("turning one knob")));
  results::CauseRow cause;
  cause.claim = "AR1";
  cause.reading = "steelman";
  cause.knob = "a pool";
  cause.reason = "no-headroom";
  run.causes.push_back(cause);
  const std::string text = terminal_report(run, {});
  EXPECT_LT(text.find("It reached 0.99 of the ideal."), text.find("turning one knob"));
  EXPECT_THAT(text, HasSubstr("  · a pool ( for ): not known (no-headroom)\n"));
}

TEST(TerminalReport, ShowsWhatPlantedMisconfigurationsWouldHaveMoved) {
  auto run = small_run();
  EXPECT_THAT(terminal_report(run, {}), Not(HasSubstr("misconfigurations")));
  run.mutations = {planted("harmless", 1.05), planted("halved", 0.5), planted("tripled", 3.0)};
  const std::string text = terminal_report(run, {});
  EXPECT_THAT(text, HasSubstr("misconfigurations planted on this machine: 3 of 3 pitfalls caught"));
  EXPECT_THAT(text, HasSubstr("×0.500"));
  EXPECT_LT(text.find("tripled"), text.find("halved"));
  EXPECT_THAT(text, Not(HasSubstr("harmless")));
}

TEST(TerminalReport, ShowsJobsByTheirOwnFiguresAndCountsNoLedgers) {
  auto run = small_run();
  results::SliceRow& row = run.slices.front();
  row.target = "sieve";
  row.cell = "sieve same n=800000";
  row.connections = 1;
  row.gate_ledger = results::Gate::kNa;
  row.job_wall_s = 0.213;
  row.job_first_s = 0.019;
  row.job_steady_s = 0.0045;
  row.job_tag = "pure_script";
  const std::string text = terminal_report(run, {});
  EXPECT_THAT(text, HasSubstr("sieve same n=800000\n"));
  EXPECT_THAT(text, HasSubstr("process ms"));
  EXPECT_THAT(text, HasSubstr("213"));
  EXPECT_THAT(text, HasSubstr("4.50"));
  EXPECT_THAT(text, HasSubstr("pure_script"));
  EXPECT_THAT(text, Not(HasSubstr("rps")));
  EXPECT_THAT(text, Not(HasSubstr("ledger")));
}

TEST(TerminalReport, ShowsWhatJobsBesideALoadDidToIt) {
  auto run = small_run();
  results::SliceRow& row = run.slices[0];
  row.cell = "/plaintext c=256 r=1200/s poisson beside /cpu/nbody 50ms 20%";
  row.target = "/plaintext";
  row.connections = 256;
  row.rate_rps = 1200;
  row.arrivals = "poisson";
  row.beside_target = "/cpu/nbody?n=93000";
  row.beside_asked_us = 50'000;
  row.beside_alone_us = 51'000;
  row.beside_job_us = 52'000;
  row.response_p99_us = 49'800;
  row.calm_response_p99_us = 1'350;
  const std::string text = terminal_report(run, {});
  EXPECT_THAT(text,
              HasSubstr("/plaintext · 256 connections · 1,200 requests/s poisson · response times beside "
                        "/cpu/nbody 50ms 20%\n"));
  EXPECT_THAT(text, HasSubstr("job alone ms  meanwhile ms  calm p99 ms  p99 ms  Δ ms  Δ / job"));
  EXPECT_THAT(text, HasSubstr("  node/http  node 26.10.0          51.0          52.0         1.35    49.8  "
                              "48.5     0.95  mixed\n"));
  row.loop_lag_max_us = 52'300;
  const std::string watched = terminal_report(run, {});
  EXPECT_THAT(watched, HasSubstr("p99 ms  Δ ms  Δ / job  loop late ms\n"));
  EXPECT_THAT(watched, HasSubstr("  48.5     0.95          52.3  mixed\n"));
}

}  // namespace
}  // namespace harness::report
