#include "workloads/native/reference/contract_cpu.hpp"

#include "workloads/native/reference/contract_routes.hpp"
#include <gtest/gtest.h>

namespace harness::contract {
namespace {

constexpr auto kFib = R"({"k":"fib","n":20,"r":"6765"})";

TEST(CpuBody, IsTheLineOfTheKernel) {
  EXPECT_EQ(cpu_body({kernel_of_path("/cpu/fib"), 20}), kFib);
  EXPECT_EQ(cpu_body({kernel_of_path("/cpu_off/fannkuch"), 7}), R"({"k":"fannkuch","n":7,"r":"228 16"})");
}

TEST(KernelOfPath, KnowsEveryKernelBelowEachRow) {
  for (const auto& kernel : kernels::all_kernels()) {
    for (const auto row : {kCpu, kCpuOff, kMixed}) {
      const std::string path = std::string(row).append(kernel.name);
      ASSERT_NE(kernel_of_path(path), nullptr) << path;
      EXPECT_EQ(kernel_of_path(path)->name, kernel.name);
    }
  }
}

TEST(KernelOfPath, KnowsNothingElse) {
  for (const char* path : {"", "/", "/cpu", "/cpu/", "/cpu/nope", "/cpu/FIB", "/cpu/fib/", "/cpuoff/fib",
                           "/cpu_off", "/cpu_off/", "/cpu_off/nope", "cpu/fib"})
    EXPECT_EQ(kernel_of_path(path), nullptr) << path;
}

TEST(Cpu, AnswersAtOnce) {
  const Answer computed = answer("GET", "/cpu/fib?n=20");
  EXPECT_EQ(computed.reply.status, 200);
  EXPECT_EQ(computed.reply.content_type, kJson);
  EXPECT_EQ(computed.reply.body, kFib);
  EXPECT_FALSE(computed.off);
  EXPECT_TRUE(computed.observed);
}

TEST(CpuOff, SaysWhatToCompute) {
  const Answer postponed = answer("GET", "/cpu_off/fib?x=1&n=20");
  ASSERT_TRUE(postponed.off);
  EXPECT_EQ(cpu_body(*postponed.off), kFib);
  EXPECT_EQ(postponed.reply.status, 200);
  EXPECT_EQ(postponed.reply.body, "");
}

TEST(Cpu, TakesTheSizesOfTheKernelAndNoOthers) {
  EXPECT_EQ(answer("GET", "/cpu/fib?n=1").reply.status, 200);
  EXPECT_EQ(answer("GET", "/cpu/fib?n=01").reply.status, 200);
  EXPECT_EQ(answer("GET", "/cpu_off/fib?n=45").off->n, 45);
  for (const char* query :
       {"", "?", "?n", "?n=", "?n=0", "?n=46", "?n=020", "?n=-1", "?n=1.0", "?n=1&n=1", "?N=1"}) {
    for (const auto row : {kCpu, kCpuOff}) {
      const auto refused = answer("GET", std::string(row).append("fib").append(query));
      EXPECT_EQ(refused.reply.status, 400) << row << query;
      EXPECT_EQ(refused.reply.body, "Bad Request");
      EXPECT_FALSE(refused.off);
    }
  }
  EXPECT_EQ(answer("GET", "/cpu/fannkuch?n=2").reply.status, 400);
}

// h(1, 0) = 2654435761 is 61.8 % of 2^32, h(2, 0) = 1013904226 is 23.6 %, h(0, 0) is 0.
TEST(Mixed, ComputesWhereTheNumberSaysSo) {
  EXPECT_TRUE(computes(1, 62));
  EXPECT_FALSE(computes(1, 61));
  EXPECT_TRUE(computes(2, 24));
  EXPECT_FALSE(computes(2, 23));
  EXPECT_TRUE(computes(0, 1));
  EXPECT_FALSE(computes(0, 0));
  for (const std::uint32_t i : {0U, 1U, 2U, 4294967295U}) EXPECT_TRUE(computes(i, 100)) << i;
}

TEST(Mixed, ComputesForThatShareOfAllNumbers) {
  int computed = 0;
  for (std::uint32_t i = 0; i < 100'000; ++i) computed += computes(i, 5) ? 1 : 0;
  EXPECT_NEAR(computed, 5'000, 10);  // multiples of the golden ratio are spread evenly
}

TEST(Mixed, AnswersAsPlaintextWhateverItHasComputed) {
  const Answer with = answer("GET", "/mixed/fib?n=20&p=62&i=1");
  EXPECT_EQ(with.unseen, kFib);
  const Answer without = answer("GET", "/mixed/fib?n=20&p=61&i=1");
  EXPECT_EQ(without.unseen, "");
  for (const Answer& each : {with, without}) {
    EXPECT_EQ(each.reply.status, 200);
    EXPECT_EQ(each.reply.content_type, kPlainText);
    EXPECT_EQ(each.reply.body, "Hello, World!");
    EXPECT_TRUE(each.observed);
  }
}

TEST(Mixed, NeedsEachOfItsParametersOnce) {
  EXPECT_EQ(answer("GET", "/mixed/fib?i=4294967295&p=100&n=1").reply.status, 200);
  for (const char* query : {"n=1", "n=1&p=5", "n=1&i=1", "p=5&i=1", "n=1&p=101&i=1", "n=1&p=5&i=4294967296",
                            "n=0&p=5&i=1", "n=1&p=&i=1", "n=1&p=0005&i=1", "n=1&p=5&p=5&i=1", "n=1&p=-1&i=1"})
    EXPECT_EQ(answer("GET", std::string("/mixed/fib?") + query).reply.status, 400) << query;
  EXPECT_EQ(answer("GET", "/mixed/nope?n=1&p=5&i=1").reply.status, 404);
  EXPECT_EQ(answer("POST", "/mixed/fib?n=1&p=5&i=1").reply.status, 405);
}

TEST(Cpu, KnowsOneMethod) {
  EXPECT_EQ(answer("POST", "/cpu/fib?n=1").reply.allow, "GET");
  EXPECT_EQ(answer("POST", "/cpu_off/fib?n=1").reply.status, 405);
  EXPECT_EQ(answer("POST", "/cpu/nope?n=1").reply.status, 404);
}

}  // namespace
}  // namespace harness::contract
