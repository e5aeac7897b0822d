// Cases that several people read, on a page of their own: those that readers agree on least first, what they differ on,
// and what brings them together.
#include <algorithm>
#include <utility>

#include "ui/dialog.h"
#include "ui/flow.h"
#include "ui/halves.h"
#include "ui/page.h"

namespace ui {
namespace {

constexpr double kReadingsHeader = 56;
constexpr double kReadCaseRow = 64;
constexpr double kReadingsFact = 26;

class ReadingsPage : Page {
 public:
  ReadingsPage(PanelFrame& frame, const ReadingsCard& card) : Page(frame), card_(card), state_(frame.state.readings) {
    for (std::size_t i = 0; i < card.cases.size(); ++i) {
      place_ = card.cases[i].name == state_.chosen ? i : place_;
    }
    chosen_ = place_ < card.cases.size() ? &card.cases[place_] : nullptr;
  }

  void draw() {
    w_.beginPanel("readings page", {{0, 0}, frame_.sizeDp}, w_.theme.ground, 0, true);
    top();
    const Rect room{{kMargin, kReadingsHeader},
                    {frame_.sizeDp.x - 2 * kMargin, frame_.sizeDp.y - kReadingsHeader - kMargin}};
    const auto [left, right] = room.size.y > room.size.x ? stacked(room, 0.4) : sideBySide(room, 0.46);
    list(left);
    about(right);
    comeFromComparison();
    w_.endPanel();
  }

 private:
  void top() {
    const bool can = card_.lacking > 0 && card_.mayNotMake.empty() && !card_.making;
    const std::string_view words =
        card_.progress.empty() ? std::string_view("cases that several people read") : std::string_view(card_.progress);
    const std::string act = card_.lacking > 0 ? "Bring together " + counted(card_.lacking, "case") : std::string();
    switch (header("readings", {{0, 0}, {frame_.sizeDp.x, kReadingsHeader}}, "Readings", words, act, can)) {
      case Header::Leave:
        state_.shown = false;
        break;
      case Header::Act:
        beginMaking(std::nullopt, card_.readers);
        break;
      case Header::None:
        break;
    }
  }

  void comeFromComparison() {
    const bool compared = chosen_ != nullptr && chosen_->state == ReadingsCard::Case::State::Compared;
    if (state_.wantsMaking && compared) {
      state_.wantsMaking = false;
      if (card_.mayNotMake.empty() && !card_.making) {
        beginMaking(place_, chosen_->readers);
      }
    }
  }

  void beginMaking(std::optional<std::size_t> place, const std::vector<std::string>& readers) {
    state_.making = true;
    state_.place = place;
    state_.readers = readers;
    state_.counts.assign(readers.size(), true);
    frame_.requests.emplace_back(TryConsensus{place, state_.method, readers});
  }

  // ---- The list ----

  void list(const Rect& box) {
    titledCard(box, "Least agreement first", card_.cases.empty() ? "" : "Dice, mean of all pairs");
    const double above = kCardTitle + (card_.fraction ? 12 : 0);
    if (card_.fraction) {
      const Rect line{{box.origin.x + kPagePad, box.origin.y + kCardTitle + 2}, {box.size.x - 2 * kPagePad, 4}};
      w_.fill(line, w_.theme.raised, 2);
      w_.fill({line.origin, {line.size.x * *card_.fraction, 4}}, w_.theme.accent, 2);
    }
    if (card_.cases.empty()) {
      Flow flow(w_, {box.origin + glm::dvec2(kPagePad, above), {box.size.x - 2 * kPagePad, 0}}, true);
      if (!card_.blocked.empty()) {
        flow.paragraph(card_.blocked, w_.theme.caution);
      } else if (card_.progress.empty()) {
        flow.paragraph("No case has two readings yet.", w_.theme.text);
        flow.paragraph(
            "A reading is what one person marked in a track of their own, or handed in. Readings are assigned on the "
            "page of the team.",
            w_.theme.muted);
      }
      return;
    }
    const double foot = card_.fewer > 0 ? 28 : 0;
    double y = beginList("readings list", box, above, double(card_.cases.size()) * kReadCaseRow, foot);
    for (std::size_t i = 0; i < card_.cases.size(); ++i, y += kReadCaseRow) {
      caseRow(rowIn(box, y, kReadCaseRow), i);
    }
    w_.endScroll();
    if (foot > 0) {
      w_.text(w_.fonts.small, w_.theme.muted,
              {{box.origin.x + kPagePad, box.end().y - foot - 6}, {box.size.x - 2 * kPagePad, foot}},
              counted(card_.fewer, "more case") + (card_.fewer == 1 ? " has" : " have") + " fewer than two readings.");
    }
  }

  void caseRow(const Rect& box, std::size_t place) {
    const ReadingsCard::Case& each = card_.cases[place];
    if (w_.tap("readings case " + std::to_string(place), box)) {
      state_.chosen = each.name;
    }
    if (&each == chosen_ || w_.isHeld() || w_.isHovered()) {
      w_.fill(box, w_.theme.selected, w_.theme.rowCorner);
    }
    const double left = box.origin.x + kPagePad - kGrid;
    const double width = box.size.x - 2 * (kPagePad - kGrid);
    w_.text(w_.fonts.body, w_.theme.text, {{left, box.origin.y + 8}, {width - 64, 22}}, each.name);
    w_.text(w_.fonts.small, colorOf(each), {{left, box.origin.y + 30}, {width, 18}}, each.words);
    if (each.dice) {
      w_.text(w_.fonts.strong, w_.theme.text, {{left, box.origin.y + 8}, {width, 22}}, twoDigits(*each.dice),
              Align::Right);
      w_.fill({{left, box.origin.y + 53}, {width, 4}}, w_.theme.raised, 2);
      w_.fill({{left, box.origin.y + 53}, {width * *each.dice, 4}}, w_.theme.accent, 2);
    }
  }

  ImU32 colorOf(const ReadingsCard::Case& each) const {
    using State = ReadingsCard::Case::State;
    using Consensus = ReadingsCard::Case::Consensus;
    return each.state == State::Failed || each.consensus == Consensus::Stale || each.consensus == Consensus::Tied
               ? w_.theme.caution
               : w_.theme.muted;
  }

  static std::string twoDigits(double value) {
    std::string text = std::to_string(int(value * 100 + 0.5));
    text.insert(0, 3 - std::min(text.size(), std::size_t(3)), '0');
    return text.substr(0, 1) + "." + text.substr(1);
  }

  // ---- The chosen case ----

  void about(const Rect& box) {
    if (chosen_ == nullptr) {
      titledCard(box, "Choose a case");
      said(box, 0);
      return;
    }
    titledCard(box, chosen_->name);
    const double foot = buttons(box);
    const double width = box.size.x - 2 * kPagePad;
    const double height = facts({{0, 0}, {width, 0}}, false);
    const double below = foot + saidHeight(width);
    const double y = beginList("readings facts", box, kCardTitle, height, below);
    facts({{box.origin.x + kPagePad, y}, {width, 0}}, true);
    w_.endScroll();
    said(box, foot);
  }

  double facts(const Rect& box, bool draws) {
    double y = box.origin.y;
    const double kLabel = std::min(box.size.x * 0.42, 240.0);
    const auto line = [&](const std::string& label, const std::string& value, ImU32 color) {
      if (draws) {
        w_.text(w_.fonts.small, w_.theme.muted, {{box.origin.x, y}, {kLabel, kReadingsFact}}, label);
        w_.text(w_.fonts.body, color, {{box.origin.x + kLabel, y}, {box.size.x - kLabel, kReadingsFact}}, value);
      }
      y += kReadingsFact;
    };
    for (const auto& [label, value] : chosen_->facts) {
      line(label, value, w_.theme.text);
    }
    const auto part = [&](std::string_view title, const auto& write) {
      Flow flow(w_, {{box.origin.x, y}, {box.size.x, 0}}, draws);
      if (!title.empty()) {
        flow.heading(title);
      }
      write(flow);
      y = flow.y();
    };
    if (chosen_->dice) {
      part("", [&](Flow& flow) {
        flow.gap(4);
        flow.small(
            "Dice: how much of what two readers marked is the same, from 0 to 1; a lesion that one of them left out "
            "counts 0. F1: how many lesions both found, sharing half or more. Panoptic quality: F1, times how much "
            "those "
            "share.",
            w_.theme.muted);
      });
    }
    if (!chosen_->tracks.empty()) {
      part("Who read it", [](Flow&) {});
      for (const ReadingsCard::Track& each : chosen_->tracks) {
        const double lines = w_.paragraph(w_.fonts.body, 0, {{0, 0}, {box.size.x - kLabel, 0}}, each.words);
        if (draws) {
          w_.text(w_.fonts.small, w_.theme.muted, {{box.origin.x, y}, {kLabel, kReadingsFact}}, each.name);
          w_.paragraph(w_.fonts.body, each.counts ? w_.theme.text : w_.theme.muted,
                       {{box.origin.x + kLabel, y + 3}, {box.size.x - kLabel, 0}}, each.words);
        }
        y += std::max(kReadingsFact, lines + 6);
      }
    }
    if (!chosen_->consensusWords.empty()) {
      part("Brought together", [&](Flow& flow) {
        using Consensus = ReadingsCard::Case::Consensus;
        const bool waits = chosen_->consensus == Consensus::Stale || chosen_->consensus == Consensus::Tied;
        for (const std::string& each : chosen_->consensusWords) {
          flow.paragraph(each, waits ? w_.theme.caution : w_.theme.text);
        }
      });
    }
    return y - box.origin.y;
  }

  // At the card's foot. Returns the height that they take.
  double buttons(const Rect& box) {
    struct Button {
      const char* name;
      std::string label;
      bool active;
      bool enabled;
    };
    const bool compared = chosen_->state == ReadingsCard::Case::State::Compared;
    const bool may = compared && card_.mayNotMake.empty() && !card_.making;
    std::vector<Button> all;
    if (chosen_->ties > 0) {
      all.push_back({"readings ties", "To what is tied (" + std::to_string(chosen_->ties) + ")", true, true});
    }
    const bool isMade = chosen_->consensus != ReadingsCard::Case::Consensus::None;
    if (isMade && chosen_->ties == 0) {
      all.push_back({"readings open", "Open the consensus", true, true});
    }
    all.push_back({"readings differences", "Where they differ", !isMade, compared});
    all.push_back({"readings consensus", "Make a consensus\u2026", false, may});
    double x = box.origin.x + kPagePad;
    const double wide = (box.size.x - 2 * kPagePad - double(all.size() - 1) * kGrid) / double(all.size());
    for (const Button& each : all) {
      if (w_.button(each.name, {{x, box.end().y - kTouchDp - kGrid}, {wide, kTouchDp}}, each.label,
                    each.active && each.enabled, each.enabled) &&
          each.enabled) {
        press(each.name);
      }
      x += wide + kGrid;
    }
    return kTouchDp + 2 * kGrid;
  }

  void press(const std::string& name) {
    if (name == "readings ties") {
      frame_.requests.emplace_back(GoToTies{place_});
      state_.shown = false;
    } else if (name == "readings open") {
      frame_.requests.emplace_back(OpenConsensus{place_});
      state_.shown = false;
    } else if (name == "readings differences") {
      frame_.requests.emplace_back(SeeReadings{place_});
      state_.shown = false;
    } else {
      beginMaking(place_, chosen_->readers);
    }
  }

  // What came of the last consensus, or why there is none.
  double words(const Rect& box, bool draws) {
    Flow flow(w_, box, draws);
    if (!card_.fault.empty()) {
      flow.paragraph(card_.fault, w_.theme.caution);
    }
    if (card_.madeOf.empty() || (chosen_ != nullptr && chosen_->name == card_.madeOf)) {
      for (const std::string& each : card_.made) {
        flow.paragraph(each, w_.theme.text);
      }
    }
    if (card_.fault.empty() && card_.made.empty() && !card_.mayNotMake.empty() && card_.blocked.empty()) {
      flow.small(card_.mayNotMake, w_.theme.muted);
    }
    return flow.height();
  }
  double saidHeight(double width) {
    const double height = words({{0, 0}, {width, 0}}, false);
    return height > 0 ? height + 16 : 0;
  }
  void said(const Rect& box, double foot) {
    const double width = box.size.x - 2 * kPagePad;
    const double height = saidHeight(width);
    if (height > 0) {
      words({{box.origin.x + kPagePad, box.end().y - foot - height + 8}, {width, 0}}, true);
    }
  }

  const ReadingsCard& card_;
  ReadingsState& state_;
  std::size_t place_ = 0;
  const ReadingsCard::Case* chosen_ = nullptr;
};

}  // namespace

void drawReadings(PanelFrame& frame) {
  ReadingsState& state = frame.state.readings;
  if (!state.shown || !frame.model.readings) {
    state.wantsMaking = state.wantsMaking && state.shown;
    return;
  }
  if (const ReadingsCard& card = *frame.model.readings; state.madeOf != card.madeOf) {
    state.madeOf = card.madeOf;
    state.chosen = card.madeOf.empty() ? state.chosen : card.madeOf;
  }
  ReadingsPage(frame, *frame.model.readings).draw();
  if (state.making) {
    drawConsensusSheet(frame);
  } else if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) {
    state.shown = false;
  }
}

}  // namespace ui
