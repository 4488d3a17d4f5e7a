#pragma once
// What became of every scheduled request. It balances, or the measurement is wrong: a load generator that
// loses requests loses them where the server is slow.
// Units: requests. Threading: one per worker, merged at the end.
#include <cstdint>

namespace harness::load {

enum class Outcome : std::uint8_t {
  kOk,
  kHttpError,  ///< a well-formed answer with a status we did not expect
  kConnectFailed,
  kResetBeforeByte,  ///< closed or reset before the first byte of the answer
  kResetMidBody,     ///< closed or reset after it
  kBadResponse,      ///< malformed, wrong length, wrong content, or more bytes than asked for
  kTimeout,          ///< recorded when it is due, even if no answer ever comes
};

struct Ledger {
  std::uint64_t scheduled = 0;
  std::uint64_t ok = 0;
  std::uint64_t http_error = 0;
  std::uint64_t connect_failed = 0;
  std::uint64_t reset_before_byte = 0;
  std::uint64_t reset_mid_body = 0;
  std::uint64_t bad_response = 0;
  std::uint64_t timeout = 0;
  std::uint64_t shed = 0;              ///< open loop only: given up before sending
  std::uint64_t in_flight_at_end = 0;  ///< censored: sent, and still unanswered when the drain ended
  std::uint64_t never_dispatched = 0;  ///< open loop only

  void resolve(Outcome outcome);
  [[nodiscard]] std::uint64_t resolved() const;  ///< the sum of everything but `scheduled`
  [[nodiscard]] std::uint64_t failed() const;    ///< everything that is neither ok nor censored
  [[nodiscard]] bool balances() const { return scheduled == resolved(); }
  void merge(const Ledger& other);
  friend bool operator==(const Ledger&, const Ledger&) = default;
};

}  // namespace harness::load
