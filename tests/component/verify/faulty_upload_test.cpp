#include <algorithm>
#include <set>

#include "tests/component/verify/faulty_server.hpp"
#include <gtest/gtest.h>

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
};

class UploadCheck : public testing::TestWithParam<Expectation> {};

TEST_P(UploadCheck, FailsWhereTheServerIsWrongAndNowhereElse) {
  FaultyServer server(GetParam().fault);
  auto stack = FaultyServer::stack();
  stack.endpoints = {"/plaintext", "/upload"};
  std::set<std::string> failing;
  std::string details;
  for (const auto& check : verify::examine({"127.0.0.1", server.port()}, stack, Nanoseconds(0)).all()) {
    if (check.outcome != Outcome::kFail) continue;
    failing.insert(check.name);
    details += "\n  " + check.name + ": " + check.detail;
  }
  EXPECT_EQ(failing, GetParam().failing) << details;
}

TEST(UploadCheckBeforeAMeasurement, DoesNotSendWhatWouldStayInTheServersMemory) {
  FaultyServer server(Fault::kKeepsUploads);
  auto stack = FaultyServer::stack();
  stack.endpoints = {"/plaintext", "/upload"};
  for (const auto& check : verify::check_contract({"127.0.0.1", server.port()}, stack)) {
    if (check.name == "upload-largest-bounded") {
      EXPECT_EQ(check.outcome, Outcome::kNotApplicable);
      EXPECT_EQ(check.detail, "asked by harness verify, not before a measurement");
    } else if (check.name.starts_with("upload-")) {
      EXPECT_EQ(check.outcome, Outcome::kPass) << check.name << ": " << check.detail;
    }
  }
}

Outcome largest_bounded_of_two_workers(Fault fault) {
  FaultyServer server(fault);
  auto stack = FaultyServer::stack();
  stack.endpoints = {"/plaintext", "/upload"};
  stack.workers = 2;
  const auto checks = verify::examine({"127.0.0.1", server.port()}, stack, Nanoseconds(0)).all();
  return std::ranges::find(checks, "upload-largest-bounded", &verify::Check::name)->outcome;
}

TEST(UploadCheckOfTwoWorkers, TakesWhatEachHasNotCollectedYetForNothingKept) {
  EXPECT_EQ(largest_bounded_of_two_workers(Fault::kCollectsLate), Outcome::kPass);
  EXPECT_EQ(largest_bounded_of_two_workers(Fault::kKeepsUploads), Outcome::kFail);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, UploadCheck,
    testing::Values(
        Expectation{"None", Fault::kNone, {}},
        Expectation{"CachedUpload", Fault::kCachedUpload, {"upload-two-bodies"}},
        Expectation{"HashesTheChunks",
                    Fault::kHashesTheChunks,
                    {"upload-golden", "upload-two-bodies", "upload-fragmented", "upload-continue-100",
                     "upload-largest-bounded"}},
        Expectation{"NeverContinues", Fault::kNeverContinues, {"upload-continue-100", "upload-oversize-413"}},
        Expectation{"WaitsForTooMuch", Fault::kWaitsForTooMuch, {"upload-oversize-413"}},
        Expectation{
            "NoUploadLimit", Fault::kNoUploadLimit, {"upload-oversize-413", "upload-largest-bounded"}},
        Expectation{
            "SmallUploadLimit", Fault::kSmallUploadLimit, {"upload-oversize-413", "upload-largest-bounded"}},
        Expectation{"KeepsUploads", Fault::kKeepsUploads, {"upload-largest-bounded"}},
        Expectation{"AllowsOnlyGet", Fault::kAllowsOnlyGet, {"wrong-method-405"}}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace harness
