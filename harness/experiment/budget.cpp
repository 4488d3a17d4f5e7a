#include "harness/experiment/budget.hpp"

#include <algorithm>
#include <ranges>

namespace harness::experiment {
namespace {

class Fitting {
 public:
  Fitting(Nanoseconds budget, const workload::Suite& suite, workload::Profile& profile, std::vector<Arm> arms,
          std::uint64_t seed, int max_connections, std::span<const workload::Claim> claims)
      : budget_(budget),
        suite_(suite),
        profile_(profile),
        arms_(std::move(arms)),
        seed_(seed),
        max_connections_(max_connections) {
    fitted_.claims.assign(claims.begin(), claims.end());
    if (profile_.warm_up_window.count() > 0) {  // how long a warm-up it would ask for is not known beforehand
      profile_.warm_up_window = Nanoseconds(0);
      fitted_.left_out.push_back(
          fmt::format("watching how long servers warm up: {} for each it is", human(profile_.warm_up)));
    }
    plan_again();
    for (const workload::Cell& cell : fitted_.plan.cells) cells_.push_back(cell.id());
    std::ranges::reverse(cells_);
  }

  Result<Fitted> run() {
    while (!fits()) {
      if (!leave_out_a_look() && !leave_out_a_cell() && !leave_out_an_arm() && !leave_out_a_claim())
        return too_little();
      plan_again();
    }
    return std::move(fitted_);
  }

 private:
  void plan_again() { fitted_.plan = make_plan(suite_, profile_, arms_, seed_, max_connections_, without_); }

  [[nodiscard]] bool fits() const { return fitted_.plan.expected_duration() <= budget_; }

  bool leave_out_a_look() {
    if (profile_.looks.size() < 2) return false;
    fitted_.left_out.push_back(fmt::format("the look at {} blocks", profile_.looks.back()));
    profile_.looks.pop_back();
    profile_.blocks = profile_.looks.back();
    profile_.spare_blocks = std::min(profile_.spare_blocks, profile_.blocks / 3);
    return true;
  }

  /// The last one that no claim needs; of a profile that judges nothing, the last but one.
  bool leave_out_a_cell() {
    if (without_.size() + 1 >= cells_.size()) return false;
    const std::set<std::string> needed = needed_cells();
    const auto spare = std::ranges::find_if(
        cells_, [&](const std::string& cell) { return !needed.contains(cell) && !without_.contains(cell); });
    if (spare == cells_.end()) return false;
    without_.insert(*spare);
    fitted_.left_out.push_back("the cell " + *spare);
    return true;
  }

  /// The last one that is only shown beside what claims compare.
  bool leave_out_an_arm() {
    if (!profile_.verdicts) return false;
    const auto last = std::find_if(arms_.rbegin(), arms_.rend(), [&](const Arm& arm) {
      return arm.control == Control::kNone && !arm.absent && !is_compared(arm.name());
    });
    if (last == arms_.rend()) return false;
    const std::string name = last->name();
    const bool alone =
        std::ranges::all_of(arms_, [&](const Arm& arm) { return arm.absent || arm.name() == name; });
    if (alone) return false;
    fitted_.left_out.push_back(fmt::format("the stack {}, which no claim compares", name));
    std::erase_if(arms_, [&](const Arm& arm) { return arm.name() == name; });
    return true;
  }

  [[nodiscard]] bool is_compared(const std::string& stack) const {
    if (suite_.controls && suite_.controls->stack == stack) return true;
    return std::ranges::any_of(fitted_.claims, [&](const workload::Claim& claim) {
      return claim.numerator == stack || claim.denominator == stack ||
             (claim.control && claim.control->stack == stack);
    });
  }

  bool leave_out_a_claim() {
    if (!profile_.verdicts || fitted_.claims.size() < 2) return false;
    fitted_.left_out.push_back("the claim " + fitted_.claims.back().name());
    fitted_.claims.pop_back();
    return true;
  }

  [[nodiscard]] std::set<std::string> needed_cells() const {
    std::set<std::string> needed;
    if (!profile_.verdicts) return needed;
    for (const workload::Claim& claim : fitted_.claims) {
      for (const workload::Contrast& contrast : claim.contrasts) {
        needed.insert(contrast.numerator_cell.id());
        if (!contrast.ideal) needed.insert(contrast.denominator_cell.id());
        if (contrast.grown_from) needed.insert(contrast.grown_from->id());
      }
    }
    for (std::size_t cell = 0; cell < fitted_.plan.cells.size(); ++cell) {
      if (fitted_.plan.is_controlled(cell)) needed.insert(fitted_.plan.cells[cell].id());
    }
    return needed;
  }

  [[nodiscard]] tl::unexpected<Error> too_little() const {
    return usage_error("{} is not enough: the least that can be measured takes about {}", human(budget_),
                       human(std::chrono::ceil<seconds>(fitted_.plan.expected_duration())));
  }

  Nanoseconds budget_;
  const workload::Suite& suite_;
  workload::Profile& profile_;
  std::vector<Arm> arms_;
  std::uint64_t seed_;
  int max_connections_;
  Fitted fitted_;
  std::vector<std::string> cells_;  ///< ids, the last of the suite first
  std::set<std::string> without_;
};

}  // namespace

Result<Fitted> fit_into(Nanoseconds budget, const workload::Suite& suite, workload::Profile& profile,
                        std::vector<Arm> arms, std::uint64_t seed, int max_connections,
                        std::span<const workload::Claim> claims) {
  return Fitting(budget, suite, profile, std::move(arms), seed, max_connections, claims).run();
}

}  // namespace harness::experiment
