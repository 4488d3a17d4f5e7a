#include "harness/process/log_file.hpp"

#include <fstream>
#include <iterator>
#include <system_error>

namespace harness::process {

std::string tail_of(const std::filesystem::path& log, int lines) {
  constexpr std::uint64_t kMostBytes = 64ULL * 1024;
  std::ifstream in(log, std::ios::binary);
  const std::uint64_t size = size_of(log);
  if (size > kMostBytes) in.seekg(static_cast<std::streamoff>(size - kMostBytes));
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::size_t start = text.size();
  for (int i = 0; i < lines && start != std::string::npos && start > 0; ++i)
    start = text.rfind('\n', start - 1);
  return start == std::string::npos || start == 0 ? text : text.substr(start + (start < text.size() ? 1 : 0));
}

std::uint64_t size_of(const std::filesystem::path& log) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(log, missing);
  return missing ? 0 : size;
}

}  // namespace harness::process
