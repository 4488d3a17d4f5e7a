#include "harness/results/run_folder.hpp"

#include <cerrno>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <tuple>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "harness/base/file.hpp"
#include "harness/results/csv.hpp"

namespace harness::results {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kChooseAnother = "choose a folder you can write to, with --out for a new run";

Result<void> make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return environment_error("cannot create {}: {}; {}", folder.string(), error.message(), kChooseAnother);
  }
  return {};
}

Result<void> refuse_a_used_folder(const fs::path& folder) {
  for (const char* name : {"run.json", "slices.csv"}) {
    std::error_code ignored;
    if (fs::exists(folder / name, ignored)) {
      return environment_error("{} already holds a run ({} exists); choose another folder with --out",
                               folder.string(), name);
    }
  }
  return {};
}

/// write(2) until everything is with the operating system.
Result<void> write_all(int fd, std::string_view bytes, const fs::path& file) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int reason = errno;
      return environment_error("{}; the rows stored so far are intact, free some space and run again",
                               errno_message("cannot append to " + file.string(), reason));
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

/// Another process may have put a new file in the place of the one that was opened.
bool is_still_at(const fs::path& file, int fd) {
  struct stat opened {};
  struct stat there {};
  return ::fstat(fd, &opened) == 0 && ::stat(file.c_str(), &there) == 0 && opened.st_ino == there.st_ino &&
         opened.st_dev == there.st_dev;
}

/// The lock ends with the last descriptor, however the process ends. A file system without locks gives none.
Result<int> open_locked(const fs::path& file, int flags) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0644);
  if (fd < 0) {
    const int reason = errno;
    return environment_error("{}; {}", errno_message("cannot open " + file.string(), reason), kChooseAnother);
  }
  const bool taken = ::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  if (taken || !is_still_at(file, fd)) {
    ::close(fd);
    return environment_error("{} is being written by another harness; wait until it has ended",
                             file.string());
  }
  return fd;
}

Result<int> create_slices(const fs::path& file) {
  const auto opened = open_locked(file, O_CREAT | O_EXCL);
  if (!opened) return opened;
  const int fd = *opened;
  if (const auto header = write_all(fd, csv_header(slice_columns()), file); !header) {
    ::close(fd);
    return tl::unexpected(header.error());
  }
  return fd;
}

template <typename Row>
Result<void> write_table(const fs::path& file, std::span<const Row> rows) {
  const auto text = csv_text(rows);
  if (!text) return tl::unexpected(text.error().within(file.string()));
  return write_file_atomically(file, *text);
}

/// "a/b/" and "a/b" are one folder, but only the second has a name.
fs::path without_slash(const fs::path& folder) {
  return folder.has_filename() ? folder : folder.parent_path();
}

}  // namespace

RunFolder::RunFolder(fs::path folder, int slices_fd)
    : folder_(without_slash(fs::absolute(folder).lexically_normal())), slices_fd_(slices_fd) {}

RunFolder::RunFolder(RunFolder&& other) noexcept
    : folder_(std::move(other.folder_)), slices_fd_(std::exchange(other.slices_fd_, -1)) {}

RunFolder& RunFolder::operator=(RunFolder&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(slices_fd_, other.slices_fd_);
  return *this;
}

RunFolder::~RunFolder() {
  if (slices_fd_ >= 0) ::close(slices_fd_);
}

Result<RunFolder> RunFolder::create(const fs::path& folder) {
  if (const auto unused = refuse_a_used_folder(folder); !unused) return tl::unexpected(unused.error());
  for (const fs::path& each : {folder, folder / "histograms", folder / "log"}) {
    if (const auto made = make_folder(each); !made) return tl::unexpected(made.error());
  }
  const auto fd = create_slices(folder / "slices.csv");
  if (!fd) return tl::unexpected(fd.error());
  RunFolder run(folder, *fd);
  if (const auto env = run.write_env({}); !env) return tl::unexpected(env.error());
  RunManifest manifest;
  manifest.run_id = run.path().filename().string();
  if (const auto written = run.write_manifest(manifest); !written) return tl::unexpected(written.error());
  return run;
}

Result<RunFolder> RunFolder::reopen(const fs::path& folder) {
  const auto fd = open_locked(folder / "slices.csv", 0);
  if (!fd) return tl::unexpected(fd.error());
  RunFolder run(folder, *fd);
  for (const fs::path& each : {folder / "histograms", folder / "log"}) {
    if (const auto made = make_folder(each); !made) return tl::unexpected(made.error());
  }
  return run;
}

Result<void> RunFolder::keep_only(std::span<const SliceRow> rows) {
  const fs::path file = folder_ / "slices.csv";
  if (const auto written = write_table(file, rows); !written) return written;
  const auto fd = open_locked(file, 0);  // the old descriptor, and its lock, are of the replaced file
  if (!fd) return tl::unexpected(fd.error());
  ::close(std::exchange(slices_fd_, *fd));
  return {};
}

Result<void> RunFolder::append(const SliceRow& row) {
  const auto line = csv_line(row);
  const fs::path file = folder_ / "slices.csv";
  if (!line) return tl::unexpected(line.error().within(file.string()));
  const off_t before = ::lseek(slices_fd_, 0, SEEK_END);
  auto written = write_all(slices_fd_, *line, file);
  // Half a line would run into the next row. If even cutting it off fails, the reader's strictness tells.
  if (!written && before >= 0) std::ignore = ::ftruncate(slices_fd_, before);
  return written;
}

Result<void> RunFolder::write_env(std::span<const EnvRow> rows) {
  return write_table(folder_ / "env.csv", rows);
}

Result<void> RunFolder::write_verdicts(std::span<const VerdictRow> rows) {
  return results::write_verdicts(folder_, rows);
}

Result<void> RunFolder::write_controls(std::span<const ControlRow> rows) {
  return write_table(folder_ / "controls.csv", rows);
}

Result<void> RunFolder::write_causes(std::span<const CauseRow> rows) {
  return write_table(folder_ / "causes.csv", rows);
}

Result<void> RunFolder::write_manifest(const RunManifest& manifest) {
  return write_file_atomically(folder_ / "run.json", manifest_json(manifest));
}

fs::path RunFolder::histogram_path(std::string_view name) const {
  return folder_ / "histograms" / name;
}
fs::path RunFolder::log_path(std::string_view name) const {
  return folder_ / "log" / name;
}

Result<void> write_verdicts(const fs::path& folder, std::span<const VerdictRow> rows) {
  return write_table(folder / "verdicts.csv", rows);
}

}  // namespace harness::results
