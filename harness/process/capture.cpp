#include "harness/process/capture.hpp"

#include <chrono>
#include <future>

#include <boost/asio/io_context.hpp>
#include <boost/process.hpp>

#include "harness/process/path_lookup.hpp"

namespace harness::process {

namespace bp = boost::process;

Result<std::string> capture(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                            Nanoseconds time_limit) {
  const auto path = program.has_parent_path() ? program : found_in_path(program);
  if (path.empty()) return environment_error("'{}' is not installed", program.string());
  try {
    boost::asio::io_context io;
    std::future<std::string> output;
    bp::child child(path.string(), bp::args(arguments), bp::std_in<bp::null, bp::std_out> output,
                    bp::std_err > bp::null, io);
    io.run_for(std::chrono::duration_cast<std::chrono::milliseconds>(time_limit));
    if (output.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
      child.terminate();
      return environment_error("'{}' did not end within {}", program.string(), human(time_limit));
    }
    child.wait();
    if (child.exit_code() != 0)
      return environment_error("'{}' exited with code {}", program.string(), child.exit_code());
    return output.get();
  } catch (const std::exception& problem) {
    return environment_error("cannot run '{}': {}", program.string(), problem.what());
  }
}

}  // namespace harness::process
