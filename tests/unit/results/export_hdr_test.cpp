#include "harness/results/export_hdr.hpp"

#include <fstream>

#include "example_rows.hpp"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "harness/stats/hdr_log.hpp"

namespace harness::results {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

stats::Histogram with_one(Nanoseconds value) {
  stats::Histogram histogram;
  histogram.record(value);
  return histogram;
}

class HdrExport : public testing::Test {
 protected:
  HdrExport() {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "histograms");
    run_.manifest.started_utc = "2026-11-27T02:02:46Z";
    add(5'000'000'000, "one", milliseconds(1));
    add(7'500'000'000, "two", milliseconds(2));
  }

  void add(std::int64_t start_ns, const std::string& name, Nanoseconds value) {
    std::ofstream(folder_ / "histograms" / name) << stats::to_text(with_one(value)) << "\n";
    SliceRow row = bare_slice();
    row.start_mono_ns = start_ns;
    row.duration_s = 0.35;
    row.histogram = name;
    run_.slices.push_back(row);
  }

  std::string message() {
    const auto log = hdr_log_of(run_, folder_);
    return log ? "no error" : log.error().message;
  }

  fs::path folder_ = fs::path(testing::TempDir()) / fmt::format("export_hdr_test_{}", ::getpid());
  StoredRun run_;
};

TEST_F(HdrExport, HasATaggedIntervalPerSliceCountedFromTheFirst) {
  const auto log = hdr_log_of(run_, folder_);
  ASSERT_TRUE(log) << log.error().message;
  stats::HdrLogReader reader(*log);
  const auto first = reader.next().value();
  const auto second = reader.next().value();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(reader.base_time(), seconds(1795744966));  // date -u -d 2026-11-27T02:02:46Z +%s
  EXPECT_EQ(first->tag, "node/http@/delay?ms=50_c=64");
  EXPECT_EQ(first->start, Nanoseconds(0));
  EXPECT_EQ(second->start, milliseconds(2500));
  EXPECT_EQ(second->length, milliseconds(350));
  EXPECT_EQ(second->histogram.count(), 1u);
  EXPECT_NEAR(to_milliseconds(*second->histogram.max()), 2, 0.002);
  EXPECT_FALSE(reader.next().value());
}

TEST_F(HdrExport, LeavesOutSlicesThatAreNotOkAndSaysSo) {
  run_.slices[0].status = SliceStatus::kInvalid;
  EXPECT_THAT(*hdr_log_of(run_, folder_), HasSubstr("1 of 2 slices, those that are ok"));
  run_.slices[1].status = SliceStatus::kInvalid;
  EXPECT_THAT(message(), HasSubstr("no slice of this run is ok and has a histogram"));
}

TEST_F(HdrExport, NamesTheFileThatIsMissingOrBroken) {
  std::ofstream(folder_ / "histograms" / "two") << "nonsense\n";
  EXPECT_THAT(message(), HasSubstr("/histograms/two"));
  fs::remove(folder_ / "histograms" / "two");
  EXPECT_THAT(message(), HasSubstr("stored references come without histograms"));
}

TEST_F(HdrExport, NeverLeavesTheFolder) {
  std::ofstream(folder_ / "outside") << stats::to_text(with_one(milliseconds(1))) << "\n";
  for (const std::string& name :
       std::vector<std::string>{"../outside", "..", folder_ / "outside", "a/b", "."}) {
    run_.slices[1].histogram = name;
    EXPECT_NE(message(), "no error") << name;
    EXPECT_THAT(message(), HasSubstr("histogram")) << name;
  }
}

}  // namespace
}  // namespace harness::results
