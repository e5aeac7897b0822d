// The operation that is open: what it is given, what it would do, and the two ways out of it. What it would do is seen
// on the pictures before anything is changed.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "core/text.h"
#include "ui/ui.h"

namespace ui {
namespace {

using Kind = ParameterItem::Kind;
using interaction::ToolId;

constexpr double kSliderRow = 80;
constexpr double kOperationRow = 52;
constexpr double kChip = kTouchDp;

std::string withUnit(double value, const std::string& unit) {
  const char* format = value >= 100 || value == std::floor(value) ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
  return core::printed(format, value) + (unit.empty() ? "" : " " + unit);
}

// What stands in the middle of the card, drawn or only measured: both go the same way, so they cannot disagree.
class Rows {
 public:
  Rows(PanelFrame& frame, const OperationCard& card, double left, double width, double top, bool draws)
      : frame_(frame), w_(frame.widgets), card_(card), left_(left), width_(width), y_(top), draws_(draws) {}

  double y() const { return y_; }

  void parameter(const ParameterItem& item, bool chosen) {
    if (draws_ && chosen && card_.parameters.size() > 1) {
      w_.fill({{left_ - 12, y_ + 6}, {3, 20}}, w_.theme.accent, 1.5f);
    }
    switch (item.kind) {
      case Kind::Number:
        number(item);
        break;
      case Kind::Choice:
        choice(item);
        break;
      case Kind::Flag:
        flag(item);
        break;
      case Kind::Text:
        text(item);
        break;
      case Kind::Range:
        range(item);
        break;
      case Kind::Box:
        mark(item, "Draw", ToolId::Box, [](interaction::Marks& marks) { marks.box.reset(); });
        break;
      case Kind::Seeds:
        mark(item, "Place", ToolId::Seeds, [](interaction::Marks& marks) { marks.seeds.clear(); });
        break;
      case Kind::Outline:
        mark(item, "Draw", ToolId::Scissors, [](interaction::Marks& marks) { marks.outline.reset(); });
        break;
    }
  }

  void others() {
    if (card_.others == OperationCard::Others::None) {
      return;
    }
    label(card_.othersTitle, card_.others == OperationCard::Others::One ? "one" : "any number");
    y_ += 32;
    bool any = false;
    for (std::size_t i = 0; i < frame_.model.lesions.size(); ++i) {
      if (frame_.model.activeLesion == i || frame_.model.lesions[i].gone) {
        continue;
      }
      any = true;
      other(i);
    }
    if (!any) {
      if (draws_) {
        w_.text(w_.fonts.body, w_.theme.muted, {{left_, y_}, {width_, 32}}, "There is no other lesion here.");
      }
      y_ += 32;
    }
  }

 private:
  void label(std::string_view name, std::string_view value) {
    if (draws_) {
      w_.text(w_.fonts.body, w_.theme.text, {{left_, y_ + 4}, {width_ * 0.6, 24}}, name);
      w_.text(w_.fonts.body, w_.theme.muted, {{left_ + width_ * 0.3, y_ + 4}, {width_ * 0.7, 24}}, value, Align::Right);
    }
  }

  void set(const ParameterItem& item, std::variant<double, std::string, bool> value) {
    frame_.requests.emplace_back(SetParameter{item.key, std::move(value)});
  }

  void number(const ParameterItem& item) {
    label(item.name, withUnit(item.number, item.unit));
    double value = std::max(item.number, item.low);
    if (draws_ && w_.slider("parameter " + item.key, {{left_ - 4, y_ + 28}, {width_ + 8, kTouchDp}}, value, item.low,
                            item.high, true)) {
      set(item, item.orNothing && value <= item.low * 1.001 ? 0.0 : value);
    }
    y_ += kSliderRow;
  }

  void choice(const ParameterItem& item) {
    label(item.name, "");
    y_ += 28;
    chips(item);
  }

  void chips(const ParameterItem& item) {
    double x = left_;
    for (const ChoiceItem& each : item.choices) {
      const double width = double(w_.widthOf(w_.fonts.body, each.title)) + 24;
      if (x > left_ && x + width > left_ + width_) {
        x = left_;
        y_ += kChip;
      }
      if (draws_ && w_.chip("choice " + item.key + " " + each.value, {{x, y_}, {width, kChip}}, each.title,
                            each.value == item.text)) {
        set(item, each.value);
      }
      x += width + 4;
    }
    y_ += kChip + 8;
  }

  void flag(const ParameterItem& item) {
    if (draws_) {
      const Rect row{{left_ - 8, y_}, {width_ + 16, kTouchDp}};
      if (w_.tap("flag " + item.key, row)) {
        set(item, !item.flag);
      }
      w_.checkBox(item.flag, {left_ + 12, y_ + kTouchDp / 2});
      w_.text(w_.fonts.body, w_.theme.text, {{left_ + 36, y_}, {width_ - 36, kTouchDp}}, item.name);
    }
    y_ += kOperationRow;
  }

  void text(const ParameterItem& item) {
    label(item.name, "");
    std::string value = item.text;
    if (draws_) {
      w_.field("parameter " + item.key, {{left_ - 4, y_ + 28}, {width_ + 8, kTouchDp}}, value, item.hint.c_str(),
               false);
      if (value != item.text) {
        set(item, value);
      }
    }
    y_ += 28 + kTouchDp + 8;
    if (!item.choices.empty()) {
      chips(item);
    }
  }

  void range(const ParameterItem& item) {
    std::optional<core::IntensityRange>& range = frame_.toolbox.marks().range;
    const core::IntensityRange all = frame_.model.intensity;
    core::IntensityRange shown = range.value_or(all);
    const std::string unit = frame_.model.valueUnit.empty() ? "" : " " + frame_.model.valueUnit;
    label(item.name, range ? core::printed("%.0f to %.0f", shown.min, shown.max) + unit : "not chosen yet");
    if (draws_) {
      if (w_.rangeSlider("parameter " + item.key, {{left_ - 4, y_ + 28}, {width_ + 8, kTouchDp}}, shown.min, shown.max,
                         all.min, all.max)) {
        range = shown;
      }
      toolChip("From the picture", ToolId::Sample, {left_, y_ + kSliderRow - 4});
    }
    y_ += kSliderRow + kChip;
  }

  double toolChip(std::string_view label, ToolId tool, glm::dvec2 at) {
    const double width = double(w_.widthOf(w_.fonts.body, label)) + 24;
    if (w_.chip("tool for " + std::string(interaction::infoOf(tool).name), {at, {width, kChip}}, label,
                frame_.toolbox.active() == tool)) {
      frame_.toolbox.choose(tool);
    }
    return at.x + width + 4;
  }

  template <typename Clear>
  void mark(const ParameterItem& item, std::string_view draw, ToolId tool, Clear clear) {
    label(item.name, item.text.empty() ? "none yet" : item.text);
    if (draws_) {
      const double x = toolChip(draw, tool, {left_, y_ + 28});
      if (!item.text.empty() && w_.chip("clear " + item.key, {{x, y_ + 28}, {88, kChip}}, "Remove", false)) {
        clear(frame_.toolbox.marks());
      }
    }
    y_ += 28 + kChip + 8;
  }

  void other(std::size_t index) {
    if (draws_) {
      const LesionItem& lesion = frame_.model.lesions[index];
      const bool chosen = std::find(card_.chosen.begin(), card_.chosen.end(), index) != card_.chosen.end();
      const Rect row{{left_ - 12, y_}, {width_ + 24, kTouchDp}};
      if (w_.tap("other " + lesion.name, row)) {
        frame_.requests.emplace_back(ChooseOther{index});
      }
      if (chosen || w_.isHeld()) {
        w_.fill(row, w_.theme.selected, w_.theme.rowCorner);
      }
      w_.badge({left_ + 11, y_ + kTouchDp / 2}, lesion.color, std::to_string(index + 1), false);
      w_.text(w_.fonts.body, w_.theme.text, {{left_ + 32, y_}, {width_ - 64, kTouchDp}}, lesion.name);
      if (chosen) {
        w_.icon(w_.theme.accentText, {{left_ + width_ - 28, y_}, {28, kTouchDp}}, icon::kCheck);
      }
    }
    y_ += kTouchDp + 2;
  }

  PanelFrame& frame_;
  Widgets& w_;
  const OperationCard& card_;
  double left_;
  double width_;
  double y_;
  bool draws_;
};

// How far it is, what it would change, or what it still needs.
void drawOutcome(PanelFrame& frame, const OperationCard& card, const Rect& box) {
  Widgets& w = frame.widgets;
  const Theme& theme = w.theme;
  if (card.working) {
    w.text(w.fonts.body, theme.muted, {box.origin, {box.size.x, 24}},
           card.progress.empty() ? "Working\u2026" : card.progress);
    const Rect line{{box.origin.x, box.origin.y + 32}, {box.size.x, 4}};
    w.fill(line, theme.selected, 2);
    w.fill({line.origin, {line.size.x * std::clamp(card.fraction.value_or(0.1), 0.02, 1.0), 4}}, theme.accent, 2);
    return;
  }
  if (!card.note.empty()) {
    w.paragraph(w.fonts.body, theme.muted, box, card.note);
    return;
  }
  const auto line = [&](double y, glm::vec3 color, std::string_view sign, double ml, std::string_view what) {
    const ImVec2 dot{float(box.origin.x + 9), float(y + 12)};
    ImGui::GetWindowDrawList()->AddCircleFilled(dot, 9, colorOf(color), 24);
    w.text(w.fonts.strong, theme.ground, {{dot.x - 9.0, y}, {18, 24}}, sign, Align::Center);
    w.text(w.fonts.body, theme.text, {{box.origin.x + 28, y}, {box.size.x - 28, 24}},
           core::printed(ml < 10 ? "%.2f ml " : "%.0f ml ", ml) + std::string(what));
  };
  double y = box.origin.y;
  if (card.gainedMl > 0) {
    line(y, kGainedColor, "+", card.gainedMl,
         card.created == 0   ? "gained"
         : card.created == 1 ? "in a new lesion"
                             : "in " + std::to_string(card.created) + " new lesions");
    y += 28;
  }
  if (card.lostMl > 0) {
    line(y, kLostColor, "\u2212", card.lostMl, "lost");
  }
}

}  // namespace

void drawOperation(PanelFrame& frame) {
  if (!frame.layout.page || !frame.model.operation) {
    return;
  }
  Widgets& w = frame.widgets;
  const Theme& theme = w.theme;
  const OperationCard& card = *frame.model.operation;
  const Rect& page = *frame.layout.page;
  const bool lying = page.size.x > 1.4 * page.size.y;  // a low, wide card: what it does stands beside what it is given
  w.beginPanel("operation", page, theme.card, theme.cardCorner, frame.layout.pageCovers);
  const double left = page.origin.x + 20;
  if (w.iconButton("operation back", {{page.origin.x + 4, page.origin.y + 4}, {kTouchDp, kTouchDp}}, icon::kBack)) {
    frame.state.operations = true;
    frame.run(CommandId::PutAway);
  }
  const double foot = 80 + 52 + 12;
  const double column = lying ? std::floor(page.size.x * 0.5) : page.size.x;
  w.text(w.fonts.strong, theme.text, {{page.origin.x + 56, page.origin.y + 4}, {column - 76, kTouchDp}}, card.name);
  double y = page.origin.y + 56;
  const double width = column - 40;
  y += w.paragraph(w.fonts.body, theme.muted, {{left, y}, {width, 0}}, card.hint) + 12;

  const Rect middle = lying ? Rect{{page.origin.x + column, page.origin.y + 8}, {column, page.size.y - 16}}
                            : Rect{{page.origin.x, y}, {column, page.end().y - foot - y}};
  Rows measured(frame, card, middle.origin.x + 20, width, 0, false);
  const auto all = [&](Rows& rows) {
    for (std::size_t i = 0; i < card.parameters.size(); ++i) {
      rows.parameter(card.parameters[i], i == frame.state.parameter);
    }
    rows.others();
  };
  all(measured);
  Rows rows(frame, card, middle.origin.x + 20, width, w.beginScroll("operation " + card.id, middle, measured.y()),
            true);
  all(rows);
  w.endScroll();

  drawOutcome(frame, card, {{left, page.end().y - foot + 4}, {width, 64}});
  const double buttonY = page.end().y - 52 - 12;
  const double half = (width + 16 - kGrid) / 2;
  if (w.button("operation cancel", {{left - 8, buttonY}, {half, 52}}, "Cancel", false)) {
    frame.run(CommandId::PutAway);
  }
  if (w.button("operation apply", {{left - 8 + half + kGrid, buttonY}, {half, 52}}, "Apply", card.ready, card.ready)) {
    frame.run(CommandId::Apply);
  }
  w.endPanel();
}

}  // namespace ui
