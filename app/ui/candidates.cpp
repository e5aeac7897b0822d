// A model's candidates on a page of their own: how those of each class fared and whether it is paused, and what brings
// in more.
#include <algorithm>
#include <utility>

#include "core/text.h"
#include "ui/dialog.h"
#include "ui/flow.h"
#include "ui/page.h"

namespace ui {
namespace {

constexpr double kCandidateHeader = 56;
constexpr double kClassRow = 112;
constexpr double kModelRow = 36;

class CandidatePage : Page {
 public:
  CandidatePage(PanelFrame& frame, const CandidateCard& card)
      : Page(frame), card_(card), state_(frame.state.candidates) {}

  void draw() {
    w_.beginPanel("candidate page", {{0, 0}, frame_.sizeDp}, w_.theme.ground, 0, true);
    top();
    const Rect box{{kMargin, kCandidateHeader},
                   {frame_.sizeDp.x - 2 * kMargin, frame_.sizeDp.y - kCandidateHeader - kMargin}};
    titledCard(box, "How they fared, by the class that the model gave them",
               card_.classes.empty()
                   ? ""
                   : "good: the right class, and little or nothing to correct; with the 95 % interval. missed: "
                     "people found it, where the model proposed nothing");
    const double said = words({{0, 0}, {box.size.x - 2 * kPagePad, 0}}, false);
    if (card_.classes.empty()) {
      nothingYet(box);
    }
    std::size_t models = 0;
    for (std::size_t i = 0; i < card_.classes.size(); ++i) {
      models += beginsModel(i);
    }
    const double contents = double(card_.classes.size()) * kClassRow + double(models) * kModelRow;
    double y = beginList("candidate classes", box, kCardTitle, contents, said + 16);
    for (std::size_t i = 0; i < card_.classes.size(); ++i, y += kClassRow) {
      if (beginsModel(i)) {
        w_.text(w_.fonts.strong, w_.theme.accentText,
                {{box.origin.x + kPagePad, y}, {box.size.x - 2 * kPagePad, kModelRow}}, card_.classes[i].model);
        y += kModelRow;
      }
      classRow({{box.origin.x + kPagePad, y}, {box.size.x - 2 * kPagePad, kClassRow}}, i);
    }
    w_.endScroll();
    words({{box.origin.x + kPagePad, box.end().y - said - 12}, {box.size.x - 2 * kPagePad, 0}}, true);
    w_.endPanel();
  }

 private:
  bool beginsModel(std::size_t i) const { return i == 0 || card_.classes[i].model != card_.classes[i - 1].model; }

  void top() {
    const std::string_view about =
        card_.working ? std::string_view("Counting\u2026") : "what a model proposes, until a person decides";
    switch (header("candidates", {{0, 0}, {frame_.sizeDp.x, kCandidateHeader}}, "Candidates", about,
                   "Bring in candidates", card_.blocked.empty() && !card_.working)) {
      case Header::Leave:
        state_.shown = false;
        break;
      case Header::Act:
        frame_.requests.emplace_back(ChooseCandidates{});
        break;
      case Header::None:
        break;
    }
  }

  void nothingYet(const Rect& box) {
    Flow flow(w_, {box.origin + glm::dvec2(kPagePad, kCardTitle), {box.size.x - 2 * kPagePad, 0}}, true);
    flow.paragraph("There are none yet.", w_.theme.text);
    flow.paragraph(
        "Bring in what a model marked, as a DICOM SEG, NIfTI, NRRD or MetaImage file. It is reviewed like any other "
        "finding; "
        "a class whose candidates get worse is paused until somebody has looked into it.",
        w_.theme.muted);
  }

  // What the last file gave, or why it gave nothing, or why this person brings in none.
  double words(const Rect& box, bool draws) {
    Flow flow(w_, box, draws);
    if (!card_.fault.empty()) {
      flow.paragraph(card_.fault, w_.theme.caution);
    } else if (!card_.blocked.empty()) {
      flow.paragraph(card_.blocked, w_.theme.caution);
    }
    for (const std::string& each : card_.brought) {
      flow.paragraph(each, w_.theme.text);
    }
    return flow.height();
  }

  void classRow(const Rect& row, std::size_t place) {
    const CandidateCard::Class& each = card_.classes[place];
    using State = CandidateCard::Class::State;
    const bool paused = each.state == State::Paused;
    constexpr double kButton = 168;
    const bool offers = paused && card_.mayRelease;
    const bool leads = !each.look.empty();
    const double width = row.size.x - kButton - 2 * kGrid;
    const double y = row.origin.y;
    const double named =
        double(w_.text(w_.fonts.strong, w_.theme.text, {{row.origin.x, y + 8}, {width, 24}}, each.name)) + 12;
    if (each.state != State::Calm) {
      const std::string_view sign = paused ? "Paused" : "Getting worse";
      const double wide = double(w_.widthOf(w_.fonts.small, sign)) + 20;
      w_.fill({{row.origin.x + named, y + 8}, {wide, 24}}, w_.theme.cautionGround, w_.theme.rowCorner);
      w_.text(w_.fonts.small, w_.theme.caution, {{row.origin.x + named, y + 8}, {wide, 24}}, sign, Align::Center);
    }
    w_.text(w_.fonts.body, w_.theme.text, {{row.origin.x, y + 8}, {width, 24}}, each.words, Align::Right);
    const Rect line{{row.origin.x, y + 44}, {width, 8}};
    w_.fill(line, w_.theme.raised, 4);
    if (each.part) {
      w_.fill({{line.origin.x + line.size.x * each.low, line.origin.y}, {line.size.x * (each.high - each.low), 8}},
              w_.theme.faint, 4);
      w_.fill({{line.origin.x + line.size.x * *each.part - 1.5, line.origin.y - 4}, {3, 16}},
              paused ? w_.theme.caution : w_.theme.accentText, 1);
    }
    w_.text(w_.fonts.small, w_.theme.muted, {{row.origin.x, y + 60}, {width, 20}}, each.corrections);
    if (each.part) {
      w_.text(w_.fonts.small, w_.theme.muted, {{row.origin.x, y + 60}, {width, 20}},
              core::printed("%.0f %% good (%.0f to %.0f %%)", *each.part * 100, each.low * 100, each.high * 100),
              Align::Right);
    }
    double at = y + (offers && leads ? 2 : (kClassRow - kTouchDp) / 2 - kGrid);
    const auto button = [&](const std::string& name, std::string_view label) {
      const Rect box{{row.end().x - kButton, at}, {kButton, kTouchDp}};
      at += kTouchDp + kGrid;
      return w_.button(name, box, label, false);
    };
    const std::string number = std::to_string(place);
    if (leads && button("look at class " + number, each.look)) {
      frame_.requests.emplace_back(LookAtCandidates{place});
    }
    if (offers && button("release class " + number, "Let it go on\u2026")) {
      state_.releasing = each.name;
      state_.reason.clear();
      frame_.state.fresh = true;
    }
  }

  const CandidateCard& card_;
  CandidateState& state_;
};

void drawCandidateChooser(PanelFrame& frame, const ChooserModel& chooser) {
  veil(frame, "chooser veil", 0.6f);
  const Rect card = centered(frame, 720, 640);
  beginCard(frame, "chooser card", card);
  std::vector<ChooserRequest> requests;
  drawChooser(frame.widgets, chooser, "", card, frame.state.candidates.chooser, requests);
  for (ChooserRequest& each : requests) {
    frame.requests.emplace_back(ChooseForCandidates{std::move(each)});
  }
  frame.widgets.endPanel();
}

void drawGoingOnSheet(PanelFrame& frame) {
  CandidateState& state = frame.state.candidates;
  Widgets& w = frame.widgets;
  bool done = veil(frame, "going on veil", 0.6f);
  const Rect sheet = centered(frame, 520, 248);
  beginCard(frame, "going on card", sheet);
  const double left = sheet.origin.x + 24;
  const double width = sheet.size.x - 48;
  w.text(w.fonts.strong, w.theme.text, {{left, sheet.origin.y + 16}, {width, 32}},
         "Let candidates of " + state.releasing + " go on");
  Flow flow(w, {{left, sheet.origin.y + 50}, {width, 0}}, true);
  flow.small("Counting begins anew. The reason stays in the project, under your name.", w.theme.muted);
  w.text(w.fonts.small, w.theme.accentText, {{left, sheet.origin.y + 86}, {width, 20}},
         "What was found, and done about it");
  const bool entered = w.field("going on reason", {{left, sheet.origin.y + 108}, {width, kTouchDp}}, state.reason,
                               "such as: a newer version of the model", std::exchange(frame.state.fresh, false));
  const double y = sheet.end().y - 16 - kTouchDp;
  if (w.button("going on cancel", {{sheet.end().x - 24 - 2 * 120 - 8, y}, {120, kTouchDp}}, "Not yet", false)) {
    done = true;
  }
  const bool good = !state.reason.empty();
  if ((w.button("going on now", {{sheet.end().x - 24 - 120, y}, {120, kTouchDp}}, "Go on", good, good) || entered) &&
      good) {
    frame.requests.emplace_back(ReleaseClass{state.releasing, state.reason});
    done = true;
  }
  w.endPanel();
  if (done) {
    state.releasing.clear();
  }
}

}  // namespace

void drawCandidates(PanelFrame& frame) {
  CandidateState& state = frame.state.candidates;
  if (!state.shown || !frame.model.candidates) {
    return;
  }
  const CandidateCard& card = *frame.model.candidates;
  CandidatePage(frame, card).draw();
  if (card.chooser != nullptr) {
    drawCandidateChooser(frame, *card.chooser);
  } else if (!card.file.empty()) {
    drawBringingSheet(frame);
  } else if (!state.releasing.empty()) {
    drawGoingOnSheet(frame);
  } else if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) {
    state.shown = false;
  }
  state.file = card.file;
}

}  // namespace ui
