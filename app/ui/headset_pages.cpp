// The pages of the headset's panel: what the brush does, the active lesion, what the guideline says of its class, how
// the patient is seen, what hands do.
#include <algorithm>
#include <array>
#include <cstdio>

#include "core/text.h"
#include "ui/guideline.h"
#include "ui/headset_panel.h"

namespace ui {
namespace {

using interaction::HandTool;
using interaction::PatientSide;

constexpr double kTabsY = 40;
constexpr double kPageRow = HeadsetPanel::kHandDp + 6;
constexpr int kMaxClasses = 8;
constexpr std::size_t kFootControls = 2;  // of the other hand, that fit in one line at the foot; the help has all
constexpr double kDeviations = 2;         // of a lesion's values from their mean that count as like it

// What the working hand's trigger does, in words.
const char* deed(HandTool tool) {
  switch (tool) {
    case HandTool::Paint:
      return "the trigger paints, the stick sizes the brush";
    case HandTool::Erase:
      return "the trigger erases, the stick sizes the brush";
    case HandTool::Move:
      return "the trigger moves the volume";
    case HandTool::Slice:
      break;
  }
  return "the trigger holds the slice";
}

}  // namespace

Rect HeadsetPanel::cell(int row, int column, int columns, int across) {
  const double width = (kSizeDp.x - 2 * kPagePad - (columns - 1) * kGrid) / columns;
  return {{kPagePad + column * (width + kGrid), kTabsY + kPageRow * (row + 1)},
          {across * width + (across - 1) * kGrid, kHandDp}};
}

// A button whose label may take two lines.
bool HeadsetPanel::longButton(const std::string& name, const Rect& box, const std::string& label, bool active) {
  Widgets& w = *widgets_;
  const std::size_t space = label.find(' ', label.size() / 3);
  if (space == std::string::npos || double(w.widthOf(fonts_.strong, label)) < box.size.x - kGrid) {
    return w.button(name, box, label, active);
  }
  const bool pressed = w.button(name, box, "", active);
  const ImU32 color = active ? IM_COL32_WHITE : theme_.text;
  const glm::dvec2 half(box.size.x, 18);
  const glm::dvec2 middle = box.origin + glm::dvec2(0, box.size.y / 2);
  w.text(fonts_.small, color, {middle - glm::dvec2(0, half.y), half}, label.substr(0, space), Align::Center);
  w.text(fonts_.small, color, {middle, half}, label.substr(space + 1), Align::Center);
  return pressed;
}

void HeadsetPanel::drawHeader(Drawing& drawing) {
  const Model& model = drawing.model;
  const double width = kSizeDp.x - 2 * kPagePad;
  const bool failed = !model.notes.empty() && model.notes.back().kind == Note::Kind::Failure;
  widgets_->text(fonts_.strong, theme_.text, {{kPagePad, 6}, {width * 0.6, 30}}, model.caseName);
  widgets_->text(fonts_.small, failed ? theme_.bad : theme_.muted, {{kPagePad + width * 0.6, 6}, {width * 0.4, 30}},
                 failed         ? "Not saved"
                 : model.saving ? "Saving"
                                : "Saved",
                 Align::Right);
  constexpr std::array<std::pair<Page, const char*>, 6> kPages{{{Page::Tools, "Tools"},
                                                                {Page::Lesion, "Lesion"},
                                                                {Page::Rules, "Rules"},
                                                                {Page::View, "View"},
                                                                {Page::Review, "Review"},
                                                                {Page::Help, "Help"}}};
  for (std::size_t i = 0; i < kPages.size(); ++i) {
    const auto& [page, name] = kPages[i];
    if (widgets_->button(std::string("page ") + name, cell(-1, int(i), int(kPages.size())), name, page_ == page)) {
      page_ = page;
      deleteAsked_ = choosing_ = false;
      naming_.reset();
      sentBack_.reset();
    }
    if (page == Page::Review && model.toReview + toMend(model.sentBack) > 0) {
      const Rect tab = cell(-1, int(i), int(kPages.size()));
      const std::string count = std::to_string(model.toReview + toMend(model.sentBack));
      const double wide = std::max(18.0, double(widgets_->widthOf(fonts_.small, count)) + 8);
      const Rect badge{{tab.end().x - wide - 3, tab.origin.y + 3}, {wide, 18}};
      widgets_->fill(badge, theme_.cautionGround, 9);
      widgets_->text(fonts_.small, theme_.caution, badge, count, Align::Center);
    }
  }
}

void HeadsetPanel::drawActiveLesion(const Model& model, const Rect& box) {
  if (!model.activeLesion || *model.activeLesion >= model.lesions.size()) {
    widgets_->text(fonts_.body, theme_.muted, box, "Paint to begin the first lesion");
    return;
  }
  writeLesion(model.lesions[*model.activeLesion], box, false);
}

void HeadsetPanel::writeLesion(const LesionItem& lesion, const Rect& box, bool bright) {
  const double x = box.origin.x, y = box.origin.y;
  widgets_->fill({{x + 4, y + box.size.y / 2 - 7}, {14, 14}}, colorOf(lesion.color), 7);
  widgets_->text(fonts_.strong, theme_.text, {{x + 30, y + 8}, {box.size.x - 30, 22}}, lesion.name);
  widgets_->text(fonts_.small, bright ? IM_COL32_WHITE : theme_.muted, {{x + 30, y + 30}, {box.size.x - 30, 22}},
                 lesion.className + "  " + core::printed("%.2f ml", lesion.volumeMl));
}

void HeadsetPanel::drawSizes(Drawing& drawing, const Rect& sizes) {
  Widgets& w = *widgets_;
  if (w.button("smaller", {sizes.origin, {kHandDp, kHandDp}}, "\u2212", false)) {
    drawing.run(CommandId::BrushSmaller);
  }
  if (w.button("larger", {{sizes.end().x - kHandDp, sizes.origin.y}, {kHandDp, kHandDp}}, "+", false)) {
    drawing.run(CommandId::BrushLarger);
  }
  const double diameterMm = drawing.settings.brush.radiusMm * 2;
  w.text(fonts_.strong, drawing.state.belowVoxels ? theme_.caution : theme_.text,
         {{sizes.origin.x + kHandDp, sizes.origin.y}, {sizes.size.x - 2 * kHandDp, kHandDp}},
         core::printed(diameterMm < 10 ? "%.1f mm" : "%.0f mm", diameterMm), Align::Center);
}

void HeadsetPanel::drawTools(Drawing& drawing) {
  constexpr std::array<std::pair<HandTool, const char*>, 4> kTools{
      {{HandTool::Paint, "Paint"}, {HandTool::Erase, "Erase"}, {HandTool::Move, "Move"}, {HandTool::Slice, "Slice"}}};
  Widgets& w = *widgets_;
  const Model& model = drawing.model;
  interaction::HandSettings& settings = drawing.settings;
  for (std::size_t i = 0; i < kTools.size(); ++i) {
    const auto& [tool, name] = kTools[i];
    if (w.button(std::string("tool ") + name, cell(0, int(i), 4), name, settings.tool == tool)) {
      settings.tool = tool;
    }
  }
  if (w.button("undo", cell(1, 0, 4), "Undo", false, model.canUndo)) {
    drawing.run(CommandId::Undo);
  }
  if (w.button("redo", cell(1, 1, 4), "Redo", false, model.canRedo)) {
    drawing.run(CommandId::Redo);
  }
  if (const Rect sizes = cell(1, 2, 4, 2); settings.tool == HandTool::Slice) {
    if (w.button("slice away", sizes, "Put slice away", false, drawing.state.cut)) {
      drawing.asked.putSliceAway = true;
    }
  } else {
    drawSizes(drawing, sizes);
  }

  drawActiveLesion(model, cell(2, 0, 4, 2));
  if (w.button("next lesion", cell(2, 2, 4), "Next", false, model.lesions.size() > 1)) {
    drawing.run(CommandId::NextLesion);
  }
  if (w.button("new lesion", cell(2, 3, 4), "New", false)) {
    drawing.run(CommandId::NewLesion);
  }

  const Rect said = cell(3, 0, 5, 3);
  const bool failed = !model.notes.empty() && model.notes.back().kind == Note::Kind::Failure;
  if (drawing.state.belowVoxels) {
    w.paragraph(fonts_.body, theme_.caution, said, "The brush is smaller than a voxel: make it larger");
  } else if (!model.notes.empty()) {
    w.paragraph(fonts_.body, failed ? theme_.bad : theme_.text, said, model.notes.back().text);
  } else {
    w.paragraph(fonts_.body, theme_.text, said, std::string(handName(settings.working())) + ": " + deed(settings.tool));
  }
  if (model.reviewPaused) {  // what was left for this comes first
    if (w.button("review go on", cell(3, 3, 5, 2), "Go on with the review", true)) {
      drawing.run(CommandId::Review);
    }
  } else {
    if (w.button("other hand", cell(3, 3, 5), "Swap", false)) {
      drawing.run(CommandId::LeftHanded);
    }
    if (w.button("bring back", cell(3, 4, 5), "Before me", false)) {
      drawing.run(CommandId::ResetView);
    }
  }
  w.text(fonts_.small, theme_.muted, {{kPagePad, cell(4, 0, 1).origin.y - 4}, {kSizeDp.x - 2 * kPagePad, 20}},
         handHelp(interaction::other(settings.working()), settings, drawing.state.controls, kFootControls));
}

void HeadsetPanel::drawLesions(Drawing& drawing, const std::vector<std::size_t>& standing) {
  constexpr std::size_t kRows = 3;
  constexpr std::size_t kListed = 2 * kRows;
  Widgets& w = *widgets_;
  const std::size_t last = std::max<std::size_t>(standing.size(), 1) - 1;
  firstListed_ = std::min(firstListed_, last) / kListed * kListed;  // whole pages, whatever came or went
  const std::size_t end = std::min(firstListed_ + kListed, standing.size());
  for (std::size_t i = firstListed_; i < end; ++i) {
    const std::size_t place = i - firstListed_;
    const Rect box = cell(int(place % kRows), int(place / kRows), 2);
    const std::size_t lesion = standing[i];
    const bool active = drawing.model.activeLesion == lesion;
    if (w.button("lesion " + std::to_string(lesion + 1), box, "", active)) {
      drawing.asked.requests.emplace_back(SelectLesion{lesion});
      choosing_ = false;
    }
    writeLesion(drawing.model.lesions[lesion], {box.origin + glm::dvec2(kGrid, 0), box.size - glm::dvec2(2 * kGrid, 0)},
                active);
  }
  if (w.button("earlier lesions", cell(int(kRows), 0, 4), "Earlier", false, firstListed_ > 0)) {
    firstListed_ -= kListed;
  }
  if (w.button("later lesions", cell(int(kRows), 1, 4), "Later", false, end < standing.size())) {
    firstListed_ += kListed;
  }
  if (w.button("lesion chosen", cell(int(kRows), 3, 4), "Back", false)) {
    choosing_ = false;
  }
}

void HeadsetPanel::drawLesion(Drawing& drawing) {
  Widgets& w = *widgets_;
  const Model& model = drawing.model;
  std::vector<std::size_t> standing;
  for (std::size_t i = 0; i < model.lesions.size(); ++i) {
    if (!model.lesions[i].gone) {
      standing.push_back(i);
    }
  }
  if (choosing_) {
    drawLesions(drawing, standing);
    return;
  }
  if (naming_ && naming_->lesion == model.activeLesion) {
    drawNames(drawing);
    return;
  }
  naming_.reset();
  const Rect named = cell(0, 0, 4, 2);
  const bool any = model.activeLesion && *model.activeLesion < model.lesions.size();
  if (any && w.button("rename", named, "", false, !model.lesions[*model.activeLesion].locked)) {
    naming_ = Naming{*model.activeLesion, drawing.state.suggestNames()};
  }
  drawActiveLesion(model,
                   any ? Rect{named.origin + glm::dvec2(kGrid, 0), named.size - glm::dvec2(2 * kGrid + 24, 0)} : named);
  if (any) {
    w.smallIcon(theme_.muted, {{named.end().x - 36, named.origin.y}, {24, named.size.y}}, icon::kKeyboard);
  }
  if (w.button("all lesions", cell(0, 2, 4), "All " + std::to_string(standing.size()), false, standing.size() > 1)) {
    choosing_ = true;
    deleteAsked_ = false;
    firstListed_ = std::size_t(std::ranges::find(standing, model.activeLesion.value_or(0)) - standing.begin());
  }
  if (w.button("new lesion", cell(0, 3, 4), "New", false)) {
    drawing.run(CommandId::NewLesion);
  }
  if (!model.activeLesion || *model.activeLesion >= model.lesions.size()) {
    return;
  }
  const LesionItem& lesion = model.lesions[*model.activeLesion];
  int place = 0;
  if (lesion.isContested()) {  // instead of the classes: first things first
    w.paragraph(fonts_.small, theme_.caution, cell(1, 0, 1),
                lesion.removalContested
                    ? "Contested: one took it out, another painted on it, unaware of each other."
                    : "Contested: of what is hatched, one painted it and another erased it, unaware of each other.");
    if (w.button("contest keep", cell(2, 0, 2), lesion.removalContested ? "Keep it" : "Belongs to it", false)) {
      drawing.run(CommandId::KeepContested);
    }
    if (w.button("contest drop", cell(2, 1, 2), lesion.removalContested ? "Take it out" : "Does not", false)) {
      drawing.run(CommandId::DropContested);
    }
    place = kMaxClasses;
  }
  for (const ClassItem& item : model.classes) {
    const std::string& name = item.name;
    if (place < kMaxClasses &&
        longButton("class " + name, cell(1 + place / 4, place % 4, 4), name, lesion.className == name) &&
        lesion.className != name) {
      drawing.asked.requests.emplace_back(ChangeLesion{.lesion = *model.activeLesion, .className = name});
    }
    ++place;
  }
  if (w.button("comment", cell(3, 0, 5), "Comment", false)) {
    ask(ReviewAct::Comment);
  }
  if (w.button("hide", cell(3, 1, 5), lesion.hidden ? "Show" : "Hide", lesion.hidden)) {
    drawing.run(CommandId::ToggleLesion);
  }
  const bool alone = model.details && model.details->isolated;
  if (w.button("isolate", cell(3, 2, 5), alone ? "Show all" : "Isolate", alone)) {
    drawing.run(CommandId::Isolate);
  }
  if (deleteAsked_) {  // the answer is beside the question: a press too many deletes nothing
    if (w.button("delete it", cell(3, 3, 5), "Delete it", false)) {
      drawing.run(CommandId::DeleteLesion);
      deleteAsked_ = false;
    }
    if (w.button("keep it", cell(3, 4, 5), "Keep it", false)) {
      deleteAsked_ = false;
    }
    return;
  }
  if (w.button("lock", cell(3, 3, 5), lesion.locked ? "Unlock" : "Lock", lesion.locked)) {
    drawing.run(CommandId::LockLesion);
  }
  if (w.button("delete", cell(3, 4, 5), "Delete", false, !lesion.locked)) {
    deleteAsked_ = true;
  }
}

void HeadsetPanel::drawRules(Drawing& drawing) {
  Widgets& w = *widgets_;
  const Rect page{cell(0, 0, 1).origin, {kSizeDp.x - 2 * kPagePad, kSizeDp.y - cell(0, 0, 1).origin.y - 8}};
  const auto& card = drawing.model.guideline;
  if (!card) {
    w.paragraph(fonts_.body, theme_.text, page, "This project has no guideline yet. Whoever leads it can add one.");
    return;
  }
  w.text(fonts_.strong, theme_.text, {page.origin, {page.size.x, 28}}, card->className);
  const Rect list{{page.origin.x, page.origin.y + 32}, {page.size.x, page.size.y - 32}};
  Flow measure(w, {{0, 0}, {list.size.x - 12, 0}}, false);
  writeGuideline(measure, theme_, *card);
  const double top = w.beginScroll("rules", list, measure.height());
  Flow flow(w, {{list.origin.x, top}, {list.size.x - 12, 0}}, true);
  writeGuideline(flow, theme_, *card);
  w.endScroll();
}

void HeadsetPanel::drawView(Drawing& drawing) {
  Widgets& w = *widgets_;
  const Model& model = drawing.model;
  const int presets = std::max(1, int(model.presets.size()));
  for (int i = 0; i < int(model.presets.size()); ++i) {
    const PresetItem& preset = model.presets[std::size_t(i)];
    if (longButton("preset " + preset.name, cell(0, i, presets), preset.title, preset.name == drawing.state.preset)) {
      drawing.asked.requests.emplace_back(ChoosePreset{preset.name});
    }
  }
  constexpr std::array<std::pair<PatientSide, const char*>, 6> kSides{{{PatientSide::Front, "Front"},
                                                                       {PatientSide::Back, "Back"},
                                                                       {PatientSide::Left, "Left"},
                                                                       {PatientSide::Right, "Right"},
                                                                       {PatientSide::Above, "Above"},
                                                                       {PatientSide::Below, "Below"}}};
  for (std::size_t i = 0; i < kSides.size(); ++i) {
    const auto& [side, name] = kSides[i];
    if (w.button(std::string("side ") + name, cell(1, int(i), int(kSides.size())), name, false)) {
      drawing.asked.side = side;
    }
  }
  interaction::HandSettings& settings = drawing.settings;
  if (w.button("true size", cell(2, 0, 4), "True size", false)) {
    drawing.asked.trueSize = true;
  }
  if (w.button("bring back", cell(2, 1, 4), "Before me", false)) {
    drawing.run(CommandId::ResetView);
  }
  if (w.button("lens", cell(2, 2, 4), "Magnifier", settings.lens)) {
    settings.lens = !settings.lens;
  }
  if (w.button("see room", cell(2, 3, 4), "My room", settings.seesRoom, drawing.state.canSeeRoom)) {
    settings.seesRoom = !settings.seesRoom;
  }

  if (model.review || model.compare) {
    return;  // nothing is painted
  }
  std::optional<core::IntensityRange>& range = settings.brush.range;
  const bool known = model.details && model.details->intensities;
  w.text(fonts_.body, theme_.text, cell(3, 0, 4, 2),
         range ? "Paints " + core::printed("%.0f", range->min) + " to " + core::printed("%.0f", range->max) +
                     (model.valueUnit.empty() ? "" : " " + model.valueUnit)
               : "Paints any value");
  if (w.button("any value", cell(3, 2, 4), "Any", !range)) {
    range.reset();
  }
  if (w.button("like lesion", cell(3, 3, 4), "As lesion", range.has_value(), known)) {
    const LesionDetails::Intensities& values = *model.details->intensities;
    range = {values.mean - kDeviations * values.deviation, values.mean + kDeviations * values.deviation};
  }
}

}  // namespace ui
