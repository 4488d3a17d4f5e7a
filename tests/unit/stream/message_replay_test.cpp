#include "harness/stream/message_replay.hpp"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "harness/base/random.hpp"

namespace harness::stream {
namespace {

TEST(MessageReplay, JudgesAStreamAsTheClientWould) {
  const std::string events =
      "id: 0\ndata: {\"i\":0,\"t\":1}\n\nid: 2\ndata: {\"i\":2,\"t\":1}\n\nid: 99\ndata: x\n\n";
  for (char part = 0; part < 100; ++part) {
    EXPECT_EQ(judge_event_stream(part + events), (SseCounts{.received = 2, .missing = 1, .strangers = 1}));
  }
  EXPECT_EQ(judge_event_stream(""), SseCounts{});
}

/// Byte 2 is text to connection 0, byte 3 text to connection 1, 7 the end of connection 1.
TEST(MessageReplay, JudgesEchoesAsTheClientWould) {
  const auto echo = [](int id) {
    return fmt::format("\x02{{\"c\":0,\"s\":{},\"ts\":{},\"p\":\"?\"}}\n", id, id);
  };
  const auto result = judge_messages(Conversation::kEcho, echo(1) + echo(0) + echo(0) + "\x03what\n\x07\n");
  EXPECT_EQ(result.counts.reordered, 1U);
  EXPECT_EQ(result.counts.duplicated, 1U);
  EXPECT_EQ(result.unreadable, 1U);
  EXPECT_EQ(result.ledger, (MessageLedger{.scheduled = 64,
                                          .wrong_answer = 2,  // the padding is not theirs
                                          .cut_off = 31,
                                          .send_failed = 1,
                                          .in_flight_at_end = 30}));
}

/// Of two connections: OK 2 is the second line of connection 0, OK 3 that of connection 1, OK 999 nobody's.
TEST(MessageReplay, JudgesAcknowledgementsAsTheClientWould) {
  const auto result = judge_messages(
      Conversation::kLines, "\x02OK 2\n\x02OK 0\n\x02OK 0\n\x02OK 3\n\x03OK 01\n\x03OK 999\n\x03OK\n");
  EXPECT_EQ(result.counts.reordered, 1U);
  EXPECT_EQ(result.counts.duplicated, 1U);
  EXPECT_EQ(result.counts.strangers, 2U);
  EXPECT_EQ(result.unreadable, 1U);
  EXPECT_EQ(result.ledger,
            (MessageLedger{.scheduled = 64, .answered = 2, .wrong_answer = 1, .in_flight_at_end = 61}));
}

TEST(MessageReplay, JudgesARoomAsTheClientWould) {
  const auto result = judge_messages(Conversation::kRoom,
                                     "\x02{\"f\":1,\"s\":0,\"n\":4,\"ts\":0,\"p\":\"a\"}\n"
                                     "\x02{\"f\":1,\"s\":1,\"n\":6,\"ts\":0,\"p\":\"b\"}\n");
  EXPECT_EQ(result.fan_out->counts, (FanoutCounts{.deliveries = 2, .order_gaps = 1, .wrong_senders = 1}));
  EXPECT_EQ(result.ledger, (MessageLedger{.scheduled = 128, .wrong_answer = 2, .in_flight_at_end = 126}));
}

/// Pieces of right answers in any order, cut anywhere: the assertions inside are the test.
TEST(MessageReplay, KeepsItsLedgerWhateverComes) {
  Random random(7);
  const std::string pieces[] = {"{\"c\":",
                                "{\"f\":",
                                ",\"s\":",
                                ",\"n\":",
                                ",\"ts\":",
                                ",\"p\":\"",
                                "\"}",
                                "\n",
                                "\x02",
                                "\x03",
                                "\x05",
                                "1",
                                "0",
                                "id: ",
                                "data: ",
                                "\r",
                                "18446744073709551615"};
  for (int round = 0; round < 200; ++round) {
    std::string bytes;
    for (std::uint64_t i = random.below(60); i > 0; --i) bytes += pieces[random.below(std::size(pieces))];
    static_cast<void>(judge_event_stream(bytes));
    static_cast<void>(judge_messages(Conversation::kEcho, bytes));
    static_cast<void>(judge_messages(Conversation::kRoom, bytes));
    static_cast<void>(judge_messages(Conversation::kGame, bytes));
  }
}

}  // namespace
}  // namespace harness::stream
