#include "harness/machine/cpus.hpp"

#include <array>

#include <gtest/gtest.h>

namespace harness::machine {
namespace {

TEST(KeptCpus, GivesAThreadBackWhereItMayRun) {
  const auto before = usable_cpus();
  if (before.size() < 2)
    GTEST_SKIP() << "one CPU: a thread cannot be pinned to fewer; run it where nproc says 2";
  {
    const KeptCpus kept;
    ASSERT_TRUE(pin_this_thread(std::array{before.back()}));
    ASSERT_EQ(usable_cpus(), std::vector{before.back()});
  }
  EXPECT_EQ(usable_cpus(), before);
}

}  // namespace
}  // namespace harness::machine
