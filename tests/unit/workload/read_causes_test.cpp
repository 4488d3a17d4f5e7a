#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kFile = "causes.toml";
constexpr std::string_view kCauses = R"(schema = 1
[[cause]]
claims = ["C2 T0", "C1 strict"]
knob = "off"
arm = "node/http"
turned = "native/server"
explanation = "Why."
)";

std::string complaint_after(std::string_view from, std::string_view to) {
  return SmallWorkloads().write(kFile, kCauses).replace(kFile, from, to).complaint();
}

TEST(Causes, AreReadIntoTheClaimsTheyAreAbout) {
  const auto claims = SmallWorkloads().write(kFile, kCauses).load().value().claims;
  for (const Claim& claim : claims) {
    ASSERT_EQ(claim.causes.size(), 1U) << claim.name();
    const Cause& cause = claim.causes.front();
    EXPECT_EQ(cause.knob, "off");
    EXPECT_EQ(cause.arm, "node/http");
    EXPECT_EQ(cause.turned, "native/server");
    EXPECT_EQ(cause.explanation, "Why.");
    EXPECT_FALSE(cause.cell.has_value());
  }
}

TEST(Causes, NeedNoFile) {
  EXPECT_THAT(SmallWorkloads().load().value().claims.front().causes, IsEmpty());
}

TEST(Causes, MayNameTheCellOfAClaimThatHasOne) {
  const auto catalog =
      SmallWorkloads().write(kFile, kCauses).replace(kFile, "knob", "cell = \"/plaintext c=1\"\nknob").load();
  EXPECT_EQ(catalog.value().claims.front().causes.front().cell, (Cell{"/plaintext", 1, {}}));
}

TEST(Causes, OfClaimsThatAreNotThereAreRefused) {
  EXPECT_EQ(complaint_after("C2 T0", "C2 T1"),
            "causes.toml:3: cause[1].claims: unknown claim 'C2 T1': correct it or add it to claims.toml. Did "
            "you mean 'C2 T0'? Known: C1 strict, C2 T0.");
}

TEST(Causes, TurnAKnobOfTheirClaim) {
  EXPECT_THAT(complaint_after("arm = \"node/http\"", "arm = \"node/htp\""),
              HasSubstr("claim 'C2 T0' is not about stack 'node/htp': name its numerator 'node/http' or its "
                        "denominator 'native/server'"));
  EXPECT_THAT(complaint_after("turned = \"native/server\"", "turned = \"native/serve\""),
              HasSubstr("suite 'waits' of claim 'C2 T0' does not measure stack 'native/serve'"));
  EXPECT_THAT(complaint_after("turned = \"native/server\"", "turned = \"node/http\""),
              HasSubstr("is the arm itself ('node/http')"));
}

TEST(Causes, AreMeasuredInACellOfTheSuite) {
  EXPECT_THAT(complaint_after("knob", "cell = \"/plaintext c=3\"\nknob"),
              HasSubstr("no profile of suite 'waits' measures cell '/plaintext c=3'"));
}

TEST(Causes, AreDeclaredOnceForEachKnob) {
  EXPECT_THAT(complaint_after("\"C2 T0\", \"C1 strict\"]",
                              "\"C2 T0\"]\nknob = \"off\"\narm = \"node/http\"\n"
                              "turned = \"native/server\"\nexplanation = \"Why.\"\n"
                              "[[cause]]\nclaims = [\"C2 T0\"]"),
              HasSubstr("'off' is here twice for claim 'C2 T0'"));
}

TEST(Causes, WithAKeyNobodyKnowsAreRefused) {
  EXPECT_THAT(complaint_after("turned =", "turnd ="), HasSubstr("turned"));
}

}  // namespace
}  // namespace harness::workload
