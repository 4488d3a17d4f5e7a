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
    stack.language = "node";
    return stack;
  }
  workload::Stack http_ = stack("node/http");
  workload::Stack offload_ = stack("node/http-offload");
  Arm arm_{&http_, nullptr, 1, {}, Control::kNone};
  std::vector<verify::Check> contract_{{"plaintext-bytes", verify::Outcome::kPass, "hello"}};
  std::vector<results::EnvRow> env_{{"stack.node/http.loop", "libuv", "/__info"},
                                    {"stack.node/http-offload.loop", "libuv", "/__info"},
                                    {"sha256.stack.node/http", "aa", ""},
                                    {"sha256.stack.node/http-offload", "bb", ""},
                                    {"sha256.common.node", "cc", ""},
                                    {"cpu.model", "any", ""}};
  KnownServers known_;
};

TEST_F(AKnownServer, IsOneThatWasHeldToTheContract) {
  EXPECT_EQ(known_.find(arm_, env_), nullptr);
  known_.remember(arm_, {}, env_, "run-1");
  EXPECT_EQ(known_.find(arm_, env_), nullptr) << "of jobs, or lost before it could be asked";
  known_.remember(arm_, contract_, env_, "run-1");
  ASSERT_NE(known_.find(arm_, env_), nullptr);
  EXPECT_THAT(known_.find(arm_, env_)->contract, ElementsAre(Field(&verify::Check::detail, "hello")));
}

TEST_F(AKnownServer, SaysWhatItSaidOfItselfAndWhereItKeptTheContract) {
  known_.remember(arm_, contract_, env_, "run-1");
  std::vector<results::EnvRow> later(env_.begin() + 2, env_.end());
  const KnownServer* found = known_.find(arm_, later);
  ASSERT_NE(found, nullptr);
  const results::EnvRow where{"stack.node/http.contract_kept_in", "run-1",
                              "an earlier suite of the same session"};
  EXPECT_THAT(found->says, ElementsAre(env_.front(), where));
  later.insert(later.end(), found->says.begin(), found->says.end());
  known_.remember(arm_, found->contract, later, "run-2");
  EXPECT_THAT(known_.find(arm_, env_)->says, ElementsAre(env_.front(), where)) << "it was not asked again";
}

TEST_F(AKnownServer, IsNoneThatBrokeIt) {
  contract_.push_back({"date-fresh", verify::Outcome::kFail, "an hour old"});
  known_.remember(arm_, contract_, env_, "run-1");
  EXPECT_EQ(known_.find(arm_, env_), nullptr);
}

TEST_F(AKnownServer, IsNoOtherOne) {
  known_.remember(arm_, contract_, env_, "run-1");
  Arm other = arm_;
  other.stack = &offload_;
  EXPECT_EQ(known_.find(other, env_), nullptr);
  other = arm_;
  other.workers = 2;
  EXPECT_EQ(known_.find(other, env_), nullptr);
  other = arm_;
  other.hops = 4;
  EXPECT_EQ(known_.find(other, env_), nullptr);
  other = arm_;
  other.control = Control::kSlower;
  EXPECT_EQ(known_.find(other, env_), nullptr);
  other = arm_;
  other.watches_loop = true;
  EXPECT_EQ(known_.find(other, env_), nullptr);
}

TEST_F(AKnownServer, IsAnotherOnceAFileOfItIs) {
  known_.remember(arm_, contract_, env_, "run-1");
  for (const std::size_t file : {2U, 4U}) {
    auto edited = env_;
    edited[file].value = "dd";
    EXPECT_EQ(known_.find(arm_, edited), nullptr) << edited[file].key;
  }
  auto elsewhere = env_;
  elsewhere[3].value = "dd";  // of the other server
  EXPECT_NE(known_.find(arm_, elsewhere), nullptr);
}

}  // namespace
}  // namespace harness::experiment
