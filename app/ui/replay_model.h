// What is shown while a case's history is played, and what is asked of it. Plain values; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "ui/deck_keys.h"

namespace ui {

enum class ReplayAct : std::uint8_t {
  PlayOrPause,
  Forward,  // by one step
  Back,
  ToStart,
  ToEnd,
  Faster,
  Slower,
  Leave,
};

using ReplayKey = DeckKey<ReplayAct>;
std::span<const ReplayKey> replayKeys();

struct ReplayCard {
  enum class State : std::uint8_t { Working, Shown, Failed } state = State::Working;
  std::string place;      // "Cranium CT · shared"
  std::string fault;      // of Failed: why, and what can be done
  std::size_t steps = 0;  // there are
  std::size_t at = 0;     // of them shown; 0: before the first
  bool playing = false;
  std::string what;   // the step that was taken last: "Painted L1"
  std::string who;    // and by whom, when: "Ada · 26 Nov 2026, 14:02"
  std::string speed;  // "5 a second"
};

struct DoInReplay {
  ReplayAct act;
};
struct ReplayTo {
  std::size_t step;  // as ReplayCard::at
};

}  // namespace ui
