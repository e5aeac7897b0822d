#include "ui/start.h"

#include <algorithm>

namespace ui {
namespace {

constexpr double kStartRow = 64;

// How far it is, and the way to give it up.
void drawWork(Widgets& w, const StartModel& model, const Rect& box, std::vector<StartRequest>& requests) {
  w.text(w.fonts.body, w.theme.muted, {{box.origin.x, box.origin.y}, {box.size.x - 128, 24}},
         model.progress.empty() ? "Opening\u2026" : model.progress);
  const Rect line{{box.origin.x, box.origin.y + 32}, {box.size.x - 144, 4}};
  w.fill(line, w.theme.selected, 2);
  w.fill({line.origin, {line.size.x * std::clamp(model.fraction.value_or(0.1), 0.02, 1.0), 4}}, w.theme.accent, 2);
  if (w.button("start cancel", {{box.end().x - 120, box.origin.y}, {120, kTouchDp}}, "Cancel", false)) {
    requests.emplace_back(CancelWork{});
  }
}

bool drawRow(Widgets& w, const std::string& name, const Rect& row, const char* icon, std::string_view title,
             std::string_view detail, bool enabled) {
  const bool tapped = w.tap(name, row, enabled);
  if (enabled && (w.isHovered() || w.isHeld())) {
    w.fill(row, w.isHeld() ? w.theme.selected : w.theme.raised, w.theme.rowCorner);
  }
  w.icon(enabled ? w.theme.accentText : w.theme.faint, {row.origin, {56, row.size.y}}, icon);
  const double left = row.origin.x + 60;
  w.text(w.fonts.body, enabled ? w.theme.text : w.theme.muted, {{left, row.origin.y + 10}, {row.size.x - 72, 22}},
         title);
  w.text(w.fonts.small, w.theme.muted, {{left, row.origin.y + 34}, {row.size.x - 72, 18}}, detail);
  return tapped;
}

// The projects that there are, and one to try things on.
void drawProjects(Widgets& w, const StartModel& model, const Rect& list, std::vector<StartRequest>& requests) {
  const double inner = list.size.x - 32;
  const double rows = double(model.recent.size() + 1) * kStartRow + (model.recent.empty() ? 40 : 0) + 40 + 40;
  double y = w.beginScroll("start", list, rows);
  const auto heading = [&](std::string_view title) {
    w.text(w.fonts.small, w.theme.accentText, {{list.origin.x + 16, y + 8}, {inner, 32}}, title);
    y += 40;
  };
  heading("Recent projects");
  if (model.recent.empty()) {
    w.text(w.fonts.body, w.theme.muted, {{list.origin.x + 16, y}, {inner, 40}}, "None yet.");
    y += 40;
  }
  for (std::size_t i = 0; i < model.recent.size(); ++i, y += kStartRow) {
    const RecentItem& item = model.recent[i];
    if (drawRow(w, "recent " + std::to_string(i), {{list.origin.x, y}, {list.size.x, kStartRow}}, icon::kFolder,
                item.name, item.place, !model.working)) {
      requests.emplace_back(OpenRecent{i});
    }
  }
  heading("To begin with");
  const bool can = !model.demo.empty();
  if (drawRow(w, "demo", {{list.origin.x, y}, {list.size.x, kStartRow}}, icon::kCase,
              can ? "A case to try everything on" : "There is no demonstration case on this computer",
              can ? model.demo : model.demoRemedy, can && !model.working)) {
    requests.emplace_back(OpenDemo{});
  }
  w.endScroll();
}

}  // namespace

void drawStart(Widgets& w, const StartModel& model, glm::dvec2 sizeDp, ChooserState& chooser,
               std::vector<StartRequest>& requests) {
  const Theme& theme = w.theme;
  const double width = std::min(sizeDp.x - 32, 640.0);
  const double height = std::min(sizeDp.y - 32, 640.0);
  const Rect card{glm::floor((sizeDp - glm::dvec2(width, height)) / 2.0), {width, height}};
  w.beginPanel("start", {{0, 0}, sizeDp}, theme.ground, 0);
  w.fill(card, theme.card, theme.largeCorner);
  if (model.chooser != nullptr) {
    if (model.working) {
      drawWork(w, model, {card.origin + glm::dvec2(32, height / 2 - 24), {width - 64, kTouchDp}}, requests);
    } else {
      std::vector<ChooserRequest> chosen;
      drawChooser(w, *model.chooser, model.failure, card, chooser, chosen);
      requests.insert(requests.end(), chosen.begin(), chosen.end());
    }
    w.endPanel();
    return;
  }
  const double left = card.origin.x + 32;
  const double inner = width - 64;
  w.text(w.fonts.strong, theme.text, {{left, card.origin.y + 24}, {inner - kTouchDp, 32}}, "Sagitta");
  w.text(w.fonts.body, theme.muted, {{left, card.origin.y + 52}, {inner - kTouchDp, 24}},
         "Annotate lesions in CT and MR, by touch, pen or mouse");
  if (w.iconButton("start close", {{card.end().x - kTouchDp - 12, card.origin.y + 12}, {kTouchDp, kTouchDp}},
                   icon::kClose)) {
    requests.emplace_back(CloseWindow{});
  }
  const Rect foot{{left, card.end().y - 72}, {inner, kTouchDp}};
  const double failure =
      model.failure.empty() ? 0 : w.paragraph(w.fonts.body, 0, {{left, 0}, {inner, 0}}, model.failure) + 16;
  const double listEnd = foot.origin.y - failure - 8;
  drawProjects(w, model, {{card.origin.x + 16, card.origin.y + 96}, {width - 32, listEnd - card.origin.y - 96}},
               requests);
  if (failure > 0) {
    w.paragraph(w.fonts.body, theme.bad, {{left, listEnd + 8}, {inner, failure}}, model.failure);
  }
  if (model.working) {
    drawWork(w, model, foot, requests);
  } else {
    const double half = (inner - 16) / 2;
    if (w.button("new project", {foot.origin, {half, kTouchDp}}, "New project from images", true)) {
      requests.emplace_back(OpenChooser{ChooserModel::Purpose::ImagesForNewProject});
    }
    if (w.button("open project", {{left + half + 16, foot.origin.y}, {half, kTouchDp}}, "Open a project", false)) {
      requests.emplace_back(OpenChooser{ChooserModel::Purpose::OpenProject});
    }
  }
  w.endPanel();
}

}  // namespace ui
