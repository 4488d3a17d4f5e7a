#include "harness/verify/manifest_match.hpp"

#include <gmock/gmock.h>

namespace harness::verify {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

workload::Stack uvicorn() {
  workload::Stack stack;
  stack.id = "python/uvicorn";
  stack.language = "python";
  stack.runtime = "cpython";
  stack.layer = "server";
  stack.flavour = "tuned";
  stack.concurrency_model = "event_loop";
  stack.accept_mode = "single";
  stack.loop = "uvloop";
  stack.http_parser = "httptools";
  stack.json_lib = "json";
  stack.ws_impl = "none";
  stack.keep_alive_s = 75;
  stack.third_party = {"httptools", "uvicorn", "uvloop"};
  return stack;
}

std::string info(const std::string& parser, const std::string& packages) {
  return R"({"language":"python","runtime":"cpython","layer":"server","flavour":"tuned",)"
         R"("concurrency_model":"event_loop","accept_mode":"single","loop":"uvloop","json_lib":"json",)"
         R"("ws_impl":"none","keep_alive_s":75,"http_parser":")" +
         parser + R"(","third_party":[)" + packages + "]}";
}

TEST(InfoMismatches, IgnoresPackageVersionsAndOrder) {
  EXPECT_THAT(
      info_mismatches(info("httptools", R"("uvicorn 0.54.0","uvloop 0.23.0","httptools 0.9.0")"), uvicorn()),
      IsEmpty());
}

TEST(InfoMismatches, NameFieldDeclaredAndObserved) {
  EXPECT_THAT(
      info_mismatches(info("h11", R"("uvicorn","uvloop","h11")"), uvicorn()),
      ElementsAre("http_parser: declared httptools, observed h11",
                  "third_party: declared [httptools, uvicorn, uvloop], observed [h11, uvicorn, uvloop]"));
}

TEST(InfoMismatches, CountAMissingFieldAsAMismatch) {
  const auto mismatches = info_mismatches("{}", uvicorn());
  EXPECT_EQ(mismatches.size(), 12U);
  EXPECT_EQ(mismatches.front(), "language: declared python, observed (missing)");
}

TEST(InfoMismatches, SurviveAValueSoDeepThatItEndsTheStack) {
  const std::string deep = std::string(300'000, '[') + std::string(300'000, ']');
  EXPECT_FALSE(
      info_mismatches(R"({"loop":)" + deep + R"(,"third_party":[)" + deep + "]}", uvicorn()).empty());
}

TEST(InfoMismatches, TakeAnOffloadThatIsNotSaidForNone) {
  auto stack = uvicorn();
  const auto same = R"("httptools","uvicorn","uvloop")";
  stack.offload = "thread";
  EXPECT_THAT(info_mismatches(info("httptools", same), stack),
              ElementsAre("offload: declared thread, observed none"));
  const auto said = info(R"(httptools","offload":"process)", same);
  EXPECT_THAT(info_mismatches(said, stack), ElementsAre("offload: declared thread, observed process"));
  stack.offload = "process";
  EXPECT_THAT(info_mismatches(said, stack), IsEmpty());
}

TEST(InfoMismatches, AreWorkersThatWereNotAskedFor) {
  auto stack = uvicorn();
  const auto two = info(R"(httptools","workers":2,"x":")", R"("httptools","uvicorn","uvloop")");
  EXPECT_THAT(info_mismatches(two, stack), ElementsAre("workers: asked for 1, observed 2"));
  stack.workers = 2;
  EXPECT_THAT(info_mismatches(two, stack), IsEmpty());
}

TEST(InfoMismatches, SayWhenThereIsNoJson) {
  EXPECT_THAT(info_mismatches("<html>", uvicorn()), ElementsAre("/__info is not a JSON object"));
}

}  // namespace
}  // namespace harness::verify
