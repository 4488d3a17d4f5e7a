#pragma once
// A MessageConnection over plain TCP, each message a line that ends with LF, which is no part of it. No
// handshake. To close it ends its own direction and waits for the end of the other one.
#include <memory>

#include "harness/stream/message_connection.hpp"

namespace boost::asio {
class io_context;
}

namespace harness::stream {

[[nodiscard]] std::unique_ptr<MessageConnection> line_connection(boost::asio::io_context& context,
                                                                 std::uint32_t number,
                                                                 MessageConnection::Events& events);

}  // namespace harness::stream
