#pragma once
// A small, faultless workloads folder in the test's temporary directory. A test changes one place in it and
// looks at what load_catalog says. The line numbers in the tests are those of the texts in
// small_workloads.cpp.
#include <filesystem>
#include <string>
#include <string_view>

#include "harness/workload/catalog.hpp"

namespace harness::workload {

class SmallWorkloads {
 public:
  SmallWorkloads();

  /// Replaces the only occurrence of `from`; a `from` that is not there (or twice) fails the test.
  SmallWorkloads& replace(const std::string& file, std::string_view from, std::string_view to);
  SmallWorkloads& write(const std::string& file, std::string_view text);
  SmallWorkloads& remove(const std::string& file);

  [[nodiscard]] Result<Catalog> load() const;
  /// What load_catalog complains about, without the temporary folder in front of the file names; empty when
  /// nothing.
  [[nodiscard]] std::string complaint() const;
  /// The same for a manifest on its own, checked against this catalog when it is given.
  [[nodiscard]] std::string complaint_about(const std::string& file, const Catalog* catalog = nullptr) const;
  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

 private:
  [[nodiscard]] std::string without_root(std::string message) const;

  std::filesystem::path root_;
};

}  // namespace harness::workload
