#include "harness/base/file.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace harness {
namespace {

Result<void> write_all(int fd, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return environment_error("{}", errno_message("cannot write " + path, errno));
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(fd) != 0) return environment_error("{}", errno_message("cannot flush " + path, errno));
  return {};
}

/// A pipe or a device is written to; a rename would put a file in its place.
Result<void> write_to_device(const std::string& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary);
  out << content << std::flush;
  if (!out) return environment_error("{}", errno_message("cannot write " + path, errno));
  return {};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return environment_error("{}", errno_message("cannot read " + path.string(), errno));
  // In pieces, not by its size: files under /proc have none.
  std::string content;
  std::error_code unknown;
  if (const auto size = std::filesystem::file_size(path, unknown); !unknown) content.reserve(size);
  for (char piece[65'536]; in.read(piece, sizeof piece) || in.gcount() > 0;)
    content.append(piece, static_cast<std::size_t>(in.gcount()));
  if (in.bad()) return environment_error("{}", errno_message("cannot read " + path.string(), errno));
  return content;
}

Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  std::error_code ignored;
  if (std::filesystem::is_other(path, ignored)) return write_to_device(path.string(), content);
  const std::string temporary = path.string() + ".tmp." + std::to_string(::getpid());
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return environment_error("{}", errno_message("cannot create " + temporary, errno));
  Result<void> written = write_all(fd, content, temporary);
  ::close(fd);
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0) {
    written = environment_error("{}", errno_message("cannot rename to " + path.string(), errno));
  }
  if (!written) ::unlink(temporary.c_str());
  return written;
}

}  // namespace harness
