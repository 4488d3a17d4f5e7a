#pragma once
// Bodies for POST /echo: values that fit, drawn at random or at the limits, spelt in every way that JSON
// allows; and the requests that carry them. Threading: pure but for the Random that is passed.
#include <string>
#include <string_view>
#include <vector>

#include "workloads/native/reference/contract_echo.hpp"

#include "harness/base/random.hpp"

namespace harness::verify {

struct EchoCase {
  contract::Echo value;
  std::string body;  ///< the value as it is sent: keys in any order, blanks, escapes
};

/// The limits, the empty ones, every control character, and a dozen random ones.
[[nodiscard]] std::vector<EchoCase> echo_cases(Random& random);

/// As short and plain as a value can be, with all it takes to be accepted.
[[nodiscard]] contract::Echo plain_echo(Random& random);
[[nodiscard]] std::string plain_body(const contract::Echo& echo);

/// What escaping, counting and encoding go wrong at.
struct AwkwardText {
  std::string value;  ///< UTF-8
  std::string spelt;  ///< as a string of JSON, some of it escaped
};
[[nodiscard]] AwkwardText awkward_text(Random& random, std::size_t most_points);

/// Blanks after the end of JSON do not change what it says.
[[nodiscard]] std::string padded_to(std::size_t size, std::string body);

[[nodiscard]] std::string sized_post(std::string_view body);
[[nodiscard]] std::string chunked_post(std::string_view body, std::size_t chunk);

/// Of a request with a body only the head; the body is then sent in another way.
[[nodiscard]] std::string sized_post_head(std::size_t size);

}  // namespace harness::verify
