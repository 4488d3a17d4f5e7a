// Readers that do not keep up, beside servers that make them wait, leave them without bytes or end them.
#include "harness/experiment/stalled_readers.hpp"

#include <atomic>
#include <thread>

#include "../load/scripted_server.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

using test::Peer;
using test::ScriptedServer;
using testing::HasSubstr;

constexpr std::string_view kHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

/// As many bytes as the peer takes, for its own chunks do not matter here.
class Flood {
 public:
  explicit Flood(std::atomic<bool>& over) : over_(over) {}
  bool operator()(const Peer& peer) const {
    peer.send(kHead);
    const std::string some(64 * 1024, 'x');
    for (int i = 0; i < 512 && !over_; ++i) peer.send(some);
    return false;
  }

 private:
  std::atomic<bool>& over_;
};

results::SliceRow after_half_a_second(StalledReaders& readers) {
  std::this_thread::sleep_for(milliseconds(500));
  results::SliceRow row;
  row.status = results::SliceStatus::kOk;
  readers.describe(row);
  return row;
}

TEST(StalledReaders, HoldUpAServerThatWaitsForThemAndFindNothingWrong) {
  std::atomic<bool> over = false;
  std::atomic<int> asked = 0;
  ScriptedServer server([&](const Peer& peer, int) {
    asked += peer.last_request().starts_with("GET /stream?c=512&b=65536&us=0 HTTP/1.1\r\n") ? 1 : 0;
    return Flood(over)(peer);
  });
  auto readers = StalledReaders::open(server.port(), 4, seconds(5));
  ASSERT_TRUE(readers) << readers.error().message;
  EXPECT_EQ(asked, 4) << "each has been begun to be answered";
  const auto row = after_half_a_second(**readers);
  EXPECT_EQ(row.status, results::SliceStatus::kOk) << row.reason;
  over = true;
  readers->reset();
}

TEST(StalledReaders, SeeAServerThatEndsThem) {
  std::atomic<bool> over = false;
  ScriptedServer server([&](const Peer& peer, int number) {
    if (number != 3) return Flood(over)(peer);
    peer.send(kHead);
    std::this_thread::sleep_for(milliseconds(100));
    return false;
  });
  auto readers = StalledReaders::open(server.port(), 4, seconds(5));
  ASSERT_TRUE(readers) << readers.error().message;
  const auto row = after_half_a_second(**readers);
  EXPECT_EQ(row.status, results::SliceStatus::kInvalid);
  EXPECT_THAT(row.reason, HasSubstr("the server ended 1 of 4 readers that stall"));
  EXPECT_EQ(row.guards, "STALLED_READERS");
  over = true;
  readers->reset();
}

TEST(StalledReaders, SeeThatThoseWhoReadFindNothing) {
  std::atomic<bool> over = false;
  ScriptedServer server([&](const Peer& peer, int number) {
    if (number != 0) return Flood(over)(peer);
    peer.send(kHead);
    while (!over) std::this_thread::sleep_for(milliseconds(5));
    return false;
  });
  auto readers = StalledReaders::open(server.port(), 4, seconds(5));
  ASSERT_TRUE(readers) << readers.error().message;
  const auto row = after_half_a_second(**readers);
  EXPECT_THAT(row.reason, HasSubstr("1 of 2 slow readers found less than half"));
  over = true;
  readers->reset();
}

TEST(StalledReaders, NeedAServerThatBeginsToAnswer) {
  ScriptedServer silent([](const Peer&, int) { return true; });
  const auto none = StalledReaders::open(silent.port(), 1, milliseconds(50));
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("no answer within 50 ms"));
  ScriptedServer other([](const Peer& peer, int) {
    peer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    return true;
  });
  EXPECT_THAT(StalledReaders::open(other.port(), 1, seconds(5)).error().message,
              HasSubstr("another answer than 200"));
}

}  // namespace
}  // namespace harness::experiment
