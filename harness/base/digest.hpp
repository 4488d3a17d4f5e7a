#pragma once
// SHA-256 of bytes, as 64 lower-case hex digits: names a file's content in stored results. Not for passwords.
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "harness/base/error.hpp"

namespace harness {

[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// The same of what comes in parts.
class Sha256 {
 public:
  Sha256();
  void take(std::string_view part);
  [[nodiscard]] std::string hex() const;  ///< of all parts so far; more may follow

 private:
  struct Freed {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Freed> context_;
};

/// Of the names and contents of all files below `folder`, whatever order the file system lists them in;
/// caches that interpreters leave (__pycache__) are not looked at. Errors: kEnvironment with the path.
[[nodiscard]] Result<std::string> sha256_of_folder(const std::filesystem::path& folder);

}  // namespace harness
