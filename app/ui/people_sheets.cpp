// What is asked before anybody is enrolled, a device signs in a person's name, roles change or a key is declared lost:
// each takes the passphrase of the person at the window.
#include <utility>

#include "ui/dialog.h"
#include "ui/flow.h"
#include "ui/ui.h"

namespace ui {
namespace {

using Sheet = PeopleState::Sheet;

class PeopleSheet {
 public:
  PeopleSheet(PanelFrame& frame, const PeopleCard& card)
      : frame_(frame), w_(frame.widgets), card_(card), state_(frame.state.enrolled) {}

  void draw() {
    bool done = veil(frame_, "people veil", 0.6f) || state_.done != card_.done;  // what was asked for is done
    const double width = std::min(520.0, frame_.sizeDp.x - 32);
    const double height = body({{0, 0}, {width - 48, 0}}, false);
    const Rect sheet = centered(frame_, 520, 64 + height + 24 + kTouchDp + 24);
    beginCard(frame_, "people card", sheet);
    const Rect column{sheet.origin + glm::dvec2(24, 16), {sheet.size.x - 48, 0}};
    w_.text(w_.fonts.strong, w_.theme.text, {column.origin, {column.size.x, 32}}, title());
    const double end = 60 + body({column.origin + glm::dvec2(0, 40), column.size}, true);
    const std::string fault = !card_.fault.empty() ? card_.fault : missing();
    w_.text(w_.fonts.small, w_.theme.caution, {{column.origin.x, sheet.origin.y + end}, {column.size.x, 20}}, fault);
    const double y = sheet.end().y - 16 - kTouchDp;
    if (state_.sheet == Sheet::Roles &&
        w_.button("people revoke", {{column.origin.x, y}, {168, kTouchDp}}, "Key is lost\u2026", false)) {
      state_.sheet = Sheet::Revoke;
    }
    done = w_.button("people cancel", {{column.end().x - 2 * 136 - 8, y}, {136, kTouchDp}}, "Cancel", false) || done;
    const bool good = missing().empty() && !card_.working &&
                      (!state_.passphrase.empty() || (card_.unlocked && state_.sheet == Sheet::Roles));
    const bool tapped = w_.button("people now", {{column.end().x - 136, y}, {136, kTouchDp}},
                                  card_.working ? "One moment" : action(), good, good);
    if ((tapped || entered_) && good) {
      ask();
    }
    w_.endPanel();
    if (done) {
      state_.sheet = Sheet::None;
      state_.passphrase.clear();
      state_.again.clear();
    }
  }

 private:
  const PeopleCard::Person* person() const {
    return state_.person < card_.people.size() ? &card_.people[state_.person] : nullptr;
  }

  std::string title() const {
    switch (state_.sheet) {
      case Sheet::Enrol:
        return "Enrol as " + card_.self;
      case Sheet::EnrolOther:
        return "Enrol somebody on this device";
      case Sheet::Endorse:
        return "Sign on this device";
      case Sheet::Withdraw:
        return "Stop signing on this device";
      case Sheet::Roles:
        return person() != nullptr ? "What " + person()->name + " may do" : "";
      case Sheet::Revoke:
        return person() != nullptr ? "The key of " + person()->name + " is lost" : "";
      case Sheet::None:
        break;
    }
    return "";
  }

  const char* action() const {
    switch (state_.sheet) {
      case Sheet::Enrol:
      case Sheet::EnrolOther:
        return "Enrol";
      case Sheet::Endorse:
        return "Sign here";
      case Sheet::Withdraw:
        return "Stop";
      case Sheet::Revoke:
        return "Declare lost";
      default:
        return "Sign";
    }
  }

  // Why it cannot be asked for yet; empty: it can.
  std::string missing() const {
    if (state_.sheet == Sheet::Roles) {
      return person() != nullptr && state_.roles == person()->roles ? "Tick a role to give it, or take a tick away."
                                                                    : "";
    }
    if ((state_.sheet != Sheet::Enrol && state_.sheet != Sheet::EnrolOther) || state_.passphrase.empty()) {
      return "";
    }
    if (state_.name.empty()) {
      return "Who are they?";
    }
    if (state_.passphrase.size() < kMinPassphrase) {
      return "At least " + std::to_string(kMinPassphrase) + " letters.";
    }
    if (state_.again != state_.passphrase) {
      return "The two passphrases differ.";
    }
    return "";
  }

  void field(Flow& flow, bool draws, const char* name, const char* label, std::string& text, bool secret) {
    flow.heading(label);
    if (draws) {
      const bool focus = state_.sheet != Sheet::Roles && std::exchange(frame_.state.fresh, false);
      if (w_.field(name, {{flow.left(), flow.y()}, {flow.width(), kTouchDp}}, text, "", focus, secret)) {
        entered_ = true;
      }
    }
    flow.gap(kTouchDp);
  }

  void secrets(Flow& flow, bool draws) {
    field(flow, draws, "people passphrase", "Passphrase", state_.passphrase, true);
    field(flow, draws, "people again", "The same again", state_.again, true);
    device(flow, draws);
  }

  void device(Flow& flow, bool draws) {
    field(flow, draws, "people device", "This device: what others read beside what you sign here", state_.device,
          false);
  }

  double body(const Rect& box, bool draws) {
    Flow flow(w_, box, draws);
    switch (state_.sheet) {
      case Sheet::EnrolOther:
        flow.small(
            "They type a passphrase that only they know. Their key is made and kept on this device, locked by it.",
            w_.theme.muted);
        field(flow, draws, "people name", "Their name", state_.name, false);
        secrets(flow, draws);
        break;
      case Sheet::Enrol:
        flow.small(
            "Your key is made and kept on this device, locked by a passphrase that only you know. If either is lost "
            "you enrol anew; what you signed stays yours.",
            w_.theme.muted);
        secrets(flow, draws);
        break;
      case Sheet::Endorse:
        flow.small(
            "What is painted here under your name is signed by this device from now on, without the passphrase. "
            "Decisions and releases still ask for it.",
            w_.theme.muted);
        device(flow, draws);
        field(flow, draws, "people passphrase", "Your passphrase", state_.passphrase, true);
        break;
      case Sheet::Withdraw:
        flow.small("What was painted here stays yours. To paint here again you let this device sign again.",
                   w_.theme.muted);
        field(flow, draws, "people passphrase", "Your passphrase", state_.passphrase, true);
        break;
      case Sheet::Roles:
        if (person() != nullptr) {
          flow.small("Key " + person()->key + ". Compare it with them before you give a role.", w_.theme.muted);
          roles(flow, draws);
        }
        if (card_.unlocked) {  // as high as what it stands for, so that roles stay where they were
          flow.heading("Your passphrase");
          if (draws) {
            w_.text(w_.fonts.body, w_.theme.muted, {{flow.left(), flow.y()}, {flow.width(), kTouchDp}},
                    "It was given a moment ago, and still holds.");
          }
          flow.gap(kTouchDp);
        } else {
          field(flow, draws, "people passphrase", "Your passphrase", state_.passphrase, true);
        }
        break;
      case Sheet::Revoke:
        flow.small("From now on nothing counts that is signed with it. What was signed before stays.", w_.theme.muted);
        field(flow, draws, "people reason", "Why, for those who read the log", state_.reason, false);
        field(flow, draws, "people passphrase", "Your passphrase", state_.passphrase, true);
        break;
      case Sheet::None:
        break;
    }
    return flow.height();
  }

  void roles(Flow& flow, bool draws) {
    flow.gap(kGrid);
    for (std::size_t i = 0; i < kRoles; ++i) {
      const RoleWords& words = roleWords()[i];
      if (draws && checkRow(w_, "people role " + std::to_string(i),
                            {{flow.left() - kGrid, flow.y()}, {flow.width() + 2 * kGrid, kTouchDp}}, state_.roles[i],
                            std::string(words.title) + ": " + std::string(words.meaning))) {
        state_.roles[i] = !state_.roles[i];
      }
      flow.gap(kTouchDp);
    }
    flow.gap(kGrid);
  }

  void ask() {
    std::string passphrase = std::exchange(state_.passphrase, {});
    switch (state_.sheet) {
      case Sheet::Enrol:
      case Sheet::EnrolOther:
        state_.again.clear();
        frame_.requests.emplace_back(EnrolPerson{state_.name, state_.device, std::move(passphrase)});
        break;
      case Sheet::Endorse:
      case Sheet::Withdraw:
        frame_.requests.emplace_back(
            EndorseDevice{state_.sheet == Sheet::Endorse, state_.device, std::move(passphrase)});
        break;
      case Sheet::Roles:
        frame_.requests.emplace_back(ChangeRoles{state_.person, state_.roles, std::move(passphrase)});
        break;
      case Sheet::Revoke:
        frame_.requests.emplace_back(RevokeKey{state_.person, state_.reason, std::move(passphrase)});
        break;
      case Sheet::None:
        break;
    }
  }

  PanelFrame& frame_;
  Widgets& w_;
  const PeopleCard& card_;
  PeopleState& state_;
  bool entered_ = false;  // Return was pressed in a field
};

}  // namespace

void drawPeopleSheet(PanelFrame& frame) {
  PeopleSheet(frame, *frame.model.enrolled).draw();
}

}  // namespace ui
