// `harness export` on the stored reference, and what the tools it is for make of it.
#include <cstdlib>
#include <set>
#include <sys/wait.h>

#include "harness_command.hpp"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "harness/base/file.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kCompare = "/usr/share/benchmark/compare.py";  // of Debian's libbenchmark-tools

TEST(Export, GivesToolsThatTakeOneEntryPerNameOneEntryPerName) {
  const Ran ran = run_harness({"export", reference_run(), "--format", "google-benchmark", "--median"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  std::set<std::string> names;
  const auto entries = nlohmann::json::parse(ran.out)["benchmarks"];
  // What github-action-benchmark's reader of "googlecpp" takes from each entry.
  for (const auto& entry : entries) {
    EXPECT_TRUE(names.insert(entry["name"]).second) << entry;
    EXPECT_GT(entry["real_time"].get<double>(), 0) << entry;
    EXPECT_GT(entry["cpu_time"].get<double>(), 0) << entry;
    EXPECT_EQ(entry["time_unit"], "us");
    EXPECT_GE(entry["iterations"].get<int>(), 1);
    EXPECT_EQ(entry["threads"], 1);
  }
  EXPECT_GE(names.size(), 25u);
}

TEST(Export, IsReadByTheCompareScriptOfGoogleBenchmark) {
  if (!fs::exists(kCompare) || std::system("python3 -c 'import scipy' 2>/dev/null") != 0)
    GTEST_SKIP() << "needs " << kCompare
                 << " and scipy: apt-get install libbenchmark-tools, pip install scipy";
  const fs::path folder = fresh_folder("export-compare");
  const Ran ran =
      run_harness({"export", reference_run(), "--format", "google-benchmark", "-o", folder / "run.json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  const std::string command =
      fmt::format("python3 {} --no-color filters {} node/http python/asyncio > {} 2>&1", kCompare,
                  (folder / "run.json").string(), (folder / "out").string());
  const int status = std::system(command.c_str());
  const std::string out = *read_file(folder / "out");
  EXPECT_EQ(WEXITSTATUS(status), 0) << out;
  EXPECT_THAT(out, HasSubstr("[node/http vs. python/asyncio] /plaintext c=64_pvalue"));
  EXPECT_THAT(out, HasSubstr("U Test, Repetitions"));
}

TEST(Export, ExplainsWhatItCannotDo) {
  const Ran unknown = run_harness({"export", reference_run(), "--format", "xml"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_THAT(unknown.err, HasSubstr("google-benchmark"));
  const Ran no_median = run_harness({"export", reference_run(), "--format", "hdr", "--median"});
  EXPECT_EQ(no_median.code, 1);
  EXPECT_THAT(no_median.err, HasSubstr("--median belongs to --format google-benchmark"));
  const Ran no_histograms = run_harness({"export", reference_run(), "--format", "hdr"});
  EXPECT_EQ(no_histograms.code, 2);
  EXPECT_THAT(no_histograms.err, HasSubstr("stored references come without histograms"));
  const Ran unwritable =
      run_harness({"export", reference_run(), "--format", "google-benchmark", "-o", "/nonexistent/run.json"});
  EXPECT_EQ(unwritable.code, 2);
  EXPECT_THAT(unwritable.err, HasSubstr("-o: cannot create /nonexistent/run.json"));
}

}  // namespace
}  // namespace harness::test
