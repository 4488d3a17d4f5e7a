// The load engine's promise "no allocation per request" starts here. Replaces operator new for the whole
// test executable, only to count.
#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

#include "harness/http/request.hpp"
#include "harness/http/response_parser.hpp"

namespace {
std::size_t allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
// Not inlined: GCC would see free() meet operator new and call it a mismatch.
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace harness::http {
namespace {

void receive(ResponseParser& parser, std::string_view response, std::size_t cut) {
  parser.expect(false);
  parser.feed(response.substr(0, cut));
  ASSERT_EQ(parser.feed(response.substr(cut)).status, ResponseParser::Status::kComplete);
}

TEST(ResponseParserAllocations, StopAfterTheFirstResponse) {
  const std::string_view responses[] = {
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 20\r\n\r\n01234567890123456789",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n01234567890123456789\r\n0\r\n\r\n"};
  for (const std::string_view response : responses) {
    ResponseParser parser;
    for (std::size_t cut = 1; cut < response.size(); ++cut) receive(parser, response, cut);
    const std::size_t before = allocations;
    for (std::size_t cut = 1; cut < response.size(); ++cut) receive(parser, response, cut);
    EXPECT_EQ(allocations - before, 0U);
  }
}

TEST(RequestTemplateAllocations, DoNotHappenWhenPatching) {
  auto request = make_template({"GET", "/{rand}", "localhost", {}, {}});
  const std::size_t before = allocations;
  ASSERT_GT(before, 0U) << "operator new is not the counting one";
  request->patch(12345);
  EXPECT_EQ(allocations - before, 0U);
}

}  // namespace
}  // namespace harness::http
