#pragma once
// The files of DATA_DIR as answers: read from disk for each request, piece by piece.
// Threading: any thread. Errors: what cannot be opened is a 404; what ends early ends its connection.
#include <filesystem>
#include <string>
#include <string_view>

#include "workloads/native/reference/contract_routes.hpp"

namespace harness::reference {

/// `name` is one that file_on() lets pass. Without a folder there are no files.
[[nodiscard]] contract::Answer file_answer(const std::filesystem::path& folder, const std::string& name,
                                           std::string_view range);

}  // namespace harness::reference
