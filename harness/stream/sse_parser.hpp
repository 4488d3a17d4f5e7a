#pragma once
// Incremental parser of text/event-stream: bytes in, split anywhere, one event at a time out. No sockets.
// Source: WHATWG HTML, 9.2.6 "Interpreting an event stream". Not done: replacing malformed UTF-8.
// Threading: one per stream. Memory: at most about twice the limit; an event above it is dropped and counted,
// whatever the server sends. Errors: none, every byte sequence is a stream.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace harness::stream {

/// The texts are valid until the parser is called again.
struct SseEvent {
  std::string_view type;  ///< "message" unless the stream says otherwise
  std::string_view data;  ///< lines joined by LF
  std::string_view id;    ///< the last id the stream has given, also with an earlier event
};

class SseParser {
 public:
  explicit SseParser(std::size_t event_limit = std::size_t{1} << 16) : limit_(event_limit) {}

  /// Takes bytes off the front of `bytes` until an event is complete or none are left. Call it again with
  /// the rest until it returns nothing. What is unfinished when a stream ends is no event.
  std::optional<SseEvent> next(std::string_view& bytes);

  [[nodiscard]] std::uint64_t oversized() const { return oversized_; }  ///< events dropped for their size
  [[nodiscard]] std::optional<std::uint64_t> retry_ms() const { return retry_ms_; }

 private:
  /// True when the line that is complete ends an event.
  bool end_of_line();
  bool dispatch();
  void field(std::string_view name, std::string_view value);
  void append(std::string_view part);

  std::size_t limit_;
  std::string line_;
  std::string data_;
  std::string type_;
  std::string id_;
  std::string event_data_;
  std::string event_type_;
  std::string event_id_;
  bool first_line_ = true;
  bool after_cr_ = false;  ///< a LF that comes now belongs to the CR before it
  bool too_large_ = false;
  std::uint64_t oversized_ = 0;
  std::optional<std::uint64_t> retry_ms_;
};

}  // namespace harness::stream
