// What lies over everything for a moment: naming a new lesion, finding a command, and the keys at a glance.
// A tap beside it, or Escape, puts it away.
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "ui/dialog.h"

namespace ui {
namespace {

// What fingers do on the pictures, wherever one finger works the tool.
constexpr std::array kTouches = {
    std::pair{"Undo", "two-finger tap"},
    std::pair{"Redo", "three-finger tap"},
    std::pair{"Turn, move and enlarge", "two fingers"},
    std::pair{"Leaf through slices", "drag a slice's edge"},
};

}  // namespace

void drawNaming(PanelFrame& frame) {
  if (!frame.state.naming) {
    return;
  }
  Widgets& w = frame.widgets;
  bool done = veil(frame, "naming veil", 0.5f);
  const double width = std::min(440.0, frame.sizeDp.x - 32) - 48;
  const double choices = drawClasses(frame, {{0, 0}, {width, 0}}, "", false).height;
  const Rect card = centered(frame, 440, 308 + choices);
  beginCard(frame, "naming card", card);
  const double left = card.origin.x + 24;
  w.text(w.fonts.strong, w.theme.text, {{left, card.origin.y + 16}, {width, 32}}, "New lesion");
  const auto labelled = [&](double down, const char* label) {
    w.text(w.fonts.small, w.theme.muted, {{left, card.origin.y + down}, {width, 20}}, label);
    return Rect{{left, card.origin.y + down + 20}, {width, kTouchDp}};
  };
  bool entered = w.field("lesion name", labelled(54, "Name"), frame.state.newName, "", frame.state.fresh);
  entered |= w.field("lesion class", labelled(132, "Class"), frame.state.newClass, "such as cyst or metastasis", false);
  const Rect classes{{left, card.origin.y + 204}, {width, choices}};
  if (const ClassChoice choice = drawClasses(frame, classes, frame.state.newClass); choice.chosen) {
    frame.state.newClass = *choice.chosen;
  }
  frame.state.fresh = false;
  const auto& lesions = frame.model.lesions;
  const bool taken = std::any_of(lesions.begin(), lesions.end(),
                                 [&](const LesionItem& lesion) { return lesion.name == frame.state.newName; });
  const bool good = !frame.state.newName.empty() && !frame.state.newClass.empty() && !taken;
  if (taken) {
    w.text(w.fonts.small, w.theme.caution, {{left, classes.end().y + 2}, {width, 20}},
           "There is a lesion of that name.");
  }
  const double y = card.end().y - 16 - kTouchDp;
  if (w.button("naming cancel", {{card.end().x - 24 - 2 * 120 - 8, y}, {120, kTouchDp}}, "Cancel", false)) {
    done = true;
  }
  if ((w.button("naming create", {{card.end().x - 24 - 120, y}, {120, kTouchDp}}, "Create", good, good) || entered) &&
      good) {
    frame.requests.emplace_back(CreateLesion{frame.state.newName, frame.state.newClass});
    done = true;
  }
  w.endPanel();
  frame.state.naming = !done;
}

void drawPalette(PanelFrame& frame) {
  if (!frame.state.palette) {
    return;
  }
  Widgets& w = frame.widgets;
  bool done = veil(frame, "palette veil", 0.5f);
  // Commands first, then what can be done to a lesion; of both, what begins with the query before what holds it.
  std::vector<std::string_view> titles;
  for (const Command& command : commands()) {
    titles.push_back(command.title);
  }
  for (const OperationItem& operation : frame.model.operations) {
    titles.push_back(operation.name);
  }
  const std::vector<std::size_t> found = findTitles(frame.state.paletteQuery, titles);
  constexpr double kRow = 44;
  constexpr std::size_t kMost = 9;
  const std::size_t shown = std::min(found.size(), kMost);
  Rect card = centered(frame, 560, 80 + std::max<double>(1, double(shown)) * kRow + 12);
  card.origin.y = std::min(card.origin.y, std::floor(frame.sizeDp.y * 0.16));
  beginCard(frame, "palette card", card);
  const bool entered =
      w.field("palette query", {{card.origin.x + 16, card.origin.y + 16}, {card.size.x - 32, kTouchDp}},
              frame.state.paletteQuery, "What do you want to do?", frame.state.fresh);
  frame.state.fresh = false;
  double y = card.origin.y + 76;
  if (found.empty()) {
    w.text(w.fonts.body, w.theme.muted, {{card.origin.x + 28, y}, {card.size.x - 56, kRow}},
           "No command of that name.");
  }
  for (std::size_t i = 0; i < shown; ++i, y += kRow) {
    const bool isCommand = found[i] < commands().size();
    const std::string_view title = titles[found[i]];
    const Rect row{{card.origin.x + 8, y}, {card.size.x - 16, kRow}};
    const bool tapped = w.tap("command " + std::string(title), row);
    const bool first = i == 0 && !frame.state.paletteQuery.empty();
    if (first || w.isHovered()) {
      w.fill(row, first ? w.theme.selected : w.theme.raised, w.theme.rowCorner);
    }
    w.text(w.fonts.body, w.theme.text, {{row.origin.x + 20, y}, {row.size.x - 180, kRow}}, title);
    w.text(w.fonts.small, w.theme.muted, {{row.end().x - 160, y}, {140, kRow}},
           isCommand ? commands()[found[i]].keys : "edit the lesion", Align::Right);
    // Return runs what was looked for; where nothing was, it must not run the first of all, Undo.
    if (tapped || (i == 0 && entered && !frame.state.paletteQuery.empty())) {
      if (isCommand) {
        frame.run(commands()[found[i]].deed);
      } else {
        frame.requests.emplace_back(OpenOperation{frame.model.operations[found[i] - commands().size()].id});
      }
      done = true;
    }
  }
  w.endPanel();
  frame.state.palette = !done;
}

void drawKeys(PanelFrame& frame) {
  if (!frame.state.keys) {
    return;
  }
  constexpr double kRow = 28;
  constexpr double kGap = 40;
  Widgets& w = frame.widgets;
  const bool done = veil(frame, "keys veil", 0.5f);
  const int columns = frame.sizeDp.x >= 1160 ? 3 : frame.sizeDp.x >= 760 ? 2 : 1;
  struct Line {
    std::string_view title, how, group;
  };
  std::vector<Line> shown;
  for (const ReviewKey& key : reviewKeys()) {
    if (frame.layout.review) {
      shown.push_back({key.title, key.keys, "Review"});
    }
  }
  for (const CompareKey& key : compareKeys()) {
    if (frame.layout.compare) {
      shown.push_back({key.title, key.keys, "Comparing"});
    }
  }
  for (const ReplayKey& key : replayKeys()) {
    if (frame.layout.replay) {
      shown.push_back({key.title, key.keys, "Playing"});
    }
  }
  for (const Command& command : commands()) {
    if (!command.keys.empty()) {
      shown.push_back({command.title, command.keys, command.group});
    }
  }
  for (const auto& [title, how] : kTouches) {
    shown.push_back({title, how, "By touch"});
  }
  // A group's name and the room before it count as two rows; columns are filled to the same height.
  std::size_t rows = shown.size();
  for (std::size_t i = 0; i < shown.size(); ++i) {
    rows += i == 0 || shown[i].group != shown[i - 1].group ? 2 : 0;
  }
  const std::size_t each = (rows + std::size_t(columns) - 1) / std::size_t(columns) + 1;
  const Rect card = centered(frame, columns * 360.0 + (columns - 1) * kGap + 64, double(each) * kRow + 96);
  beginCard(frame, "keys card", card);
  w.text(w.fonts.strong, w.theme.text, {{card.origin.x + 32, card.origin.y + 20}, {300, 32}}, "Keys and touches");
  const bool closed =
      w.iconButton("keys close", {{card.end().x - 60, card.origin.y + 12}, {kTouchDp, kTouchDp}}, icon::kClose);
  const double width = (card.size.x - 64 - (columns - 1) * kGap) / columns;
  const Rect body{{card.origin.x, card.origin.y + 68}, {card.size.x, card.size.y - 84}};
  const double top = w.beginScroll("keys", body, double(each) * kRow);
  double x = card.origin.x + 32;
  std::size_t row = 0;
  std::string_view group;
  for (const Line& line : shown) {
    const bool starts = line.group != group || row == 0;
    if (row > 0 && row + (starts ? 3 : 1) > each) {
      x += width + kGap;
      row = 0;
    }
    if (starts || row == 0) {
      row += row > 0 ? 1 : 0;
      group = line.group;
      w.text(w.fonts.small, w.theme.accentText, {{x, top + double(row) * kRow}, {width, kRow}}, group);
      ++row;
    }
    const double y = top + double(row++) * kRow;
    w.text(w.fonts.body, w.theme.text, {{x, y}, {width - 140, kRow}}, line.title);
    w.text(w.fonts.body, w.theme.muted, {{x, y}, {width, kRow}}, line.how, Align::Right);
  }
  w.endScroll();
  w.endPanel();
  frame.state.keys = !done && !closed;
}

}  // namespace ui
