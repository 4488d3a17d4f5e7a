#include <algorithm>

#include "harness/base/suggest.hpp"
#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

constexpr int kMostWorkers = 1024;
constexpr std::string_view kBuild = "{build}";
const std::vector<std::string> kTiers{"T0", "T1", "T2", "T3", "TX"};

/// What only a server has.
void read_server(TableReader& reader, Stack& stack) {
  stack.tier = reader.one_of("tier", kTiers);
  stack.layer = reader.one_of("layer", {"bare", "server", "framework"});
  stack.flavour = reader.one_of("flavour", {"as_shipped", "idiomatic", "tuned"});
  stack.concurrency_model =
      reader.one_of("concurrency_model", {"event_loop", "threads", "prefork", "threads_nogil"});
  stack.accept_mode = reader.one_of("accept_mode", {"single", "shared", "reuseport", "rr"});
  stack.scales = reader.has("workers");
  if (stack.scales) stack.workers = reader.integer("workers", 1, kMostWorkers);
  if (stack.scales && stack.accept_mode == "single")
    reader.problem("workers",
                   "is for several, which one process that accepts alone (accept_mode = \"single\") "
                   "cannot be: correct either");
  stack.loop = reader.required_string("loop");
  stack.http_parser = reader.required_string("http_parser");
  stack.json_lib = reader.required_string("json_lib");
  stack.ws_impl = reader.required_string("ws_impl");
  if (reader.has("offload")) stack.offload = reader.one_of("offload", {"none", "thread", "process"});
  stack.keep_alive_s =
      reader.integer("keep_alive_s", 0);  // 0: closes after every answer, which is worth knowing
  stack.third_party = reader.string_list("third_party", 0);
  std::sort(stack.third_party.begin(), stack.third_party.end());
  if (reader.has("slower_argv")) stack.slower_argv = reader.words("slower_argv");
  stack.endpoints = reader.string_list("endpoints");
  const bool computes_off = std::ranges::find(stack.endpoints, "/cpu_off") != stack.endpoints.end();
  if (computes_off && stack.offload == "none")
    reader.problem("endpoints",
                   "has '/cpu_off', but nothing to compute in: add offload = \"thread\" or "
                   "offload = \"process\", or remove it");
  if (!reader.has("cannot")) return;
  stack.cannot = reader.string_map("cannot");
  if (stack.tier != "TX")
    reader.problem(
        "cannot",
        fmt::format("is for stacks that are compared with no other, tier TX; this one is {}: keep the "
                    "whole contract or remove the endpoint",
                    stack.tier));
}

NotTestable read_not_testable(TableReader reader) {
  NotTestable why{reader.required_string("reason"), reader.required_string("command")};
  reader.finish();
  return why;
}

Stack read_fields(TableReader& reader) {
  Stack stack;
  stack.id = reader.id("id");
  stack.title = reader.required_string("title");
  stack.language = reader.required_string("language");
  stack.runtime = reader.required_string("runtime");
  if (auto why = reader.optional_table("not_testable_here")) {
    stack.not_testable_here = read_not_testable(*why);
    stack.tier = reader.one_of("tier", kTiers);
    stack.guide = reader.optional_string("guide");
    return stack;
  }
  stack.argv = reader.words("argv");
  stack.env = reader.string_map("env");
  stack.guide = reader.optional_string("guide");
  stack.notes = reader.optional_string("notes");
  stack.needs = reader.optional_string_list("needs");
  stack.also_on = reader.optional_string_list("also_on");
  if (reader.has("jobs")) {
    stack.jobs = reader.string_list("jobs");
    if (reader.has("workers_as"))
      stack.workers_as = reader.one_of("workers_as", {"threads", "processes", "promises"});
    if (reader.has("slower_argv")) stack.slower_argv = reader.words("slower_argv");
  } else {
    read_server(reader, stack);
  }
  return stack;
}

// A misspelt placeholder would reach the server as a literal word.
void check_argv(TableReader& reader, std::string_view key, const std::vector<std::string>& argv,
                const std::vector<std::string>& placeholders) {
  for (const std::string& word : argv) {
    for (std::size_t open = word.find('{'); open != std::string::npos; open = word.find('{', open + 1)) {
      const std::string placeholder = word.substr(open, word.find('}', open) - open + 1);
      if (std::ranges::find(placeholders, placeholder) != placeholders.end()) continue;
      reader.problem(key, fmt::format("has a placeholder I do not know ('{}'): correct it.{}", placeholder,
                                      suggestion(placeholder, placeholders)));
    }
  }
}

void enter_build_folder(const std::filesystem::path& folder, Stack& stack) {
  if (folder.empty()) return;
  const std::string build = std::filesystem::absolute(folder).lexically_normal().string();
  for (auto* words : {&stack.argv, &stack.slower_argv, &stack.needs}) {
    for (std::string& word : *words) {
      for (auto at = word.find(kBuild); at != word.npos; at = word.find(kBuild, at + build.size()))
        word.replace(at, kBuild.size(), build);
    }
  }
}

void check_references(TableReader& reader, const Stack& stack, const Catalog& known) {
  if (!known.runtimes.empty() && !stack.runtime.empty() && !find_runtime(known, stack.runtime)) {
    reader.problem("runtime",
                   fmt::format("unknown runtime '{}': correct it or add it to runtimes.toml.{}",
                               stack.runtime, suggestion(stack.runtime, all(known.runtimes, &Runtime::id))));
  }
  for (const std::string& id : stack.also_on) {
    const Runtime* runtime = find_runtime(known, id);
    if (runtime && runtime->language == stack.language && id != stack.runtime) continue;
    reader.problem("also_on",
                   fmt::format("'{}' is no further runtime of {}: correct it or add it to runtimes.toml.{}",
                               id, stack.language, suggestion(id, all(known.runtimes, &Runtime::id))));
  }
  const std::vector<std::string> paths = all(known.endpoints, &Endpoint::path);
  for (const std::string& endpoint : stack.endpoints) {
    if (paths.empty() || std::find(paths.begin(), paths.end(), endpoint) != paths.end()) continue;
    reader.problem("endpoints", fmt::format("unknown endpoint '{}': correct it or add it to contract.toml.{}",
                                            endpoint, suggestion(endpoint, paths)));
  }
}

void check_id_is_free(TableReader& reader, const Stack& stack, const Catalog& known) {
  const Stack* namesake = find_stack(known, stack.id);
  if (!namesake || namesake->file == stack.file) return;
  reader.problem(
      "id", fmt::format("'{}' is already the id of {}: choose another", stack.id, namesake->file.string()));
}

void check_id_is_its_folder(TableReader& reader, const Stack& stack, const std::string& folder) {
  if (stack.id.empty() || stack.id == folder) return;
  reader.problem("id", fmt::format("is '{}' in the folder {}: make them the same", stack.id, folder));
}

}  // namespace

Stack read_stack(const TomlText& text, const std::string& folder, const std::filesystem::path& build_folder,
                 const Catalog* known, Problems& problems) {
  TomlTable table;
  Stack stack;
  if (read_toml(text, problems, table)) {
    TableReader reader(table, text.file, "", problems);
    reader.schema();
    stack = read_fields(reader);
    reader.finish();
    stack.file = std::filesystem::absolute(text.file).lexically_normal();
    std::vector<std::string> placeholders{"{port}", "{runtime}"};
    if (!folder.empty()) placeholders.emplace_back(kBuild);
    check_argv(reader, "argv", stack.argv, placeholders);
    check_argv(reader, "slower_argv", stack.slower_argv, placeholders);
    if (known) check_references(reader, stack, *known);
    enter_build_folder(build_folder, stack);
    if (known && folder.empty()) check_id_is_free(reader, stack, *known);
    if (!folder.empty()) check_id_is_its_folder(reader, stack, folder);
  }
  if (!folder.empty()) stack.id = folder;
  return stack;
}

}  // namespace harness::workload
