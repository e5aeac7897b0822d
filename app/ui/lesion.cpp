// All about the chosen lesion: what it is called and counts as, its colour, how large it is, and what can be done with
// it. Each change is kept as it is made, and undone like a stroke.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <glm/geometric.hpp>
#include <utility>

#include "core/text.h"
#include "ui/review_words.h"
#include "ui/ui.h"

namespace ui {
namespace {

constexpr double kFactLine = 28;
constexpr double kSwatch = 48;
constexpr double kField = 20 + kTouchDp + 8;

// A name or class: kept by Return, or when the hand goes elsewhere. Whether it is now to be kept.
bool drawField(Widgets& w, const char* name, const char* label, std::string& typed, const Rect& box, bool focus) {
  w.text(w.fonts.small, w.theme.muted, {box.origin, {box.size.x, 20}}, label);
  w.field(name, {{box.origin.x - 4, box.origin.y + 20}, {box.size.x + 8, kTouchDp}}, typed, label, focus);
  return w.wasFieldLeft();
}

double drawColors(PanelFrame& frame, const LesionItem& lesion, const Rect& box) {
  Widgets& w = frame.widgets;
  const int columns = std::max(1, int(box.size.x / kSwatch));
  w.text(w.fonts.small, w.theme.muted, {box.origin, {box.size.x, 20}}, "Colour");
  ImDrawList& list = *ImGui::GetWindowDrawList();
  int place = 0;
  for (const glm::vec3& color : frame.model.palette) {
    const Rect swatch{{box.origin.x + (place % columns) * kSwatch, box.origin.y + 20 + (place / columns) * kSwatch},
                      {kSwatch, kSwatch}};
    if (w.tap("color " + std::to_string(place), swatch)) {
      frame.requests.emplace_back(ChangeLesion{.lesion = *frame.model.activeLesion, .color = color});
    }
    const ImVec2 middle{float(swatch.origin.x + kSwatch / 2), float(swatch.origin.y + kSwatch / 2)};
    list.AddCircleFilled(middle, 14, colorOf(color), 40);
    if (glm::distance(color, lesion.color) < 0.01f) {
      list.AddCircle(middle, 18, w.theme.text, 40, 2);
    }
    ++place;
  }
  return 20 + double((place + columns - 1) / columns) * kSwatch;
}

struct Fact {
  std::string name;
  std::string value;
};

// Name and value do not go beside each other.
bool isLong(const Widgets& w, const Fact& fact, double width) {
  return double(w.widthOf(w.fonts.body, fact.name)) + kGrid + double(w.widthOf(w.fonts.body, fact.value)) > width;
}

std::vector<Fact> factsOf(const Model& model, const LesionItem& lesion) {
  const LesionDetails& details = *model.details;
  std::vector<Fact> facts;
  facts.push_back({"Volume", core::printed(lesion.volumeMl < 10 ? "%.2f ml" : "%.1f ml", lesion.volumeMl)});
  if (!details.sizesKnown) {
    facts.push_back({"Measuring\u2026", ""});
  } else if (details.largestDiameterMm > 0) {
    const std::string unit = model.valueUnit.empty() ? "" : " " + model.valueUnit;
    facts.push_back({"Longest, " + details.slices, core::printed("%.1f mm", details.inSliceDiameterMm)});
    facts.push_back({"Longest, 3D", core::printed("%.1f mm", details.largestDiameterMm)});
    facts.push_back({"Bounding box", core::printed("%.0f \u00D7 %.0f \u00D7 %.0f mm", details.extentMm.x,
                                                   details.extentMm.y, details.extentMm.z)});
    if (!lesion.pieces.empty()) {
      facts.push_back({"In", lesion.pieces});
    }
    if (details.intensities) {
      facts.push_back(
          {"Mean",
           core::printed("%.0f \u00B1 %.0f", details.intensities->mean, details.intensities->deviation) + unit});
      facts.push_back(
          {"Range", core::printed("%.0f to %.0f", details.intensities->min, details.intensities->max) + unit});
    }
  }
  if (!details.state.empty()) {
    facts.push_back({"State", details.state});
  }
  for (const auto& [name, value] : details.origin) {
    facts.push_back({name, value});
  }
  return facts;
}

// What people contradicted each other about, and the two answers. Returns its height; 0 where nothing is contested.
// shown: it is drawn, not only measured.
double drawContest(PanelFrame& frame, const LesionItem& lesion, const Rect& box, bool shown) {
  if (!lesion.isContested()) {
    return 0;
  }
  Widgets& w = frame.widgets;
  const Theme& theme = w.theme;
  const bool removal = lesion.removalContested;
  const std::string what = removal
                               ? "One took it out, another painted on it, unaware of each other."
                               : core::printed(lesion.contestedMl < 10 ? "%.2f ml" : "%.1f ml", lesion.contestedMl) +
                                     " contested: one painted it, another erased it, unaware of each other.";
  const Rect words{{box.origin.x + 40, box.origin.y + 8}, {box.size.x - 52, 0}};
  const double textHeight = w.paragraph(w.fonts.body, 0, words, what);
  const double height = textHeight + 16 + kTouchDp + 8;
  if (!shown) {
    return height + 12;
  }
  w.fill({box.origin, {box.size.x, height}}, theme.cautionGround, theme.cardCorner);
  w.hatch(theme.caution, {{box.origin.x + 14, box.origin.y + 11}, {16, 14}});
  w.paragraph(w.fonts.body, theme.caution, words, what);
  const double half = (box.size.x - 16 - kGrid) / 2;
  const double y = box.origin.y + textHeight + 16;
  if (w.button("contest keep", {{box.origin.x + 8, y}, {half, kTouchDp}}, removal ? "Keep it" : "Belongs to it",
               false)) {
    frame.run(CommandId::KeepContested);
  }
  if (w.button("contest drop", {{box.origin.x + 8 + half + kGrid, y}, {half, kTouchDp}},
               removal ? "Take it out" : "Does not", false)) {
    frame.run(CommandId::DropContested);
  }
  return height + 12;
}

// What reviewers decided, and in which words, and for whoever may decide the way there. Returns its height; shown: it
// is drawn, not only measured.
double drawStanding(PanelFrame& frame, const Rect& box, bool shown) {
  Widgets& w = frame.widgets;
  const LesionStanding& review = frame.model.details->review;
  Flow flow(w, box, shown);
  writeStanding(flow, w.theme, review);
  if (frame.model.mayDecide) {
    const bool again = review.mark == ReviewMark::Accepted || review.mark == ReviewMark::Rejected ||
                       review.mark == ReviewMark::SentBack;
    flow.gap(kGrid);
    if (shown && w.button("lesion decide", {{flow.left() - 8, flow.y()}, {flow.width() + 16, kTouchDp}},
                          again ? "Decide again" : "Decide", false)) {
      frame.run(CommandId::Decide);
    }
    flow.gap(kTouchDp + kGrid);
  }
  return flow.height();
}

struct Button {
  const char* name;
  const char* icon;
  std::string label;
  CommandId command;
  bool on = false;
};

}  // namespace

void drawLesion(PanelFrame& frame) {
  if (!frame.layout.page || frame.state.operations || frame.model.operation || !frame.model.details ||
      !frame.model.activeLesion) {
    return;
  }
  Widgets& w = frame.widgets;
  const Theme& theme = w.theme;
  const Rect& page = *frame.layout.page;
  const LesionItem& lesion = frame.model.lesions[*frame.model.activeLesion];
  const bool lying = page.size.x > 1.4 * page.size.y;
  w.beginPanel("lesion", page, theme.card, theme.cardCorner, frame.layout.pageCovers);
  w.badge({page.origin.x + 30, page.origin.y + 28}, lesion.color, std::to_string(*frame.model.activeLesion + 1), false);
  w.text(w.fonts.strong, theme.text, {{page.origin.x + 52, page.origin.y + 4}, {page.size.x - 108, kTouchDp}},
         lesion.name);
  if (w.iconButton("lesion close", {{page.end().x - kTouchDp - 4, page.origin.y + 4}, {kTouchDp, kTouchDp}},
                   icon::kClose)) {
    frame.run(CommandId::PutAway);
  }
  if (frame.state.shownLesion != frame.model.activeLesion || frame.state.shownName != lesion.name ||
      frame.state.shownClass != lesion.className) {  // another lesion, or changed elsewhere: what was typed is void
    frame.state.shownLesion = frame.model.activeLesion;
    frame.state.shownName = frame.state.typedName = lesion.name;
    frame.state.shownClass = frame.state.typedClass = lesion.className;
  }
  const double column = lying ? std::floor(page.size.x / 2) : page.size.x;
  const double width = column - 40;
  const Rect body{{page.origin.x, page.origin.y + 56}, {page.size.x, page.size.y - 64}};
  const std::vector<Fact> facts = factsOf(frame.model, lesion);
  const std::vector<Button> buttons = {
      {"lesion edit", icon::kEdit, "Edit\u2026", CommandId::EditLesion},
      {"lesion isolate", icon::kIsolate, "Isolate", CommandId::Isolate, frame.model.details->isolated},
      {"lesion lock", icon::kProtected, lesion.locked ? "Unlock" : "Lock", CommandId::LockLesion, lesion.locked},
      {"lesion copy", icon::kCopy, "Copy", CommandId::CopyLesion},
      {"lesion merge", icon::kMerge, "Merge\u2026", CommandId::MergeLesions},
      {"lesion delete", icon::kDelete, "Delete", CommandId::DeleteLesion},
  };
  const double colorRows = std::ceil(double(frame.model.palette.size()) / std::max(1.0, std::floor(width / kSwatch)));
  const double contest = drawContest(frame, lesion, {{0, 0}, {width + 16, 0}}, false);
  const double classes = drawClasses(frame, {{0, 0}, {width, 0}}, "", false).height + 8;
  const double standing = drawStanding(frame, {{0, 0}, {width, 0}}, false);
  const double first = contest + standing + 2 * kField + classes + 20 + colorRows * kSwatch + 8;
  const auto longFacts =
      std::count_if(facts.begin(), facts.end(), [&](const Fact& each) { return isLong(w, each, width); });
  const double second = double(facts.size()) * kFactLine + double(longFacts) * (kFactLine - 6) + 8 +
                        std::ceil(double(buttons.size()) / 2) * (kTouchDp + 8);
  const double top = w.beginScroll("lesion", body, lying ? std::max(first, second) : first + second);
  double y = top;
  const double left = page.origin.x + 20;
  const std::size_t index = *frame.model.activeLesion;
  UiState& state = frame.state;
  y += drawContest(frame, lesion, {{left - 8, y}, {width + 16, 0}}, true);
  y += drawStanding(frame, {{left, y}, {width, 0}}, true);
  if (drawField(w, "rename", "Name", state.typedName, {{left, y}, {width, 0}}, std::exchange(state.renaming, false)) &&
      state.typedName != lesion.name) {
    frame.requests.emplace_back(ChangeLesion{.lesion = index, .name = state.typedName});
  }
  y += kField;
  if (drawField(w, "reclassify", "Class", state.typedClass, {{left, y}, {width, 0}}, false) &&
      state.typedClass != lesion.className) {
    frame.requests.emplace_back(ChangeLesion{.lesion = index, .className = state.typedClass});
  }
  y += kField;
  if (const ClassChoice choice = drawClasses(frame, {{left, y}, {width, 0}}, lesion.className);
      choice.chosen && *choice.chosen != lesion.className) {
    frame.requests.emplace_back(ChangeLesion{.lesion = index, .className = *choice.chosen});
  }
  y += classes;
  y += drawColors(frame, lesion, {{left, y}, {width, 0}}) + 8;

  const double x = lying ? page.origin.x + column + 20 : left;
  y = lying ? top : y;
  for (const Fact& fact : facts) {
    const double named = double(w.text(w.fonts.body, theme.muted, {{x, y}, {width, kFactLine}}, fact.name)) + kGrid;
    if (isLong(w, fact, width)) {  // on a line of its own
      y += kFactLine - 6;
      w.text(w.fonts.body, theme.text, {{x, y}, {width, kFactLine}}, fact.value, Align::Right);
    } else {
      w.text(w.fonts.body, theme.text, {{x + named, y}, {width - named, kFactLine}}, fact.value, Align::Right);
    }
    y += kFactLine;
  }
  y += 8;
  const double half = (width + 16 - kGrid) / 2;
  for (std::size_t i = 0; i < buttons.size(); ++i) {
    const Button& button = buttons[i];
    const Rect box{{x - 8 + double(i % 2) * (half + kGrid), y + double(i / 2) * (kTouchDp + 8)}, {half, kTouchDp}};
    if (w.tap(button.name, box)) {
      frame.run(button.command);
    }
    w.fill(box, button.on ? theme.accent : w.isHeld() ? theme.selected : theme.raised, theme.cardCorner);
    w.icon(button.on ? IM_COL32_WHITE : theme.muted, {box.origin, {44, kTouchDp}}, button.icon);
    w.text(w.fonts.body, button.on ? IM_COL32_WHITE : theme.text,
           {{box.origin.x + 44, box.origin.y}, {half - 48, kTouchDp}}, button.label);
  }
  w.endScroll();
  w.endPanel();
}

}  // namespace ui
