#include <csignal>

#include "tests/component/native/reference_process.hpp"
#include "tests/component/native/served_files.hpp"
#include "workloads/native/reference/contract_pieces.hpp"
#include <gtest/gtest.h>

#include "harness/base/clock.hpp"
#include "harness/base/file.hpp"
#include "harness/verify/raw_connection.hpp"

namespace harness {
namespace {

using verify::get_request;
using verify::RawConnection;

// What the contract's checks do not reach; the checks themselves run in tests/component/verify.
class ReferencePieces : public testing::Test {
 protected:
  test::ServedFiles files_;
  test::ReferenceProcess server_{
      HARNESS_BINARY_DIR "/bin/harness-reference", {}, {"PORT=0", "DATA_DIR=" + files_.folder().string()}};
  RawConnection connection_{{"127.0.0.1", server_.port()}, SteadyClock{}.now() + seconds(20)};
};

TEST_F(ReferencePieces, KeepPipelinedAnswersInOrder) {
  connection_.send(get_request("/plaintext") + get_request("/stream?c=20&b=3&us=2000") +
                   get_request("/file/small.bin") + get_request("/plaintext"));
  EXPECT_EQ(connection_.receive("first").body, "Hello, World!");
  std::string chunks;
  for (std::uint64_t i = 0; i < 20; ++i) chunks += contract::chunk(i, 3);
  EXPECT_EQ(connection_.receive("stream").body, chunks);
  EXPECT_EQ(connection_.receive("file").body, read_file(files_.folder() / "small.bin").value());
  EXPECT_EQ(connection_.receive("last").body, "Hello, World!");
}

TEST_F(ReferencePieces, ComeWithoutChunksToHttp10AndTheConnectionEndsWithThem) {
  connection_.send("GET /stream?c=3&b=2&us=0 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const auto response = connection_.receive("1.0");
  EXPECT_EQ(response.body, std::string("\0\0\1\1\2\2", 6));
  EXPECT_EQ(response.header("Transfer-Encoding"), "");
  EXPECT_EQ(response.header("Connection"), "close");
  EXPECT_TRUE(connection_.closed_by_peer());
}

TEST_F(ReferencePieces, OfKnownLengthKeepAnHttp10ConnectionOpenThatAsksForIt) {
  for (int i = 0; i < 2; ++i) {
    connection_.send("GET /file/small.bin HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(connection_.receive("1.0").body, read_file(files_.folder() / "small.bin").value());
  }
}

TEST_F(ReferencePieces, DoNotHoldAServerThatIsToStop) {
  connection_.send(get_request("/sse?n=1000000&hz=1"));
  EXPECT_FALSE(connection_.is_silent_until(SteadyClock{}.now() + seconds(5)));
  const Instant began = SteadyClock{}.now();
  server_.signal(SIGTERM);
  EXPECT_EQ(server_.wait(), 0);
  EXPECT_LT(SteadyClock{}.now() - began, seconds(5));
}

TEST(ReferenceWithoutDataDir, HasNoFilesNotEvenThoseOfItsOwnFolder) {
  const std::string name = "reference_pieces_test.tmp";
  std::ofstream(name) << "x";
  test::ReferenceProcess server(HARNESS_BINARY_DIR "/bin/harness-reference");
  RawConnection connection({"127.0.0.1", server.port()}, SteadyClock{}.now() + seconds(20));
  EXPECT_EQ(connection.get("/file/" + name).status, 404);
  std::filesystem::remove(name);
}

}  // namespace
}  // namespace harness
