#include "harness/stream/message_ledger.hpp"

namespace harness::stream {

void MessageLedger::resolve(MessageFate fate, std::uint64_t count) {
  switch (fate) {
    case MessageFate::kAnswered:
      answered += count;
      break;
    case MessageFate::kWrongAnswer:
      wrong_answer += count;
      break;
    case MessageFate::kLost:
      lost += count;
      break;
    case MessageFate::kCutOff:
      cut_off += count;
      break;
    case MessageFate::kSendFailed:
      send_failed += count;
      break;
  }
}

std::uint64_t MessageLedger::failed() const {
  return wrong_answer + lost + cut_off + send_failed + never_sent;
}

std::uint64_t MessageLedger::resolved() const {
  return answered + failed() + in_flight_at_end;
}

void MessageLedger::merge(const MessageLedger& other) {
  scheduled += other.scheduled;
  answered += other.answered;
  wrong_answer += other.wrong_answer;
  lost += other.lost;
  cut_off += other.cut_off;
  send_failed += other.send_failed;
  in_flight_at_end += other.in_flight_at_end;
  never_sent += other.never_sent;
}

}  // namespace harness::stream
