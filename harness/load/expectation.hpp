#pragma once
// What the right answer to a request is, so that every response can be checked while load runs.
// Threading: immutable, shared by workers. Cost: about 10 ns for a fixed body; /json?n=N costs O(N).
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/load/ledger.hpp"

namespace harness::load {

class Expectation {
 public:
  /// Any 2xx answer with sound framing.
  [[nodiscard]] static Expectation success();
  /// 200 with exactly these bytes.
  [[nodiscard]] static Expectation exact(std::string body);
  /// 200 with exactly these bytes, in which {rand} stands for the ten digits that were sent.
  [[nodiscard]] static Expectation with_digits(std::string body);
  /// 200 with the contract's /json body for the k that was sent: every byte for n <= 8, else length, head and
  /// sum always and every byte for one k in 1024.
  [[nodiscard]] static Expectation json_items(std::uint32_t n);

  /// `k` is the random value patched into this request; unused unless the body depends on it.
  [[nodiscard]] Outcome check(int status, std::string_view body, std::uint64_t body_length,
                              std::uint32_t k) const;
  /// For people, after check() said no: "status 503 instead of 200".
  [[nodiscard]] std::string explain(int status, std::string_view body, std::uint64_t body_length) const;

 private:
  enum class Kind { kSuccess, kExact, kDigits, kJsonItems };
  Expectation(Kind kind, std::string body, std::uint32_t n) : kind_(kind), body_(std::move(body)), n_(n) {}
  [[nodiscard]] bool is_right(std::string_view body, std::uint32_t k) const;
  [[nodiscard]] bool matches_but_for_digits(std::string_view body, std::uint32_t k) const;
  Kind kind_;
  std::string body_;
  std::uint32_t n_;
  std::vector<std::size_t> digits_at_;  ///< ascending
};

/// The expectation for a target of the contract: "/plaintext", "/delay?ms=50", "/json?k={rand}&n=10",
/// "/down?ms=5&b=512", "/stream?c=16&b=65536&us=0" (of at most 1 MiB), "/cpu/fib?n=20" (which takes as long
/// as the kernel does in C++); "/echo" with what is posted to it. Of /down, `hops` servers in a row each
/// answer with what the next one's answer has: an answer that is right has been through all of them. Errors:
/// kUsage when the target is not one of them, or what is posted does not fit.
[[nodiscard]] Result<Expectation> contract_expectation(std::string_view target, std::string_view posted = {},
                                                       int hops = 1);

/// Whether `body` is the contract's /json answer for k and n. Source: the contract, v_i = u32((k + i) ·
/// 2654435761).
[[nodiscard]] bool is_json_items(std::string_view body, std::uint32_t k, std::uint32_t n, bool every_byte);

}  // namespace harness::load
