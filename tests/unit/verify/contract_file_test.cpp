#include "workloads/native/reference/contract_file.hpp"

#include "workloads/native/reference/contract_routes.hpp"
#include <gtest/gtest.h>

namespace harness::contract {
namespace {

TEST(FileName, IsWhatCannotLeadOutOfAFolder) {
  EXPECT_EQ(file_on("/file/64k.bin"), "64k.bin");
  EXPECT_EQ(file_on("/file/_-A9.b..c"), "_-A9.b..c");
  const std::string longest(64, 'x');
  EXPECT_EQ(file_on("/file/" + longest), longest);
  for (const std::string& path :
       {std::string("/file"), std::string("/file/"), std::string("/file/."), std::string("/file/.."),
        std::string("/file/.hidden"), std::string("/file/a/b"), std::string("/file/../a"),
        std::string("/file/..%2fa"), std::string("/file/a\\b"), std::string("/file/%41"),
        std::string("/files/a"), "/file/" + longest + "x"}) {
    EXPECT_EQ(file_on(path), std::nullopt) << path;
  }
}

TEST(FileName, IsTheServersBusiness) {
  EXPECT_EQ(answer("GET", "/file/64k.bin?x=1").file, "64k.bin");
  EXPECT_EQ(answer("GET", "/file/64k.bin").reply.status, 404);
  EXPECT_EQ(answer("POST", "/file/64k.bin").reply.status, 405);
  EXPECT_EQ(answer("GET", "/file/..").file, std::nullopt);
  EXPECT_EQ(answer("POST", "/file/..").reply.status, 404);
}

// The examples of RFC 9110 §14.1.2 and §14.4: of 10000 and of 1234 octets.
TEST(FileHead, AnswersARangeWithWhatThereIsOfIt) {
  struct Example {
    const char* range;
    std::uint64_t size;
    Span span;
    const char* content_range;
  };
  const Example all[] = {{"bytes=0-499", 10000, {0, 500}, "bytes 0-499/10000"},
                         {"bytes=500-999", 10000, {500, 500}, "bytes 500-999/10000"},
                         {"bytes=-500", 10000, {9500, 500}, "bytes 9500-9999/10000"},
                         {"bytes=9500-", 10000, {9500, 500}, "bytes 9500-9999/10000"},
                         {"bytes=734-", 1234, {734, 500}, "bytes 734-1233/1234"},
                         {"bytes=0-0", 1, {0, 1}, "bytes 0-0/1"},
                         {"bytes=5-99999", 10, {5, 5}, "bytes 5-9/10"},
                         {"bytes=-99999", 10, {0, 10}, "bytes 0-9/10"}};
  for (const auto& [range, size, span, content_range] : all) {
    const auto head = file_head(range, size);
    EXPECT_EQ(head.reply.status, 206) << range;
    EXPECT_EQ(head.span, span) << range;
    EXPECT_EQ(head.reply.fields,
              "Accept-Ranges: bytes\r\nContent-Range: " + std::string(content_range) + "\r\n");
  }
}

TEST(FileHead, RefusesARangeWithoutAnOctet) {
  for (const auto& [range, size] : {std::pair<const char*, std::uint64_t>{"bytes=10-", 10},
                                    {"bytes=10-10", 10},
                                    {"bytes=-0", 10},
                                    {"bytes=0-", 0}}) {
    const auto head = file_head(range, size);
    EXPECT_EQ(head.reply.status, 416) << range;
    EXPECT_EQ(head.reply.body, "Range Not Satisfiable");
    EXPECT_EQ(head.reply.fields, "Content-Range: bytes */" + std::to_string(size) + "\r\n");
    EXPECT_EQ(head.span, Span{});
  }
}

TEST(FileHead, IgnoresWhatIsNoSingleRangeOfBytes) {
  for (const char* range : {"", "bytes", "bytes=", "bytes=-", "bytes=5", "bytes=5-4", "bytes=a-b",
                            "bytes=0-1,3-4", "bytes=+1-2", "lines=0-1", "bytes=0-99999999999999999999"}) {
    const auto head = file_head(range, 10);
    EXPECT_EQ(head.reply.status, 200) << range;
    EXPECT_EQ(head.span, (Span{0, 10})) << range;
    EXPECT_EQ(head.reply.fields, "Accept-Ranges: bytes\r\n");
  }
}

}  // namespace
}  // namespace harness::contract
