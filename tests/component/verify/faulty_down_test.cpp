#include <algorithm>
#include <set>

#include "tests/component/native/reference_process.hpp"
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

class DownCheck : public testing::TestWithParam<Expectation> {};

TEST_P(DownCheck, FailsWhereTheServerIsWrongAndNowhereElse) {
  test::ReferenceProcess downstream(HARNESS_BINARY_DIR "/bin/harness-reference");
  FaultyServer server(GetParam().fault, {}, downstream.port());
  auto stack = FaultyServer::stack();
  stack.endpoints = {"/plaintext", "/json", "/down"};
  std::set<std::string> failing;
  std::string details;
  for (const auto& check :
       verify::check_contract({"127.0.0.1", server.port(), {}, downstream.port()}, stack)) {
    if (check.outcome != Outcome::kFail) continue;
    failing.insert(check.name);
    details += "\n  " + check.name + ": " + check.detail;
  }
  EXPECT_EQ(failing, GetParam().failing) << details;
}

INSTANTIATE_TEST_SUITE_P(
    Faults, DownCheck,
    testing::Values(Expectation{"None", Fault::kNone, {}},
                    Expectation{"MakesUpDown", Fault::kMakesUpDown, {"down-asks-each-time"}},
                    Expectation{"HurriesDown", Fault::kHurriesDown, {"down-never-early"}},
                    Expectation{"CutsDown", Fault::kCutsDown, {"down-golden", "down-in-order"}},
                    Expectation{"Reconnects", Fault::kReconnects, {"down-asks-each-time"}},
                    Expectation{"AsksOneByOne", Fault::kAsksOneByOne, {"down-waits-beside"}},
                    Expectation{"LenientNumbers", Fault::kLenientNumbers, {"bad-parameters-400"}}),
    [](const auto& one) { return one.param.name; });

TEST(DownCheckOfPatience, WaitsForTheAnswerAfterTenSecondsAndFindsOneThatComesLater) {
  test::ReferenceProcess downstream(HARNESS_BINARY_DIR "/bin/harness-reference");
  auto stack = FaultyServer::stack();
  stack.endpoints = {"/plaintext", "/down"};
  FaultyServer patient(Fault::kWaitsForEver, {}, downstream.port());
  FaultyServer healthy(Fault::kNone, {}, downstream.port());
  auto of_patient =
      verify::examine({"127.0.0.1", patient.port(), {}, downstream.port()}, stack, Nanoseconds(0));
  auto of_healthy =
      verify::examine({"127.0.0.1", healthy.port(), {}, downstream.port()}, stack, Nanoseconds(0));
  const auto long_down = [](verify::Examination& examination) {
    const auto last = examination.last.get();
    return *std::ranges::find(last, "down-gives-up-504", &verify::Check::name);
  };
  const auto bad = long_down(of_patient);
  EXPECT_EQ(bad.outcome, Outcome::kFail);
  EXPECT_EQ(bad.detail, "GET /down?ms=14000&b=1: status 200, expected 504");
  const auto good = long_down(of_healthy);
  EXPECT_EQ(good.outcome, Outcome::kPass) << good.detail;
}

TEST(DownCheckWithoutDownstream, SaysThatNobodyIsThereToBeAsked) {
  FaultyServer server(Fault::kMakesUpDown);
  auto stack = FaultyServer::stack();
  stack.endpoints = {"/plaintext", "/down"};
  for (const auto& check : verify::check_contract({"127.0.0.1", server.port()}, stack)) {
    if (check.name != "down-asks-each-time") continue;
    EXPECT_EQ(check.outcome, Outcome::kFail);
    EXPECT_EQ(check.detail, "there is nobody on DOWN_PORT to be asked");
  }
}

}  // namespace
}  // namespace harness
