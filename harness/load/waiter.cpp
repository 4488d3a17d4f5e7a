#include "harness/load/waiter.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/prctl.h>
#include <vector>

#include <unistd.h>

namespace harness::load {
namespace {

constexpr int kProbes = 41;
constexpr Nanoseconds kProbe{100'000};
constexpr double kCovered =
    0.9;  // of the wake-ups come before the moment; a longer spin costs more than it brings
constexpr Nanoseconds kMillisecond{1'000'000};

}  // namespace

void Waiter::calibrate() {
  ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);  // the default lets the kernel wake us 50 µs late
  const int empty = ::epoll_create1(EPOLL_CLOEXEC);
  std::array<epoll_event, 1> events{};
  std::vector<Nanoseconds> late;
  for (int i = 0; i < kProbes; ++i) {
    const Instant until = clock_.now() + kProbe;
    sleep(empty, events, kProbe);
    late.push_back(clock_.now() - until);
  }
  ::close(empty);
  std::sort(late.begin(), late.end());
  const Nanoseconds usual = late[static_cast<std::size_t>(kCovered * (kProbes - 1))];
  if (mode_ != Spin::kNever) margin_ = std::clamp(usual, Nanoseconds(0), kLongestSpin);
}

int Waiter::wait(int epoll, std::span<epoll_event> events, Instant now, Instant until, bool precise) {
  const bool spins = mode_ == Spin::kAlways || (precise && margin_.count() > 0);
  const Nanoseconds nap =
      mode_ == Spin::kAlways ? Nanoseconds(0) : until - now - (precise ? margin_ : Nanoseconds(0));
  if (nap > Nanoseconds(0)) {
    const int ready = sleep(epoll, events, nap);
    if (ready != 0 || !spins) return ready;
    now = clock_.now();
  }
  const Instant spin_begins = now;
  int ready = 0;
  do {
    ready = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 0);
    now = clock_.now();
  } while (ready == 0 && now < until);
  if (spins) spun_ += now - spin_begins;
  return ready;
}

int Waiter::sleep(int epoll, std::span<epoll_event> events, Nanoseconds how_long) {
  const auto room = static_cast<int>(events.size());
  if (has_nanoseconds_) {
    const timespec timeout{how_long.count() / 1'000'000'000, how_long.count() % 1'000'000'000};
    const int ready = ::epoll_pwait2(epoll, events.data(), room, &timeout, nullptr);
    if (ready >= 0 || errno != ENOSYS) return std::max(ready, 0);
    has_nanoseconds_ = false;
  }
  return std::max(::epoll_wait(epoll, events.data(), room, static_cast<int>(how_long / kMillisecond)), 0);
}

}  // namespace harness::load
