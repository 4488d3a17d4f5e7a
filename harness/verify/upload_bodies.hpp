#pragma once
// Bodies for POST /upload, which are any bytes, and the requests that carry them.
// Threading: pure but for the Random that is passed.
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/random.hpp"

namespace harness::verify {

/// Line ends and zeros among them: a server that reads lines or text is wrong soon.
[[nodiscard]] std::string random_bytes(Random& random, std::size_t size);

/// The empty one, the smallest, around the limit of /echo, and one at random: less than half a megabyte in
/// all.
[[nodiscard]] std::vector<std::string> upload_bodies(Random& random);

/// Of a request only the head. `framing`: whole lines with their CRLF, as "Content-Length: 7\r\n".
[[nodiscard]] std::string upload_head(std::string_view framing);
[[nodiscard]] std::string sized_upload(std::string_view body);
[[nodiscard]] std::string chunked_upload(std::string_view body, std::size_t chunk);

inline constexpr std::string_view kLastChunk = "0\r\n\r\n";
/// One chunk of a body, in its framing.
[[nodiscard]] std::string as_chunk(std::string_view bytes);

}  // namespace harness::verify
