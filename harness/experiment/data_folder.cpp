#include "harness/experiment/data_folder.hpp"

#include <algorithm>
#include <fstream>
#include <vector>

#include "harness/base/file.hpp"
#include "harness/base/random.hpp"

namespace harness::experiment {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKiB = 1024;
constexpr std::size_t kMiB = kKiB * kKiB;

bool write_random(const fs::path& file, std::size_t size) {
  Random random(size);
  std::vector<std::uint64_t> words(64 * kKiB / sizeof(std::uint64_t));
  std::ofstream out(file, std::ios::binary);
  for (std::size_t left = size; left > 0 && out;) {
    std::ranges::generate(words, [&] { return random.next(); });
    const std::size_t part = std::min(left, words.size() * sizeof words.front());
    out.write(reinterpret_cast<const char*>(words.data()), static_cast<std::streamsize>(part));
    left -= part;
  }
  out.close();
  return out.good();
}

const Result<DataFolder>& folder_of_this_process() {
  static const Result<DataFolder> folder = DataFolder::make();
  return folder;
}

}  // namespace

Result<DataFolder> DataFolder::make() {
  auto root = ScratchFolder::make();
  if (!root) return tl::unexpected(root.error());
  DataFolder folder(*std::move(root));
  std::error_code failure;
  fs::create_directory(folder.served(), failure);
  const fs::path served = folder.served();
  const bool written = !failure && write_random(served / "64k.bin", 64 * kKiB) &&
                       write_random(served / "1m.bin", kMiB) && write_random(served / "64m.bin", 64 * kMiB) &&
                       write_random(folder.root_.path() / "secret.bin", kKiB);
  if (!written)
    return environment_error("cannot write the files of /file to {}: 66 MiB are needed", served.string());
  return folder;
}

Result<fs::path> data_dir_of(const workload::Stack& stack) {
  if (std::ranges::find(stack.endpoints, "/file") == stack.endpoints.end()) return fs::path();
  return folder_of_this_process().map([](const DataFolder& made) { return made.served(); });
}

std::optional<std::string> served_file(std::string_view target) {
  constexpr std::string_view kPath = "/file/";
  if (!target.starts_with(kPath) || !folder_of_this_process()) return std::nullopt;
  const fs::path file = folder_of_this_process()->served() / target.substr(kPath.size());
  std::error_code failure;
  if (const auto size = fs::file_size(file, failure); failure || size > kMiB) return std::nullopt;
  auto content = read_file(file);
  return content ? std::optional(*std::move(content)) : std::nullopt;
}

}  // namespace harness::experiment
