#include "harness/experiment/known_servers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

using testing::ElementsAre;
using testing::Field;

class AKnownServer : public testing::Test {
 protected:
  static workload::Stack stack(const std::string& id) {
    workload::Stack stack;
    stack.id = id;
    return stack;
  }
  workload::Stack http_ = stack("node/http");
  workload::Stack offload_ = stack("node/http-offload");
  Arm arm_{&http_, nullptr, 1, {}, Control::kNone};
  std::vector<verify::Check> contract_{{"plaintext-bytes", verify::Outcome::kFail, "other bytes"}};
  std::vector<results::EnvRow> env_{{"stack.node/http.loop", "libuv", "/__info"},
                                    {"stack.node/http-offload.loop", "libuv", "/__info"},
                                    {"cpu.model", "any", ""}};
  KnownServers known_;
};

TEST_F(AKnownServer, IsOneThatWasHeldToTheContract) {
  EXPECT_EQ(known_.find(arm_), nullptr);
  known_.remember(arm_, {}, env_);
  EXPECT_EQ(known_.find(arm_), nullptr) << "of jobs, or lost before it could be asked";
  known_.remember(arm_, contract_, env_);
  ASSERT_NE(known_.find(arm_), nullptr);
  EXPECT_THAT(known_.find(arm_)->contract, ElementsAre(Field(&verify::Check::detail, "other bytes")));
  EXPECT_THAT(known_.find(arm_)->says, ElementsAre(env_.front()));
}

TEST_F(AKnownServer, IsNoOtherOne) {
  known_.remember(arm_, contract_, env_);
  Arm other = arm_;
  other.stack = &offload_;
  EXPECT_EQ(known_.find(other), nullptr);
  other = arm_;
  other.workers = 2;
  EXPECT_EQ(known_.find(other), nullptr);
  other = arm_;
  other.hops = 4;
  EXPECT_EQ(known_.find(other), nullptr);
  other = arm_;
  other.control = Control::kSlower;
  EXPECT_EQ(known_.find(other), nullptr);
}

}  // namespace
}  // namespace harness::experiment
