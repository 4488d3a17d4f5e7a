#pragma once
// A real harness-reference as a child: started on a port of the system's choosing, always gone at the end.
// Threading: one thread. Errors: a child that never becomes ready has port 0; its streams say why.
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace harness::test {

class ReferenceProcess {
 public:
  /// `program` is HARNESS_BINARY_DIR "/bin/harness-reference". `environment` replaces ours altogether.
  ReferenceProcess(const std::string& program, const std::vector<std::string>& arguments = {},
                   const std::vector<std::string>& environment = {"PORT=0"});
  ~ReferenceProcess();
  ReferenceProcess(const ReferenceProcess&) = delete;
  ReferenceProcess& operator=(const ReferenceProcess&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const std::string& ready_line() const { return ready_line_; }

  void signal(int number);
  /// Waits for the end: the exit code, or minus the signal that killed it.
  int wait();
  /// Both streams are complete only after wait(); stdout without the ready line.
  [[nodiscard]] std::string rest_of_stdout();
  [[nodiscard]] std::string whole_stderr();

 private:
  pid_t pid_ = -1;
  int stdout_ = -1;
  int stderr_ = -1;
  std::uint16_t port_ = 0;
  std::string ready_line_;
};

}  // namespace harness::test
