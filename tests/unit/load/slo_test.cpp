#include "harness/load/slo.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::load {
namespace {

using testing::HasSubstr;

Slo slo(std::string_view text) {
  auto parsed = parse_slo(text);
  EXPECT_TRUE(parsed) << parsed.error().message;
  return *std::move(parsed);
}

/// `count` answers of 1 ms, 2 ms, … `count` ms, all ok.
LoadResult answers(int count) {
  LoadResult result;
  result.open_loop.emplace();
  result.ledger.scheduled = result.ledger.ok = static_cast<std::uint64_t>(count);
  for (int i = 1; i <= count; ++i) {
    result.open_loop->response.record(milliseconds(i));
    result.service.record(microseconds(1));  // never what an objective is about
  }
  return result;
}

TEST(ParseSlo, ReadsEveryKindOfTerm) {
  const Slo parsed = slo(" p99 < 50ms, p99.9<1s,max<2s,mean<20ms, errors < 0.1%");
  ASSERT_EQ(parsed.terms.size(), 5U);
  EXPECT_DOUBLE_EQ(parsed.terms[0].quantile, 0.99);
  EXPECT_EQ(parsed.terms[0].limit, milliseconds(50));
  EXPECT_DOUBLE_EQ(parsed.terms[1].quantile, 0.999);
  EXPECT_EQ(parsed.terms[2].measure, SloTerm::Measure::kMax);
  EXPECT_EQ(parsed.terms[3].measure, SloTerm::Measure::kMean);
  EXPECT_DOUBLE_EQ(parsed.terms[4].share, 0.001);
  EXPECT_DOUBLE_EQ(parsed.errors().value_or(-1), 0.001);
  EXPECT_EQ(parsed.text(), "p99<50ms, p99.9<1s, max<2s, mean<20ms, errors<0.1%");
  EXPECT_FALSE(slo("p50<1ms").errors());
}

TEST(ParseSlo, NamesTheTermAndShowsTheGrammar) {
  const std::vector<std::pair<const char*, const char*>> wrong{{"", "it is empty"},
                                                               {"p99<50ms,", "it is empty"},
                                                               {"p99=50ms", "it has no '<'"},
                                                               {"p99<50", "'50' is not a duration"},
                                                               {"p99<=50ms", "'=50ms' is not a duration"},
                                                               {"p99<0ms", "no response takes less"},
                                                               {"p100<50ms", "nothing called 'p100'"},
                                                               {"p<50ms", "nothing called 'p'"},
                                                               {"latency<50ms", "nothing called 'latency'"},
                                                               {"errors<1", "'1' is not a percentage"},
                                                               {"errors<0%", "must be above 0 %"},
                                                               {"errors<101%", "at most 100 %"},
                                                               {"p99<50ms,p99<60ms", "'p99<50ms' already"}};
  for (const auto& [text, problem] : wrong) {
    const auto parsed = parse_slo(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::kUsage);
    EXPECT_THAT(parsed.error().message, HasSubstr("term '"));
    EXPECT_THAT(parsed.error().message, HasSubstr(problem));
    EXPECT_THAT(parsed.error().message, HasSubstr("'p99<50ms, errors<0.1%'")) << "the grammar is missing";
  }
}

TEST(MetSlo, ComparesTheResponseTimeStrictly) {
  // Of 1 … 100 ms the median is 50 ms and the mean 50.5 ms; a histogram adds at most 0.1 %.
  EXPECT_TRUE(met(slo("p50<51ms"), answers(100)).met());
  EXPECT_FALSE(met(slo("p50<50ms"), answers(100)).met());
  EXPECT_TRUE(met(slo("mean<50.6ms"), answers(100)).met());
  EXPECT_FALSE(met(slo("mean<50.5ms"), answers(100)).met());
  EXPECT_TRUE(met(slo("max<101ms"), answers(100)).met());
  EXPECT_FALSE(met(slo("max<100ms"), answers(100)).met());
}

TEST(MetSlo, SaysWhichTermFailedAndWhatWasSeen) {
  const SloOutcome outcome = met(slo("p50<60ms, p99<90ms, errors<1%"), answers(100));
  ASSERT_EQ(outcome.terms.size(), 3U);
  EXPECT_TRUE(outcome.terms[0].holds);
  EXPECT_FALSE(outcome.terms[1].holds);
  EXPECT_TRUE(outcome.terms[2].holds);
  EXPECT_FALSE(outcome.met());
  EXPECT_THAT(outcome.why(), HasSubstr("p99 99"));
  EXPECT_THAT(outcome.why(), testing::Not(HasSubstr("p50")));
  EXPECT_THAT(met(slo("p50<60ms"), answers(100)).why(), HasSubstr("p50 50"));
}

TEST(MetSlo, CountsAFailedRequestAsSlowerThanAnyLimit) {
  LoadResult result = answers(98);
  result.ledger.scheduled = 100;
  result.ledger.http_error = 2;
  // 98 of 100 were ok: the 90th of 100 is 90 ms, and the 99th is one of the two that failed.
  EXPECT_TRUE(met(slo("p90<91ms"), result).met());
  EXPECT_FALSE(met(slo("p90<90ms"), result).met());
  EXPECT_FALSE(met(slo("p99<1s"), result).met());
  EXPECT_FALSE(met(slo("p99<1s, errors<10%"), result).met());
  EXPECT_THAT(met(slo("p99<1s"), result).why(), HasSubstr("2 of 100 requests failed"));
}

TEST(MetSlo, NeedsAnErrorsTermBeforeMeanAndMaxOverlookFailures) {
  LoadResult result = answers(98);
  result.ledger.scheduled = 100;
  result.ledger.timeout = 2;
  EXPECT_FALSE(met(slo("max<1s"), result).met());
  EXPECT_FALSE(met(slo("mean<1s"), result).met());
  EXPECT_TRUE(met(slo("max<1s, mean<1s, errors<3%"), result).met());
  EXPECT_FALSE(met(slo("max<1s, mean<1s, errors<2%"), result).met());
}

TEST(MetSlo, SaysThatACensoredPercentileIsUnknownAndDoesNotMeetIt) {
  LoadResult result = answers(98);
  result.ledger.scheduled = 100;
  result.ledger.in_flight_at_end = 2;
  EXPECT_DOUBLE_EQ(result.exact_up_to(), 0.98);
  EXPECT_TRUE(met(slo("p90<91ms"), result).met());
  const SloOutcome unknown = met(slo("p99<1s"), result);
  EXPECT_FALSE(unknown.met());
  EXPECT_THAT(unknown.why(), HasSubstr("p99 at least 98 ms, so far below the limit, but unknown"));
  EXPECT_THAT(unknown.why(), HasSubstr("2 of 100 requests had no answer at the end"));
  const SloOutcome broken = met(slo("p99<50ms"), result);
  EXPECT_FALSE(broken.met());
  EXPECT_THAT(broken.why(), HasSubstr("p99 at least 98 ms, above the limit already"));
  EXPECT_FALSE(met(slo("max<1s, errors<10%"), result).met());
  EXPECT_FALSE(met(slo("mean<1s, errors<10%"), result).met());
}

TEST(MetSlo, IsNotMetWhenRequestsWereNeverSent) {
  LoadResult result = answers(9'996);
  result.ledger.scheduled = 10'000;
  result.ledger.shed = 3;
  result.ledger.never_dispatched = 1;
  EXPECT_FALSE(met(slo("p50<10s"), result).met());
  EXPECT_THAT(met(slo("p50<10s"), result).why(), HasSubstr("4 of 10000 requests were never sent"));
  EXPECT_TRUE(met(slo("p50<10s, errors<0.1%"), result).met());
  EXPECT_FALSE(met(slo("p50<10s, errors<0.04%"), result).met());
}

TEST(MetSlo, IsNotMetWhenTheRateWasNotReachedWhateverErrorsAreAllowed) {
  LoadResult result = answers(980);
  result.ledger.scheduled = 1'000;
  result.ledger.shed = 20;
  const SloOutcome outcome = met(slo("p50<10s, errors<50%"), result);
  EXPECT_FALSE(outcome.met());
  EXPECT_THAT(outcome.why(), HasSubstr("the rate was not reached: 2 % of the requests were never sent"));
}

TEST(MetSlo, IsNotMetByNothing) {
  EXPECT_THAT(met(slo("errors<1%"), answers(0)).why(), HasSubstr("no request was due"));
  EXPECT_FALSE(met(slo("errors<1%"), answers(0)).met());
  LoadResult nothing_ok = answers(0);
  nothing_ok.ledger.scheduled = nothing_ok.ledger.connect_failed = 10;
  EXPECT_FALSE(met(slo("p50<1s"), nothing_ok).met());
  EXPECT_THAT(met(slo("p50<1s"), nothing_ok).why(), HasSubstr("p50 unknown: 10 of 10 requests failed"));
  LoadResult closed = answers(10);
  closed.open_loop.reset();
  EXPECT_FALSE(met(slo("p50<1s"), closed).met());
}

}  // namespace
}  // namespace harness::load
