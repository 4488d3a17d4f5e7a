#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/results/export_google_benchmark.hpp"
#include "harness/results/export_hdr.hpp"

namespace harness::cli {
namespace {

Result<std::string> exported(const ExportOptions& options) {
  if (options.median && options.format != "google-benchmark")
    return usage_error("--median belongs to --format google-benchmark, not to {}", options.format);
  const auto run = results::read_run(options.run);
  if (!run) return tl::unexpected(run.error());
  if (options.format == "hdr") return results::hdr_log_of(*run, options.run);
  return results::google_benchmark_json(
      *run, options.median ? results::BlocksShown::kMedian : results::BlocksShown::kEach);
}

}  // namespace

int export_command(const ExportOptions& options) {
  const auto text = exported(options);
  return text ? deliver(*text, options.out) : report_error(text.error());
}

}  // namespace harness::cli
