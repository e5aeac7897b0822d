// Feeds pointers, keys and text to a toolkit that reads a *state* once per frame and so misses what happens between
// (Dear ImGui before 1.87: a tap inside one frame is lost, a press on a spot not hovered before hits the wrong item or
// two). Events are handed out so that a button changes at most once per frame, on a spot that was hovered the frame
// before, and a finger leaves only after its release was seen; what was typed before a press is in its field before the
// press chooses another, and what was typed after it comes after; a key comes with what was held with it, and letters
// that follow a tabulator wait until the next field takes them. That costs panels a frame; painting never comes here.
// Pure logic; one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <glm/vec2.hpp>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "interaction/input.h"

namespace interaction {

// What the toolkit is to believe in one frame.
struct PanelState {
  std::optional<glm::dvec2> atDp;  // nothing: no pointer is near
  bool down = false;               // its one button
  double wheelSteps = 0;
  std::vector<KeyInput> keys;  // edges, at most one per key
  std::string text;            // UTF-8
  Modifiers modifiers;
  bool released = false;  // everything that was held is to be forgotten
};

class PanelQueue {
 public:
  void push(const Input& input);

  // The state of the next frame. Whatever the toolkit cannot take at once stays for later frames.
  PanelState next();

  // Whether every event has been handed out; while not, frames must go on.
  bool isEmpty() const { return steps_.empty() && typing_.empty(); }

 private:
  struct MoveTo {
    glm::dvec2 atDp;
  };
  struct SetButton {
    bool down;
  };
  struct Leave {};
  struct Wheel {
    double steps;
  };
  using Step = std::variant<MoveTo, SetButton, Leave, Wheel>;
  using Typing = std::variant<KeyInput, TextInput, FocusLost>;
  // With its place among all that was pushed.
  template <typename What>
  struct Placed {
    std::uint64_t place;
    Modifiers modifiers;  // that were held
    What what;
  };

  void push(const PointerInput& pointer);
  void add(Step step, Modifiers held) { steps_.push_back({++pushed_, held, step}); }
  void add(Typing typing, Modifiers held) { typing_.push_back({++pushed_, held, std::move(typing)}); }
  void type(PanelState& state, std::uint64_t before);

  std::uint64_t pushed_ = 0;
  std::deque<Placed<Step>> steps_;
  std::deque<Placed<Typing>> typing_;
  std::optional<glm::dvec2> shownAtDp_;
  bool down_ = false;
  std::optional<std::int64_t> owner_;  // the contact that holds the button
  Pointer ownerKind_ = Pointer::Mouse;
  Modifiers modifiers_;  // as of what was handed out last
  int waits_ = 0;        // frames in which nothing is typed, for the keys to reach another field
};

}  // namespace interaction
