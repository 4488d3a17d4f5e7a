#include "tests/component/verify/faulty_server.hpp"

#include <set>

#include "tests/component/native/served_files.hpp"
#include <gmock/gmock.h>

#include "harness/base/clock.hpp"
#include "harness/verify/contract.hpp"

namespace harness {
namespace {

using test::Fault;
using test::FaultyServer;
using verify::Outcome;

struct Expectation {
  const char* name;
  Fault fault;
  std::set<std::string> failing;
  bool computes = false;  ///< its manifest declares /cpu, /cpu_off and /mixed, whose checks take seconds
  bool streams = false;   ///< /sse, /stream and /file, whose checks do so too
};

class ContractCheck : public testing::TestWithParam<Expectation> {};

TEST_P(ContractCheck, FailsWhereTheServerIsWrongAndNowhereElse) {
  const test::ServedFiles files;
  FaultyServer server(GetParam().fault, files.folder());
  auto stack = FaultyServer::stack();
  if (GetParam().streams) stack.endpoints.insert(stack.endpoints.end(), {"/sse", "/stream", "/file"});
  if (GetParam().computes) stack.endpoints.insert(stack.endpoints.end(), {"/cpu", "/cpu_off", "/mixed"});
  std::set<std::string> failing;
  std::string details;
  for (const auto& check : verify::check_contract({"127.0.0.1", server.port(), files.folder()}, stack)) {
    if (check.outcome != Outcome::kFail) continue;
    failing.insert(check.name);
    details += "\n  " + check.name + ": " + check.detail;
  }
  EXPECT_EQ(failing, GetParam().failing) << details;
}

INSTANTIATE_TEST_SUITE_P(
    Faults, ContractCheck,
    testing::Values(
        Expectation{"None", Fault::kNone, {}, true, true},
        Expectation{"WrongLetter", Fault::kWrongLetter, {"plaintext-bytes"}},
        Expectation{"WrongSum", Fault::kWrongSum, {"json-golden"}},
        Expectation{"CachedJson", Fault::kCachedJson, {"json-not-cached"}},
        Expectation{"WrongDelayBody", Fault::kWrongDelayBody, {"delay-golden", "pipelining-16"}},
        Expectation{"EarlyDelay", Fault::kEarlyDelay, {"delay-never-early"}},
        Expectation{"LenientNumbers", Fault::kLenientNumbers, {"bad-parameters-400"}},
        Expectation{
            "UnknownPathIsFine", Fault::kUnknownPathIsFine, {"unknown-path-404", "path-traversal-404"}},
        Expectation{"BodyLeftUnread", Fault::kBodyLeftUnread, {"wrong-method-405"}},
        Expectation{"MalformedStaysOpen", Fault::kMalformedStaysOpen, {"malformed-400-close"}},
        Expectation{"ExtraHeader", Fault::kExtraHeader, {"header-set"}},
        Expectation{"PaddedHeader", Fault::kPaddedHeader, {"response-size"}},
        Expectation{"AnswersOutOfOrder", Fault::kAnswersOutOfOrder, {"pipelining-16"}},
        Expectation{"OneReadOneRequest",
                    Fault::kOneReadOneRequest,
                    {"split-reads", "echo-exactly-64k", "echo-oversize-413", "echo-fragmented"}},
        Expectation{"Nagle", Fault::kNagle, {"nodelay"}},
        Expectation{"ClosesAfterEach",
                    Fault::kClosesAfterEach,
                    {"echo-rejects-422", "bad-parameters-400", "wrong-method-405", "pipelining-16",
                     "keep-alive-1000", "nodelay", "head-handled", "keep-alive-idle"}},
        Expectation{"ClosesAfterHundred", Fault::kClosesAfterHundred, {"keep-alive-1000"}},
        Expectation{"IgnoresClose", Fault::kIgnoresClose, {"connection-close"}},
        Expectation{"SaysOtherParser", Fault::kSaysOtherParser, {"info-matches-manifest"}},
        Expectation{"Miscounts", Fault::kMiscounts, {"stats-counts"}},
        Expectation{"EchoesAscii", Fault::kEchoesAscii, {"echo-golden"}},
        Expectation{"CountsUtf16", Fault::kCountsUtf16, {"echo-golden"}},
        Expectation{"CachedEcho", Fault::kCachedEcho, {"echo-two-bodies"}},
        Expectation{"TrueIsOne", Fault::kTrueIsOne, {"echo-rejects-422"}},
        Expectation{"NaNIsJson", Fault::kNaNIsJson, {"echo-bad-json-400"}},
        Expectation{"NoBodyLimit", Fault::kNoBodyLimit, {"echo-oversize-413"}},
        Expectation{"LimitOffByOne", Fault::kLimitOffByOne, {"echo-exactly-64k"}},
        Expectation{"TiresOfPieces", Fault::kTiresOfPieces, {"echo-fragmented"}},
        Expectation{"AllowsOnlyGet", Fault::kAllowsOnlyGet, {"wrong-method-405"}},
        Expectation{"ClosesWhenIdle", Fault::kClosesWhenIdle, {"keep-alive-idle"}},
        Expectation{"StaleDate", Fault::kStaleDate, {"date-fresh"}},
        Expectation{"ResolvesDots", Fault::kResolvesDots, {"path-traversal-404"}},
        Expectation{"BodyAfterHead", Fault::kBodyAfterHead, {"head-handled"}},
        Expectation{"Compresses", Fault::kCompresses, {"no-content-encoding"}},
        Expectation{"ShortHeaderLimit", Fault::kShortHeaderLimit, {"large-header"}},
        Expectation{"CpuIgnoresN", Fault::kCpuIgnoresN, {"cpu-golden", "cpu-not-cached"}, true},
        Expectation{"CachedCpu", Fault::kCachedCpu, {"cpu-not-cached"}, true},
        Expectation{"MixesUpThePool",
                    Fault::kMixesUpThePool,
                    {"cpu-off-golden", "cpu-off-in-order", "cpu-off-not-inline"},
                    true},
        Expectation{"ComputesInline", Fault::kComputesInline, {"cpu-off-not-inline"}, true},
        Expectation{"NeverMixes", Fault::kNeverMixes, {"mixed-computes"}, true},
        Expectation{"MixesAsItLikes", Fault::kMixesAsItLikes, {"mixed-computes"}, true},
        Expectation{"LenientSizes", Fault::kLenientSizes, {"bad-parameters-400"}, true},
        Expectation{"WrongEvent", Fault::kWrongEvent, {"sse-golden", "sse-cadence"}, false, true},
        Expectation{
            "EarlyPieces", Fault::kEarlyPieces, {"sse-golden", "sse-cadence", "stream-cadence"}, false, true},
        Expectation{"Drifts", Fault::kDrifts, {"sse-cadence", "stream-cadence"}, false, true},
        Expectation{"HoldsBack",
                    Fault::kHoldsBack,
                    {"sse-cadence", "stream-cadence", "stream-back-pressure"},
                    false,
                    true},
        Expectation{"FillsByNumber", Fault::kFillsByNumber, {"stream-golden"}, false, true},
        Expectation{"NoBackPressure", Fault::kNoBackPressure, {"stream-back-pressure"}, false, true},
        Expectation{"IgnoresRange", Fault::kIgnoresRange, {"file-ranges", "file-range-416"}, false, true},
        Expectation{"RangeEndExcluded", Fault::kRangeEndExcluded, {"file-ranges"}, false, true},
        Expectation{"RefusesNoRange", Fault::kRefusesNoRange, {"file-range-416"}, false, true},
        Expectation{"DecodesSlashes", Fault::kDecodesSlashes, {"file-unknown-404"}, false, true},
        Expectation{"CachedFile", Fault::kCachedFile, {"file-not-cached"}, false, true},
        Expectation{"SaysLastModified",
                    Fault::kSaysLastModified,
                    {"file-golden", "file-ranges", "file-range-416", "file-not-cached"},
                    false,
                    true}),
    [](const auto& one) { return one.param.name; });

TEST(ContractCheckOfDate, FindsADateThatStandsStill) {
  FaultyServer server(Fault::kFrozenDate);
  for (const auto& check : verify::check_contract({"127.0.0.1", server.port()}, FaultyServer::stack())) {
    if (check.name == "date-advances") {
      EXPECT_EQ(check.outcome, Outcome::kFail) << check.detail;
    } else if (check.name != "date-fresh") {  // whether that comes too late for it depends on the second
      EXPECT_NE(check.outcome, Outcome::kFail) << check.name << ": " << check.detail;
    }
  }
}

/// Whatever is asked afterwards waits as well.
TEST(ContractCheckOfClientsThatLeave, FindsAServerThatGoesOnForThem) {
  FaultyServer server(Fault::kStreamsToNobody);
  auto stack = FaultyServer::stack();
  stack.endpoints = {"/plaintext", "/sse"};
  for (const auto& check : verify::check_contract({"127.0.0.1", server.port()}, stack)) {
    if (check.name == "sse-golden") {
      EXPECT_EQ(check.outcome, Outcome::kPass) << check.detail;
    }
    if (check.name != "sse-client-leaves") continue;
    EXPECT_EQ(check.outcome, Outcome::kFail);
    EXPECT_THAT(check.detail, testing::StartsWith("1 clients have left"));
  }
}

TEST(ContractCheckOfIdleness, EndsWithTheConnection) {
  FaultyServer server(Fault::kClosesWhenIdle);
  const Instant began = SteadyClock{}.now();
  const auto checks = verify::examine({"127.0.0.1", server.port()}, FaultyServer::stack(), seconds(60)).all();
  EXPECT_LT(SteadyClock{}.now() - began, seconds(30));
  EXPECT_EQ(checks.back().name, "keep-alive-idle");
  EXPECT_THAT(checks.back().detail, testing::StartsWith("the server ended the connection within"));
}

}  // namespace
}  // namespace harness
