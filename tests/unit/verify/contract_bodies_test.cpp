#include "workloads/native/reference/contract_bodies.hpp"

#include <gtest/gtest.h>

namespace harness::contract {
namespace {

TEST(ItemHash, IsTheProductModuloTwoToThe32) {
  EXPECT_EQ(item_hash(0, 0), 0U);
  EXPECT_EQ(item_hash(0, 1), 2654435761U);
  EXPECT_EQ(item_hash(1, 1), 1013904226U);            // 2 * 2654435761 - 2^32
  EXPECT_EQ(item_hash(4294967295U, 0), 1640531535U);  // -2654435761 + 2^32
  EXPECT_EQ(item_hash(4294967295U, 1), 0U);           // k + i wraps first
}

TEST(JsonBody, WithoutItemsHasAnEmptyListAndSumZero) {
  EXPECT_EQ(json_body(5, 0), R"({"k":5,"n":0,"items":[],"sum":0})");
}

TEST(JsonBody, ListsItemsInOrderAndWrapsTheSum) {
  // h(1,0..2) = 2654435761, 1013904226, 3668339987; their sum 7336679974 - 2^32 = 3041712678.
  EXPECT_EQ(
      json_body(1, 3),
      R"({"k":1,"n":3,"items":[{"id":0,"v":2654435761,"s":"item-0"},{"id":1,"v":1013904226,"s":"item-1"},)"
      R"({"id":2,"v":3668339987,"s":"item-2"}],"sum":3041712678})");
}

TEST(DelayBody, SaysTheMilliseconds) {
  EXPECT_EQ(delay_body(10000), R"({"ms":10000})");
}

TEST(PlaintextBody, IsThirteenBytes) {
  EXPECT_EQ(plaintext_body(), "Hello, World!");
  EXPECT_EQ(plaintext_body().size(), 13U);
}

}  // namespace
}  // namespace harness::contract
