// The client of lines against servers that do exactly one thing wrong: it must see exactly that.
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stream/websocket_load.hpp"

namespace harness::stream {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using testing::HasSubstr;

/// The number of a line is what stands behind "s":.
std::string ok(const std::string& line) {
  const auto at = line.find("\"s\":") + 4;
  return "OK " + line.substr(at, line.find(',', at) - at) + "\n";
}

/// What is written in answer to line `nth` of the connection that came as number `device`, in such pieces. An
/// empty piece ends the connection.
using Script = std::function<std::deque<std::string>(int device, int nth, const std::string& line)>;

class LineServer {
 public:
  explicit LineServer(Script script) : script_(std::move(script)) {
    port_ = acceptor_.local_endpoint().port();
    accept();
    thread_ = std::thread([this] { context_.run(); });
  }
  ~LineServer() {
    context_.stop();
    thread_.join();
  }
  LineServer(const LineServer&) = delete;
  LineServer& operator=(const LineServer&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  struct Device {
    explicit Device(tcp::socket its_socket, int its_number)
        : socket(std::move(its_socket)), number(its_number) {}
    tcp::socket socket;
    int number;
    int lines = 0;
    std::string in;
    std::deque<std::string> out;
  };

  void accept() {
    acceptor_.async_accept([this](const error_code& failure, tcp::socket socket) {
      if (failure) return;
      socket.set_option(tcp::no_delay(true));
      read(std::make_shared<Device>(std::move(socket), devices_++));
      accept();
    });
  }

  void read(const std::shared_ptr<Device>& device) {
    asio::async_read_until(device->socket, asio::dynamic_buffer(device->in), '\n',
                           [this, device](const error_code& failure, std::size_t size) {
                             if (failure) return;
                             const std::string line = device->in.substr(0, size);
                             device->in.erase(0, size);
                             device->out = script_(device->number, device->lines++, line);
                             write(device);
                           });
  }

  void write(const std::shared_ptr<Device>& device) {
    if (device->out.empty()) return read(device);
    if (device->out.front().empty()) return device->socket.close();
    asio::async_write(device->socket, asio::buffer(device->out.front()),
                      [this, device](const error_code& failure, std::size_t) {
                        if (failure) return;
                        device->out.pop_front();
                        write(device);
                      });
  }

  Script script_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_{context_, {asio::ip::address_v4::loopback(), 0}};
  std::uint16_t port_ = 0;
  int devices_ = 0;
  std::thread thread_;
};

/// 200 lines inside the window, 20 before it: line k goes to connection k mod 4.
WebSocketPlan plan_for(const LineServer& server) {
  WebSocketPlan plan;
  plan.port = server.port();
  plan.target = "/lines";
  plan.conversation = conversation_of_row(plan.target);
  plan.connections = 4;
  plan.schedule = load::ScheduleSpec{.rate = {400}};
  plan.lead_in = milliseconds(50);
  plan.duration = milliseconds(500);
  plan.timeout = seconds(2);
  plan.drain = seconds(5);
  return plan;
}

/// Line 30 of a device is due at about 300 ms: inside the window.
constexpr int kTheOne = 30;

TEST(LineLoad, AnHonestServerHasNothingWrong) {
  LineServer server([](int, int, const std::string& line) { return std::deque{ok(line)}; });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->ledger, (MessageLedger{.scheduled = 200, .answered = 200}));
  EXPECT_EQ(result->open_loop->response.count(), 200U);
  EXPECT_EQ(result->bytes_out % 64, 0U) << "an LF is no part of a message";
  EXPECT_EQ(result->endings.closed_by_us, 4U);
  EXPECT_EQ(result->endings.all(), 4U);
  EXPECT_EQ(result->first_problem, "");
}

TEST(LineLoad, AClosedLoopHasOneLineInFlightOnEachConnection) {
  LineServer server([](int, int, const std::string& line) { return std::deque{ok(line)}; });
  WebSocketPlan plan = plan_for(server);
  plan.schedule.reset();
  const auto result = run(plan);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_GT(result->ledger.answered, 100U);
  EXPECT_EQ(result->ledger.failed(), 0U);
  EXPECT_LE(result->counts.in_flight_at_end, 4U);
}

/// Due at 0, 100, 200, … ms; the window is from 50 to 550 ms.
TEST(LineLoad, SendsOneLineOfEachConnectionAtOnceInABurst) {
  std::vector<Instant> came;
  LineServer server([&](int, int, const std::string& line) {
    came.push_back(SteadyClock().now());
    return std::deque{ok(line)};
  });
  WebSocketPlan plan = plan_for(server);
  plan.schedule = load::ScheduleSpec{.arrivals = load::Arrivals::kBurst, .rate = {40}, .at_once = 4};
  const auto result = run(plan);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->ledger, (MessageLedger{.scheduled = 20, .answered = 20})) << result->first_problem;
  ASSERT_EQ(came.size(), 24U);
  int together = 0;
  for (std::size_t i = 0; i < came.size(); i += 4) together += came[i + 3] - came[i] < milliseconds(50);
  EXPECT_GE(together, 4) << "of 6 bursts; equally spaced, the fourth line comes 75 ms after the first";
}

TEST(LineLoad, PutsTogetherWhatComesInParts) {
  LineServer server([](int, int, const std::string& line) {
    std::deque<std::string> bytes;
    for (const char byte : ok(line)) bytes.emplace_back(1, byte);
    return bytes;
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->ledger, (MessageLedger{.scheduled = 200, .answered = 200})) << result->first_problem;
}

/// Each second line is answered with the one after it, in one write.
TEST(LineLoad, TakesApartWhatComesTogether) {
  std::string held[4];
  LineServer server([&](int device, int nth, const std::string& line) {
    held[device] += ok(line);
    return nth % 2 == 0 ? std::deque<std::string>{} : std::deque{std::exchange(held[device], "")};
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->ledger.failed(), 0U) << result->first_problem;
  EXPECT_EQ(result->counts.reordered + result->counts.duplicated + result->counts.strangers, 0U);
  EXPECT_GE(result->ledger.answered, 196U) << "the last of each device may wait for one that never comes";
}

TEST(LineLoad, SeesTheOneLineThatIsDropped) {
  LineServer server([](int device, int nth, const std::string& line) {
    return device == 2 && nth == kTheOne ? std::deque<std::string>{} : std::deque{ok(line)};
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->ledger, (MessageLedger{.scheduled = 200, .answered = 199, .lost = 1}));
  EXPECT_EQ(result->counts.lost, 1U);
  EXPECT_THAT(result->first_problem, HasSubstr("message 30 of connection 2: no answer within 2 s"));
}

TEST(LineLoad, SeesWhatIsAcknowledgedTwiceToAnotherOrInOtherWords) {
  LineServer server([](int device, int nth, const std::string& line) {
    std::deque<std::string> answers{ok(line)};
    if (device == 1 && nth == kTheOne) answers.push_back(ok(line));
    if (device == 2 && nth == kTheOne) answers.emplace_back("OK 3\n");  // the first line of connection 3
    if (device == 3 && nth == kTheOne) answers.emplace_back("thanks\n");
    return answers;
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->counts.duplicated, 1U);
  EXPECT_EQ(result->counts.strangers, 1U);
  EXPECT_EQ(result->unreadable, 1U);
  EXPECT_EQ(result->ledger.answered, 200U);
}

TEST(LineLoad, SeesAConnectionThatIsEnded) {
  LineServer server([](int device, int nth, const std::string& line) {
    return device == 2 && nth == kTheOne ? std::deque<std::string>{""} : std::deque{ok(line)};
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->endings.without_close_frame, 1U);
  EXPECT_EQ(result->endings.closed_by_us, 3U);
  EXPECT_GT(result->ledger.cut_off + result->ledger.send_failed, 0U);
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_THAT(result->first_problem, HasSubstr("the server ended the connection"));
}

TEST(LineLoad, NamesAServerThatIsNotThere) {
  WebSocketPlan plan;
  plan.port = 1;
  plan.conversation = Conversation::kLines;
  const auto result = run(plan);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("tcp://127.0.0.1:1"));
  EXPECT_THAT(result.error().message, HasSubstr("cannot connect: Connection refused"));
}

}  // namespace
}  // namespace harness::stream
