#include "workload_reading.hpp"

#include <algorithm>
#include <charconv>

namespace harness::fuzz {

const workload::Catalog& repository() {
  static const workload::Catalog catalog = workload::load_catalog(HARNESS_SOURCE_DIR "/workloads").value();
  return catalog;
}

workload::TomlText as_file(const std::filesystem::path& name, std::string_view bytes) {
  return {name, std::string(bytes)};
}

void check_problems(const workload::Problems& problems, const workload::TomlText& text) {
  const auto lines_of_text = std::count(text.bytes->begin(), text.bytes->end(), '\n') + 1;
  const std::string message = problems.error().message;
  const std::string start = text.file.string() + ":";
  std::size_t lines = 0;
  for (std::string_view rest = message; !rest.empty(); ++lines) {
    std::string_view problem = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(problem.size() + 1, rest.size()));
    HARNESS_ASSERT(problem.starts_with(start));
    HARNESS_ASSERT(std::none_of(problem.begin(), problem.end(), [](unsigned char c) { return c < ' '; }));
    problem.remove_prefix(start.size());
    int line = 0;
    const auto [end, failure] = std::from_chars(problem.data(), problem.data() + problem.size(), line);
    HARNESS_ASSERT(failure == std::errc{} && *end == ':');
    HARNESS_ASSERT(line >= 1 && line <= lines_of_text);
  }
  HARNESS_ASSERT(lines == problems.count());
}

}  // namespace harness::fuzz
