#include "harness/verify/upload_bodies.hpp"

#include <algorithm>

#include "workloads/native/reference/contract_echo.hpp"
#include <fmt/format.h>

namespace harness::verify {

std::string random_bytes(Random& random, std::size_t size) {
  constexpr std::size_t kAtOnce = sizeof(std::uint64_t);
  std::string bytes;
  bytes.reserve(size + kAtOnce);
  while (bytes.size() < size) {
    const std::uint64_t value = random.next();
    bytes.append(reinterpret_cast<const char*>(&value), kAtOnce);
  }
  bytes.resize(size);
  return bytes;
}

std::vector<std::string> upload_bodies(Random& random) {
  std::vector<std::string> bodies;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, contract::kLargestBody,
                                 contract::kLargestBody + 1, std::size_t{100'000} + random.below(200'000)}) {
    bodies.push_back(random_bytes(random, size));
  }
  bodies.push_back(std::string(5000, '\0') + "\r\n0\r\n\r\n" + std::string(5000, '\n'));
  return bodies;
}

std::string upload_head(std::string_view framing) {
  return fmt::format(
      "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n{}\r\n",
      framing);
}

std::string sized_upload(std::string_view body) {
  return upload_head(fmt::format("Content-Length: {}\r\n", body.size())).append(body);
}

std::string chunked_upload(std::string_view body, std::size_t chunk) {
  std::string request = upload_head("Transfer-Encoding: chunked\r\n");
  for (; !body.empty(); body.remove_prefix(std::min(chunk, body.size())))
    request += as_chunk(body.substr(0, chunk));
  return request.append(kLastChunk);
}

std::string as_chunk(std::string_view bytes) {
  return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
}

}  // namespace harness::verify
