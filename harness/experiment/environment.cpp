#include "harness/experiment/environment.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>

#include <nlohmann/json.hpp>

#include "harness/base/digest.hpp"
#include "harness/base/file.hpp"
#include "harness/base/shallow_json.hpp"
#include "harness/experiment/interpreter.hpp"
#include "harness/process/capture.hpp"
#include "harness/process/control_client.hpp"

namespace harness::experiment {
namespace {

using results::EnvRow;

constexpr int kVintageMonths = 18;

std::string trimmed_output(const Result<std::string>& output) {
  if (!output) return {};
  std::string text = *output;
  text.erase(text.find_last_not_of(" \n\r\t") + 1);
  return text;
}

/// Months since year 0 of an ISO date; nullopt unless it is one.
std::optional<int> months_of(const std::string& date) {
  int year = 0;
  int month = 0;
  if (date.size() < 7 || date[4] != '-') return std::nullopt;
  if (std::from_chars(date.data(), date.data() + 4, year).ec != std::errc{}) return std::nullopt;
  if (std::from_chars(date.data() + 5, date.data() + 7, month).ec != std::errc{}) return std::nullopt;
  return year * 12 + month;
}

/// Another age of a runtime is there to be compared with the headline one.
bool is_beside(const Arm& arm) {
  return arm.stack != nullptr && !arm.stack->variant_of.empty();
}

/// `source` is the file as whoever reads a stored run can find it: where this checkout lies is nobody's
/// business.
void add_digest(std::vector<EnvRow>& rows, std::string key, const std::filesystem::path& file,
                std::string source) {
  if (const auto content = read_file(file))
    rows.push_back({std::move(key), sha256_hex(*content), std::move(source)});
}

void add_locks(std::vector<EnvRow>& rows, const std::filesystem::path& workloads) {
  for (const char* lock : {"node/package-lock.json", "python/requirements.txt", "claims.toml",
                           "contract.toml", "runtimes.toml"}) {
    if (const auto content = read_file(workloads / lock)) {
      rows.push_back({fmt::format("sha256.workloads/{}", lock), sha256_hex(*content), "workloads"});
    }
  }
}

constexpr std::pair<const char*, const char*> kShared[] = {{"common", "files its servers share"},
                                                           {"kernels", "what its servers compute for /cpu"}};

bool is_shared(const std::filesystem::path& folder) {
  return std::ranges::any_of(kShared, [&](const auto& shared) { return folder.filename() == shared.first; });
}

/// Nothing of what is no interpreter, as the C++ reference.
void add_interpreter(std::vector<EnvRow>& rows, const workload::Runtime& runtime,
                     const std::filesystem::path& workloads) {
  const std::string key = "runtime." + runtime.id;
  if (runtime.given) rows.push_back({key + ".program", runtime.program.string(), "--runtime"});
  const auto it = ask(runtime.program, workloads);
  if (!it) return;
  for (const auto& [fact, value] :
       {std::pair{".version", it->version}, {".build", it->build}, {".gil", it->gil}, {".jit", it->jit}})
    rows.push_back({key + fact, value, "the runtime"});
}

/// The servers' own sources, with those that servers of one language share.
void add_sources(std::vector<EnvRow>& rows, const std::vector<Arm>& arms) {
  std::set<std::filesystem::path> shared;
  std::set<const workload::Stack*> seen;
  for (const Arm& arm : arms) {
    if (!seen.insert(arm.stack).second) continue;
    const std::filesystem::path folder = arm.stack->file.parent_path();
    for (const auto& own : workload::folders_of(*arm.stack)) {
      if (own != folder && is_shared(own)) continue;  // has a row of its own
      const auto digest = sha256_of_folder(own);
      if (!digest) continue;
      const bool is_its = own == folder;
      rows.push_back(
          {fmt::format("sha256.stack.{}{}", arm.name(), is_its ? "" : "." + own.filename().string()), *digest,
           is_its ? "files beside its stack.toml" : "files beside the server it launches"});
    }
    for (const auto& [name, what] : kShared) {
      const std::filesystem::path common = folder.parent_path() / name;
      if (common == folder || !shared.insert(common).second) continue;
      if (const auto digest = sha256_of_folder(common))
        rows.push_back({fmt::format("sha256.{}.{}", name, arm.stack->language), *digest, what});
    }
  }
}

}  // namespace

Checkout inspect_checkout(const std::filesystem::path& root) {
  const auto git = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"-C", root.string()});
    return process::capture("git", arguments, seconds(5));
  };
  Checkout checkout;
  checkout.sha = trimmed_output(git({"rev-parse", "HEAD"}));
  const auto changes = git({"status", "--porcelain", "--untracked-files=no"});
  checkout.clean = !checkout.sha.empty() && changes && trimmed_output(changes).empty();
  return checkout;
}

std::vector<EnvRow> describe_environment(const Plan& plan, const machine::CpuSplit& cpus,
                                         const std::vector<machine::Fact>& facts, const Checkout& checkout,
                                         const BuildIdentity& build, const workload::Catalog& catalog) {
  std::vector<EnvRow> rows;
  rows.push_back({"machine_id", machine::machine_id(facts), "discrete facts below"});
  for (const machine::Fact& fact : facts) rows.push_back({fact.key, fact.value, fact.source});
  rows.push_back({"harness.version", build.version, "build"});
  rows.push_back({"harness.build_type", build.build_type, "build"});
  rows.push_back({"harness.compiler", "g++ " __VERSION__, "build"});
  if (!checkout.sha.empty()) {
    rows.push_back({"harness.git_sha", checkout.sha, "git"});
    rows.push_back({"harness.git_clean", checkout.clean ? "yes" : "no", "git"});
  }
  rows.push_back({"run.seed", std::to_string(plan.seed), "command line"});
  rows.push_back({"run.cpus.server", machine::to_cpu_list(cpus.server), "command line"});
  rows.push_back({"run.cpus.client", machine::to_cpu_list(cpus.client), "command line"});
  rows.push_back({"run.slice_s", fmt::format("{}", to_seconds(plan.profile->slice)), "suite"});
  rows.push_back({"run.lead_in_s", fmt::format("{}", to_seconds(plan.profile->lead_in)), "suite"});
  rows.push_back({"run.warm_up_s", fmt::format("{}", to_seconds(plan.profile->warm_up)), "suite"});
  rows.push_back({"run.gap_s", fmt::format("{}", to_seconds(plan.profile->gap)), "suite"});
  const std::string suite = fmt::format("suites/{}.toml", plan.suite->id);
  add_digest(rows, "run.suite_sha256", catalog.root / suite, "workloads/" + suite);
  add_digest(rows, "harness.binary_sha256", "/proc/self/exe", "/proc/self/exe");
  if (const auto boot = read_file("/proc/sys/kernel/random/boot_id"))
    rows.push_back({"run.boot_id", boot->substr(0, boot->find('\n')), "/proc/sys/kernel/random/boot_id"});
  add_locks(rows, catalog.root);
  add_sources(rows, plan.arms);
  std::vector<const workload::Runtime*> seen;
  for (const Arm& arm : plan.arms) {
    if (std::find(seen.begin(), seen.end(), arm.runtime) != seen.end()) continue;
    seen.push_back(arm.runtime);
    const std::string key = "runtime." + arm.runtime->id;
    const std::string source = arm.runtime->given ? "--runtime" : "workloads/runtimes.toml";
    rows.push_back({key + ".pinned_version", arm.runtime->version, source});
    if (!arm.runtime->released.empty())
      rows.push_back({key + ".released", arm.runtime->released, "workloads/runtimes.toml"});
    if (arm.absent) {
      rows.push_back({key + ".absent", *arm.absent, "file system"});
    } else {
      add_interpreter(rows, *arm.runtime, catalog.root);
    }
  }
  if (const std::string warning = vintage_warning(plan.arms); !warning.empty()) {
    rows.push_back({"warning.vintage", warning, "workloads/runtimes.toml"});
  }
  return rows;
}

std::vector<EnvRow> describe_server(const Arm& arm, const process::Server& server) {
  std::vector<EnvRow> rows;
  const auto body = process::get_body(server.port(), "/__info");
  if (!body) return rows;
  const auto info = parse_shallow(*body, 3);
  if (!info.is_object()) return rows;
  for (const auto& [key, value] : info.items()) {
    if (key == "pids") continue;
    rows.push_back({fmt::format("stack.{}.{}", arm.name(), key),
                    value.is_string() ? value.get<std::string>() : value.dump(), "/__info"});
  }
  return rows;
}

std::string vintage_warning(const std::vector<Arm>& arms) {
  const workload::Runtime* oldest = nullptr;
  const workload::Runtime* newest = nullptr;
  for (const Arm& arm : arms) {
    if (!months_of(arm.runtime->released) || is_beside(arm)) continue;
    if (oldest == nullptr || arm.runtime->released < oldest->released) oldest = arm.runtime;
    if (newest == nullptr || arm.runtime->released > newest->released) newest = arm.runtime;
  }
  if (oldest == nullptr || newest == oldest) return {};
  const int gap = *months_of(newest->released) - *months_of(oldest->released);
  if (gap <= kVintageMonths) return {};
  return fmt::format(
      "{} {} (released {}) is {} months newer than {} {} (released {}): part of any difference may be age",
      newest->id, newest->version, newest->released, gap, oldest->id, oldest->version, oldest->released);
}

}  // namespace harness::experiment
