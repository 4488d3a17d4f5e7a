#pragma once
// A set of message ids that were counted up from 0: one bit each. So a duplicate is recognised however late
// it comes, which a window of recent ids would forget. Units: ids. Threading: one owner.
// Memory: 1 bit per id, doubled now and then; nothing is allocated per message. Keep ids bounded: a peer must
// not choose how far this grows.
#include <cstdint>
#include <vector>

namespace harness::stream {

class MessageIds {
 public:
  [[nodiscard]] bool contains(std::uint64_t id) const {
    const std::uint64_t word = id / 64;
    return word < words_.size() && (words_[word] >> (id % 64) & 1) != 0;
  }

  /// False when it was there already.
  bool insert(std::uint64_t id) {
    const std::uint64_t word = id / 64;
    if (word >= words_.size()) words_.resize(2 * word + 1);
    const std::uint64_t bit = std::uint64_t{1} << (id % 64);
    const bool is_new = (words_[word] & bit) == 0;
    words_[word] |= bit;
    size_ += is_new ? 1U : 0U;
    return is_new;
  }

  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  std::vector<std::uint64_t> words_;
  std::uint64_t size_ = 0;
};

}  // namespace harness::stream
