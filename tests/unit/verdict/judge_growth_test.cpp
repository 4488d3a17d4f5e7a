#include <cmath>

#include "made_up_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/verdict/judge.hpp"
#include "harness/verdict/still_wanted.hpp"

namespace harness::verdict {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const workload::Cell kNobody{"/plaintext", 1};
const workload::Cell kMany{"/plaintext", 64};

/// "Of what nobody needs, a adds more than `threshold` times as much as b when many come."
workload::Claim growth(double threshold) {
  workload::Claim claim = comparison(threshold);
  claim.contrasts = {{kMany, kMany, {}, {}, kNobody}};
  return claim;
}

/// Six blocks in which many add so much to what there was, give or take a spread.
void add_growth(const std::string& stack, double before, double grown, double spread, Rows& rows) {
  int block = 0;
  for (const double y : six(std::log(grown), spread)) {
    rows.push_back(slice(stack, block, 0, before, kNobody));
    rows.push_back(slice(stack, block, 1, before + std::exp(y), kMany));
    ++block;
  }
}

/// The deviations of six() add up to nothing, so the mean is the ratio of the two; those of the blocks are a
/// tenth of six().
Rows growths(double of_a, double of_b) {
  Rows rows;
  add_growth("a", 1000, of_a, 0.2, rows);
  add_growth("b", 5000, of_b, 0.1, rows);
  return rows;
}

TEST(Growth, IsComparedAndNotWhatThereWasBefore) {
  // 1200 against 5100: a has less than a quarter of b, and grew by twice as much.
  const auto row = judged(growth(1.5), growths(200, 100));
  EXPECT_EQ(outcome(row), "SUPPORTED");
  EXPECT_NEAR(*row.effect, 2, 1e-5);
  EXPECT_EQ(outcome(judged(growth(1.5), growths(100, 200))), "REFUTED opposite");
  EXPECT_EQ(outcome(judged(growth(1.5), growths(100, 100))), "REFUTED equivalent");
}

TEST(Growth, OfOneSideIsHeldAgainstAConstant) {
  workload::Claim claim = growth(1.5);
  claim.kind = workload::ClaimKind::kThreshold;
  claim.denominator = "";
  claim.contrasts.front().ideal = 100;
  Rows rows;
  add_growth("a", 1000, 200, 0.2, rows);
  EXPECT_NEAR(*judged(claim, rows).effect, 2, 1e-5);
  EXPECT_EQ(outcome(judged(claim, rows)), "SUPPORTED");
}

TEST(Growth, IsSaidToBeOne) {
  const auto row = judged(growth(1.5), growths(200, 100));
  EXPECT_EQ(row.cells, "/plaintext c=64 since /plaintext c=1");
  EXPECT_THAT(row.why, HasSubstr("growth of throughput_rps of a at /plaintext c=64 since /plaintext c=1 is "
                                 "2.00 [1.99, 2.01] times that of b: the claimed more than 1.5"));
}

TEST(Growth, ThatIsNoneHasNoRatio) {
  Rows rows = growths(200, 100);
  for (results::SliceRow& row : rows) {
    if (row.stack == "b" && row.cell == kMany.id() && row.block < 2) row.throughput_rps = 4999;
  }
  const auto row = judged(growth(1.5), rows);
  EXPECT_EQ(row.n_blocks, 4U);
  EXPECT_EQ(outcome(row), "INCONCLUSIVE invalid-rows");
  EXPECT_THAT(row.why, HasSubstr("it is not more than at /plaintext c=1, so nothing has grown"));
}

TEST(Growth, LosesABlockWithTheRowItGrewFrom) {
  Rows rows = growths(200, 100);
  rows.front().status = results::SliceStatus::kInvalid;
  rows.front().reason = "spoilt";
  const auto row = judged(growth(1.5), rows);
  EXPECT_EQ(row.n_blocks, 5U);
  EXPECT_THAT(row.why, HasSubstr("spoilt"));
}

TEST(Growth, CannotBeTestedWithoutWhatItGrewFrom) {
  Rows rows = growths(200, 100);
  std::erase_if(rows, [](const auto& row) { return row.stack == "b" && row.cell == kNobody.id(); });
  EXPECT_EQ(outcome(judged(growth(1.5), rows)), "NOT_TESTABLE_HERE not-measured");
}

TEST(Growth, IsAveragedOverContrastsOfEitherKind) {
  workload::Claim claim = growth(1.1);
  claim.on_average = true;
  claim.contrasts.push_back({kNobody, kNobody, {}});
  // Twice the growth of what began with a fifth: the square root of 2 * 1000 / 5000.
  EXPECT_NEAR(*judged(claim, growths(200, 100)).effect, std::sqrt(0.4), 1e-5);
}

TEST(Growth, LetsASpareBlockMeasureWhatItGrewFrom) {
  Context context;
  context.procedure.looks = {6};
  context.procedure.spare_blocks = 1;
  Rows rows = growths(200, 100);
  rows.front().status = results::SliceStatus::kInvalid;
  const workload::Claim claim = growth(1.5);
  using results::Series;
  EXPECT_THAT(still_wanted({&claim, 1}, rows, context),
              ElementsAre(Series{"a", kNobody.id()}, Series{"a", kMany.id()}, Series{"b", kNobody.id()},
                          Series{"b", kMany.id()}));
}

}  // namespace
}  // namespace harness::verdict
