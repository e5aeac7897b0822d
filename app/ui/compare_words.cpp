#include "ui/compare_words.h"

#include <algorithm>

namespace ui {
namespace {

// The steps side by side, each with its number on it. Returns the width.
double drawCompareScale(Widgets& w, const CompareCard& card, const Rect& line, ImFont* font, double stepDp) {
  const auto word = [&](double x, std::string_view what) {
    return double(w.text(font, w.theme.muted, {{x, line.origin.y}, {120, line.size.y}}, what)) + kGrid;
  };
  double x = line.origin.x + word(line.origin.x, "too small");
  for (const CompareCard::LegendItem& item : card.scale) {
    const Rect box{{x, line.origin.y + line.size.y / 2 - 12}, {stepDp, 24}};
    w.fill(box, colorOf(item.color), 0);
    const bool bright = 0.2126f * item.color.r + 0.7152f * item.color.g + 0.0722f * item.color.b > 0.42f;
    w.text(w.fonts.small, bright ? w.theme.ground : w.theme.text, box, item.text, Align::Center);
    x += stepDp;
  }
  x += kGrid;
  return x + word(x, "mm too large") - line.origin.x;
}

}  // namespace

void drawCompareLegend(Widgets& w, const CompareCard& card, const Rect& line, ImFont* font, double stepDp) {
  double x = line.origin.x;
  if (!card.scale.empty()) {
    x += drawCompareScale(w, card, line, font, stepDp) + kGrid;
  }
  for (const CompareCard::LegendItem& item : card.legend) {
    const Rect swatch{{x, line.origin.y + line.size.y / 2 - 9}, {18, 18}};
    if (item.hatched) {
      w.hatch(colorOf(item.color), swatch);
    } else {
      w.fill(swatch, colorOf(item.color), 4);
    }
    x += 26;
    const Rect words{{x, line.origin.y}, {std::max(line.end().x - x, 0.0), line.size.y}};
    x += double(w.text(font, w.theme.text, words, item.text)) + 2 * kGrid;
  }
}

void drawFound(Widgets& w, glm::dvec2 middle, bool found) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (found) {
    list.AddCircleFilled(vec(middle), 6, w.theme.accentText, 24);
  } else {
    list.AddCircle(vec(middle), 5.5f, w.theme.caution, 24, 1.5f);
  }
}

std::size_t likelyReader(const CompareCard& card) {
  const auto you =
      std::find_if(card.readers.begin(), card.readers.end(), [](const CompareCard::Reader& each) { return each.you; });
  return you == card.readers.end() ? 0 : std::size_t(you - card.readers.begin());
}

}  // namespace ui
