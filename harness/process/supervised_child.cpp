#include "harness/process/supervised_child.hpp"

#include <cerrno>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "harness/base/error.hpp"

namespace harness::process {
namespace {

/// What the child tells through the close-on-exec pipe. End of file after `kExecuting` means exec succeeded.
enum class Step : std::int32_t { kExecuting, kOrphaned, kRedirecting, kPinning, kEntering, kFailedExec };
struct Message {
  Step step;
  std::int32_t errno_value;
  std::int64_t at_ns;
};

struct Prepared {
  int null_fd, stdout_fd, stderr_fd, report_fd;
  cpu_set_t cpus;
  bool pinned;
  const char* working_directory;
  char* const* argv;
  char* const* environment;
  pid_t supervisor;
};

// ---- From here to the matching line below only async-signal-safe calls: no allocation, no locks. ----

void tell(int fd, Step step, int errno_value) {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const Message message{step, errno_value, now.tv_sec * 1'000'000'000LL + now.tv_nsec};
  [[maybe_unused]] const ssize_t written = ::write(fd, &message, sizeof message);
}

[[noreturn]] void fail(int fd, Step step) {
  tell(fd, step, errno);
  ::_exit(127);
}

/// exec keeps ignored signals and the mask; a server must not inherit ours.
void reset_signals() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) ::sigaction(number, &standard, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void become_server(const Prepared& prepared) {
  constexpr int kReport = 3;
  reset_signals();
  ::setpgid(0, 0);
  // The supervisor may have died before prctl; then nobody would ever signal us.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != prepared.supervisor) fail(prepared.report_fd, Step::kOrphaned);
  // 0, 1 and 2 are taken in the supervisor, so the descriptors copied from here are all above 2, and the
  // report moves to 3 last, when nothing else is needed there.
  const bool redirected = ::dup2(prepared.null_fd, 0) >= 0 && ::dup2(prepared.stdout_fd, 1) >= 0 &&
                          ::dup2(prepared.stderr_fd, 2) >= 0;
  if (!redirected) fail(prepared.report_fd, Step::kRedirecting);
  if (prepared.report_fd != kReport && ::dup3(prepared.report_fd, kReport, O_CLOEXEC) < 0) {
    fail(prepared.report_fd, Step::kRedirecting);
  }
  ::closefrom(kReport + 1);
  if (prepared.pinned && ::sched_setaffinity(0, sizeof prepared.cpus, &prepared.cpus) != 0) {
    fail(kReport, Step::kPinning);
  }
  if (::chdir(prepared.working_directory) != 0) fail(kReport, Step::kEntering);
  tell(kReport, Step::kExecuting, 0);
  ::execve(prepared.argv[0], prepared.argv, prepared.environment);
  fail(kReport, Step::kFailedExec);
}

// ---- End of the async-signal-safe part. ----

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

int open_log(const std::string& path) {
  return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
}

std::string explain(const Message& message, const ChildPlan& plan) {
  switch (message.step) {
    case Step::kExecuting:
      break;
    case Step::kOrphaned:
      return "the supervisor ended";
    case Step::kRedirecting:
      return errno_message("cannot redirect input and output", message.errno_value);
    case Step::kPinning:
      return errno_message("cannot pin it to the given CPUs", message.errno_value);
    case Step::kEntering:
      return errno_message("cannot enter " + plan.working_directory, message.errno_value);
    case Step::kFailedExec:
      return errno_message("cannot execute " + plan.argv[0], message.errno_value);
  }
  return {};
}

/// Blocks until the child executed or failed; both close the pipe.
void hear(int fd, const ChildPlan& plan, StartedChild& child) {
  Message message{};
  bool executing = false;
  for (;;) {
    const ssize_t size = ::read(fd, &message, sizeof message);
    if (size < 0 && errno == EINTR) continue;
    if (size != static_cast<ssize_t>(sizeof message)) break;
    executing = message.step == Step::kExecuting;
    child.exec_at_ns = message.at_ns;
    child.failure = explain(message, plan);
  }
  if (!executing && child.failure.empty()) child.failure = "it was killed before it could be executed";
}

}  // namespace

StartedChild start_child(const ChildPlan& plan) {
  StartedChild child;
  const std::vector<char*> argv = pointers(plan.argv);
  const std::vector<char*> environment = pointers(plan.environment);
  Prepared prepared{};
  CPU_ZERO(&prepared.cpus);
  for (const int cpu : plan.cpus) CPU_SET(static_cast<std::size_t>(cpu), &prepared.cpus);
  prepared.pinned = !plan.cpus.empty();
  prepared.working_directory = plan.working_directory.c_str();
  prepared.argv = argv.data();
  prepared.environment = environment.data();
  prepared.supervisor = ::getpid();
  int report[2] = {-1, -1};
  prepared.null_fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  prepared.stdout_fd = open_log(plan.stdout_log);
  if (prepared.stdout_fd < 0) child.failure = errno_message("cannot open " + plan.stdout_log, errno);
  prepared.stderr_fd = open_log(plan.stderr_log);
  if (prepared.stderr_fd < 0) child.failure = errno_message("cannot open " + plan.stderr_log, errno);
  if (prepared.null_fd < 0 || ::pipe2(report, O_CLOEXEC) != 0)
    child.failure = errno_message("cannot start", errno);
  if (!child.failure.empty()) return child;
  prepared.report_fd = report[1];

  child.pid = ::fork();
  if (child.pid == 0) become_server(prepared);
  if (child.pid < 0) child.failure = errno_message("cannot fork", errno);
  for (const int fd : {prepared.null_fd, prepared.stdout_fd, prepared.stderr_fd, report[1]}) ::close(fd);
  if (child.pid > 0) hear(report[0], plan, child);
  ::close(report[0]);
  return child;
}

}  // namespace harness::process
