#include "harness/experiment/known_servers.hpp"

#include <algorithm>
#include <iterator>

namespace harness::experiment {

void KnownServers::remember(const Arm& arm, const std::vector<verify::Check>& contract,
                            std::span<const results::EnvRow> env) {
  if (contract.empty()) return;
  KnownServer known{contract, {}};
  std::ranges::copy_if(env, std::back_inserter(known.says), [&](const results::EnvRow& row) {
    return row.key.starts_with("stack." + arm.name() + ".");
  });
  by_name_[arm.file_name()] = std::move(known);
}

const KnownServer* KnownServers::find(const Arm& arm) const {
  const auto known = by_name_.find(arm.file_name());
  return known == by_name_.end() ? nullptr : &known->second;
}

}  // namespace harness::experiment
