#include "tests/component/native/reference_process.hpp"

#include <array>
#include <cstdlib>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include "harness/base/error.hpp"

namespace harness::test {
namespace {

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> all;
  for (auto& string : strings) all.push_back(string.data());
  all.push_back(nullptr);
  return all;
}

std::string read_line(int descriptor) {
  std::string line;
  for (char byte = 0; ::read(descriptor, &byte, 1) == 1;) {
    line += byte;
    if (byte == '\n') break;
  }
  return line;
}

std::string read_all(int descriptor) {
  std::string all;
  std::array<char, 4096> bytes{};
  for (ssize_t count = 0; (count = ::read(descriptor, bytes.data(), bytes.size())) > 0;) {
    all.append(bytes.data(), static_cast<std::size_t>(count));
  }
  return all;
}

std::uint16_t port_in(const std::string& ready_line) {
  const std::string key = "\"port\":";
  const auto at = ready_line.find(key);
  if (at == std::string::npos) return 0;
  return static_cast<std::uint16_t>(std::atoi(ready_line.c_str() + at + key.size()));
}

}  // namespace

ReferenceProcess::ReferenceProcess(const std::string& program, const std::vector<std::string>& arguments,
                                   const std::vector<std::string>& environment) {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  HARNESS_ASSERT(::pipe2(out.data(), O_CLOEXEC) == 0 && ::pipe2(err.data(), O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
  std::vector<std::string> argv = {program};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  auto variables = environment;
  const int failed = ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, pointers(argv).data(),
                                   pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(out[1]);
  ::close(err[1]);
  HARNESS_ASSERT(failed == 0);
  stdout_ = out[0];
  stderr_ = err[0];
  ready_line_ = read_line(stdout_);
  port_ = port_in(ready_line_);
}

ReferenceProcess::~ReferenceProcess() {
  signal(SIGKILL);
  wait();
  ::close(stdout_);
  ::close(stderr_);
}

void ReferenceProcess::signal(int number) {
  if (pid_ > 0) ::kill(pid_, number);
}

int ReferenceProcess::wait() {
  if (pid_ <= 0) return 0;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::string ReferenceProcess::rest_of_stdout() {
  return read_all(stdout_);
}

std::string ReferenceProcess::whole_stderr() {
  return read_all(stderr_);
}

}  // namespace harness::test
