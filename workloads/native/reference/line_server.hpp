#pragma once
// The row /lines of the reference server: accepts devices on a port of their own and acknowledges what they
// say, line by line. A connection reads on when its acknowledgements are written, may be silent for as long
// as it likes, and keeps itself alive until it ends. Threading: the server's one thread. Errors: a line that
// is none ends its connection; accepting pauses while the process is out of descriptors.
#include "workloads/native/reference/sockets.hpp"
#include "workloads/native/reference/team.hpp"
#include <boost/asio/basic_socket_acceptor.hpp>

namespace harness::reference {

class LineServer {
 public:
  /// `descriptor` listens, and is closed in the end.
  LineServer(const Executor& executor, int descriptor, Seat& seat);
  void accept();
  void stop();

 private:
  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor> acceptor_;
  Timer pause_;
  Seat& seat_;  ///< counts the lines
};

}  // namespace harness::reference
