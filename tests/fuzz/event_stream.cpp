// What a client counts in an event stream does not depend on where the stream was cut, and every event has
// one fate (asserted inside). The first byte is how long the parts are.
#include "target.hpp"

#include "harness/base/error.hpp"
#include "harness/stream/message_replay.hpp"

namespace harness::fuzz {
namespace {

void event_stream(std::string_view bytes) {
  if (bytes.empty()) return;
  const std::string byte_by_byte = '\0' + std::string(bytes.substr(1));
  HARNESS_ASSERT(stream::judge_event_stream(bytes) == stream::judge_event_stream(byte_by_byte));
}

const Target kEventStream("event_stream", event_stream);

}  // namespace
}  // namespace harness::fuzz
