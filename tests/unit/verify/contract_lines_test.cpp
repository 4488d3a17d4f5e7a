#include "workloads/native/reference/contract_lines.hpp"

#include <gtest/gtest.h>

namespace harness::contract {
namespace {

TEST(Acknowledgement, NamesTheNumberOfTheLineHoweverThatIsSpelt) {
  EXPECT_EQ(acknowledgement(R"({"d":17,"s":34,"v":-5})"), "OK 34\n");
  EXPECT_EQ(acknowledgement(R"( { "v" : 0, "more" : [1], "s" : 0, "d" : 0 } )"), "OK 0\n");
  EXPECT_EQ(acknowledgement(R"({"d":9007199254740991,"s":9007199254740991,"v":-9007199254740991})"),
            "OK 9007199254740991\n");
}

TEST(Acknowledgement, IsNoneOfWhatIsNoLine) {
  for (const char* line :
       {"", "x", "[]", "null", "17", R"({"s":1,"v":2})", R"({"d":1,"v":2})", R"({"d":1,"s":1})",
        R"({"d":"1","s":1,"v":2})", R"({"d":-1,"s":1,"v":2})", R"({"d":1,"s":-1,"v":2})",
        R"({"d":1,"s":1.5,"v":2})", R"({"d":1,"s":true,"v":2})", R"({"d":1,"s":1,"v":null})",
        R"({"d":1,"s":9007199254740992,"v":2})", R"({"d":1,"s":1,"v":-9007199254740992})",
        R"({"d":1,"s":18446744073709551615,"v":2})", R"({"d":1,"s":1,"v":2)"}) {
    EXPECT_EQ(acknowledgement(line), std::nullopt) << line;
  }
}

TEST(Acknowledgement, IsOfAtMost1024BytesWithTheLf) {
  std::string line = R"({"d":1,"s":1,"v":2})";
  line.insert(1, kLongestLine - 1 - line.size(), ' ');
  ASSERT_EQ(line.size(), 1023U);
  EXPECT_EQ(acknowledgement(line), "OK 1\n");
  EXPECT_EQ(acknowledgement(line + " "), std::nullopt);
}

}  // namespace
}  // namespace harness::contract
