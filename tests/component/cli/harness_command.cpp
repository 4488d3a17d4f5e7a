#include "harness_command.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <sys/wait.h>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

namespace harness::test {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

pid_t start(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
            const fs::path& out, const fs::path& err) {
  static const std::string binary = std::string(HARNESS_BINARY_DIR) + "/bin/harness";
  std::vector<char*> argv{const_cast<char*>(binary.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
  ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
  for (const std::string& entry : environment) ::putenv(const_cast<char*>(entry.c_str()));
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

int code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Ran run_harness(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  const fs::path folder = fresh_folder("output");
  const pid_t pid = start(arguments, environment, folder / "out", folder / "err");
  int status = 0;
  ::waitpid(pid, &status, 0);
  return {code_of(status), content_of(folder / "out"), content_of(folder / "err")};
}

RunningHarness::RunningHarness(const std::vector<std::string>& arguments, const fs::path& output,
                               const std::vector<std::string>& environment)
    : pid_(start(arguments, environment, output, output.string() + ".err")) {}

RunningHarness::~RunningHarness() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void RunningHarness::signal(int number) const {
  ::kill(pid_, number);
}

int RunningHarness::wait(int seconds) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (std::chrono::steady_clock::now() < give_up) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return code_of(status);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return -1;
}

fs::path reference_run() {
  for (const auto& machine : fs::directory_iterator(fs::path(HARNESS_SOURCE_DIR) / "results/reference")) {
    if (fs::exists(machine.path() / "run.json")) return machine.path();
  }
  return {};
}

bool within(int seconds, const std::function<bool()>& holds) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > give_up) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

fs::path fresh_folder(const std::string& name) {
  static int number = 0;
  const fs::path folder = fs::path(testing::TempDir()) / ("harness-cli-" + std::to_string(::getpid())) /
                          (std::to_string(++number) + "-" + name);
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

void copy_workloads(const fs::path& root) {
  const fs::path source = fs::path(HARNESS_SOURCE_DIR) / "workloads";
  fs::create_directories(root / "workloads");
  for (const auto& entry : fs::directory_iterator(source)) {
    const fs::path target = root / "workloads" / entry.path().filename();
    if (entry.path().filename() == "suites" || !entry.is_directory()) {
      fs::copy(entry.path(), target, fs::copy_options::recursive);
    } else {
      fs::create_directory_symlink(entry.path(), target);
    }
  }
}

}  // namespace harness::test
