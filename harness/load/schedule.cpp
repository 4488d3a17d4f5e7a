#include "harness/load/schedule.hpp"

#include <cmath>

#include "harness/base/digest.hpp"
#include "harness/base/error.hpp"

namespace harness::load {
namespace {

constexpr std::uint64_t kGapsPurpose =
    0x6172726976616c73;  // so that no other use of the seed draws the same numbers

}  // namespace

const char* name_of(Arrivals arrivals) {
  switch (arrivals) {
    case Arrivals::kPoisson:
      return "poisson";
    case Arrivals::kBurst:
      return "burst";
    case Arrivals::kUniform:
      break;
  }
  return "uniform";
}

Arrivals arrivals_named(std::string_view name) {
  for (const Arrivals arrivals : {Arrivals::kPoisson, Arrivals::kBurst}) {
    if (name == name_of(arrivals)) return arrivals;
  }
  HARNESS_ASSERT(name == name_of(Arrivals::kUniform));
  return Arrivals::kUniform;
}

Nanoseconds Schedule::when(double expected) const {
  const double ramp_s = to_seconds(spec_.ramp);
  const double from = spec_.ramp_from.value;
  const double to = spec_.rate.value;
  const double in_ramp = ramp_s * (from + to) / 2;
  double at_s = 0;
  if (expected >= in_ramp) {
    at_s = ramp_s + (expected - in_ramp) / to;
  } else {
    // The root of r0·t + slope·t²/2 = u in the form that does not cancel when the slope is small or zero.
    const double slope = (to - from) / ramp_s;
    at_s = 2 * expected / (from + std::sqrt(from * from + 2 * slope * expected));
    if (expected == 0) at_s = 0;
  }
  return Nanoseconds(std::llround(at_s * 1e9));
}

double Schedule::expected_by(Nanoseconds length) const {
  const double ramp_s = to_seconds(spec_.ramp);
  const double from = spec_.ramp_from.value;
  const double to = spec_.rate.value;
  const double t = to_seconds(length);
  if (t >= ramp_s) return ramp_s * (from + to) / 2 + (t - ramp_s) * to;
  return from * t + (to - from) / ramp_s * t * t / 2;
}

Cursor::Cursor(const Schedule& schedule, std::uint64_t first, std::uint64_t stride)
    : schedule_(&schedule),
      gaps_(random_stream(schedule.spec().seed, {kGapsPurpose})),
      stride_(stride),
      index_(first) {
  step();
}

void Cursor::advance() {
  index_ += stride_;
  step();
}

void Cursor::step() {
  const ScheduleSpec& spec = schedule_->spec();
  if (spec.arrivals != Arrivals::kPoisson) {
    const bool burst = spec.arrivals == Arrivals::kBurst;
    const std::uint64_t since_the_first = burst ? index_ % static_cast<std::uint64_t>(spec.at_once) : 0;
    due_ = schedule_->when(static_cast<double>(index_ - since_the_first));
    return;
  }
  // 1 − unit() lies in (0, 1]: its logarithm is finite.
  for (; walked_ <= index_; ++walked_) unit_time_ -= std::log(1 - gaps_.unit());
  due_ = schedule_->when(unit_time_);
}

std::string schedule_sha256(const Schedule& schedule, std::uint64_t count) {
  std::string bytes;
  Cursor cursor(schedule, 0, 1);
  for (std::uint64_t i = 0; i < count; ++i, cursor.advance()) {
    bytes.append(std::to_string(cursor.due().count())).push_back('\n');
  }
  return sha256_hex(bytes);
}

}  // namespace harness::load
