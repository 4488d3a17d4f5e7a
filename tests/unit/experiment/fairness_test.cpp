#include "harness/experiment/fairness.hpp"

#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

using results::Gate;
using verify::Outcome;

TEST(FairnessGates, AreDecidedByTheChecksThatLookAtThem) {
  const std::vector<verify::Check> checks{{"nodelay", Outcome::kFail, "median 40 ms"},
                                          {"keep-alive-1000", Outcome::kPass, ""},
                                          {"header-set", Outcome::kPass, ""},
                                          {"date-advances", Outcome::kFail, "did not move"},
                                          {"response-size", Outcome::kNotApplicable, ""}};
  results::SliceRow row;
  describe_contract(row, checks);
  EXPECT_EQ(row.gate_contract, Gate::kFail);
  EXPECT_EQ(row.gate_nodelay, Gate::kFail);
  EXPECT_EQ(row.gate_keepalive, Gate::kPass);
  EXPECT_EQ(row.gate_headers, Gate::kFail);
  EXPECT_EQ(row.gate_bytes, Gate::kNa);
  EXPECT_EQ(failures_of(checks), "nodelay: median 40 ms; date-advances: did not move");
}

TEST(FairnessGates, StayFailedWhenTheSliceItselfFailedThem) {
  results::SliceRow row;
  row.gate_keepalive = Gate::kFail;
  describe_contract(row, std::vector<verify::Check>{{"keep-alive-1000", Outcome::kPass, ""}});
  EXPECT_EQ(row.gate_keepalive, Gate::kFail);
  EXPECT_EQ(row.gate_contract, Gate::kPass);
}

TEST(FairnessGates, WarnOfAnInterpreterThatWasNotOptimised) {
  const std::vector<results::EnvRow> env{{"stack.python/x.build", "plain", ""},
                                         {"stack.python/y.build", "pgo+lto", ""}};
  EXPECT_EQ(build_class(env, "python/x"), Gate::kWarn);
  EXPECT_EQ(build_class(env, "python/y"), Gate::kPass);
  EXPECT_EQ(build_class(env, "python/z"), Gate::kNa);
}

}  // namespace
}  // namespace harness::experiment
