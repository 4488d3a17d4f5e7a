#include "harness/load/engine.hpp"

#include "harness/load/session.hpp"

namespace harness::load {

Result<LoadResult> run(const LoadPlan& plan, Observer& observer) {
  auto session = Session::open(plan);
  if (!session) return tl::unexpected(session.error());
  if (auto driven = session->turn(observer); !driven) return tl::unexpected(driven.error());
  return session->finish();
}

Result<LoadResult> run(const LoadPlan& plan) {
  Observer nobody;
  return run(plan, nobody);
}

}  // namespace harness::load
