// harness-supervisor: runs one server and sees to it that nothing of it survives. Started by the harness, one
// per server; ends when the server did, when asked, or when the harness is gone however it died.
//   harness-supervisor --stdout F --stderr F [--cwd D] [--cpus 0,1] [--grace-ms 5000] [--env K=V]... --
//   program args...
// Its stdin is the lifeline: a byte or end of file asks it to stop. On stdout it reports, one per line:
//   pid N exec-at NS | exec-failed reason | used ended-at NS cpu-ns N
//   exited code N | signaled N
//   left N, if processes outlived the server
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "harness/base/clock.hpp"
#include "harness/process/supervised_child.hpp"
#include "harness/process/tree.hpp"

namespace harness::process {
namespace {

/// A killed process can only hang in the kernel (a dead disk); we must not wait for that for ever.
constexpr Nanoseconds kKillPatience = seconds(10);
constexpr Nanoseconds kParting = milliseconds(200);

struct Options {
  ChildPlan plan;
  Nanoseconds grace = seconds(5);
};

bool add_cpus(std::string_view list, std::vector<int>& cpus) {
  while (!list.empty()) {
    const std::string item(list.substr(0, list.find(',')));
    char* end = nullptr;
    const long cpu = std::strtol(item.c_str(), &end, 10);
    if (item.empty() || *end != '\0' || cpu < 0 || cpu >= CPU_SETSIZE) return false;
    cpus.push_back(static_cast<int>(cpu));
    list.remove_prefix(std::min(list.size(), item.size() + 1));
  }
  return true;
}

bool set_option(std::string_view name, const std::string& value, Options& options) {
  if (name == "--stdout")
    options.plan.stdout_log = value;
  else if (name == "--stderr")
    options.plan.stderr_log = value;
  else if (name == "--cwd")
    options.plan.working_directory = value;
  else if (name == "--env")
    options.plan.environment.push_back(value);
  else if (name == "--grace-ms")
    options.grace = milliseconds(std::atol(value.c_str()));
  else if (name == "--cpus")
    return add_cpus(value, options.plan.cpus);
  else
    return false;
  return true;
}

bool parse(const std::vector<std::string>& arguments, Options& options) {
  options.plan.working_directory = ".";
  std::size_t i = 0;
  for (; i < arguments.size() && arguments[i] != "--"; i += 2) {
    if (i + 1 >= arguments.size() || !set_option(arguments[i], arguments[i + 1], options)) return false;
  }
  if (i < arguments.size())
    options.plan.argv.assign(arguments.begin() + static_cast<long>(i) + 1, arguments.end());
  return !options.plan.argv.empty() && !options.plan.stdout_log.empty() && !options.plan.stderr_log.empty();
}

Nanoseconds to_nanoseconds(const timeval& time) {
  return seconds(time.tv_sec) + microseconds(time.tv_usec);
}

/// Nobody may be listening any more: SIGPIPE is ignored and so is a failed write.
void report(const std::string& line) {
  const std::string text = line + "\n";
  [[maybe_unused]] const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
}

class Watch {
 public:
  Watch(pid_t server, int signals, Nanoseconds grace) : server_(server), signals_(signals), grace_(grace) {}

  void run() {
    while (!server_ended_ && !stop_wanted_) wait_for_news(-1);
    if (!server_ended_) ask_to_stop();
    report_left_behind();
    kill_everything();
  }

 private:
  void ask_to_stop() {
    ::kill(-server_, SIGTERM);
    const Instant deadline = SteadyClock{}.now() + grace_;
    while (!server_ended_) {
      const Nanoseconds left = deadline - SteadyClock{}.now();
      if (left <= Nanoseconds(0)) return;
      wait_for_news(static_cast<int>(to_milliseconds(left)) + 1);
    }
  }

  /// A worker may need a moment to see that its parent has gone; what is there longer was left behind.
  void report_left_behind() {
    if (!server_ended_) return;
    const Instant deadline = SteadyClock{}.now() + kParting;
    while (reap() && SteadyClock{}.now() < deadline) wait_for_news(20);
    const auto processes = descendants(::getpid());
    const auto left = std::count_if(processes.begin(), processes.end(), is_alive);
    if (left > 0) report("left " + std::to_string(left));
  }

  /// Every orphan below us became our child (we are the subreaper), also one that left the group with setsid.
  /// So "no child left" means that nobody is left. Killing is repeated because one may fork while we look.
  void kill_everything() {
    const Instant deadline = SteadyClock{}.now() + kKillPatience;
    while (reap() && SteadyClock{}.now() < deadline) {
      for (const int pid : descendants(::getpid())) ::kill(pid, SIGKILL);
      wait_for_news(20);
    }
  }

  void wait_for_news(int timeout_ms) {
    // Once asked to stop the lifeline stays readable for ever; looking at it again would spin.
    pollfd fds[2] = {{signals_, POLLIN, 0}, {stop_wanted_ ? -1 : STDIN_FILENO, POLLIN, 0}};
    if (::poll(fds, 2, timeout_ms) < 0) return;
    if (fds[1].revents != 0) stop_wanted_ = true;
    signalfd_siginfo info{};
    while (::read(signals_, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
      if (info.ssi_signo != SIGCHLD) stop_wanted_ = true;
    }
    reap();
  }

  /// False when no child is left.
  bool reap() {
    for (;;) {
      int status = 0;
      rusage used{};
      const pid_t pid = ::wait4(-1, &status, WNOHANG, &used);
      if (pid < 0) return errno != ECHILD;
      if (pid == 0) return true;
      if (pid == server_ && !server_ended_) note_end(status, used);
    }
  }

  void note_end(int status, const rusage& used) {
    server_ended_ = true;
    const Nanoseconds cpu = to_nanoseconds(used.ru_utime) + to_nanoseconds(used.ru_stime);
    report("used ended-at " + std::to_string(SteadyClock{}.now().since_start.count()) + " cpu-ns " +
           std::to_string(cpu.count()));
    if (WIFSIGNALED(status))
      report("signaled " + std::to_string(WTERMSIG(status)));
    else
      report("exited code " + std::to_string(WEXITSTATUS(status)));
  }

  pid_t server_;
  int signals_;
  Nanoseconds grace_;
  bool server_ended_ = false;
  bool stop_wanted_ = false;
};

/// Blocked here and read from a descriptor, so that no handler races with the loop.
int take_signals() {
  sigset_t mine;
  ::sigemptyset(&mine);
  for (const int number : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&mine, number);
  ::sigprocmask(SIG_BLOCK, &mine, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  return ::signalfd(-1, &mine, SFD_CLOEXEC | SFD_NONBLOCK);
}

int supervise(const Options& options) {
  ::setsid();  // the terminal's Ctrl-C is for the harness; it decides when servers stop
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  const int signals = take_signals();
  const StartedChild server = start_child(options.plan);
  if (!server.failure.empty()) {
    report("exec-failed " + server.failure);
    return 1;
  }
  report("pid " + std::to_string(server.pid) + " exec-at " + std::to_string(server.exec_at_ns));
  Watch(server.pid, signals, options.grace).run();
  return 0;
}

}  // namespace
}  // namespace harness::process

int main(int argc, char** argv) {
  using namespace harness::process;
  // Whatever leaked into us, above all another server's lifeline, must not stay open here.
  ::closefrom(3);
  Options options;
  if (!parse({argv + 1, argv + argc}, options)) {
    std::fputs(
        "harness-supervisor is started by the harness: --stdout F --stderr F [--cwd D] [--cpus 0,1] "
        "[--grace-ms N] [--env K=V]... -- program args...\n",
        stderr);
    return 2;
  }
  return supervise(options);
}
