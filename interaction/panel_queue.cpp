#include "interaction/panel_queue.h"

#include <algorithm>

namespace interaction {
namespace {

constexpr int kFramesToNextField = 2;  // of Dear ImGui, from the key to the field that takes letters

bool leadsOn(const KeyInput& key) {
  return key.key == "Tab" || key.key == "Return";
}

}  // namespace

void PanelQueue::push(const Input& input) {
  if (const auto* pointer = std::get_if<PointerInput>(&input.what)) {
    push(*pointer);
  } else if (const auto* wheel = std::get_if<WheelInput>(&input.what)) {
    add(Step(MoveTo{wheel->atDp}), wheel->modifiers);
    add(Step(Wheel{wheel->steps}), wheel->modifiers);
  } else if (const auto* key = std::get_if<KeyInput>(&input.what)) {
    add(Typing(*key), key->modifiers);
  } else if (const auto* text = std::get_if<TextInput>(&input.what)) {
    add(Typing(*text), {});  // with Ctrl or Alt held there would be no text
  } else {
    add(Typing(FocusLost{}), {});
    if (owner_) {
      add(Step(SetButton{false}), {});
      owner_.reset();
    }
    add(Step(Leave{}), {});
  }
}

void PanelQueue::push(const PointerInput& pointer) {
  const bool owns = owner_ == pointer.id && ownerKind_ == pointer.kind;
  if (owner_ && !owns) {
    return;  // the toolkit knows one pointer: a second finger on a panel waits for the first to leave
  }
  switch (pointer.phase) {
    case Phase::Hover:
    case Phase::Move:
      if (owner_ || pointer.kind != Pointer::Finger) {
        add(Step(MoveTo{pointer.atDp}), pointer.modifiers);
      }
      return;
    case Phase::Down:
      if (pointer.button != Button::Primary || owner_) {
        return;
      }
      owner_ = pointer.id;
      ownerKind_ = pointer.kind;
      add(Step(MoveTo{pointer.atDp}), pointer.modifiers);
      add(Step(SetButton{true}), pointer.modifiers);
      return;
    case Phase::Up:
    case Phase::Cancel:
      if (!owns || pointer.button != Button::Primary) {
        return;
      }
      owner_.reset();
      // A cancelled contact leaves first: a release far from every item activates none.
      if (pointer.phase == Phase::Cancel) {
        add(Step(Leave{}), pointer.modifiers);
        add(Step(SetButton{false}), pointer.modifiers);
        return;
      }
      add(Step(MoveTo{pointer.atDp}), pointer.modifiers);
      add(Step(SetButton{false}), pointer.modifiers);
      if (pointer.kind == Pointer::Finger) {
        add(Step(Leave{}), pointer.modifiers);
      }
      return;
  }
}

PanelState PanelQueue::next() {
  PanelState state;
  const auto edge = std::find_if(steps_.begin(), steps_.end(),
                                 [](const Placed<Step>& each) { return std::holds_alternative<SetButton>(each.what); });
  const std::uint64_t edgeAt = edge == steps_.end() ? UINT64_MAX : edge->place;
  bool moved = false;
  bool changed = false;  // button edge or wheel: nothing more about the pointer fits into this frame
  while (!steps_.empty() && !changed) {
    const Step& step = steps_.front().what;
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
      const bool typed = !typing_.empty() && typing_.front().place < steps_.front().place &&
                         !std::holds_alternative<FocusLost>(typing_.front().what);
      if (moved || typed) {
        break;  // the hover frame comes first, and so does what was typed before
      }
      down_ = button->down;
      changed = true;
    } else {
      state.wheelSteps = std::get<Wheel>(step).steps;
      changed = true;
    }
    modifiers_ = steps_.front().modifiers;
    steps_.pop_front();
  }
  state.atDp = shownAtDp_;
  state.down = down_;
  if (waits_ > 0) {
    --waits_;
  } else if (state.wheelSteps == 0) {  // what is held with the wheel may be held with no letter
    type(state, edgeAt);
  }
  state.modifiers = modifiers_;
  return state;
}

void PanelQueue::type(PanelState& state, std::uint64_t before) {
  bool typed = false;
  while (!typing_.empty() && typing_.front().place < before) {
    const Typing& front = typing_.front().what;
    if (typed && typing_.front().modifiers != modifiers_) {
      return;
    }
    modifiers_ = typing_.front().modifiers;
    typed = true;
    if (const auto* key = std::get_if<KeyInput>(&front)) {
      const bool seen = std::any_of(state.keys.begin(), state.keys.end(),
                                    [&](const KeyInput& other) { return other.key == key->key; });
      // Text typed before a key must be in the field before the key acts on it.
      if (seen || (!state.text.empty() && key->down)) {
        return;
      }
      state.keys.push_back(*key);
      if (key->down && leadsOn(*key)) {
        waits_ = kFramesToNextField;
        typing_.pop_front();
        return;
      }
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
