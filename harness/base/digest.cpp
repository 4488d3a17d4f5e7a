#include "harness/base/digest.hpp"

#include <array>
#include <map>
#include <system_error>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "harness/base/file.hpp"

namespace harness {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  HARNESS_ASSERT(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

Result<std::string> sha256_of_folder(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::map<std::string, std::string> digests;
  std::error_code problem;
  for (fs::recursive_directory_iterator file(folder, problem), end; !problem && file != end;
       file.increment(problem)) {
    if (file->path().filename() == "__pycache__") file.disable_recursion_pending();
    if (!file->is_regular_file()) continue;
    const auto content = read_file(file->path());
    if (!content) return tl::unexpected(content.error());
    digests[file->path().lexically_relative(folder).generic_string()] = sha256_hex(*content);
  }
  if (problem) return environment_error("cannot read {}: {}", folder.string(), problem.message());
  std::string listing;
  for (const auto& [name, digest] : digests) listing += digest + "  " + name + "\n";
  return sha256_hex(listing);
}

}  // namespace harness
