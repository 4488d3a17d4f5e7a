#include "harness/report/launch_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/report/terminal.hpp"

namespace harness::report {
namespace {

using testing::HasSubstr;
using testing::Not;

results::SliceRow launched(const std::string& stack, const std::string& target, int idle,
                           std::uint64_t pss_kib) {
  results::SliceRow row;
  row.stack = stack;
  row.runtime = "runtime";
  row.target = target;
  row.connections = idle;
  row.cell = target + " launch idle=" + std::to_string(idle);
  row.start_ready_s = 0.020;
  row.start_first_s = 0.025;
  row.server_pss_kib = pss_kib;
  return row;
}

std::string shown(std::vector<results::SliceRow> rows) {
  results::StoredRun run;
  run.manifest.profile = "ci";
  run.slices = std::move(rows);
  return terminal_report(run, {});
}

TEST(LaunchTable, ShowsWhatAConnectionAddsToAServerThatNobodyIsConnectedTo) {
  const std::string text =
      shown({launched("a", "/plaintext", 0, 20480), launched("a", "/plaintext", 1000, 30720),
             launched("a", "/ws/echo", 500, 30720)});
  EXPECT_THAT(text, HasSubstr("  stack  runtime  ready ms  first answer ms  PSS MiB\n"));
  EXPECT_THAT(text, HasSubstr("/plaintext launch idle=1000\n"
                              "  stack  runtime  ready ms  first answer ms  PSS MiB  KiB each\n"
                              "  a      runtime      20.0             25.0     30.0      10.2\n"));
  EXPECT_THAT(text, HasSubstr("30.0      20.5\n")) << "a WebSocket, of another target";
}

TEST(LaunchTable, SaysNothingOfConnectionsWhereNoneCanBeCompared) {
  EXPECT_THAT(shown({launched("a", "/plaintext", 1000, 30720)}), Not(HasSubstr("KiB each")));
  const std::string text =
      shown({launched("a", "/plaintext", 0, 20480), launched("b", "/plaintext", 1000, 30720)});
  EXPECT_THAT(text, HasSubstr("30.0         –\n"));
}

}  // namespace
}  // namespace harness::report
