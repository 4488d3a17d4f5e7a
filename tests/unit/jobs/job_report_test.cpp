#include "harness/jobs/job_report.hpp"

#include <gmock/gmock.h>

namespace harness::jobs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kReport =
    R"({"kernel":"sieve","flavour":"same","n":100000,"line":"9592 99991","tag":"pure_script","setup_ns":12,)"
    R"("iteration_ns":[900,500,400],"iteration_cpu_ns":[1100,510,400],"max_rss_kib":40000,)"
    R"("runtime":"node","version":"26.10.0"})";

TEST(JobReport, IsReadFromTheLastLine) {
  const auto report = parse_job_report(std::string("a banner\n") + kReport + "\n");
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->kernel, "sieve");
  EXPECT_EQ(report->flavour, "same");
  EXPECT_EQ(report->n, 100000U);
  EXPECT_EQ(report->line, "9592 99991");
  EXPECT_EQ(report->tag, "pure_script");
  EXPECT_EQ(report->version, "26.10.0");
  EXPECT_EQ(report->max_rss_kib, 40000U);
  EXPECT_EQ(report->setup, Nanoseconds(12));
  EXPECT_THAT(report->iterations, ElementsAre(Nanoseconds(900), Nanoseconds(500), Nanoseconds(400)));
  EXPECT_THAT(report->iterations_cpu, ElementsAre(Nanoseconds(1100), Nanoseconds(510), Nanoseconds(400)));
}

TEST(JobReport, MayTellHowLongItsIterationsTookWithTheirChecks) {
  EXPECT_EQ(parse_job_report(kReport)->loop, std::nullopt) << "older programs do not";
  std::string told = kReport;
  told.insert(1, R"("loop_ns":1800,)");
  EXPECT_EQ(parse_job_report(told)->loop, Nanoseconds(1800));
  told.replace(told.find("1800"), 4, "1799");
  EXPECT_THAT(parse_job_report(told).error().message,
              HasSubstr("'loop_ns' is 1799, but what was done in it took 1800"));
}

TEST(JobReport, RefusesWhatIsNoneAndSaysWhatItSaw) {
  EXPECT_THAT(parse_job_report("").error().message, HasSubstr("one JSON object"));
  EXPECT_THAT(parse_job_report("Segmentation\x1b[2J fault").error().message, HasSubstr("\\x1b"));
  EXPECT_THAT(parse_job_report("[1]").error().message, HasSubstr("[1]"));
}

TEST(JobReport, NamesTheFieldThatIsMissingOrOfAnotherKind) {
  std::string missing = kReport;
  missing.replace(missing.find("\"line\""), 6, "\"lime\"");
  EXPECT_THAT(parse_job_report(missing).error().message, HasSubstr("'line' is missing, expected a text"));

  std::string negative = kReport;
  negative.replace(negative.find("[900"), 4, "[-90");
  EXPECT_THAT(parse_job_report(negative).error().message,
              HasSubstr("'iteration_ns' is [-90,500,400], expected a list of whole numbers"));

  std::string endless = kReport;
  endless.replace(endless.find("[900"), 4, "[9223372036854775807");
  EXPECT_THAT(parse_job_report(endless).error().message, HasSubstr("nanoseconds, a month at most"));

  std::string deep = kReport;
  deep.replace(deep.find("[900"), 4, std::string(300'000, '[') + std::string(300'000, ']') + R"(,"x":[900)");
  EXPECT_THAT(parse_job_report(deep).error().message, HasSubstr("'iteration_ns' is "));

  std::string empty = kReport;
  empty.replace(empty.find("[900,500,400]"), 13, "[]");
  EXPECT_THAT(parse_job_report(empty).error().message, HasSubstr("'iteration_ns' is []"));
}

TEST(JobReport, HasRatesInsteadOfCpuTimesWhenSeveralDidItTogether) {
  std::string together = kReport;
  together.replace(together.find(R"("iteration_cpu_ns":[1100,510,400])"), 33,
                   R"("worker_rates_per_s":[10.5,9])");
  const auto report = parse_job_report(together);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_THAT(report->worker_rates, ElementsAre(10.5, 9.0));
  EXPECT_TRUE(report->iterations_cpu.empty());

  together.replace(together.find("10.5"), 4, "0");
  EXPECT_THAT(parse_job_report(together).error().message,
              HasSubstr("'worker_rates_per_s' is [0,9], expected a list of numbers above 0"));
}

TEST(JobReport, MaySayHowManyIterationsWereWrong) {
  EXPECT_EQ(parse_job_report(kReport)->wrong, 0U);
  std::string wrong = kReport;
  wrong.replace(wrong.find("\"max_rss_kib\""), 13, "\"wrong_iterations\":3,\"max_rss_kib\"");
  EXPECT_EQ(parse_job_report(wrong)->wrong, 3U);
  wrong.replace(wrong.find("iterations\":3"), 13, "iterations\":4");
  EXPECT_THAT(parse_job_report(wrong).error().message, HasSubstr("'wrong_iterations' is 4 of 3"));
}

TEST(CanonicalLine, IsRightToTheLetterUnlessItsNumbersMayBeOff) {
  EXPECT_TRUE(agrees("9592 99991", "9592 99991", 0));
  EXPECT_FALSE(agrees("9592 99991 ", "9592 99991", 0));
  EXPECT_TRUE(agrees("4.295467001 -11.66788400", "4.295467000 -11.667884000", 1e-9));
  EXPECT_FALSE(agrees("4.295467010 -11.667884000", "4.295467000 -11.667884000", 1e-9));
  EXPECT_FALSE(agrees("4.295467000", "4.295467000 -11.667884000", 1e-9));
  EXPECT_FALSE(agrees("4.295467000 -11.667884000 0", "4.295467000 -11.667884000", 1e-9));
  EXPECT_FALSE(agrees("nan -11.667884000", "4.295467000 -11.667884000", 1e-9));
}

TEST(TimeOfAll, IsTheirSum) {
  EXPECT_EQ(sum({Nanoseconds(900), Nanoseconds(500)}), Nanoseconds(1400));
  EXPECT_EQ(sum({Nanoseconds::max(), Nanoseconds(1)}), Nanoseconds::max());
}

TEST(SteadyTime, IsTheMedianOfTheSecondHalf) {
  const auto ns = [](std::vector<int> values) {
    return std::vector<Nanoseconds>(values.begin(), values.end());
  };
  EXPECT_EQ(steady(ns({900, 500, 400, 420, 410})), Nanoseconds(410));  // of 400, 420, 410
  EXPECT_EQ(steady(ns({900, 500, 400, 420})), Nanoseconds(410));       // of 400 and 420
  EXPECT_EQ(steady(ns({900})), Nanoseconds(900));
}

}  // namespace
}  // namespace harness::jobs
