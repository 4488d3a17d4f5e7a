#include "harness/stream/websocket_game.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace harness::stream {
namespace {

/// A tick that was made so much before its time is a wrong one; before that, one that nobody knows of.
constexpr Nanoseconds kClockSlack = milliseconds(1);

/// So that a step that is lost, or counted for somebody else, shows: always to the right, and up and down by
/// turns, every second player down and up.
Place step_of(std::uint32_t player, std::int64_t steps_before) {
  return {1, (steps_before + player) % 2 == 0 ? 1 : -1};
}

Place place_after(std::uint32_t player, std::int64_t steps) {
  return {steps, steps % 2 == 0 ? 0 : step_of(player, 0).y};
}

}  // namespace

WebSocketGame::WebSocketGame(const WebSocketPlan& plan)
    : WebSocketTraffic(plan.schedule.has_value()),
      hz_(ticks_per_second(plan.target).value_or(1)),
      timeout_(plan.timeout),
      tracker_(static_cast<std::uint32_t>(plan.connections)),
      players_(static_cast<std::size_t>(plan.connections)) {}

void WebSocketGame::due(std::uint32_t connection, Instant intended) {
  if (counts(intended)) {
    ++game_.steps_due;
    ++unseen_steps_;
  }
  players_[connection].waiting.push_back(intended);
}

bool WebSocketGame::next(std::uint32_t connection, std::string& text, Instant at) {
  Player& player = players_[connection];
  if (player.waiting.empty()) return false;
  const Instant intended = player.waiting.front();
  player.waiting.pop_front();
  player.unseen.push_back(intended);
  write_step(text, step_of(connection, player.sent));
  ++player.sent;
  recorder_.sent(intended, at);
  recorder_.moved(0, text.size(), at);
  return true;
}

Nanoseconds WebSocketGame::age_at(std::uint64_t tick) const {
  return Nanoseconds(static_cast<std::int64_t>(tick) * 1'000'000'000 / hz_);
}

/// Of a tick that was already on its way when the load began, some players got their copy before: so the one
/// behind it is the first that counts. A tick of another time than that of the others teaches nothing: the
/// server must not choose how many ticks are due.
void WebSocketGame::learn_when_it_began(const TickHead& head, Instant at) {
  const Instant began = at - head.age;
  if (head.age - age_at(head.tick) > timeout_ || (began_ && began < first_guess_ - timeout_)) return;
  if (!began_) {
    began_ = first_guess_ = began;
    base_ = head.tick + 1;
  } else {
    began_ = std::min(*began_, began);
  }
}

/// Ticks are scheduled when they are due, whether or not one ever comes: when none did during the lead-in,
/// those of the window are due all the same.
void WebSocketGame::admit(Instant until) {
  if (!began_) {
    if (until < recorder_.window().opens) return;
    began_ = first_guess_ = load_starts_;
    base_ = 1;
  }
  for (Instant due = due_of(base_ + tracker_.messages_sent());
       due <= until && due < recorder_.window().closes; due = due_of(base_ + tracker_.messages_sent())) {
    recorder_.scheduled(due, tracker_.open_members());
    fan_out_.messages_sent += counts(due) ? 1U : 0U;
    tracker_.sent(0, due, due);
  }
}

void WebSocketGame::received(std::uint32_t connection, std::string_view payload, bool is_text, Instant at) {
  recorder_.moved(payload.size(), 0, at);
  const auto head = read_tick(payload);
  if (!head) {
    ++unreadable_;
    return recorder_.explain(
        fmt::format("player {} got {} bytes that are no tick", connection, payload.size()));
  }
  learn_when_it_began(*head, at);
  admit(at + kClockSlack);
  if (!began_) return;
  const bool is_of_the_lead_out =
      base_ + tracker_.messages_sent() <= head->tick && due_of(head->tick) >= recorder_.window().closes;
  if (head->tick < base_ || is_of_the_lead_out) {
    if (is_of_the_lead_out)
      static_cast<void>(are_right(*head, at));  // it shows the steps of the window's end
    return;
  }
  const auto [arrival, message] =
      tracker_.delivered(connection, {1, head->tick - base_, head->tick, 0, {}}, at);
  switch (arrival) {
    case FanoutTracker::Arrival::kDelivery:
      return judge(connection, *head, payload, is_text, message, at);
    case FanoutTracker::Arrival::kLate:
      return;
    case FanoutTracker::Arrival::kDuplicate:
      return recorder_.explain(fmt::format("player {} got tick {} twice", connection, head->tick));
    case FanoutTracker::Arrival::kStranger:
      return recorder_.explain(
          fmt::format("player {} got tick {}, which is not due yet", connection, head->tick));
  }
}

void WebSocketGame::judge(std::uint32_t connection, const TickHead& head, std::string_view text, bool is_text,
                          const FanoutTracker::Message& message, Instant at) {
  const auto [told, is_first] = told_.try_emplace(head.tick);
  if (is_first) told->second = {std::string(text), are_right(head, at)};
  const bool same = told->second.text == text;
  if (!same)
    recorder_.explain(fmt::format("player {} was told something else at tick {}", connection, head.tick));
  if (is_text && same && told->second.right) {
    recorder_.answered({message.intended, message.intended, std::max(at, message.intended + Nanoseconds(1))});
    if (counts(message.intended)) arrivals_.push_back(at - age_at(head.tick));
  } else {
    recorder_.failed(message.intended, at, MessageFate::kWrongAnswer);
    recorder_.explain(fmt::format("tick {} is not as it must be", head.tick));
  }
  if (message.missing() > 0) return;
  told_.erase(told);
  if (!message.whole || !counts(message.intended)) return;
  ++fan_out_.messages_complete;
  fan_out_.skew.record(message.last - message.first);
  last_arrivals_.push_back(message.last - age_at(head.tick));
}

/// Players were let in one after the other, so those that are there stand in the order of their connections.
bool WebSocketGame::are_right(const TickHead& head, Instant at) {
  const bool in_time = head.age * hz_ >= Nanoseconds(static_cast<std::int64_t>(head.tick) * 1'000'000'000);
  if (!in_time) {
    ++game_.early;
    recorder_.explain(fmt::format("tick {} was made {} after the game began, before it was due", head.tick,
                                  human(head.age)));
  }
  const auto places = read_places(head.places);
  if (!places) {
    recorder_.explain(fmt::format("tick {} says nothing of where the players are", head.tick));
    return false;
  }
  if (somebody_left_) return in_time;
  std::size_t at_place = 0;
  bool right = places->size() == tracker_.open_members();
  for (std::uint32_t i = 0; i < players_.size() && right; ++i) {
    if (!players_[i].open) continue;
    const Place& place = (*places)[at_place++];
    right = place.x >= players_[i].seen && place.x <= players_[i].sent && place == place_after(i, place.x);
    if (right) see(players_[i], place.x - players_[i].seen, at);
  }
  if (!right) {
    ++game_.wrong_places;
    recorder_.explain(fmt::format("tick {}: the places are not the sums of what {} players have sent",
                                  head.tick, tracker_.open_members()));
  }
  return in_time && right;
}

void WebSocketGame::see(Player& player, std::int64_t steps, Instant at) {
  for (; steps > 0; --steps) {
    const Instant intended = player.unseen.front();
    player.unseen.pop_front();
    ++player.seen;
    if (!counts(intended)) continue;
    --unseen_steps_;
    ++game_.steps_seen;
    game_.step_seen.record(at - intended);
  }
}

void WebSocketGame::ended(std::uint32_t connection, bool while_writing, Instant at) {
  static_cast<void>(while_writing);
  players_[connection].open = false;
  somebody_left_ = somebody_left_ || began_.has_value();
  tracker_.left(connection, [&](const FanoutTracker::Message& message) {
    recorder_.failed(message.intended, at, MessageFate::kCutOff);
  });
}

void WebSocketGame::expire(Instant now) {
  admit(now);
  while (const auto message = tracker_.give_up(now - timeout_)) {
    told_.erase(base_ + message->id);
    recorder_.failed(message->intended, now, MessageFate::kLost, message->missing());
    recorder_.explain(fmt::format("tick {}: {} of {} players did not get it within {}", base_ + message->id,
                                  message->missing(), message->expected, human(timeout_)));
  }
}

bool WebSocketGame::settled() const {
  const bool all_admitted = began_ && due_of(base_ + tracker_.messages_sent()) >= recorder_.window().closes;
  return all_admitted && WebSocketTraffic::settled() && unseen_steps_ == 0;
}

void WebSocketGame::close_books() {
  while (const auto message = tracker_.give_up(Instant{Nanoseconds::max()})) {
    recorder_.unresolved(message->intended, message->missing());
  }
  if (unseen_steps_ > 0)
    recorder_.explain(fmt::format("{} of {} steps were never seen", unseen_steps_, game_.steps_due));
}

stats::Histogram WebSocketGame::since_due(const std::vector<Instant>& arrivals) const {
  stats::Histogram times;
  for (const Instant arrival : arrivals) times.record(std::max(arrival - *began_, Nanoseconds(1)));
  return times;
}

void WebSocketGame::fill(WebSocketResult& result) const {
  if (result.open_loop) result.open_loop->response = since_due(arrivals_);
  result.fan_out = fan_out_;
  result.fan_out->slowest = since_due(last_arrivals_);
  result.fan_out->counts = tracker_.counts();
  result.game = game_;
  result.game->hz = hz_;
  result.unreadable = unreadable_;
}

}  // namespace harness::stream
