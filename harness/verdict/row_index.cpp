#include "harness/verdict/row_index.hpp"

namespace harness::verdict {
namespace {

const RowIndex::Found kNone;

}  // namespace

RowIndex::RowIndex(std::span<const results::SliceRow> rows) {
  for (const results::SliceRow& row : rows) {
    if (row.status == results::SliceStatus::kAbsent) {
      absent_[row.stack].push_back(&row);
    } else {
      measured_[{row.stack, row.cell}].push_back(&row);
    }
  }
}

const RowIndex::Found& RowIndex::measured(const std::string& stack, const std::string& cell) const {
  const auto found = measured_.find({stack, cell});
  return found == measured_.end() ? kNone : found->second;
}

const RowIndex::Found& RowIndex::absent(const std::string& stack) const {
  const auto found = absent_.find(stack);
  return found == absent_.end() ? kNone : found->second;
}

}  // namespace harness::verdict
