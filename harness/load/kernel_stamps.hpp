#pragma once
// When the kernel sent a request and when it took in the answer, by the kernel's own clock: the part of a
// latency that no program of ours can have caused. Software timestamps of TCP sockets; they cost a system
// call or two, so a load stamps one request in so many. Times are Instants (the kernel's are CLOCK_REALTIME,
// converted where they are read, exact to about 100 ns). Threading: free functions on a socket of the
// caller's. A kernel that does not stamp yields nullopt, never a guess.
// Source: Linux Documentation/networking/timestamping.rst.
#include <optional>
#include <span>
#include <string_view>
#include <sys/types.h>

#include "harness/base/clock.hpp"

namespace harness::load {

/// Makes the socket able to stamp. False when this kernel cannot.
bool enable_kernel_stamps(int fd);

/// As ::send(); the kernel notes when the last of these bytes goes to the network device.
ssize_t send_stamped(int fd, std::string_view bytes);

/// As ::recv(); `arrived`: when the last packet read came from the network device.
ssize_t receive_stamped(int fd, std::span<char> buffer, std::optional<Instant>& arrived);

/// The stamp of the latest send_stamped(), which is taken from the socket: a second call finds none.
[[nodiscard]] std::optional<Instant> take_departure(int fd);

}  // namespace harness::load
