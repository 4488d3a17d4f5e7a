#include <algorithm>

#include "harness/base/suggest.hpp"
#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

/// `blocks = 7`, or `looks = [6, 10, 16]` for a run that ends as soon as it has decided everything.
void read_blocks(TableReader& reader, Profile& profile) {
  const bool looks = reader.has("looks");
  if (!looks) {
    profile.blocks = reader.integer("blocks");
    return;
  }
  profile.looks = reader.integer_list("looks");
  if (reader.has("blocks")) reader.problem("blocks", "is the last of looks: remove one of the two");
  if (profile.looks.empty()) return;
  profile.blocks = profile.looks.back();
  if (!std::is_sorted(profile.looks.begin(), profile.looks.end())) {
    reader.problem("looks", "must grow: each is a number of blocks after which the run may end");
  }
}

/// Source: at most 25 % of the blocks of a comparison may be excluded (as verdict::Context::max_lost_share).
void read_spare_blocks(TableReader& reader, Profile& profile) {
  profile.spare_blocks = reader.integer("spare_blocks", 0);
  if (!profile.verdicts) {
    reader.problem("spare_blocks", "means nothing in a profile that does not judge: remove it");
  } else if (3 * profile.spare_blocks > profile.blocks) {
    reader.problem(
        "spare_blocks",
        fmt::format("is {} of {}, more than a quarter of all blocks: a claim that lost so many is "
                    "not judged anyway; give at most {}",
                    profile.spare_blocks, profile.blocks + profile.spare_blocks, profile.blocks / 3));
  }
}

/// Source of the least: stats::kMserFewest bins of a tenth of a second.
void read_warm_up_window(TableReader& reader, Profile& profile) {
  constexpr Nanoseconds kLeast = seconds(5);
  profile.warm_up_window = reader.duration("warm_up_window");
  if (profile.warm_up_window < kLeast)
    reader.problem("warm_up_window",
                   fmt::format("is {}, too short to tell when a server has settled: give at least {}",
                               human(profile.warm_up_window), human(kLeast)));
}

void read_mutated(TableReader& reader, const Suite& suite, Profile& profile) {
  profile.mutated = reader.string_list("mutated");
  if (profile.verdicts)
    reader.problem("mutated", "leaves kernels out of a profile that judges all of them: remove it");
  if (profile.mutants == 0) reader.problem("mutated", "means nothing where no mutants are wanted: remove it");
  for (const std::string& kernel : profile.mutated) {
    if (std::ranges::find(suite.pairs, kernel, &SourcePair::kernel) == suite.pairs.end())
      reader.problem("mutated", fmt::format("names '{}', but no [[pair]] has that kernel.{}", kernel,
                                            suggestion(kernel, all(suite.pairs, &SourcePair::kernel))));
  }
}

/// Nothing is timed, and there are as many blocks as pairs.
Profile read_profile_of_sources(std::string name, TableReader reader, const Suite& suite) {
  Profile profile;
  profile.name = std::move(name);
  profile.blocks = static_cast<int>(suite.pairs.size());
  profile.mutants = reader.integer("mutants", 0);
  profile.verdicts = reader.boolean("verdicts");
  profile.full = reader.boolean_or("full", false);
  if (reader.has("mutated")) read_mutated(reader, suite, profile);
  reader.finish();
  return profile;
}

Profile read_profile(std::string name, TableReader reader) {
  constexpr Nanoseconds kMayBeNothing{0};
  Profile profile;
  profile.name = std::move(name);
  read_blocks(reader, profile);
  profile.slice = reader.duration("slice");
  profile.lead_in = reader.duration("lead_in", kMayBeNothing);
  profile.gap = reader.duration("gap", kMayBeNothing);
  profile.warm_up = reader.duration("warm_up", kMayBeNothing);
  if (reader.has("warm_up_window")) read_warm_up_window(reader, profile);
  profile.verdicts = reader.boolean("verdicts");
  profile.full = reader.boolean_or("full", false);
  profile.palindrome = reader.boolean_or("palindrome", true);
  if (profile.verdicts && profile.looks.empty()) profile.looks = {profile.blocks};
  if (reader.has("spare_blocks")) read_spare_blocks(reader, profile);
  reader.finish();
  return profile;
}

// The target is sent as it stands, so a blank or a control character would end the request line early.
bool sendable(std::string_view target) {
  return target.starts_with('/') &&
         std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
}

void check_envelope(TableReader& reader, const Suite& suite) {
  if (suite.runs_jobs()) return;
  const auto has_workers = [](const LoadLine& line) { return !line.workers.empty(); };
  if (suite.envelope == "2cpu" && (suite.load.empty() || !std::ranges::all_of(suite.load, has_workers))) {
    reader.problem("envelope",
                   "is 2cpu, but a load needs a CPU of its own for the client: write envelope = \"1cpu\", "
                   "or say in each [[load]] how many workers share the CPUs with it");
  }
  if (suite.envelope == "1cpu" && std::ranges::any_of(suite.load, has_workers)) {
    reader.problem("envelope",
                   "is 1cpu, where workers would take turns on one CPU: write envelope = \"2cpu\"");
  }
}

/// An arm is launched with one number of hops, so it could not say in which of its launches it is to be asked
/// for anything else.
void check_hops(TableReader& reader, const Suite& suite) {
  const auto has_hops = [](const LoadLine& line) { return !line.hops.empty(); };
  if (suite.hops().empty() || std::ranges::all_of(suite.load, has_hops)) return;
  reader.problem("load", "has hops in some tables only: give hops in each [[load]], or in none");
}

void read_launch_line(TableReader reader, const Catalog& catalog, Suite& suite) {
  LaunchLine line;
  line.target = reader.required_string("target");
  line.idle = reader.integer_list("idle", 0);
  line.full_only = reader.optional_integer_list("full_only");
  reader.finish();
  check_target(reader, line.target, catalog);
  suite.launches.push_back(std::move(line));
}

/// A suite is about one kind of thing; loads and conversations are of one kind, servers that are asked.
void read_lines(TableReader& reader, const Catalog& catalog, Suite& suite) {
  if (reader.has("pair")) {
    for (TableReader& line : reader.tables("pair")) read_pair_line(std::move(line), catalog, suite);
  } else if (reader.has("job")) {
    for (TableReader& line : reader.tables("job")) read_job_line(std::move(line), catalog, suite);
  } else if (reader.has("install")) {
    for (TableReader& line : reader.tables("install")) read_install_line(std::move(line), suite);
  } else if (reader.has("launch")) {
    for (TableReader& line : reader.tables("launch")) read_launch_line(std::move(line), catalog, suite);
  } else {
    const bool converses = reader.has("conversation");
    if (!converses || reader.has("load"))
      for (TableReader& line : reader.tables("load")) read_load_line(std::move(line), catalog, suite);
    if (converses)
      for (TableReader& line : reader.tables("conversation"))
        read_conversation_line(std::move(line), catalog, suite);
  }
}

/// What a load alone can do.
void check_conversations(TableReader& reader, const Suite& suite) {
  if (!suite.converses()) return;
  const bool watched = std::ranges::any_of(
      suite.profiles, [](const Profile& profile) { return profile.warm_up_window.count() > 0; });
  if (watched)
    reader.problem("profile", "has a warm_up_window, but only a [[load]] can be watched: remove it");
}

/// Several at the same time and one alone are launched differently.
void check_workers(TableReader& reader, const Suite& suite, const Stack& stack) {
  for (const JobLine& line : suite.jobs) {
    if (line.workers.empty() == stack.workers_as.empty()) continue;
    reader.problem("stacks",
                   fmt::format("'{}' {}: take it out of the suite", stack.id,
                               stack.workers_as.empty()
                                   ? fmt::format("does jobs alone, but {} has workers", line.kernel)
                                   : fmt::format("is for jobs with workers, {} has none", line.kernel)));
    return;
  }
}

/// One that would be as it is, whatever number is asked for.
void check_scales(TableReader& reader, const Suite& suite, const Stack& stack) {
  if (stack.scales || !suite.varies_workers()) return;
  reader.problem("stacks",
                 fmt::format("'{}' has no `workers` in its manifest, so it cannot be asked for another "
                             "number of them: take it out of the suite",
                             stack.id));
}

/// One that nobody would ask for a job.
void check_beside(TableReader& reader, const Suite& suite, const Stack& stack) {
  for (const LoadLine& line : suite.load) {
    if (line.beside.empty() ||
        std::ranges::any_of(line.beside, [&](const Interference& each) { return is_met_by(stack, each); })) {
      continue;
    }
    reader.problem("stacks",
                   fmt::format("'{}' serves none of the jobs that '{}' is measured beside: take it out "
                               "of the suite, or name its row in targets",
                               stack.id, line.target));
  }
}

bool serves(const Stack& stack, std::string_view target, const Catalog& catalog) {
  const auto& has = stack.endpoints;
  return has.empty() || std::ranges::find(has, row_of_target(target, catalog)) != has.end();
}

/// One that would be launched for nothing.
void check_launches(TableReader& reader, const Suite& suite, const Stack& stack, const Catalog& catalog) {
  const auto asks = [&](const LaunchLine& line) { return serves(stack, line.target, catalog); };
  if (suite.launches.empty() || std::ranges::any_of(suite.launches, asks)) return;
  reader.problem("stacks", fmt::format("'{}' serves none of {}: take it out of the suite", stack.id,
                                       fmt::join(all(suite.launches, &LaunchLine::target), ", ")));
}

void check_profiles(TableReader& reader, const Suite& suite) {
  for (const Profile& profile : suite.profiles) {
    for (const Cell& cell : cells_of(suite, profile)) {
      if (!cell.beside || cell.beside->period() <= profile.slice) continue;
      reader.problem(
          "profile",
          fmt::format("slices of {} are {} long, and '{}' comes every {}: none would come", profile.name,
                      human(profile.slice), cell.beside->text(), human(cell.beside->period())));
    }
  }
}

void check_stacks(TableReader& reader, const Suite& suite, const Catalog& catalog) {
  for (const std::string& id : suite.stacks) {
    const Stack* stack = find_stack(catalog, id);
    if (!stack) {
      reader.problem("stacks", fmt::format("unknown stack '{}': correct it or add {}/stack.toml.{}", id, id,
                                           suggestion(id, all(catalog.stacks, &Stack::id))));
      continue;
    }
    if (stack->jobs.empty() != suite.starts_servers()) {
      reader.problem("stacks", fmt::format("'{}' {}: take it out of the suite", id,
                                           suite.starts_servers() ? "runs jobs, it is no server"
                                                                  : "is a server, it does not run jobs"));
    }
    check_workers(reader, suite, *stack);
    check_scales(reader, suite, *stack);
    check_beside(reader, suite, *stack);
    check_launches(reader, suite, *stack, catalog);
    std::vector<std::string> targets = all(suite.load, &LoadLine::target);
    for (const LoadLine& line : suite.load)
      if (line.stalled > 0) targets.emplace_back("/stream");
    for (const ConversationLine& line : suite.conversations) targets.push_back(line.target);
    for (const std::string& target : targets) {
      if (serves(*stack, target, catalog) || !suite.wants(id, target)) continue;
      reader.problem("stacks",
                     fmt::format("'{}' does not serve '{}': take it out of the suite, or implement the "
                                 "endpoint and name it in the stack's endpoints",
                                 id, row_of_target(target, catalog)));
    }
  }
}

}  // namespace

void check_target(TableReader& reader, const std::string& target, const Catalog& catalog) {
  if (target.empty()) return;
  if (!sendable(target)) {
    reader.problem("target",
                   fmt::format("'{}' is not a request target: write a path and query such as /delay?ms=50, "
                               "percent-encoded, without blanks",
                               target));
    return;
  }
  const std::vector<std::string> paths = all(catalog.endpoints, &Endpoint::path);
  const std::string path = row_of_target(target, catalog);
  if (!paths.empty() && std::find(paths.begin(), paths.end(), path) == paths.end()) {
    reader.problem("target", fmt::format("unknown endpoint '{}': correct it or add it to contract.toml.{}",
                                         path, suggestion(path, paths)));
  }
}

std::string row_of_target(std::string_view target, const Catalog& catalog) {
  const std::string_view path = target.substr(0, target.find('?'));
  for (const std::string_view row : {"/cpu", "/cpu_off", "/mixed"}) {
    if (!path.starts_with(row) || path.substr(row.size()).find('/') != 0) continue;
    if (find_kernel(catalog, path.substr(row.size() + 1))) return std::string(row);
  }
  for (const std::string_view row : {"/ws/room", "/file"}) {
    if (path.starts_with(row) && path.substr(row.size()).rfind('/') == 0) return std::string(row);
  }
  return std::string(path);
}

void read_suite(const TomlText& text, Catalog& catalog, Problems& problems) {
  TomlTable table;
  Suite suite;
  suite.id = text.file.stem().string();
  const std::size_t problems_before = problems.count();
  if (read_toml(text, problems, table)) {
    TableReader reader(table, text.file, "", problems);
    reader.schema();
    const std::string id = reader.id("id");
    if (!id.empty() && id != suite.id) {
      reader.problem("id", fmt::format("is '{}' in a file called {}: make them the same", id,
                                       text.file.filename().string()));
    }
    suite.title = reader.required_string("title");
    suite.envelope = reader.one_of("envelope", {"1cpu", "2cpu"});
    suite.timeout = reader.duration("timeout");
    suite.stacks = reader.string_list("stacks");
    read_lines(reader, catalog, suite);
    for (auto& [name, profile] : reader.named_tables("profile")) {
      suite.profiles.push_back(suite.reads_sources() ? read_profile_of_sources(name, profile, suite)
                                                     : read_profile(name, profile));
    }
    auto only = reader.optional_table("only");
    auto controls = reader.optional_table("controls");
    reader.finish();
    if (only) read_only(*only, suite);
    if (controls) read_controls(*controls, catalog, suite);
    check_envelope(reader, suite);
    check_hops(reader, suite);
    check_profiles(reader, suite);
    check_conversations(reader, suite);
    check_stacks(reader, suite, catalog);
  }
  if (problems.count() != problems_before) {  // claims are not checked against what may be half a suite
    suite.stacks.clear();
    suite.load.clear();
    suite.jobs.clear();
    suite.launches.clear();
    suite.pairs.clear();
    suite.conversations.clear();
    suite.only.clear();
  }
  catalog.suites.push_back(std::move(suite));
}

}  // namespace harness::workload
