#include "ui/layout.h"

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

using core::Layout;
using interaction::Pane;

constexpr double kTopBar = 56;
constexpr double kToolColumn = 72;
constexpr double kToolRow = 68;
constexpr double kSettings = 88;
constexpr double kDrawer = 264;
constexpr double kWideEnough = 1120;  // from here on lesions stand beside the pictures
constexpr double kShares = 800;       // from here on pictures make room for a page

double snap(double value) {
  return std::floor(value / kGrid) * kGrid;
}

Pane paneIn(Layout layout, const Rect& rect) {
  return {layout, rect.origin, rect.size};
}

// The volume, and the free slice beside it where there is one: over each other or side by side, as leaves both larger.
void placeVolume(WindowLayout& layout, const Rect& room, bool freeSlice) {
  if (!freeSlice) {
    layout.panes.push_back(paneIn(Layout::ThreeD, room));
    return;
  }
  const int axis = room.size.x > room.size.y ? 0 : 1;
  Rect first = room;
  Rect second = room;
  first.size[axis] = snap((room.size[axis] - kMargin) / 2);
  second.origin[axis] += first.size[axis] + kMargin;
  second.size[axis] -= first.size[axis] + kMargin;
  layout.panes.push_back(paneIn(Layout::ThreeD, first));
  layout.panes.push_back(paneIn(Layout::Oblique, second));
}

void mirror(Rect& rect, double width) {
  rect.origin.x = width - rect.origin.x - rect.size.x;
}

WindowLayout landscape(glm::dvec2 size, const LayoutChoice& choice) {
  WindowLayout layout;
  layout.topBar = {{0, 0}, {size.x, kTopBar}};
  const double top = kTopBar;
  const double bottom = size.y - kMargin;
  layout.tools = {{0, top}, {kToolColumn, bottom - top}};
  double right = size.x - kMargin;
  // One picture enlarged takes all the room there is, until the lesions are asked for: they stand beside it then.
  const bool wide = size.x >= kWideEnough && (!choice.enlarged || choice.drawer);
  const Rect column{{right - kDrawer, top}, {kDrawer, bottom - top}};
  const bool shares = choice.page && size.x >= kShares;
  if (choice.page) {
    layout.page = column;
    layout.pageCovers = !wide && !shares;
  } else if (wide || choice.drawer) {
    const double lesions = std::max(snap(column.size.y * 0.46), 240.0);
    layout.lesions = Rect{column.origin, {kDrawer, lesions}};
    layout.history = Rect{{column.origin.x, top + lesions + kMargin}, {kDrawer, column.size.y - lesions - kMargin}};
    layout.lesionsCover = !wide;
  }
  if (wide || shares) {
    right -= kDrawer + kMargin;
  }
  const double left = kToolColumn;
  const double pictures = bottom - top - kSettings - kMargin;
  const double side = std::clamp(snap((pictures - 2 * kMargin) / 3), 120.0, snap((right - left) * 0.36));
  const double picturesWidth = right - left - side - kMargin;
  layout.settings = {{left, bottom - kSettings}, {picturesWidth, kSettings}};
  layout.brightness = {{right - side, bottom - kSettings}, {side, kSettings}};
  if (choice.enlarged) {
    layout.panes.push_back(paneIn(*choice.enlarged, {{left, top}, {right - left, pictures}}));
    return layout;
  }
  placeVolume(layout, {{left, top}, {picturesWidth, pictures}}, choice.freeSlice);
  const double height = (pictures - 2 * kMargin) / 3;
  for (std::size_t i = 0; i < interaction::kPatientSlices; ++i) {
    const double y = std::round(top + double(i) * (height + kMargin));
    const double end = std::round(top + double(i) * (height + kMargin) + height);
    layout.panes.push_back(paneIn(interaction::kSliceLayouts[i], {{right - side, y}, {side, end - y}}));
  }
  return layout;
}

WindowLayout portrait(glm::dvec2 size, const LayoutChoice& choice) {
  WindowLayout layout;
  layout.portrait = true;
  layout.topBar = {{0, 0}, {size.x, kTopBar}};
  const double left = kMargin;
  const double width = size.x - 2 * kMargin;
  layout.tools = {{0, size.y - kToolRow}, {size.x, kToolRow}};
  layout.settings = {{left, layout.tools.origin.y - kSettings}, {width, kSettings}};
  const double top = kTopBar;
  double pictures = layout.settings.origin.y - kMargin - top;
  if (choice.page) {
    const double height = snap(pictures * 0.44);
    pictures -= height + kMargin;
    layout.page = Rect{{left, top + pictures + kMargin}, {width, height}};
  }
  if (choice.enlarged) {
    layout.panes.push_back(paneIn(*choice.enlarged, {{left, top}, {width, pictures}}));
  } else if (choice.page) {
    const double half = (width - kMargin) / 2;
    layout.panes.push_back(paneIn(Layout::ThreeD, {{left, top}, {half, pictures}}));
    layout.panes.push_back(paneIn(choice.portraitSlice, {{left + half + kMargin, top}, {half, pictures}}));
  } else {
    const double upper = snap(pictures * 0.54);
    layout.panes.push_back(paneIn(Layout::ThreeD, {{left, top}, {width, upper}}));
    layout.panes.push_back(
        paneIn(choice.portraitSlice, {{left, top + upper + kMargin}, {width, pictures - upper - kMargin}}));
  }
  if (choice.drawer && !choice.page) {
    const double height = snap(pictures * 0.6);
    const double half = (width - kMargin) / 2;
    const double y = layout.settings.origin.y - kMargin - height;
    layout.lesions = Rect{{left, y}, {half, height}};
    layout.history = Rect{{left + half + kMargin, y}, {half, height}};
    layout.lesionsCover = true;
  }
  return layout;
}

// The volume, which has the largest place, and another picture trade places.
void bringToFront(std::vector<Pane>& panes, std::optional<Layout> front) {
  const auto chosen = std::find_if(panes.begin(), panes.end(), [&](const Pane& each) { return each.layout == front; });
  if (chosen != panes.end()) {
    std::swap(chosen->originDp, panes.front().originDp);
    std::swap(chosen->sizeDp, panes.front().sizeDp);
  }
}

// One deck in the place of everything. notes: its box over which notes stand.
template <typename Deck>
WindowLayout withDeck(std::optional<Deck> WindowLayout::*place, Deck deck, Rect Deck::*notes,
                      std::optional<Layout> front) {
  bringToFront(deck.panes, front);
  WindowLayout layout;
  layout.portrait = deck.portrait;
  layout.settings = deck.*notes;
  layout.panes = deck.panes;
  layout.*place = std::move(deck);
  return layout;
}

}  // namespace

WindowLayout layOut(glm::dvec2 sizeDp, const LayoutChoice& chosen) {
  if (chosen.review) {
    return withDeck(&WindowLayout::review, layOutReview(sizeDp), &ReviewLayout::changes, chosen.front);
  }
  if (chosen.compare) {
    return withDeck(&WindowLayout::compare, layOutCompare(sizeDp), &CompareLayout::legend, chosen.front);
  }
  if (chosen.replay) {
    return withDeck(&WindowLayout::replay, layOutReplay(sizeDp), &ReplayLayout::bar, chosen.front);
  }
  if (chosen.changes) {
    return withDeck(&WindowLayout::changes, layOutReplay(sizeDp), &ReplayLayout::bar, chosen.front);
  }
  const bool upright = sizeDp.y > sizeDp.x;
  LayoutChoice choice = chosen;
  if (!choice.freeSlice && choice.enlarged == Layout::Oblique) {
    choice.enlarged.reset();
  }
  if (!choice.freeSlice && choice.portraitSlice == Layout::Oblique) {
    choice.portraitSlice = Layout::Axial;
  }
  WindowLayout layout = upright ? portrait(sizeDp, choice) : landscape(sizeDp, choice);
  if (choice.leftHanded) {
    for (Rect* rect : {&layout.tools, &layout.settings, &layout.brightness}) {
      mirror(*rect, sizeDp.x);
    }
    for (std::optional<Rect>* rect : {&layout.lesions, &layout.history, &layout.page}) {
      if (*rect) {
        mirror(**rect, sizeDp.x);
      }
    }
    for (Pane& pane : layout.panes) {
      pane.originDp.x = sizeDp.x - pane.originDp.x - pane.sizeDp.x;
    }
  }
  return layout;
}

}  // namespace ui
