// The menu behind the three dots: what is not about the hand or the pictures, by what it is for. A tap beside it, or
// Escape, puts it away.
#include <algorithm>
#include <utility>
#include <vector>

#include "ui/dialog.h"

namespace ui {
namespace {

constexpr double kRow = 48;
constexpr double kHeading = 36;
constexpr double kColumn = 312;

struct Item {
  CommandId command;
  const char* name;
  const char* icon;
  std::string label;
  bool on = false;
};

struct Section {
  std::string_view heading;
  std::vector<Item> items;

  double height() const { return kHeading + kRow * double(items.size()); }
};
using Column = std::vector<Section>;

std::string counted(std::string words, std::size_t waiting) {
  return waiting == 0 ? words : std::move(words) + " (" + std::to_string(waiting) + ")";
}

Column work(const Model& model) {
  Section reading{"Reading and review",
                  {{CommandId::Calibration, "menu calibration", icon::kCalibration,
                    counted("Readings and calibration", model.toRead)},
                   {CommandId::Readings, "menu readings", icon::kMerge, counted("Readings compared", model.toCompare)},
                   {CommandId::Review, "menu review", icon::kReview, counted("Review findings", model.toReview)},
                   {CommandId::Candidates, "menu candidates", icon::kCandidates, "Candidates of a model"}}};
  if (model.canCompare) {
    reading.items.push_back({CommandId::Compare, "menu compare", icon::kCompare, "Compare with the panel"});
  }
  return {std::move(reading),
          {"Project",
           {{CommandId::Guideline, "menu guideline", icon::kGuideline, "Guideline"},
            {CommandId::People, "menu people", icon::kPerson, "People, roles and keys"},
            {CommandId::Team, "menu team", icon::kPeople, "Team and policy"},
            {CommandId::Releases, "menu releases", icon::kRelease, "Releases"}}}};
}

Column here(const Model& model, bool leftHanded) {
  Section cases{"Cases",
                {{CommandId::Cases, "menu cases", icon::kCase, "Cases and readings\u2026"},
                 {CommandId::HandIn, "menu hand in", icon::kHandIn, "Hand in this reading\u2026"},
                 {CommandId::Replay, "menu replay", icon::kReplay, "Play how it was made"}}};
  if (model.mayImport) {
    cases.items.push_back({CommandId::AddImages, "menu images", icon::kAdd, "Bring in images\u2026"});
  }
  return {std::move(cases),
          {"Window",
           {{CommandId::Palette, "menu palette", icon::kSearch, "Find a command"},
            {CommandId::Keys, "menu keys", icon::kKeyboard, "Help: keys and touches"},
            {CommandId::LeftHanded, "menu left-handed", leftHanded ? icon::kCheck : icon::kSwap,
             "Tools at the other side", leftHanded},
            {CommandId::Quit, "menu quit", icon::kClose, "Close the window"}}}};
}

double heightOf(const Column& column) {
  double height = 0;
  for (const Section& each : column) {
    height += each.height();
  }
  return height;
}

// Whether it is tapped.
bool drawItem(Widgets& w, const Item& item, const Rect& box) {
  const bool tapped = w.tap(item.name, box);
  if (w.isHovered()) {
    w.fill(box, w.theme.raised, w.theme.rowCorner);
  }
  w.icon(item.on ? w.theme.accentText : w.theme.muted, {box.origin, {48, kRow}}, item.icon);
  w.text(w.fonts.body, item.on ? w.theme.accentText : w.theme.text,
         {box.origin + glm::dvec2(52, 0), {box.size.x - 60, kRow}}, item.label);
  w.text(w.fonts.small, w.theme.muted, {box.origin, {box.size.x - 16, kRow}}, keysOf(item.command), Align::Right);
  return tapped;
}

}  // namespace

void drawMenu(PanelFrame& frame) {
  if (!frame.state.menu) {
    return;
  }
  Widgets& w = frame.widgets;
  bool done = veil(frame, "menu veil", 0.35f);
  const Column left = work(frame.model), right = here(frame.model, frame.state.layout.leftHanded);
  const bool isNarrow = frame.sizeDp.x < 2 * kColumn + 32;
  const double contents = isNarrow ? heightOf(left) + heightOf(right) : std::max(heightOf(left), heightOf(right));
  const double width = isNarrow ? kColumn : 2 * kColumn;
  const Rect card{{frame.sizeDp.x - width - 8, 60}, {width, std::min(contents + 16, frame.sizeDp.y - 60 - 8)}};
  beginCard(frame, "menu card", card);
  const Rect list{card.origin + glm::dvec2(0, 8), card.size - glm::dvec2(0, 16)};
  const double top = w.beginScroll("menu", list, contents);
  const auto draw = [&](const Column& column, double x, double y) {
    for (const Section& section : column) {
      w.text(w.fonts.small, w.theme.muted, {{x + 24, y + 8}, {kColumn - 32, kHeading - 8}}, section.heading);
      y += kHeading;
      for (const Item& item : section.items) {
        const Rect box{{x + 8, y}, {kColumn - 16, kRow}};
        y += kRow;
        if (box.end().y > list.origin.y && box.origin.y < list.end().y && drawItem(w, item, box)) {
          frame.run(item.command);
          done = true;
        }
      }
    }
  };
  draw(left, card.origin.x, top);
  draw(right, isNarrow ? card.origin.x : card.origin.x + kColumn, isNarrow ? top + heightOf(left) : top);
  w.endScroll();
  w.endPanel();
  frame.state.menu = !done;
}

}  // namespace ui
