#include "harness/load/ledger.hpp"

namespace harness::load {

void Ledger::resolve(Outcome outcome) {
  switch (outcome) {
    case Outcome::kOk:
      ++ok;
      break;
    case Outcome::kHttpError:
      ++http_error;
      break;
    case Outcome::kConnectFailed:
      ++connect_failed;
      break;
    case Outcome::kResetBeforeByte:
      ++reset_before_byte;
      break;
    case Outcome::kResetMidBody:
      ++reset_mid_body;
      break;
    case Outcome::kBadResponse:
      ++bad_response;
      break;
    case Outcome::kTimeout:
      ++timeout;
      break;
  }
}

std::uint64_t Ledger::failed() const {
  return http_error + connect_failed + reset_before_byte + reset_mid_body + bad_response + timeout + shed +
         never_dispatched;
}

std::uint64_t Ledger::resolved() const {
  return ok + failed() + in_flight_at_end;
}

void Ledger::merge(const Ledger& other) {
  scheduled += other.scheduled;
  ok += other.ok;
  http_error += other.http_error;
  connect_failed += other.connect_failed;
  reset_before_byte += other.reset_before_byte;
  reset_mid_body += other.reset_mid_body;
  bad_response += other.bad_response;
  timeout += other.timeout;
  shed += other.shed;
  in_flight_at_end += other.in_flight_at_end;
  never_dispatched += other.never_dispatched;
}

}  // namespace harness::load
