#include "harness/stream/message_text.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "harness/stream/text_reader.hpp"

namespace harness::stream {
namespace {

constexpr std::string_view kTail = "\"}";

/// Neighbouring messages differ in every byte, so a mixture of two is seen.
char filler(std::uint64_t id) {
  return static_cast<char>('a' + id % 26);
}

void pad(std::string& text, std::uint64_t id, std::size_t size) {
  text.append(size - std::min(size, text.size() + kTail.size()), filler(id));
  text.append(kTail);
}

std::size_t digits(std::uint64_t number) {
  return fmt::formatted_size("{}", number);
}

std::uint64_t sequence_of(const EchoHead& head, std::size_t connections) {
  return head.id * connections + head.connection;
}

}  // namespace

void write_echo(std::string& text, const EchoHead& head, Nanoseconds intended, std::size_t size) {
  text.clear();
  fmt::format_to(std::back_inserter(text), R"({{"c":{},"s":{},"ts":{},"p":")", head.connection, head.id,
                 intended.count());
  pad(text, head.id, size);
}

void write_room(std::string& text, std::uint64_t id, Nanoseconds intended, std::size_t size) {
  text.clear();
  fmt::format_to(std::back_inserter(text), R"({{"s":{},"ts":{},"p":")", id, intended.count());
  pad(text, id, size);
}

void write_line(std::string& text, const EchoHead& head, std::size_t connections, std::size_t size) {
  text.clear();
  const auto value = static_cast<int>(head.id % 201) - 100;
  fmt::format_to(std::back_inserter(text), R"({{"d":{},"s":{},"v":{},"p":")", head.connection,
                 sequence_of(head, connections), value);
  pad(text, head.id, size);
}

void write_acknowledgement(std::string& text, const EchoHead& head, std::size_t connections) {
  text.clear();
  fmt::format_to(std::back_inserter(text), "OK {}", sequence_of(head, connections));
}

std::optional<EchoHead> read_acknowledgement(std::string_view text, std::size_t connections) {
  std::uint64_t sequence = 0;
  if (!take(text, "OK ") || !take_number(text, sequence)) return std::nullopt;
  return EchoHead{sequence % connections, sequence / connections};
}

std::optional<EchoHead> read_echo(std::string_view text) {
  EchoHead head;
  const bool ok = take(text, R"({"c":)") && take_number(text, head.connection) && take(text, R"(,"s":)") &&
                  take_number(text, head.id) && take(text, R"(,"ts":)");
  return ok ? std::optional(head) : std::nullopt;
}

std::optional<RoomDelivery> read_delivery(std::string_view text) {
  RoomDelivery delivery;
  const bool ok = take(text, R"({"f":)") && take_number(text, delivery.from) && take(text, R"(,"s":)") &&
                  take_number(text, delivery.id) && take(text, R"(,"n":)") &&
                  take_number(text, delivery.position) && take(text, R"(,"ts":)") &&
                  take_number(text, delivery.intended_ns) && take(text, R"(,"p":")");
  if (!ok || !text.ends_with(kTail)) return std::nullopt;
  delivery.padding = text.substr(0, text.size() - kTail.size());
  return delivery;
}

bool is_padding_of(std::uint64_t id, Nanoseconds intended, std::size_t size, std::string_view padding) {
  constexpr std::string_view kKeys = R"({"s":,"ts":,"p":""})";
  const std::size_t head = kKeys.size() + digits(id) + digits(static_cast<std::uint64_t>(intended.count()));
  return padding.size() == size - std::min(size, head) &&
         std::all_of(padding.begin(), padding.end(), [&](char c) { return c == filler(id); });
}

}  // namespace harness::stream
