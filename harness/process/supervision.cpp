#include "harness/process/supervision.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <sstream>

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/posix.hpp>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "harness/machine/cpus.hpp"

namespace harness::process {

namespace bp = boost::process;

struct Supervision::Child {
  bp::child process;
};

namespace {

/// Both ends close on exec, above 2 so that binding them to 0 and 1 of the child is always a real dup2 (which
/// clears close-on-exec).
struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

bool open_pipe(Pipe& made) {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) return false;
  for (int& end : ends) {
    if (end > STDERR_FILENO) continue;
    const int low = end;
    end = ::fcntl(low, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    ::close(low);
  }
  made = {ends[0], ends[1]};
  return made.read_end >= 0 && made.write_end >= 0;
}

void close_if_open(int& fd) {
  if (fd >= 0) ::close(fd);
  fd = -1;
}

/// What a server inherits: enough to find its runtime, nothing that changes how it runs (NODE_OPTIONS,
/// PYTHONDONTWRITEBYTECODE, … of the caller's shell).
std::map<std::string, std::string> clean_environment(const std::map<std::string, std::string>& given) {
  std::map<std::string, std::string> environment{{"LANG", "C.UTF-8"}};
  for (const char* name : {"PATH", "HOME", "TZ"}) {
    if (const char* value = std::getenv(name)) environment[name] = value;
  }
  for (const auto& [name, value] : given) environment[name] = value;
  return environment;
}

std::vector<std::string> supervisor_arguments(const LaunchSpec& spec) {
  std::vector<std::string> arguments{"--stdout", spec.stdout_log.string(), "--stderr",
                                     spec.stderr_log.string()};
  arguments.insert(arguments.end(), {"--cwd", spec.working_directory.string()});
  arguments.insert(arguments.end(), {"--grace-ms", std::to_string(spec.stop_grace / milliseconds(1))});
  if (!spec.cpus.empty())
    arguments.insert(arguments.end(), {"--cpus", fmt::format("{}", fmt::join(spec.cpus, ","))});
  for (const auto& [name, value] : clean_environment(spec.environment)) {
    arguments.insert(arguments.end(), {"--env", fmt::format("{}={}", name, value)});
  }
  arguments.insert(arguments.end(), {"--", spec.program.string()});
  arguments.insert(arguments.end(), spec.arguments.begin(), spec.arguments.end());
  return arguments;
}

std::optional<Used> used_from(std::istream& in) {
  std::string label;
  std::int64_t ended_at = 0;
  std::int64_t cpu = 0;
  Used used;
  if (!(in >> label >> ended_at >> label >> cpu)) return {};
  used.ended_at = Instant{Nanoseconds(ended_at)};
  used.cpu = Nanoseconds(cpu);
  return used;
}

}  // namespace

Result<Supervision> Supervision::start(const LaunchSpec& spec) {
  const std::filesystem::path supervisor = supervisor_path();
  if (::access(supervisor.c_str(), X_OK) != 0) {
    return environment_error(
        "the program harness-supervisor is not at {}: build the target harness-supervisor, or name "
        "its place in HARNESS_SUPERVISOR",
        supervisor.string());
  }
  Pipe lifeline;
  Pipe reports;
  std::error_code failure;
  std::unique_ptr<Child> child;
  if (open_pipe(lifeline) && open_pipe(reports)) {
    ::fcntl(reports.read_end, F_SETFL, O_NONBLOCK);
    child = std::make_unique<Child>();
    child->process = bp::child(bp::exe = supervisor.string(), bp::args = supervisor_arguments(spec),
                               bp::posix::fd.bind(STDIN_FILENO, lifeline.read_end),
                               bp::posix::fd.bind(STDOUT_FILENO, reports.write_end), failure);
  } else {
    failure = std::error_code(errno, std::generic_category());
  }
  close_if_open(lifeline.read_end);
  close_if_open(reports.write_end);
  if (failure) {
    close_if_open(lifeline.write_end);
    close_if_open(reports.read_end);
    return environment_error("cannot start {}: {}", supervisor.string(), failure.message());
  }
  return Supervision(std::move(child), lifeline.write_end, reports.read_end);
}

Supervision::Supervision(std::unique_ptr<Child> child, int lifeline, int reports)
    : child_(std::move(child)), lifeline_(lifeline), reports_(reports) {}

Supervision::Supervision(Supervision&& other) noexcept
    : child_(std::move(other.child_)),
      lifeline_(std::exchange(other.lifeline_, -1)),
      reports_(std::exchange(other.reports_, -1)),
      ended_(other.ended_),
      unfinished_line_(std::move(other.unfinished_line_)),
      pid_(other.pid_),
      exec_at_(other.exec_at_),
      used_(other.used_),
      exit_(other.exit_),
      left_behind_(other.left_behind_),
      exec_failure_(std::move(other.exec_failure_)) {}

Supervision::~Supervision() {
  if (child_) end(seconds(30));
  close_if_open(reports_);
}

void Supervision::wait(int other_fd, Nanoseconds timeout) {
  pollfd fds[2] = {{ended_ ? -1 : reports_, POLLIN, 0}, {other_fd, POLLIN, 0}};
  const auto ms =
      std::clamp<std::int64_t>((timeout + milliseconds(1) - Nanoseconds(1)) / milliseconds(1), 0, 60'000);
  ::poll(fds, 2, static_cast<int>(ms));  // a signal ends it early: callers loop and look at StopRequest
}

void Supervision::read_reports() {
  std::array<char, 4096> buffer{};
  while (!ended_) {
    const ssize_t size = ::read(reports_, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return;  // nothing to read now
    if (size == 0) note_lost();
    unfinished_line_.append(buffer.data(), static_cast<std::size_t>(size));
    for (auto end = unfinished_line_.find('\n'); end != std::string::npos;
         end = unfinished_line_.find('\n')) {
      take_line(unfinished_line_.substr(0, end));
      unfinished_line_.erase(0, end + 1);
    }
  }
}

void Supervision::take_line(const std::string& line) {
  std::istringstream in(line);
  std::string word;
  std::string label;
  std::int64_t number = 0;
  in >> word;
  if (word == "pid" && in >> number) {
    pid_ = static_cast<int>(number);
    if (in >> label >> number) exec_at_ = Instant{Nanoseconds(number)};
  } else if (word == "used") {
    used_ = used_from(in);
  } else if (word == "exited" && in >> label >> number) {
    exit_ = Exit{false, static_cast<int>(number)};
  } else if (word == "signaled" && in >> number) {
    exit_ = Exit{true, static_cast<int>(number)};
  } else if (word == "left" && in >> number) {
    left_behind_ = static_cast<int>(number);
  } else if (word == "exec-failed") {
    exec_failure_ = line.substr(std::min(line.size(), word.size() + 1));
  }
}

/// The supervisor has ended. If it never said how the server did, it was killed itself, and the kernel then
/// killed the server (PR_SET_PDEATHSIG). Workers of the server have no such luck: whoever kept to the group
/// we still reach.
void Supervision::note_lost() {
  ended_ = true;
  if (exit_ || !pid_) return;
  exit_ = Exit{true, SIGKILL};
  ::kill(-*pid_, SIGKILL);
}

void Supervision::end(Nanoseconds patience) {
  close_if_open(lifeline_);
  const Instant deadline = SteadyClock{}.now() + patience;
  for (read_reports(); !ended_; read_reports()) {
    const Nanoseconds left = deadline - SteadyClock{}.now();
    if (left <= Nanoseconds(0)) break;
    wait(-1, left);
  }
  if (!child_) return;
  std::error_code ignored;
  if (!ended_) {
    // It does not do its work; so we do, while those who left the group can still be found below it.
    for (const int pid : descendants(child_->process.id())) ::kill(pid, SIGKILL);
    child_->process.terminate(ignored);
  }
  child_->process.wait(ignored);
  child_.reset();
  read_reports();
}

int Supervision::supervisor_pid() const {
  return child_ ? child_->process.id() : -1;
}

}  // namespace harness::process
