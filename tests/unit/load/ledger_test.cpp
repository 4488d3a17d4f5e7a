#include "harness/load/ledger.hpp"

#include <gtest/gtest.h>

namespace harness::load {
namespace {

TEST(Ledger, BalancesOnlyWhenEveryRequestHasOneFate) {
  Ledger ledger;
  ledger.scheduled = 3;
  ledger.resolve(Outcome::kOk);
  ledger.resolve(Outcome::kTimeout);
  EXPECT_FALSE(ledger.balances());
  ledger.in_flight_at_end = 1;
  EXPECT_TRUE(ledger.balances());
  EXPECT_EQ(ledger.failed(), 1U);
}

TEST(Ledger, CountsEachOutcomeInItsOwnColumn) {
  Ledger ledger;
  for (const Outcome outcome :
       {Outcome::kOk, Outcome::kHttpError, Outcome::kConnectFailed, Outcome::kResetBeforeByte,
        Outcome::kResetMidBody, Outcome::kBadResponse, Outcome::kTimeout}) {
    ledger.resolve(outcome);
  }
  const Ledger expected{.scheduled = 0,
                        .ok = 1,
                        .http_error = 1,
                        .connect_failed = 1,
                        .reset_before_byte = 1,
                        .reset_mid_body = 1,
                        .bad_response = 1,
                        .timeout = 1};
  EXPECT_EQ(ledger, expected);
}

TEST(Ledger, MergesColumnByColumn) {
  Ledger a{.scheduled = 1,
           .ok = 2,
           .http_error = 3,
           .connect_failed = 4,
           .reset_before_byte = 5,
           .reset_mid_body = 6,
           .bad_response = 7,
           .timeout = 8,
           .shed = 9,
           .in_flight_at_end = 10,
           .never_dispatched = 11};
  a.merge(a);
  const Ledger expected{.scheduled = 2,
                        .ok = 4,
                        .http_error = 6,
                        .connect_failed = 8,
                        .reset_before_byte = 10,
                        .reset_mid_body = 12,
                        .bad_response = 14,
                        .timeout = 16,
                        .shed = 18,
                        .in_flight_at_end = 20,
                        .never_dispatched = 22};
  EXPECT_EQ(a, expected);
}

}  // namespace
}  // namespace harness::load
