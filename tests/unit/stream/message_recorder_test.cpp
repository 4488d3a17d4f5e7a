#include "harness/stream/message_recorder.hpp"

#include <gtest/gtest.h>

namespace harness::stream {
namespace {

Instant at(int ms) {
  return {milliseconds(ms)};
}

MessageRecorder recorder(bool open_loop) {
  MessageRecorder result(open_loop);
  result.measure({at(100), at(200), at(300)});
  return result;
}

TEST(MessageRecorder, KeepsTheThreeTimesOfAnOpenLoopApart) {
  MessageRecorder open = recorder(true);
  open.scheduled(at(110));
  open.sent(at(110), at(113));
  open.answered({at(110), at(113), at(130)});
  EXPECT_EQ(open.service().max(), milliseconds(17));
  EXPECT_EQ(open.open_loop()->response.max(), milliseconds(20));
  EXPECT_EQ(open.open_loop()->lateness.max(), milliseconds(3));
  EXPECT_FALSE(recorder(false).open_loop());
}

TEST(MessageRecorder, CountsByWhenAMessageWasIntended) {
  MessageRecorder open = recorder(true);
  for (const int intended : {98, 100, 198, 199, 200}) {
    open.scheduled(at(intended));
    open.sent(at(intended), at(intended + 1));
    open.answered({at(intended), at(intended + 1), at(250)});
  }
  EXPECT_EQ(open.ledger(), (MessageLedger{.scheduled = 3, .answered = 3}));
  EXPECT_EQ(open.unanswered(), 0U);
  EXPECT_EQ(open.service().count(), 3U);
  EXPECT_EQ(open.open_loop()->lateness.count(), 3U);
}

TEST(MessageRecorder, NeverMixesTheAgeOfFailuresWithAnswers) {
  MessageRecorder closed = recorder(false);
  closed.scheduled(at(110), 5);
  closed.failed(at(110), at(150), MessageFate::kLost, 2);
  closed.unresolved(at(110), 2);
  closed.never_sent(at(110));
  EXPECT_EQ(closed.service().count(), 0U);
  EXPECT_EQ(closed.failures()->count(), 2U);
  EXPECT_EQ(closed.failures()->max(), milliseconds(40));
  EXPECT_TRUE(closed.ledger().balances());
  EXPECT_EQ(closed.unanswered(), 0U);
}

/// 10 ms inside of 20, and 10 of 10: one and a half answers in 100 ms.
TEST(MessageRecorder, CountsAnAnswerThatStraddlesTheEdgeByItsShare) {
  MessageRecorder closed = recorder(false);
  closed.answered({at(90), at(90), at(110)});
  closed.scheduled(at(150));
  closed.answered({at(150), at(150), at(160)});
  EXPECT_DOUBLE_EQ(closed.throughput(), 15);
}

TEST(MessageRecorder, CountsBytesInsideTheWindowAndKeepsTheFirstProblem) {
  MessageRecorder closed = recorder(false);
  closed.moved(5, 7, at(99));
  closed.moved(10, 20, at(100));
  closed.explain("first");
  closed.explain("second");
  EXPECT_EQ(closed.bytes_in(), 10U);
  EXPECT_EQ(closed.bytes_out(), 20U);
  EXPECT_EQ(closed.first_problem(), "first");
}

}  // namespace
}  // namespace harness::stream
