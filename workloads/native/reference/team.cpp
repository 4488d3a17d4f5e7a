#include "workloads/native/reference/team.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <new>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <unistd.h>

namespace harness::reference {
namespace {

void tell_all(const std::vector<int>& children, int signal) {
  for (const int child : children) ::kill(child, signal);
}

/// Until every child is gone. 0 when all of them left because they were told to, and with 0.
int wait_for(std::vector<int> children, const sigset_t& awaited) {
  int code = 0;
  bool stopping = false;
  while (!children.empty()) {
    const int signal = ::sigwaitinfo(&awaited, nullptr);
    if (signal == SIGTERM || signal == SIGINT) {
      stopping = true;
      tell_all(children, SIGTERM);
    }
    int status = 0;
    for (pid_t ended = ::waitpid(-1, &status, WNOHANG); ended > 0; ended = ::waitpid(-1, &status, WNOHANG)) {
      std::erase(children, static_cast<int>(ended));
      if (stopping && WIFEXITED(status) && WEXITSTATUS(status) == 0) continue;
      code = 1;
      tell_all(children, SIGTERM);
    }
  }
  return code;
}

}  // namespace

std::vector<int> Team::pids() const {
  std::vector<int> all;
  if (parent != 0) all.push_back(parent);
  for (const Seat& seat : seats) {
    if (const int pid = seat.pid; pid != 0) all.push_back(pid);
  }
  return all;
}

bool Team::has_a_freer_one_than(const Seat& seat) const {
  const int own = seat.open;
  return std::ranges::any_of(seats, [&](const Seat& each) { return each.pid != 0 && each.open < own; });
}

Result<Team*> make_team(int workers) {
  void* memory = ::mmap(nullptr, sizeof(Team), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return environment_error("{}", errno_message("cannot share memory with the workers", errno));
  auto* team = new (memory) Team;
  team->workers = workers;
  return team;
}

Result<Seat*> fork_workers(Team& team, int& code) {
  sigset_t awaited;
  sigset_t before;
  ::sigemptyset(&awaited);
  for (const int signal : {SIGTERM, SIGINT, SIGCHLD}) ::sigaddset(&awaited, signal);
  ::sigprocmask(SIG_BLOCK, &awaited, &before);
  team.parent = ::getpid();
  std::vector<int> children;
  for (int i = 0; i < team.workers; ++i) {
    const pid_t child = ::fork();
    if (child < 0) {
      const int reason = errno;
      tell_all(children, SIGKILL);
      return environment_error("{}", errno_message("cannot start a worker", reason));
    }
    if (child > 0) {
      children.push_back(child);
      continue;
    }
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a parent that is killed passes nothing on
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    return &team.seats[static_cast<std::size_t>(i)];
  }
  code = wait_for(std::move(children), awaited);
  return nullptr;
}

}  // namespace harness::reference
