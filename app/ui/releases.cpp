// Releases on a page of their own: those that there are, what stands in the way of the next one and where to see to it,
// and what each changed since the one before.
#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "ui/dialog.h"
#include "ui/flow.h"
#include "ui/page.h"
#include "ui/release_layout.h"

namespace ui {
namespace {

constexpr double kCheckRow = 40;
constexpr double kFactRow = 26;

class ReleasePage : Page {
 public:
  ReleasePage(PanelFrame& frame, const ReleaseCard& card)
      : Page(frame), card_(card), state_(frame.state.releases), layout_(layOutReleases(frame.sizeDp)) {
    if (state_.made != card.made) {  // what was just made is looked at
      state_.made = card.made;
      choose(card.made);
    }
    for (const ReleaseCard::Item& each : card.releases) {
      chosen_ = each.name == state_.chosen ? &each : chosen_;
    }
  }

  void draw() {
    // One region for all: of several, the one that was touched last would lie over the others.
    w_.beginPanel("release page", {{0, 0}, frame_.sizeDp}, w_.theme.ground, 0, true);
    top();
    list();
    if (chosen_ == nullptr) {
      gate();
    } else {
      about();
      changes();
    }
    w_.endPanel();
  }

 private:
  void top() {
    const bool can = card_.isReady() && card_.blocked.empty() && !card_.work;
    const std::string_view words = card_.work       ? std::string_view(card_.work->title)
                                   : card_.checking ? std::string_view("Looking what stands in the way\u2026")
                                                    : "frozen, to be reproduced byte for byte";
    switch (header("releases", layout_.header, "Releases", words, "Make a release", can, card_.unchanged.empty())) {
      case Header::Leave:
        state_.shown = false;
        break;
      case Header::Act:
        state_.making = frame_.state.fresh = true;
        state_.name = card_.proposedName;
        state_.pictures = true;
        state_.retainsUids = false;
        break;
      case Header::None:
        break;
    }
  }

  // ---- The list ----

  void list() {
    const Rect& box = layout_.list;
    titledCard(box, "Releases");
    double y = beginList("release list", box, kCardTitle, double(card_.releases.size() + 1) * kTwoLines);
    const std::size_t against = obstacles();
    const bool ready = card_.isReady();
    const std::string words = against > 0
                                  ? counted(against, "thing") + (against == 1 ? " stands" : " stand") + " in its way"
                              : ready && !card_.unchanged.empty() ? "Nothing has changed since " + card_.unchanged
                              : ready                             ? "Nothing stands in its way"
                                                                  : "Being looked at\u2026";
    if (row("release next", rowIn(box, y, kTwoLines), chosen_ == nullptr, "The next one", words,
            against > 0                        ? w_.theme.caution
            : ready && card_.unchanged.empty() ? w_.theme.accept
                                               : w_.theme.muted)) {
      choose("");
    }
    for (const ReleaseCard::Item& each : card_.releases) {
      y += kTwoLines;
      if (row("release " + each.name, rowIn(box, y, kTwoLines), chosen_ == &each, each.name, each.words,
              w_.theme.muted)) {
        choose(each.name);
      }
    }
    w_.endScroll();
  }

  void choose(const std::string& name) {
    state_.chosen = name;
    frame_.requests.emplace_back(LookAtRelease{name});
  }

  std::size_t obstacles() const {
    std::size_t all = 0;
    for (const ReleaseCard::Check& each : card_.checks) {
      all += each.obstacles.size();
    }
    return all;
  }

  // ---- The next one ----

  void gate() {
    const Rect box{layout_.about.origin, layout_.changes.end() - layout_.about.origin};
    titledCard(box, "What the next release is held to");
    const double foot = footHeight(box);
    double height = 0;
    for (const ReleaseCard::Check& each : card_.checks) {
      height += kCheckRow + double(each.obstacles.size()) * kTwoLines;
    }
    const double width = box.size.x - 2 * kPagePad;
    height += holdings({{0, 0}, {width, 0}}, false);
    double y = beginList("release checks", box, kCardTitle, height, foot);
    for (std::size_t i = 0; i < card_.checks.size(); ++i) {
      y = check(box, y, i);
    }
    holdings({{box.origin.x + kPagePad, y}, {width, 0}}, true);
    w_.endScroll();
    under(box, foot);
  }

  // Which tracks of each case it is made of, and which not.
  double holdings(const Rect& box, bool draws) {
    if (card_.holdings.empty()) {
      return 0;
    }
    Flow flow(w_, box, draws);
    flow.gap(12);
    flow.heading("What it is made of");
    for (const ReleaseCard::Holding& each : card_.holdings) {
      flow.paragraph(each.caseName + ": " + (each.goesIn.empty() ? "nothing" : each.goesIn), w_.theme.text);
      if (!each.staysOut.empty()) {
        flow.small("Not in it: " + each.staysOut, w_.theme.muted);
      }
      for (const std::string& late : each.late) {
        flow.small(late, w_.theme.caution);
      }
    }
    flow.gap(12);
    return flow.height();
  }

  double check(const Rect& box, double y, std::size_t place) {
    using State = ReleaseCard::Check::State;
    const ReleaseCard::Check& check = card_.checks[place];
    const double left = box.origin.x + kPagePad;
    const double right = box.end().x - kPagePad;
    const bool blocked = check.state == State::Blocked;
    if (check.state == State::Unknown) {
      w_.fill({{left + 5, y + kCheckRow / 2 - 4}, {8, 8}}, w_.theme.faint, 4);
    } else {
      w_.smallIcon(blocked ? w_.theme.caution : w_.theme.accept, {{left, y + kCheckRow / 2 - 9}, {18, 18}},
                   blocked ? icon::kClose : icon::kCheck);
    }
    w_.text(blocked ? w_.fonts.strong : w_.fonts.body, check.state == State::Unknown ? w_.theme.muted : w_.theme.text,
            {{left + 32, y}, {right - left - 32, kCheckRow}},
            check.state == State::Unknown && check.later ? check.title + " (found out while it is made)" : check.title);
    y += kCheckRow;
    for (std::size_t i = 0; i < check.obstacles.size(); ++i, y += kTwoLines) {
      obstacle({{left + 20, y}, {right - left - 20, kTwoLines}}, place, i);
    }
    return y;
  }

  void obstacle(const Rect& box, std::size_t check, std::size_t place) {
    const ReleaseCard::Obstacle& each = card_.checks[check].obstacles[place];
    constexpr double kGo = 88;
    const double words = box.size.x - 24 - (each.opens || each.readings ? kGo + kGrid : 0);
    w_.text(w_.fonts.body, w_.theme.text, {{box.origin.x + 12, box.origin.y + 7}, {words, 22}}, each.subject);
    w_.text(w_.fonts.small, w_.theme.muted, {{box.origin.x + 12, box.origin.y + 29}, {words, 18}}, each.what);
    if (each.readings) {
      if (w_.button("readings of " + std::to_string(check) + " " + std::to_string(place),
                    {{box.end().x - kGo, box.origin.y + 4}, {kGo, kTouchDp}}, "Readings", false)) {
        state_.shown = false;
        frame_.state.readings.chosen = each.caseName;
        frame_.run(CommandId::Readings);
      }
      return;
    }
    if (each.opens && w_.button("go to " + std::to_string(check) + " " + std::to_string(place),
                                {{box.end().x - kGo, box.origin.y + 4}, {kGo, kTouchDp}}, "Open", false)) {
      frame_.requests.emplace_back(GoToObstacle{check, place});
      state_.shown = false;
    }
  }

  // ---- Under a card: what is under way, or why the last thing was not done ----

  std::string underWords() const {
    if (!card_.fault.empty()) {
      return card_.fault;
    }
    return chosen_ == nullptr ? card_.blocked : "";
  }

  double footHeight(const Rect& box) const {
    if (card_.work) {
      return kTouchDp + 36;
    }
    const std::string words = underWords();
    return words.empty() ? 0 : w_.paragraph(w_.fonts.body, 0, {{0, 0}, {box.size.x - 2 * kPagePad, 0}}, words) + 20;
  }

  void under(const Rect& box, double height, double above = 0) {
    if (height == 0) {
      return;
    }
    const double left = box.origin.x + kPagePad;
    const double width = box.size.x - 2 * kPagePad;
    const double y = box.end().y - height - above;
    if (!card_.work) {
      w_.paragraph(w_.fonts.body, w_.theme.caution, {{left, y + 8}, {width, 0}}, underWords());
      return;
    }
    constexpr double kCancel = 120;
    const ReleaseCard::Work& work = *card_.work;
    w_.text(w_.fonts.body, w_.theme.text, {{left, y + 8}, {width - kCancel - 2 * kGrid, 24}},
            work.what.empty() ? work.title
                              : work.title + ": " + core::lowered(work.what.substr(0, 1)) + work.what.substr(1));
    const Rect line{{left, y + 44}, {width - kCancel - 2 * kGrid, 6}};
    w_.fill(line, w_.theme.raised, 3);
    if (work.fraction) {
      w_.fill({line.origin, {line.size.x * *work.fraction, 6}}, w_.theme.accent, 3);
    }
    if (w_.button("release cancel", {{left + width - kCancel, y + 12}, {kCancel, kTouchDp}}, "Cancel", false)) {
      frame_.requests.emplace_back(CancelRelease{});
    }
  }

  // ---- One that was made ----

  void about() {
    using Trust = ReleaseCard::Item::Trust;
    const Rect& box = layout_.about;
    titledCard(box, "Release " + chosen_->name,
               chosen_->trust == Trust::Whole    ? "verified: every file comes out as it was"
               : chosen_->trust == Trust::Broken ? "cannot be trusted as it is"
                                                 : "");
    const bool written = !chosen_->writtenTo.empty();
    const double buttons = (written ? 2 : 1) * (kTouchDp + kGrid) + kGrid;
    const double foot = footHeight(box);
    const double width = box.size.x - 2 * kPagePad;
    const double words = problems({{0, 0}, {width, 0}}, false);
    double y =
        beginList("release facts", box, kCardTitle, words + double(chosen_->facts.size()) * kFactRow, buttons + foot);
    const double left = box.origin.x + kPagePad;
    y += problems({{left, y}, {width, 0}}, true);
    constexpr double kLabels = 120;
    for (const auto& [label, value] : chosen_->facts) {
      w_.text(w_.fonts.small, w_.theme.muted, {{left, y}, {kLabels, kFactRow}}, label);
      w_.text(w_.fonts.body, w_.theme.text, {{left + kLabels, y}, {width - kLabels, kFactRow}}, value);
      y += kFactRow;
    }
    w_.endScroll();
    under(box, foot, buttons);
    if (written && w_.button("release report", {{left, box.end().y - 2 * (kTouchDp + kGrid)}, {width, kTouchDp}},
                             "Open its report", true)) {
      frame_.requests.emplace_back(OpenReport{chosen_->name});
    }
    const double half = (width - kGrid) / 2;
    const Rect place{{left, box.end().y - kTouchDp - kGrid}, {half, kTouchDp}};
    const bool idle = !card_.work;
    const bool whole = chosen_->trust == Trust::Whole;
    if (w_.button("release verify", place, whole ? "Verified: as it was" : "Verify", false, idle) && idle) {
      frame_.requests.emplace_back(VerifyRelease{chosen_->name});
    }
    if (whole) {
      w_.smallIcon(w_.theme.accept, {place.origin + glm::dvec2(12, (kTouchDp - 18) / 2), {18, 18}}, icon::kCheck);
    }
    if (w_.button("release export", {{left + half + kGrid, place.origin.y}, place.size}, "Export\u2026",
                  idle && !written, idle) &&
        idle) {
      frame_.requests.emplace_back(ExportRelease{chosen_->name});
    }
  }

  double problems(const Rect& box, bool draws) {
    Flow flow(w_, box, draws);
    for (const std::string& each : chosen_->problems) {
      flow.paragraph(each, w_.theme.bad);
    }
    return flow.height();
  }

  void changes() {
    const Rect& box = layout_.changes;
    titledCard(box, card_.since.empty() ? "What changed" : "What changed since release " + card_.since, tally());
    double head = kCardTitle + against({{box.origin.x + kPagePad, box.origin.y + kCardTitle},
                                        {box.size.x - 2 * kPagePad, kTouchDp}});
    if (!card_.comparing && !card_.renamed.empty()) {
      const Rect words{box.origin + glm::dvec2(kPagePad, head), {box.size.x - 2 * kPagePad, 0}};
      head += w_.paragraph(w_.fonts.body, w_.theme.text, words, card_.renamed) + kGrid;
    }
    if (card_.comparing || card_.since.empty() || card_.changes.empty()) {
      Flow flow(w_, {box.origin + glm::dvec2(kPagePad, head), {box.size.x - 2 * kPagePad, 0}}, true);
      flow.paragraph(card_.comparing       ? "Holding both releases against each other\u2026"
                     : card_.since.empty() ? "This is the first release."
                                           : "No lesion was added, removed or changed.",
                     w_.theme.muted);
      return;
    }
    double y = beginList("release changes", box, head, double(card_.changes.size()) * kTwoLines);
    for (std::size_t i = 0; i < card_.changes.size(); ++i, y += kTwoLines) {
      const ReleaseCard::Change& each = card_.changes[i];
      if (row("change " + std::to_string(i), rowIn(box, y, kTwoLines), false, each.lesion + " \u00B7 " + each.where,
              each.words, colorOf(each.kind))) {
        frame_.requests.emplace_back(SeeChange{i});
        state_.shown = false;
      }
    }
    w_.endScroll();
  }

  // Which earlier release it is held against, where there are several; the height of that.
  double against(const Rect& box) {
    const auto chosen = std::find_if(card_.releases.begin(), card_.releases.end(),
                                     [&](const ReleaseCard::Item& each) { return each.name == chosen_->name; });
    if (card_.releases.end() - chosen <= 2) {
      return 0;
    }
    double x = box.origin.x;
    for (auto each = chosen + 1; each != card_.releases.end(); ++each) {
      const std::string words = "since " + each->name;
      const double width = double(w_.widthOf(w_.fonts.body, words)) + 24;
      if (x + width > box.end().x) {
        break;  // the latest ones are those that are asked for
      }
      if (w_.chip("release against " + each->name, {{x, box.origin.y}, {width, kTouchDp}}, words,
                  each->name == card_.since)) {
        frame_.requests.emplace_back(LookAtRelease{chosen_->name, each->name});
      }
      x += width + kGrid;
    }
    return kTouchDp + kGrid;
  }

  std::string tally() const {
    std::string words;
    const auto add = [&](ReleaseCard::Change::Kind kind, const char* what) {
      const auto number = std::count_if(card_.changes.begin(), card_.changes.end(),
                                        [&](const ReleaseCard::Change& each) { return each.kind == kind; });
      if (number > 0) {
        words += (words.empty() ? "" : ", ") + std::to_string(number) + " " + what;
      }
    };
    add(ReleaseCard::Change::Kind::Added, "added");
    add(ReleaseCard::Change::Kind::Removed, "removed");
    add(ReleaseCard::Change::Kind::Changed, "changed");
    return words;
  }

  ImU32 colorOf(ReleaseCard::Change::Kind kind) const {
    return kind == ReleaseCard::Change::Kind::Added     ? w_.theme.accept
           : kind == ReleaseCard::Change::Kind::Removed ? w_.theme.bad
                                                        : w_.theme.muted;
  }

  const ReleaseCard& card_;
  ReleaseState& state_;
  const ReleaseLayout layout_;
  const ReleaseCard::Item* chosen_ = nullptr;
};

void drawMakingSheet(PanelFrame& frame) {
  const ReleaseCard& card = *frame.model.releases;
  ReleaseState& state = frame.state.releases;
  Widgets& w = frame.widgets;
  bool done = veil(frame, "making veil", 0.6f);
  const Rect sheet = centered(frame, 520, 352);
  beginCard(frame, "making card", sheet);
  const double left = sheet.origin.x + 24;
  const double width = sheet.size.x - 48;
  w.text(w.fonts.strong, w.theme.text, {{left, sheet.origin.y + 16}, {width, 32}}, "Make a release");
  Flow flow(w, {{left, sheet.origin.y + 50}, {width, 0}}, true);
  flow.small("It holds what is agreed on now, as files and as edits, and cannot be changed or taken back.",
             w.theme.muted);
  double y = sheet.origin.y + 98;
  w.text(w.fonts.small, w.theme.accentText, {{left, y}, {width, 20}}, "What it is called");
  const bool entered = w.field("making name", {{left, y + 22}, {width, kTouchDp}}, state.name, "such as 1, or 2026-03",
                               std::exchange(frame.state.fresh, false));
  y += 22 + kTouchDp + kGrid;
  if (checkRow(w, "making pictures", {{left - kGrid, y}, {width + 2 * kGrid, kTouchDp}}, state.pictures,
               "With a picture of every lesion in its report")) {
    state.pictures = !state.pictures;
  }
  y += kTouchDp;
  if (checkRow(w, "making uids", {{left - kGrid, y}, {width + 2 * kGrid, kTouchDp}}, state.retainsUids,
               "Keep DICOM UIDs: they tell who the patients are")) {
    state.retainsUids = !state.retainsUids;
  }
  const bool taken = std::any_of(card.releases.begin(), card.releases.end(),
                                 [&](const ReleaseCard::Item& each) { return each.name == state.name; });
  y = sheet.end().y - 16 - kTouchDp;
  w.text(w.fonts.small, w.theme.caution, {{left, y}, {width - 264, kTouchDp}},
         state.name.empty() ? "It needs a name."
         : taken            ? "There is a release of that name."
                            : "");
  if (w.button("making cancel", {{sheet.end().x - 24 - 2 * 120 - 8, y}, {120, kTouchDp}}, "Cancel", false)) {
    done = true;
  }
  const bool good = !state.name.empty() && !taken;
  if ((w.button("making now", {{sheet.end().x - 24 - 120, y}, {120, kTouchDp}}, "Make it", good, good) || entered) &&
      good) {
    frame.requests.emplace_back(MakeRelease{state.name, state.pictures, state.retainsUids});
    done = true;
  }
  w.endPanel();
  state.making = !done;
}

void drawFolderChooser(PanelFrame& frame, const ChooserModel& chooser) {
  const Rect card = centered(frame, 720, 640);
  veil(frame, "chooser veil", 0.6f);
  beginCard(frame, "chooser card", card);
  std::vector<ChooserRequest> requests;
  drawChooser(frame.widgets, chooser, "", card, frame.state.releases.chooser, requests);
  for (ChooserRequest& each : requests) {
    frame.requests.emplace_back(ChooseForRelease{std::move(each)});
  }
  frame.widgets.endPanel();
}

}  // namespace

bool ReleaseCard::isReady() const {
  return !checks.empty() && std::none_of(checks.begin(), checks.end(), [](const Check& each) {
    return each.state == Check::State::Blocked;
  }) && std::any_of(checks.begin(), checks.end(), [](const Check& each) { return each.state == Check::State::Passed; });
}

void drawReleases(PanelFrame& frame) {
  ReleaseState& state = frame.state.releases;
  if (!state.shown || !frame.model.releases) {
    return;
  }
  ReleasePage(frame, *frame.model.releases).draw();
  if (frame.model.passphrase) {
    return;  // that dialog lies over it, and has the keys
  }
  if (frame.model.releases->chooser != nullptr) {
    drawFolderChooser(frame, *frame.model.releases->chooser);
  } else if (state.making) {
    drawMakingSheet(frame);
  } else if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) {
    state.shown = false;
  }
}

}  // namespace ui
