#pragma once
// One client connection that takes messages and brings some: over a WebSocket or, one a line, over plain TCP.
// Decides nothing: it reports what happened, once each.
// Threading: that of the io_context, which must have one. Errors: kinds in the reports, with a text for
// people. Every wait is bounded by the patience given to open(), but that for messages: see drop().
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/base/clock.hpp"
#include "harness/load/socket.hpp"

namespace harness::stream {

enum class NotOpened : std::uint8_t { kConnectFailed, kRefused, kTimedOut, kBroken };

struct Ending {
  enum class Kind : std::uint8_t { kByUs, kUnanswered, kByPeer, kWithoutFrame, kProtocolError };
  Kind kind = Kind::kByUs;
  std::uint16_t code = 0;      ///< of kByPeer
  bool while_writing = false;  ///< the last message may not have left
  std::string problem;         ///< empty for kByUs
};

class MessageConnection {
 public:
  struct Opening {
    Nanoseconds connect{0};
    Nanoseconds handshake{0};
  };

  /// Called from the io_context. A connection may be sent on, closed and dropped from inside of them.
  class Events {
   public:
    virtual ~Events() = default;
    virtual void opened(std::uint32_t connection, const Opening& times) = 0;
    virtual void not_opened(std::uint32_t connection, NotOpened kind, std::string problem) = 0;
    virtual void received(std::uint32_t connection, std::string_view payload, bool is_text, Instant at) = 0;
    virtual void writable(std::uint32_t connection) = 0;  ///< the kernel has taken the last message
    virtual void ended(std::uint32_t connection, const Ending& ending) = 0;
  };

  MessageConnection() = default;
  virtual ~MessageConnection() = default;
  MessageConnection(const MessageConnection&) = delete;
  MessageConnection& operator=(const MessageConnection&) = delete;

  /// Ends in opened() or not_opened(); the patience holds for TCP and for the upgrade, and later for close().
  virtual void open(const load::Address& address, const std::string& host, const std::string& target,
                    Nanoseconds patience) = 0;
  [[nodiscard]] virtual bool is_open() const = 0;
  [[nodiscard]] virtual bool is_writing() const = 0;
  /// Fill this, then send() it; not to be touched until writable().
  [[nodiscard]] virtual std::string& outgoing() = 0;
  virtual void send() = 0;
  virtual void close() = 0;  ///< as the protocol does, with nothing lost; ends in ended()
  virtual void drop() = 0;   ///< closes the socket; whatever is under way is reported as ended or not opened
};

}  // namespace harness::stream
