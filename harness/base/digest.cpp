#include "harness/base/digest.hpp"

#include <array>
#include <map>
#include <system_error>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "harness/base/file.hpp"

namespace harness {
namespace {

EVP_MD_CTX* evp(void* context) {
  return static_cast<EVP_MD_CTX*>(context);
}

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  HARNESS_ASSERT(EVP_DigestInit_ex(evp(context_.get()), EVP_sha256(), nullptr) == 1);
}

void Sha256::Freed::operator()(void* context) const {
  EVP_MD_CTX_free(evp(context));
}

void Sha256::take(std::string_view part) {
  HARNESS_ASSERT(EVP_DigestUpdate(evp(context_.get()), part.data(), part.size()) == 1);
}

std::string Sha256::hex() const {
  const std::unique_ptr<void, Freed> so_far(EVP_MD_CTX_new());
  std::array<unsigned char, 32> digest{};
  HARNESS_ASSERT(EVP_MD_CTX_copy_ex(evp(so_far.get()), evp(context_.get())) == 1);
  HARNESS_ASSERT(EVP_DigestFinal_ex(evp(so_far.get()), digest.data(), nullptr) == 1);
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

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
