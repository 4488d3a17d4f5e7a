#include "harness/stream/message_ledger.hpp"

#include <gtest/gtest.h>

namespace harness::stream {
namespace {

TEST(MessageLedger, BalancesOnlyWhenEveryMessageHasOneFate) {
  MessageLedger ledger;
  ledger.scheduled = 4;
  ledger.resolve(MessageFate::kAnswered);
  ledger.resolve(MessageFate::kLost);
  EXPECT_FALSE(ledger.balances());
  ledger.in_flight_at_end = 1;
  ledger.never_sent = 1;
  EXPECT_TRUE(ledger.balances());
  EXPECT_EQ(ledger.failed(), 2U);
}

TEST(MessageLedger, CountsEachFateInItsOwnColumnAndMergesThem) {
  MessageLedger ledger;
  ledger.resolve(MessageFate::kAnswered, 1);
  ledger.resolve(MessageFate::kWrongAnswer, 2);
  ledger.resolve(MessageFate::kLost, 3);
  ledger.resolve(MessageFate::kCutOff, 4);
  ledger.resolve(MessageFate::kSendFailed, 5);
  ledger.merge({.scheduled = 28, .in_flight_at_end = 6, .never_sent = 7});
  const MessageLedger expected{.scheduled = 28,
                               .answered = 1,
                               .wrong_answer = 2,
                               .lost = 3,
                               .cut_off = 4,
                               .send_failed = 5,
                               .in_flight_at_end = 6,
                               .never_sent = 7};
  EXPECT_EQ(ledger, expected);
  EXPECT_TRUE(ledger.balances());
  ledger.merge(expected);
  EXPECT_EQ(ledger.send_failed, 10U);
  EXPECT_EQ(ledger.wrong_answer, 4U);
}

}  // namespace
}  // namespace harness::stream
