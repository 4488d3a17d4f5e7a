#include "harness/verdict/observations.hpp"

#include "made_up_rows.hpp"
#include <gtest/gtest.h>

#include "harness/verdict/certificate.hpp"

namespace harness::verdict {
namespace {

using results::SliceStatus;

/// A run of twelve blocks with something of everything: noise, an invalid row, an absent arm, controls.
Rows run() {
  Rows rows;
  for (const std::string denominator : {"b", "a:same", "a:slower"}) {
    for (auto row : paired(six(denominator == "a:same" ? 0 : 0.5))) {
      if (row.stack == "b") row.stack = denominator;
      row.start_mono_ns = 60'000'000'000 * row.block + row.order;
      row.steal_share = row.block == 4 ? 0.5 : 0.001;
      rows.push_back(row);
    }
  }
  rows[6].status = SliceStatus::kInvalid;
  rows[6].reason = "a gate failed";
  auto absent = slice("c", 0, 9, 1);
  absent.status = SliceStatus::kAbsent;
  absent.reason = "no such runtime";
  rows.push_back(absent);
  return rows;
}

Context context() {
  Context context = controlled({6});
  context.procedure.noise_guards.emplace();
  return context;
}

Observations in_two_parts(std::span<const workload::Claim> claims, const Rows& rows, std::size_t cut,
                          const Context& context) {
  Observations first = observe(claims, std::span(rows).first(cut), context.procedure);
  first.add(observe(claims, std::span(rows).subspan(cut), context.procedure));
  return first;
}

TEST(Observations, OfPartsOfARunAreJudgedAsThoseOfTheWhole) {
  const Rows rows = run();
  std::vector claims{comparison(1.5), comparison(1.1)};
  claims[1].id = "X2";
  claims[1].also_show = {"c"};
  const auto verdicts = judge(claims, rows, context());
  const auto controls = certificate(rows, context());
  ASSERT_EQ(controls.size(), 2U);
  for (std::size_t cut = 0; cut <= rows.size(); ++cut) {
    const Observations parts = in_two_parts(claims, rows, cut, context());
    EXPECT_EQ(judge(claims, parts, context()), verdicts) << cut;
    EXPECT_EQ(certificate(parts, context()), controls) << cut;
  }
}

TEST(Observations, OutliveThePartsTheyWereJoinedFrom) {
  const Rows rows = run();
  const std::vector claims{comparison(1.5)};
  Observations all(claims, {});
  {
    Observations part = observe(claims, rows, {});
    all.add(std::move(part));
  }
  EXPECT_EQ(*all.measured("a", kCell.id()).slices.front().suite, "s");
  ASSERT_EQ(all.absent("c").size(), 1U);
  EXPECT_EQ(*all.absent("c").front().reason, "no such runtime");
}

TEST(Observations, KeepTheMetricsOfAllClaimsAndOfTheControls) {
  workload::Claim other = comparison(2);
  other.metric = "service_p99_us";
  auto row = slice("a", 0, 0, 1000);
  row.service_p99_us = 70;
  Context context = controlled({6});
  context.procedure.controls->metric = "requests_per_server_cpu_s";
  const std::vector claims{comparison(2), other};
  const Observations observed = observe(claims, std::vector{row}, context.procedure);
  const Observed& series = observed.measured("a", kCell.id());
  ASSERT_EQ(observed.metrics(), 3U);
  EXPECT_EQ(series.values.at(observed.index_of("throughput_rps")), 1000);
  EXPECT_EQ(series.values.at(observed.index_of("service_p99_us")), 70);
  EXPECT_TRUE(std::isnan(series.values.at(observed.index_of("requests_per_server_cpu_s"))));
}

}  // namespace
}  // namespace harness::verdict
