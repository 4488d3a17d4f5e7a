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

TEST(KernelOfPath, KnowsEveryKernelBelowBothRows) {
  for (const auto& kernel : kernels::all_kernels()) {
    for (const auto row : {kCpu, kCpuOff}) {
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

TEST(Cpu, KnowsOneMethod) {
  EXPECT_EQ(answer("POST", "/cpu/fib?n=1").reply.allow, "GET");
  EXPECT_EQ(answer("POST", "/cpu_off/fib?n=1").reply.status, 405);
  EXPECT_EQ(answer("POST", "/cpu/nope?n=1").reply.status, 404);
}

}  // namespace
}  // namespace harness::contract
