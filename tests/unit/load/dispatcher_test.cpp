#include "harness/load/dispatcher.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace harness::load {
namespace {

constexpr Instant kStart{seconds(100)};

/// One request every 10 ms from 100 s on.
Dispatcher dispatcher(Dispatch dispatch, std::size_t connections) {
  static const Schedule schedule({.rate = {100}});
  return {dispatch, Cursor(schedule, 0, 1), kStart, connections};
}

Instant at_ms(int ms) {
  return kStart + milliseconds(ms);
}

TEST(Dispatcher, HandsOutNothingBeforeARequestIsAdmitted) {
  Dispatcher pool = dispatcher(Dispatch::kPooled, 2);
  pool.freed(0);
  EXPECT_EQ(pool.next_due(), at_ms(0));
  EXPECT_FALSE(pool.next());
  EXPECT_EQ(pool.admit(), at_ms(0));
  EXPECT_EQ(pool.next_due(), at_ms(10));
}

TEST(Dispatcher, GivesTheOldestRequestToTheConnectionThatIsFreeLongest) {
  Dispatcher pool = dispatcher(Dispatch::kPooled, 3);
  for (const std::uint32_t free : {2U, 0U}) pool.freed(free);
  for (int i = 0; i < 3; ++i) pool.admit();
  auto job = pool.next();
  EXPECT_EQ(job->connection, 2U);
  EXPECT_EQ(job->intended, at_ms(0));
  job = pool.next();
  EXPECT_EQ(job->connection, 0U);
  EXPECT_EQ(job->intended, at_ms(10));
  EXPECT_FALSE(pool.next()) << "no connection is free";
  EXPECT_EQ(pool.waiting(), 1U);
  pool.freed(1);
  job = pool.next();
  EXPECT_EQ(job->connection, 1U);
  EXPECT_EQ(job->intended, at_ms(20)) << "it aged in the queue and keeps the time it was intended for";
  EXPECT_EQ(pool.waiting(), 0U);
}

TEST(Dispatcher, NeverHandsOutAConnectionThatIsGoneOrBusy) {
  Dispatcher pool = dispatcher(Dispatch::kPooled, 2);
  pool.freed(0);
  pool.lost(0);
  pool.admit();
  EXPECT_FALSE(pool.next());
  pool.freed(0);
  EXPECT_EQ(pool.next()->connection, 0U);
  pool.admit();
  EXPECT_FALSE(pool.next()) << "it was freed twice but taken once";
}

TEST(Dispatcher, KeepsAStickyRequestForItsOwnConnection) {
  Dispatcher sticky = dispatcher(Dispatch::kSticky, 2);
  sticky.freed(1);
  sticky.admit();  // for 0
  EXPECT_FALSE(sticky.next());
  sticky.admit();  // for 1
  auto job = sticky.next();
  EXPECT_EQ(job->connection, 1U);
  EXPECT_EQ(job->intended, at_ms(10));
  sticky.freed(0);
  job = sticky.next();
  EXPECT_EQ(job->connection, 0U);
  EXPECT_EQ(job->intended, at_ms(0));
  EXPECT_FALSE(sticky.next());
}

TEST(Dispatcher, QueuesStickyRequestsInOrder) {
  Dispatcher sticky = dispatcher(Dispatch::kSticky, 1);
  for (int i = 0; i < 3; ++i) sticky.admit();
  for (int i = 0; i < 3; ++i) {
    sticky.freed(0);
    EXPECT_EQ(sticky.next()->intended, at_ms(10 * i));
  }
}

TEST(Dispatcher, AccountsForWhatStillWaitsAtTheEnd) {
  for (const Dispatch dispatch : {Dispatch::kPooled, Dispatch::kSticky}) {
    Dispatcher waiting = dispatcher(dispatch, 2);
    for (int i = 0; i < 5; ++i) waiting.admit();
    int abandoned = 0;
    while (waiting.abandon()) ++abandoned;
    EXPECT_EQ(abandoned, 5);
    EXPECT_EQ(waiting.waiting(), 0U);
  }
}

}  // namespace
}  // namespace harness::load
