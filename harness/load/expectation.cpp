#include "harness/load/expectation.hpp"

#include <array>
#include <charconv>
#include <optional>

#include "workloads/native/reference/contract_bodies.hpp"
#include "workloads/native/reference/contract_echo.hpp"
#include "workloads/native/reference/contract_routes.hpp"

#include "harness/http/request.hpp"

namespace harness::load {
namespace {

constexpr std::uint32_t kMultiplier = 2654435761U;
constexpr std::uint32_t kAlwaysWhole = 8;
constexpr std::uint32_t kSampleMask = 1023;

std::uint64_t digits(std::uint32_t value) {
  std::uint64_t count = 1;
  for (; value >= 10; value /= 10) ++count;
  return count;
}

/// Eats expected pieces from the front of a body.
class Matcher {
 public:
  explicit Matcher(std::string_view rest) : rest_(rest) {}
  Matcher& text(std::string_view expected) {
    if (rest_.starts_with(expected)) {
      rest_.remove_prefix(expected.size());
    } else {
      matches_ = false;
    }
    return *this;
  }
  Matcher& number(std::uint32_t value) {
    std::array<char, 10> buffer{};
    const auto [end, failure] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return text({buffer.data(), static_cast<std::size_t>(end - buffer.data())});
  }
  [[nodiscard]] bool matched_all() const { return matches_ && rest_.empty(); }
  [[nodiscard]] bool matched_so_far() const { return matches_; }

 private:
  std::string_view rest_;
  bool matches_ = true;
};

/// Σ u32((k + i) · m) mod 2^32 in closed form: addition mod 2^32 is a ring homomorphism.
std::uint32_t sum_of_items(std::uint32_t k, std::uint32_t n) {
  const std::uint64_t triangle = static_cast<std::uint64_t>(n) * (n == 0 ? 0 : n - 1) / 2;
  return kMultiplier * (n * k + static_cast<std::uint32_t>(triangle));
}

std::uint64_t json_length(std::uint32_t k, std::uint32_t n) {
  constexpr std::uint64_t kItemText = std::string_view(R"({"id":,"v":,"s":"item-"})").size();
  std::uint64_t length = std::string_view(R"({"k":,"n":,"items":[],"sum":})").size() + digits(k) + digits(n) +
                         digits(sum_of_items(k, n)) + (n == 0 ? 0 : n - 1);
  for (std::uint32_t i = 0; i < n; ++i) length += kItemText + 2 * digits(i) + digits((k + i) * kMultiplier);
  return length;
}

bool every_byte_matches(std::string_view body, std::uint32_t k, std::uint32_t n) {
  Matcher match(body);
  match.text(R"({"k":)").number(k).text(R"(,"n":)").number(n).text(R"(,"items":[)");
  for (std::uint32_t i = 0; i < n && match.matched_so_far(); ++i) {
    match.text(i == 0 ? R"({"id":)" : R"(,{"id":)").number(i).text(R"(,"v":)").number((k + i) * kMultiplier);
    match.text(R"(,"s":"item-)").number(i).text(R"("})");
  }
  return match.text(R"(],"sum":)").number(sum_of_items(k, n)).text("}").matched_all();
}

bool head_length_and_sum_match(std::string_view body, std::uint32_t k, std::uint32_t n) {
  if (body.size() != json_length(k, n)) return false;
  Matcher head(body);
  if (!head.text(R"({"k":)").number(k).text(R"(,"n":)").number(n).text(R"(,"items":[)").matched_so_far())
    return false;
  const std::size_t tail = body.rfind(R"(],"sum":)");
  if (tail == std::string_view::npos) return false;
  return Matcher(body.substr(tail)).text(R"(],"sum":)").number(sum_of_items(k, n)).text("}").matched_all();
}

std::optional<std::uint32_t> number_after(std::string_view target, std::string_view key) {
  const std::size_t at = target.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  std::uint32_t value = 0;
  const char* begin = target.data() + at + key.size();
  const auto [end, failure] = std::from_chars(begin, target.data() + target.size(), value);
  if (failure != std::errc{}) return std::nullopt;
  return value;
}

/// The kernel runs here, in C++ and once: all answers to one target are the same.
std::optional<std::string> computed_body(std::string_view target) {
  if (!target.starts_with(contract::kCpu) && !target.starts_with(contract::kCpuOff)) return std::nullopt;
  contract::Answer answer = contract::answer("GET", target);
  if (answer.off) return contract::cpu_body(*answer.off);
  return answer.reply.status == 200 ? std::optional(std::move(answer.reply.body)) : std::nullopt;
}

/// What comes back has the digits where they were in what was sent.
std::optional<Expectation> echoed(std::string_view sent) {
  std::vector<std::size_t> positions;
  const std::string as_sent = http::with_digits(std::string(sent), positions);
  if (contract::echo_reply(as_sent).status != 200) return std::nullopt;
  return Expectation::with_digits(contract::echo_reply(sent).body);
}

/// Nullopt when that is no call.
std::optional<std::string> called_body(std::string_view target, int hops) {
  const auto call = contract::answer("GET", target).call;
  if (!call) return std::nullopt;
  std::string body(contract::blob(call->size));
  for (int hop = 0; hop < hops; ++hop) body = contract::down_body(call->ms, body);
  return body;
}

/// As much of a body as is kept (http::ResponseParser); longer ones are not compared.
std::optional<std::string> streamed_body(std::string_view target) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 20;
  if (!target.starts_with("/stream?")) return std::nullopt;
  const auto chunks = number_after(target, "c=");
  const auto size = number_after(target, "b=");
  if (!chunks || !size || std::uint64_t{*chunks} * *size > kMost) return std::nullopt;
  std::string body;
  for (std::uint32_t i = 0; i < *chunks; ++i) body.append(*size, static_cast<char>(i % 256));
  return body;
}

}  // namespace

bool is_json_items(std::string_view body, std::uint32_t k, std::uint32_t n, bool every_byte) {
  return every_byte ? every_byte_matches(body, k, n) : head_length_and_sum_match(body, k, n);
}

Expectation Expectation::success() {
  return {Kind::kSuccess, "", 0};
}
Expectation Expectation::exact(std::string body) {
  return {Kind::kExact, std::move(body), 0};
}
Expectation Expectation::with_digits(std::string body) {
  Expectation expectation(Kind::kDigits, "", 0);
  expectation.body_ = http::with_digits(std::move(body), expectation.digits_at_);
  return expectation;
}
Expectation Expectation::json_items(std::uint32_t n) {
  return {Kind::kJsonItems, "", n};
}

Outcome Expectation::check(int status, std::string_view body, std::uint64_t body_length,
                           std::uint32_t k) const {
  if (kind_ == Kind::kSuccess) return status >= 200 && status < 300 ? Outcome::kOk : Outcome::kHttpError;
  if (status != 200) return Outcome::kHttpError;
  if (body_length != body.size()) return Outcome::kBadResponse;
  return is_right(body, k) ? Outcome::kOk : Outcome::kBadResponse;
}

bool Expectation::is_right(std::string_view body, std::uint32_t k) const {
  switch (kind_) {
    case Kind::kJsonItems:
      return is_json_items(body, k, n_, n_ <= kAlwaysWhole || (k & kSampleMask) == 0);
    case Kind::kDigits:
      return matches_but_for_digits(body, k);
    case Kind::kExact:
    case Kind::kSuccess:
      break;
  }
  return body == body_;
}

bool Expectation::matches_but_for_digits(std::string_view body, std::uint32_t k) const {
  if (body.size() != body_.size()) return false;
  const auto digits = http::RequestTemplate::digits_of(k);
  const std::string_view expected = body_;
  std::size_t from = 0;
  for (const std::size_t at : digits_at_) {
    if (body.substr(from, at - from) != expected.substr(from, at - from)) return false;
    if (body.substr(at, digits.size()) != std::string_view(digits.data(), digits.size())) return false;
    from = at + digits.size();
  }
  return body.substr(from) == expected.substr(from);
}

std::string Expectation::explain(int status, std::string_view body, std::uint64_t body_length) const {
  const std::string_view wanted = kind_ == Kind::kSuccess ? "2xx" : "200";
  if (check(status, body, body_length, 0) == Outcome::kHttpError) {
    return fmt::format("status {} instead of {}", status, wanted);
  }
  return fmt::format("the body of {} bytes is not the expected one; it begins with '{}'", body_length,
                     body.substr(0, 60));
}

Result<Expectation> contract_expectation(std::string_view target, std::string_view posted, int hops) {
  const std::string_view path = target.substr(0, target.find('?'));
  if (path == "/plaintext") return Expectation::exact("Hello, World!");
  if (path == "/delay") {
    if (const auto ms = number_after(target, "ms="))
      return Expectation::exact(fmt::format(R"({{"ms":{}}})", *ms));
  }
  if (path == "/json" && target.find("k={rand}") != std::string_view::npos) {
    if (const auto n = number_after(target, "n=")) return Expectation::json_items(*n);
  }
  if (path == "/echo" && !posted.empty()) {
    if (auto expectation = echoed(posted)) return *std::move(expectation);
    return usage_error("what is posted to /echo does not fit its contract, see contract.toml");
  }
  // Nothing is computed here: what is sent is the same for all numbers.
  if (path.starts_with(contract::kMixed) && contract::kernel_of_path(path))
    return Expectation::exact(contract::plaintext_body());
  if (path == contract::kDownPath) {
    if (auto body = called_body(target, hops)) return Expectation::exact(*std::move(body));
  }
  if (auto body = streamed_body(target)) return Expectation::exact(*std::move(body));
  if (auto body = computed_body(target)) return Expectation::exact(*std::move(body));
  return usage_error(
      "'{}' is not a target whose answer is known: use /plaintext, /delay?ms=50, /json?k={{rand}}&n=10, "
      "/down?ms=5&b=512, /stream?c=16&b=65536&us=0, /cpu/fib?n=20, /cpu_off/fib?n=20 or "
      "/mixed/fib?n=20&p=5&i={{rand}}",
      target);
}

}  // namespace harness::load
