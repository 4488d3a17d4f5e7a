#pragma once
// SHA-256 of bytes, as 64 lower-case hex digits: names a file's content in stored results. Not for passwords.
#include <string>
#include <string_view>

namespace harness {

[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace harness
