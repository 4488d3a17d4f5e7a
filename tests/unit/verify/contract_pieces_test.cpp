#include "workloads/native/reference/contract_pieces.hpp"

#include "workloads/native/reference/contract_routes.hpp"
#include <gtest/gtest.h>

namespace harness::contract {
namespace {

TEST(Event, IsThreeLinesWithItsNumberTwice) {
  EXPECT_EQ(event(7, 123456789), "id: 7\ndata: {\"i\":7,\"t\":123456789}\n\n");
}

TEST(Events, AreDueAtTheirShareOfASecondRoundedDown) {
  const Pieces pieces = events(4, 3);
  EXPECT_EQ(pieces.count, 4U);
  EXPECT_FALSE(pieces.length);
  EXPECT_EQ(pieces.due_ns(0), 0);
  EXPECT_EQ(pieces.due_ns(1), 333'333'333);
  EXPECT_EQ(pieces.due_ns(3), 1'000'000'000);
  EXPECT_EQ(events(kMostEvents, 1).due_ns(999'999), 999'999'000'000'000);
}

TEST(Chunks, AreFilledWithTheirNumber) {
  const Pieces pieces = chunks(300, 3, 20);
  EXPECT_EQ(pieces.make(0, 0), std::string(3, '\0'));
  EXPECT_EQ(pieces.make(255, 0), "\xff\xff\xff");
  EXPECT_EQ(pieces.make(256 + 'a', 0), "aaa");
  EXPECT_EQ(pieces.due_ns(2), 40'000);
}

TEST(AnswerInPieces, HasTypeAndHeadersOfItsOwn) {
  const Answer sse = answer("GET", "/sse?n=2&hz=1000");
  ASSERT_TRUE(sse.pieces);
  EXPECT_EQ(sse.pieces->count, 2U);
  EXPECT_EQ(sse.reply.content_type, "text/event-stream");
  EXPECT_EQ(sse.reply.fields, "Cache-Control: no-cache\r\n");
  const Answer stream = answer("GET", "/stream?us=0&b=1048576&c=1000000");
  ASSERT_TRUE(stream.pieces);
  EXPECT_EQ(stream.pieces->count, 1'000'000U);
  EXPECT_EQ(stream.reply.content_type, "application/octet-stream");
  EXPECT_EQ(stream.reply.fields, "");
}

TEST(AnswerInPieces, IsRefusedWhereAParameterIsMissingOrOutOfRange) {
  for (const char* target : {"/sse", "/sse?n=1", "/sse?hz=1", "/sse?n=0&hz=1", "/sse?n=1&hz=0",
                             "/sse?n=1000001&hz=1", "/sse?n=1&hz=1001", "/sse?n=1&hz=0.5", "/stream?c=1&b=1",
                             "/stream?c=0&b=1&us=0", "/stream?c=1&b=0&us=0", "/stream?c=1000001&b=1&us=0",
                             "/stream?c=1&b=1048577&us=0", "/stream?c=1&b=1&us=1000001"}) {
    EXPECT_EQ(answer("GET", target).reply.status, 400) << target;
    EXPECT_FALSE(answer("GET", target).pieces) << target;
  }
  EXPECT_EQ(answer("POST", "/sse?n=1&hz=1").reply.allow, "GET");
  EXPECT_EQ(answer("GET", "/sse/").reply.status, 404);
}

TEST(Framing, SaysHowABodyFollows) {
  const Reply reply{200, kBytes, {}, {}, "X: y\r\n"};
  std::string chunked;
  append_response(chunked, reply, "D", {nullptr, false, BodyFollows::kInChunks});
  EXPECT_EQ(chunked,
            "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n"
            "Server: bench\r\nDate: D\r\nX: y\r\n\r\n");
  std::string sized;
  append_response(sized, reply, "D", {"close", false, BodyFollows::kSized, 67108864});
  EXPECT_EQ(sized,
            "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 67108864\r\n"
            "Server: bench\r\nDate: D\r\nConnection: close\r\nX: y\r\n\r\n");
  std::string until_the_end;
  append_response(until_the_end, {200, kBytes, {}}, "D", {"close", false, BodyFollows::kUntilTheEnd});
  EXPECT_EQ(until_the_end,
            "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nServer: bench\r\nDate: D\r\n"
            "Connection: close\r\n\r\n");
}

}  // namespace
}  // namespace harness::contract
