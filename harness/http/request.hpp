#pragma once
// HTTP/1.1 requests as bytes, rendered once and sent many times. No sockets, no chunked bodies.
// Threading: a RequestTemplate belongs to one thread (patch() writes into it); copy it for another.
// Errors: kUsage, naming the field (target, header name, …) and the byte that may not be there.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::http {

struct RequestSpec {
  std::string method = "GET";
  std::string target = "/";
  std::string host;  ///< as it stands in the Host header; see host_header(); a Host in `headers` wins
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool varies_in_body = false;  ///< a {rand} of the body is one, too; else it is sent as it stands
};

/// Host first, then `headers` in their order, then Content-Length when there is a body or the method expects
/// one (POST, PUT, PATCH). Framing headers in `headers` are refused: the body decides them.
[[nodiscard]] Result<std::string> render(const RequestSpec& spec);

/// Request bytes in which every {rand} of the target, and perhaps of the body, can be renewed without
/// allocating or moving a byte: it always occupies ten digits, so the length never changes.
class RequestTemplate {
 public:
  static constexpr std::string_view kPlaceholder = "{rand}";
  static constexpr std::size_t kDigits = 10;  ///< of the largest std::uint32_t

  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  [[nodiscard]] bool varies() const { return !positions_.empty(); }

  using Digits = std::array<char, kDigits>;
  [[nodiscard]] static Digits digits_of(std::uint32_t value);  ///< zero-padded

  /// Writes the digits of `value` over every placeholder; before the first call they read 0000000000.
  void patch(std::uint32_t value);

 private:
  friend Result<RequestTemplate> make_template(const RequestSpec& spec);

  std::string bytes_;
  std::vector<std::size_t> positions_;
};

[[nodiscard]] Result<RequestTemplate> make_template(const RequestSpec& spec);

/// With ten zeros for each {rand}; where those begin is appended to `positions`.
[[nodiscard]] std::string with_digits(std::string text, std::vector<std::size_t>& positions);

}  // namespace harness::http
