#include "harness/verify/fairness.hpp"

#include "tests/component/native/reference_process.hpp"
#include "tests/component/verify/faulty_server.hpp"
#include <gmock/gmock.h>

namespace harness {
namespace {

using testing::HasSubstr;
using verify::Check;
using verify::Outcome;

workload::Stack single_process() {
  workload::Stack stack;
  stack.accept_mode = "single";
  stack.argv = {"{runtime}"};
  stack.endpoints = {"/plaintext", "/json", "/delay"};
  return stack;
}

Check named(const std::vector<Check>& checks, std::string_view name) {
  for (const Check& check : checks) {
    if (check.name == name) return check;
  }
  ADD_FAILURE() << "no check " << name;
  return {};
}

TEST(Fairness, PassesEveryCheckOnTheReference) {
  test::ReferenceProcess server(HARNESS_BINARY_DIR "/bin/harness-reference");
  auto stack = single_process();
  stack.argv = {"{runtime}", "--port={port}", "--port", "--backlog"};
  for (const Check& check : verify::check_fairness({"127.0.0.1", server.port()}, stack))
    EXPECT_EQ(check.outcome, Outcome::kPass) << check.name << ": " << check.detail;
}

TEST(Fairness, AsksForNoDelayThatTheManifestDoesNotDeclare) {
  test::ReferenceProcess server(HARNESS_BINARY_DIR "/bin/harness-reference");
  auto stack = single_process();
  stack.endpoints = {"/plaintext"};
  const auto checks = verify::check_fairness({"127.0.0.1", server.port()}, stack);
  EXPECT_EQ(named(checks, "delay-concurrent").outcome, Outcome::kNotApplicable);
}

TEST(Fairness, FindsABacklogThatNobodyAskedFor) {
  test::FaultyServer server(test::Fault::kNone);  // listens with 128
  const auto checks = verify::check_fairness({"127.0.0.1", server.port()}, single_process());
  EXPECT_EQ(named(checks, "backlog").outcome, Outcome::kFail);
  EXPECT_THAT(named(checks, "backlog").detail, HasSubstr("the kernel keeps 128"));
  EXPECT_EQ(named(checks, "delay-concurrent").outcome, Outcome::kPass);
  EXPECT_EQ(named(checks, "one-listener").outcome, Outcome::kPass);
  EXPECT_EQ(named(checks, "loopback-only").outcome, Outcome::kPass);
}

TEST(Fairness, SaysOfAServerThatIsNotThereThatNobodyListens) {
  const auto checks = verify::check_fairness({"127.0.0.1", 1}, single_process());
  for (const Check& check : checks) EXPECT_EQ(check.outcome, Outcome::kFail) << check.name;
  EXPECT_EQ(named(checks, "one-listener").detail, "nobody listens on port 1");
}

}  // namespace
}  // namespace harness
