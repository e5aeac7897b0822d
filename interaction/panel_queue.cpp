#include "interaction/panel_queue.h"

#include <algorithm>

namespace interaction {

void PanelQueue::push(const Input& input) {
  if (const auto* pointer = std::get_if<PointerInput>(&input.what)) {
    push(*pointer);
  } else if (const auto* wheel = std::get_if<WheelInput>(&input.what)) {
    steps_.emplace_back(MoveTo{wheel->atDp});
    steps_.emplace_back(Wheel{wheel->steps});
    modifiers_ = wheel->modifiers;
  } else if (const auto* key = std::get_if<KeyInput>(&input.what)) {
    typing_.emplace_back(*key);
    modifiers_ = key->modifiers;
  } else if (const auto* text = std::get_if<TextInput>(&input.what)) {
    typing_.emplace_back(*text);
    modifiers_ = {};  // with Ctrl or Alt held there would be no text
  } else {
    typing_.emplace_back(FocusLost{});
    if (owner_) {
      steps_.emplace_back(SetButton{false});
      owner_.reset();
    }
    steps_.emplace_back(Leave{});
  }
}

void PanelQueue::push(const PointerInput& pointer) {
  modifiers_ = pointer.modifiers;
  const bool owns = owner_ == pointer.id && ownerKind_ == pointer.kind;
  if (owner_ && !owns) {
    return;  // the toolkit knows one pointer: a second finger on a panel waits for the first to leave
  }
  switch (pointer.phase) {
    case Phase::Hover:
    case Phase::Move:
      if (owner_ || pointer.kind != Pointer::Finger) {
        steps_.emplace_back(MoveTo{pointer.atDp});
      }
      return;
    case Phase::Down:
      if (pointer.button != Button::Primary || owner_) {
        return;
      }
      owner_ = pointer.id;
      ownerKind_ = pointer.kind;
      steps_.emplace_back(MoveTo{pointer.atDp});
      steps_.emplace_back(SetButton{true});
      return;
    case Phase::Up:
    case Phase::Cancel:
      if (!owns || pointer.button != Button::Primary) {
        return;
      }
      owner_.reset();
      // A cancelled contact leaves first: a release far from every item activates none.
      if (pointer.phase == Phase::Cancel) {
        steps_.emplace_back(Leave{});
        steps_.emplace_back(SetButton{false});
        return;
      }
      steps_.emplace_back(MoveTo{pointer.atDp});
      steps_.emplace_back(SetButton{false});
      if (pointer.kind == Pointer::Finger) {
        steps_.emplace_back(Leave{});
      }
      return;
  }
}

PanelState PanelQueue::next() {
  PanelState state;
  bool moved = false;
  bool changed = false;  // button edge or wheel: nothing more about the pointer fits into this frame
  while (!steps_.empty() && !changed) {
    const Step& step = steps_.front();
    if (const auto* move = std::get_if<MoveTo>(&step)) {
      moved = moved || shownAtDp_ != move->atDp;
      shownAtDp_ = move->atDp;
    } else if (std::holds_alternative<Leave>(step)) {
      if (moved) {
        break;
      }
      moved = shownAtDp_.has_value();
      shownAtDp_.reset();
    } else if (const auto* button = std::get_if<SetButton>(&step)) {
      if (moved) {
        break;  // the hover frame comes first
      }
      down_ = button->down;
      changed = true;
    } else {
      state.wheelSteps = std::get<Wheel>(step).steps;
      changed = true;
    }
    steps_.pop_front();
  }
  state.atDp = shownAtDp_;
  state.down = down_;
  type(state);
  state.modifiers = modifiers_;
  return state;
}

void PanelQueue::type(PanelState& state) {
  while (!typing_.empty()) {
    const Typing& front = typing_.front();
    if (const auto* key = std::get_if<KeyInput>(&front)) {
      const bool seen = std::any_of(state.keys.begin(), state.keys.end(),
                                    [&](const KeyInput& other) { return other.key == key->key; });
      // Text typed before a key must be in the field before the key acts on it.
      if (seen || (!state.text.empty() && key->down)) {
        return;
      }
      state.keys.push_back(*key);
    } else if (const auto* text = std::get_if<TextInput>(&front)) {
      state.text += text->utf8;
    } else {
      if (!state.keys.empty() || !state.text.empty()) {
        return;
      }
      state.released = true;
      typing_.pop_front();
      return;
    }
    typing_.pop_front();
  }
}

}  // namespace interaction
