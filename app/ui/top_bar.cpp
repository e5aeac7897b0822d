// The top line: which case, how it is kept, undo and redo, and the way to everything else.
#include "ui/ui.h"

namespace ui {
namespace {

// The ways to what waits for this person, from the right end on; what has no room is in the menu.
void drawWorkflowTags(PanelFrame& frame, double& right) {
  Widgets& w = frame.widgets;
  const Rect& bar = frame.layout.topBar;
  const auto tag = [&](const std::string& name, const std::string& label, ImU32 ground, ImU32 color,
                       CommandId command) {
    const double width = double(w.widthOf(w.fonts.body, label)) + 24;
    if (right - width < bar.size.x * 0.3) {
      return;
    }
    right -= width;
    const Rect box{{right, bar.origin.y}, {width, bar.size.y}};
    if (w.tap(name, box)) {
      frame.run(command);
    }
    w.fill({{right, bar.origin.y + (bar.size.y - 32) / 2}, {width, 32}}, w.isHeld() ? w.theme.selected : ground,
           w.theme.rowCorner);
    w.text(w.fonts.body, color, box, label, Align::Center);
    right -= kGrid;
  };
  const Model& model = frame.model;
  if (model.looksOnly) {
    tag("looking tag", "Looking only", w.theme.cautionGround, w.theme.caution, *model.looksOnly);
  }
  if (model.reviewPaused || model.toReview > 0) {
    tag("review tag", model.reviewPaused ? "Back to the review" : "Review " + std::to_string(model.toReview),
        w.theme.accent, IM_COL32_WHITE, CommandId::Review);
  }
  if (model.toCompare > 0) {
    tag("to compare tag", "Compare " + std::to_string(model.toCompare), w.theme.accent, IM_COL32_WHITE,
        CommandId::Readings);
  }
  if (model.exampleShown) {
    tag("example tag", "Back from the example", w.theme.accent, IM_COL32_WHITE, CommandId::LeaveExample);
  }
  if (model.canCompare) {
    tag("compare tag", "Compare with the panel", w.theme.accent, IM_COL32_WHITE, CommandId::Compare);
  }
  if (const std::size_t open = toMend(model.sentBack); open > 0) {
    tag("sent back tag", std::to_string(open) + " sent back", w.theme.cautionGround, w.theme.caution,
        CommandId::ShowSentBack);
  }
  if (model.guideline) {
    tag("guideline tag", "Guideline v" + std::to_string(model.guideline->version), w.theme.card, w.theme.text,
        CommandId::Guideline);
  }
}

}  // namespace

void drawTopBar(PanelFrame& frame) {
  Widgets& w = frame.widgets;
  const Rect& bar = frame.layout.topBar;
  const Theme& theme = w.theme;
  w.beginPanel("top bar", bar, theme.ground, 0);
  const double y = (bar.size.y - kTouchDp) / 2;
  double right = bar.end().x - kGrid;
  const auto place = [&](double width) {
    right -= width;
    return Rect{{right, y}, {width, kTouchDp}};
  };
  if (w.iconButton("menu", place(kTouchDp), icon::kMore, frame.state.menu)) {
    frame.state.menu = !frame.state.menu;
  }
  if (w.iconButton("redo", place(kTouchDp), icon::kRedo, false, frame.model.canRedo)) {
    frame.run(CommandId::Redo);
  }
  if (w.iconButton("undo", place(kTouchDp), icon::kUndo, false, frame.model.canUndo)) {
    frame.run(CommandId::Undo);
  }
  if (!frame.layout.lesions || frame.layout.lesionsCover) {
    if (w.iconButton("lesion list", place(kTouchDp), icon::kList, frame.state.layout.drawer)) {
      frame.run(CommandId::ShowLesionsDrawer);
    }
  }
  if (!frame.model.people.empty() && drawPeopleButton(frame, place(kTouchDp))) {
    frame.state.people = !frame.state.people;
  }
  right -= kGrid;
  right = drawSyncSign(frame, bar, right, bar.size.x * 0.45);
  const auto tag = [&](std::string_view label, ImU32 dot) {
    const double dotRoom = dot != 0 ? 18 : 0;
    const double width = double(w.widthOf(w.fonts.body, label)) + 24 + dotRoom;
    if (right - width < bar.size.x * 0.45) {
      return;
    }
    right -= width;
    const Rect box{{right, bar.origin.y + (bar.size.y - 32) / 2}, {width, 32}};
    if (dot != 0) {  // words without a ground: nothing here is to be pressed
      w.fill({{right + 12, box.origin.y + 12}, {8, 8}}, dot, 4);
    }
    w.text(w.fonts.body, theme.muted, {{right + 12 + dotRoom, box.origin.y}, {width, 32}}, label);
    right -= kGrid;
  };
  if (frame.model.trouble) {
    tag(frame.model.unsaved > 0 ? std::to_string(frame.model.unsaved) + " not saved" : "Not saved", theme.bad);
  } else {
    tag(frame.model.saving ? "Saving" : "All saved", frame.model.saving ? theme.caution : theme.good);
  }
  drawWorkflowTags(frame, right);
  tag(frame.model.reader, 0);

  const double left = bar.origin.x + 24;
  const Rect line{{left, bar.origin.y}, {right - left - 2 * kGrid, bar.size.y}};
  const double width = std::min(double(w.widthOf(w.fonts.strong, frame.model.caseName)) + 28, line.size.x);
  if (w.tap("case title", {line.origin - glm::dvec2(kGrid, 0), {width + kGrid, line.size.y}})) {
    frame.run(CommandId::Cases);
  }
  if (w.isHovered() || w.isHeld()) {
    w.fill({{line.origin.x - kGrid, line.origin.y + (line.size.y - 40) / 2}, {width + kGrid, 40}}, theme.card,
           theme.rowCorner);
  }
  const double name =
      double(w.text(w.fonts.strong, theme.text, {line.origin, {width - 24, line.size.y}}, frame.model.caseName)) + 24;
  w.smallIcon(theme.muted, {{line.origin.x + name - 22, line.origin.y}, {18, line.size.y}}, icon::kOpens);
  double x = left + name + 2 * kGrid;
  const auto rest = [&] { return line.end().x - x; };
  if (const std::string& state = frame.model.readingState; !state.empty() && rest() > 120) {
    const bool changed = frame.model.readingChanged;
    const ImU32 color = changed ? theme.caution : theme.accept;
    w.smallIcon(color, {{x, bar.origin.y}, {18, bar.size.y}}, changed ? icon::kRename : icon::kCheck);
    x += 22;
    x += double(w.text(w.fonts.body, color, {{x, bar.origin.y}, {rest(), bar.size.y}}, state)) + 2 * kGrid;
  }
  if (rest() > 120) {
    w.text(w.fonts.body, theme.muted, {{x, bar.origin.y}, {rest(), bar.size.y}}, frame.model.caseFacts);
  }
  w.endPanel();
}

}  // namespace ui
