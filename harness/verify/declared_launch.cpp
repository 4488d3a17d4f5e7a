#include "harness/verify/declared_launch.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include <fmt/format.h>

namespace harness::verify {
namespace {

/// A name, or with '*' all that begin so.
constexpr std::string_view kTuning[] = {"LD_PRELOAD", "LD_LIBRARY_PATH", "GLIBC_TUNABLES",
                                        "MALLOC_*",   "NODE_ENV",        "NODE_OPTIONS",
                                        "UV_*",       "PYTHON*",         "WEB_CONCURRENCY"};

bool tunes(std::string_view name) {
  return std::any_of(std::begin(kTuning), std::end(kTuning), [&](std::string_view pattern) {
    return pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1)) : name == pattern;
  });
}

/// "--port=8080" was declared as "--port={port}". A placeholder alone is the runtime or the port, no option.
bool same_option(std::string_view declared, std::string_view seen) {
  const auto hole = declared.find('{');
  if (hole == std::string_view::npos) return declared == seen;
  return hole > 0 && seen.starts_with(declared.substr(0, hole));
}

bool declares(const std::vector<std::string>& argv, std::string_view seen) {
  return std::any_of(argv.begin(), argv.end(),
                     [&](const std::string& word) { return same_option(word, seen); });
}

/// By these words CPython's multiprocessing starts a process of its own. Switches of the interpreter, which
/// it passes on, stand in front of them.
bool begins_a_worker(std::span<const std::string> words) {
  if (words.front() == "-c") return words.size() > 1 && words[1].starts_with("from multiprocessing.");
  return words.front() == "--multiprocessing-fork" && words.size() == 1;
}

}  // namespace

std::vector<std::string> undeclared_options(const std::vector<std::string>& arguments,
                                            const workload::Stack& stack) {
  std::vector<std::string> strangers;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (!word.starts_with('-') || declares(stack.argv, word) || declares(stack.slower_argv, word)) continue;
    if (begins_a_worker(std::span(arguments).subspan(i))) continue;
    strangers.push_back(word);
  }
  return strangers;
}

std::vector<std::string> undeclared_tuning(const std::vector<std::string>& environment,
                                           const workload::Stack& stack) {
  std::vector<std::string> strangers;
  for (const std::string& entry : environment) {
    const std::string name = entry.substr(0, entry.find('='));
    if (!tunes(name)) continue;
    const auto declared = stack.env.find(name);
    if (declared == stack.env.end()) {
      strangers.push_back(entry);
    } else if (entry != name + "=" + declared->second) {
      strangers.push_back(fmt::format("{} (declared: {})", entry, declared->second));
    }
  }
  return strangers;
}

}  // namespace harness::verify
