#include "harness/experiment/known_servers.hpp"

#include <algorithm>
#include <iterator>

namespace harness::experiment {
namespace {

using results::EnvRow;

std::vector<EnvRow> files_of(const Arm& arm, std::span<const EnvRow> env) {
  const std::string own = "sha256.stack." + arm.stack->id;
  const std::string shared = "." + arm.stack->language;
  std::vector<EnvRow> files;
  std::ranges::copy_if(env, std::back_inserter(files), [&](const EnvRow& row) {
    return row.key == own || row.key.starts_with(own + ".") ||
           (row.key.starts_with("sha256.") && row.key.ends_with(shared));
  });
  return files;
}

/// One whose loop is watched is held to what it says of it, too.
std::string launch_of(const Arm& arm) {
  return arm.file_name() + (arm.watches_loop ? " watched" : "");
}

}  // namespace

void KnownServers::remember(const Arm& arm, const std::vector<verify::Check>& contract,
                            std::span<const EnvRow> env, const std::string& run_id) {
  const bool broken = std::ranges::any_of(
      contract, [](const verify::Check& check) { return check.outcome == verify::Outcome::kFail; });
  if (contract.empty() || broken || find(arm, env)) return;
  const std::string stack = "stack." + arm.name() + ".";
  KnownServer known{contract, {}, files_of(arm, env)};
  std::ranges::copy_if(env, std::back_inserter(known.says),
                       [&](const EnvRow& row) { return row.key.starts_with(stack); });
  known.says.push_back({stack + "contract_kept_in", run_id, "an earlier suite of the same session"});
  by_launch_[launch_of(arm)] = std::move(known);
}

const KnownServer* KnownServers::find(const Arm& arm, std::span<const EnvRow> env) const {
  const auto known = by_launch_.find(launch_of(arm));
  if (known == by_launch_.end() || known->second.files != files_of(arm, env)) return nullptr;
  return &known->second;
}

}  // namespace harness::experiment
