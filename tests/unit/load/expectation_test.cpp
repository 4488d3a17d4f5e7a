#include "harness/load/expectation.hpp"

#include <gtest/gtest.h>

namespace harness::load {
namespace {

// By hand: 2654435761 · 1 = 2654435761; · 2 = 5308871522 − 2^32 = 1013904226; their sum mod 2^32 =
// 3668339987.
constexpr std::string_view kTwoItems =
    R"({"k":1,"n":2,"items":[{"id":0,"v":2654435761,"s":"item-0"},{"id":1,"v":1013904226,"s":"item-1"}],"sum":3668339987})";

TEST(Expectation, AcceptsTheContractsJson) {
  const auto expected = Expectation::json_items(2);
  EXPECT_EQ(expected.check(200, kTwoItems, kTwoItems.size(), 1), Outcome::kOk);
  EXPECT_TRUE(is_json_items(kTwoItems, 1, 2, false));
}

TEST(Expectation, RefusesTheAnswerToAnotherRequest) {
  EXPECT_EQ(Expectation::json_items(2).check(200, kTwoItems, kTwoItems.size(), 2), Outcome::kBadResponse);
  EXPECT_EQ(Expectation::json_items(3).check(200, kTwoItems, kTwoItems.size(), 1), Outcome::kBadResponse);
}

TEST(Expectation, RefusesEverySingleChangedByte) {
  for (std::size_t i = 0; i < kTwoItems.size(); ++i) {
    std::string changed(kTwoItems);
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(is_json_items(changed, 1, 2, true)) << i;
  }
}

TEST(Expectation, TheCheapCheckStillSeesLengthHeadAndSum) {
  std::string wrong_sum(kTwoItems);
  wrong_sum[wrong_sum.size() - 2] = '8';
  EXPECT_FALSE(is_json_items(wrong_sum, 1, 2, false));
  EXPECT_FALSE(is_json_items(std::string(kTwoItems) + " ", 1, 2, false));
  EXPECT_FALSE(is_json_items("", 1, 2, false));
}

TEST(Expectation, AcceptsNoItems) {
  EXPECT_TRUE(is_json_items(R"({"k":4294967295,"n":0,"items":[],"sum":0})", 4294967295U, 0, true));
  EXPECT_TRUE(is_json_items(R"({"k":4294967295,"n":0,"items":[],"sum":0})", 4294967295U, 0, false));
}

TEST(Expectation, TellsAWrongStatusFromAWrongBody) {
  const auto expected = Expectation::exact("Hello, World!");
  EXPECT_EQ(expected.check(200, "Hello, World!", 13, 0), Outcome::kOk);
  EXPECT_EQ(expected.check(503, "Hello, World!", 13, 0), Outcome::kHttpError);
  EXPECT_EQ(expected.check(201, "Hello, World!", 13, 0), Outcome::kHttpError);
  EXPECT_EQ(expected.check(200, "Hello, World?", 13, 0), Outcome::kBadResponse);
  EXPECT_EQ(expected.explain(503, "busy", 4), "status 503 instead of 200");
  EXPECT_EQ(expected.explain(200, "busy", 4),
            "the body of 4 bytes is not the expected one; it begins with 'busy'");
}

TEST(Expectation, SuccessIsAnyTwoHundred) {
  EXPECT_EQ(Expectation::success().check(204, "", 0, 0), Outcome::kOk);
  EXPECT_EQ(Expectation::success().check(301, "", 0, 0), Outcome::kHttpError);
}

TEST(ContractExpectation, KnowsTheTargetsOfTheContract) {
  EXPECT_EQ(contract_expectation("/plaintext")->check(200, "Hello, World!", 13, 0), Outcome::kOk);
  EXPECT_EQ(contract_expectation("/delay?ms=50")->check(200, R"({"ms":50})", 9, 0), Outcome::kOk);
  EXPECT_EQ(contract_expectation("/json?k={rand}&n=2")->check(200, kTwoItems, kTwoItems.size(), 1),
            Outcome::kOk);
}

TEST(ContractExpectation, ComputesWhatAKernelPrints) {
  constexpr std::string_view kFib = R"({"k":"fib","n":20,"r":"6765"})";
  for (const char* target : {"/cpu/fib?n=20", "/cpu_off/fib?n=20"}) {
    const auto expected = contract_expectation(target);
    ASSERT_TRUE(expected) << expected.error().message;
    EXPECT_EQ(expected->check(200, kFib, kFib.size(), 0), Outcome::kOk);
    EXPECT_EQ(expected->check(200, R"({"k":"fib","n":20,"r":"6766"})", kFib.size(), 0),
              Outcome::kBadResponse);
    EXPECT_EQ(expected->check(400, "Bad Request", 11, 0), Outcome::kHttpError);
  }
}

TEST(ContractExpectation, IsPlaintextWhateverAServerComputesFirst) {
  // Were the kernel run here, too, this would take minutes.
  const auto expected = contract_expectation("/mixed/fib?n=45&p=5&i={rand}");
  ASSERT_TRUE(expected) << expected.error().message;
  EXPECT_EQ(expected->check(200, "Hello, World!", 13, 0), Outcome::kOk);
  EXPECT_EQ(expected->check(200, "Hello, world!", 13, 0), Outcome::kBadResponse);
}

TEST(ContractExpectation, KnowsWhatTheServerBehindDownAnswers) {
  // The digest of no bytes. Source: NIST, SHA256ShortMsg.rsp, Len = 0.
  constexpr std::string_view kEmpty =
      R"({"ms":5,"len":0,"sha":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"})";
  const auto expected = contract_expectation("/down?ms=5&b=0");
  ASSERT_TRUE(expected) << expected.error().message;
  EXPECT_EQ(expected->check(200, kEmpty, kEmpty.size(), 0), Outcome::kOk);
  EXPECT_EQ(contract_expectation("/down?ms=5&b=1")->check(200, kEmpty, kEmpty.size(), 0),
            Outcome::kBadResponse);
}

TEST(ContractExpectation, OfWhatIsPostedHasTheDigitsThatWereSent) {
  const auto expected =
      contract_expectation("/echo", R"({"id":7,"tags":["a","b"],"name":"no {rand}","cents":1})");
  ASSERT_TRUE(expected) << expected.error().message;
  const std::string answer = R"({"ok":true,"id":7,"name":"no 0000000042","tags":["a","b"],"cents":1,"n":2})";
  EXPECT_EQ(expected->check(200, answer, answer.size(), 42), Outcome::kOk);
  EXPECT_EQ(expected->check(200, answer, answer.size(), 43), Outcome::kBadResponse) << "another's";
  EXPECT_EQ(expected->check(422, answer, answer.size(), 42), Outcome::kHttpError);
  for (std::size_t i = 0; i < answer.size(); ++i) {
    std::string changed = answer;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(expected->check(200, changed, changed.size(), 42), Outcome::kBadResponse) << i;
  }
  EXPECT_EQ(expected->check(200, answer + " ", answer.size() + 1, 42), Outcome::kBadResponse);
}

TEST(ContractExpectation, RefusesABodyThatWouldBeRefused) {
  // 61 code points as it is written, 65 as it is sent.
  const std::string name = std::string(55, 'x') + "{rand}";
  const auto expected =
      contract_expectation("/echo", R"({"id":7,"name":")" + name + R"(","tags":[],"cents":1})");
  ASSERT_FALSE(expected);
  EXPECT_NE(expected.error().message.find("/echo"), std::string::npos);
  EXPECT_FALSE(contract_expectation("/echo"));
}

TEST(ContractExpectation, OfAChainIsTheDigestOfTheNextOnesAnswer) {
  // By sha256sum, of what the test above expects.
  constexpr std::string_view kTwo =
      R"({"ms":5,"len":89,"sha":"39e0ab9db26b554bf1ee93ab452bcadf0d686b2af4874300469a6287ba932aa8"})";
  const auto expected = contract_expectation("/down?ms=5&b=0", {}, 2);
  ASSERT_TRUE(expected) << expected.error().message;
  EXPECT_EQ(expected->check(200, kTwo, kTwo.size(), 0), Outcome::kOk);
  for (const int hops : {1, 3})
    EXPECT_EQ(contract_expectation("/down?ms=5&b=0", {}, hops)->check(200, kTwo, kTwo.size(), 0),
              Outcome::kBadResponse);
}

TEST(ContractExpectation, KnowsTheChunksOfAStreamAsFarAsTheyAreKept) {
  const auto expected = contract_expectation("/stream?c=3&b=2&us=0");
  ASSERT_TRUE(expected) << expected.error().message;
  const std::string right("\0\0\1\1\2\2", 6);
  EXPECT_EQ(expected->check(200, right, right.size(), 0), Outcome::kOk);
  EXPECT_EQ(expected->check(200, right.substr(1), 5, 0), Outcome::kBadResponse);
  EXPECT_TRUE(contract_expectation("/stream?c=16&b=65536&us=0"));
  EXPECT_FALSE(contract_expectation("/stream?c=17&b=65536&us=0"));
}

TEST(ContractExpectation, NamesWhatItCannotCheck) {
  for (const char* target :
       {"/down", "/down?ms=5", "/json?k=1&n=2", "/delay", "/unknown", "/cpu/fib", "/cpu/fib?n=46",
        "/cpu/fib?n={rand}", "/cpu_off/nope?n=1", "/mixed/nope?n=1&p=5&i=1"}) {
    const auto expected = contract_expectation(target);
    ASSERT_FALSE(expected) << target;
    EXPECT_NE(expected.error().message.find(target), std::string::npos);
  }
}

}  // namespace
}  // namespace harness::load
