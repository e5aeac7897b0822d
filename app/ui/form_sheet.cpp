#include "ui/form_sheet.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "ui/dialog.h"

namespace ui {
namespace {

constexpr double kSheetPad = 24;
constexpr double kSheetHead = 56;
constexpr double kSheetFoot = kTouchDp + 32;
constexpr std::size_t kMostOffered = 6;

bool holds(const std::string& name, const std::string& begun) {
  return core::lowered(name).find(core::lowered(begun)) != std::string::npos;
}

}  // namespace

SheetEnd drawFormSheet(PanelFrame& frame, const FormSheet& sheet, const std::function<void(Form&)>& body) {
  Widgets& w = frame.widgets;
  bool cancelled = veil(frame, (sheet.name + " veil").c_str(), 0.6f);
  const double inner = std::min(sheet.width, frame.sizeDp.x - 32) - 2 * kSheetPad;
  Form measure(w, {{0, 0}, {inner, 0}}, false);
  body(measure);
  const Rect card = centered(frame, sheet.width, kSheetHead + measure.height() + kSheetFoot);
  beginCard(frame, (sheet.name + " card").c_str(), card);
  const double left = card.origin.x + kSheetPad;
  w.text(w.fonts.strong, w.theme.text, {{left, card.origin.y + 16}, {inner, 32}}, sheet.title);
  const Rect room{{card.origin.x, card.origin.y + kSheetHead}, {card.size.x, card.size.y - kSheetHead - kSheetFoot}};
  const double top = w.beginScroll(sheet.name + " form", room, measure.height());
  Form form(w, {{left, top}, {inner, 0}}, true);
  body(form);
  w.endScroll();
  const double y = card.end().y - 16 - kTouchDp;
  const double against = w.paragraph(w.fonts.small, 0, {{0, 0}, {inner - 264, 0}}, sheet.against);
  w.paragraph(w.fonts.small, w.theme.caution, {{left, y + std::max((kTouchDp - against) / 2, 0.0)}, {inner - 264, 0}},
              sheet.against);
  cancelled |=
      w.button(sheet.name + " cancel", {{card.end().x - kSheetPad - 248, y}, {120, kTouchDp}}, "Cancel", false);
  const bool good = sheet.against.empty();
  const bool done =
      w.button(sheet.name + " now", {{card.end().x - kSheetPad - 120, y}, {120, kTouchDp}}, sheet.action, good, good) &&
      good;
  w.endPanel();
  if (done || cancelled) {
    w.leaveArea();
  }
  return done ? SheetEnd::Done : cancelled ? SheetEnd::Cancelled : SheetEnd::Open;
}

void namesArea(Form& form, const std::string& name, std::string_view label, std::string& text, const char* hint,
               const core::KnownPeople& known) {
  form.area(name, label, text, hint, 0);
  std::vector<std::string> named = namesIn(text);
  const auto isNamed = [&](const std::string& each) {
    return std::find(named.begin(), named.end(), each) != named.end();
  };
  // What is being typed at the end and is nobody's name yet may become one of these.
  const bool begun = !named.empty() && !std::binary_search(known.names.begin(), known.names.end(), named.back());
  const auto completes = [&](const std::string& each) { return begun && !isNamed(each) && holds(each, named.back()); };
  const bool any = std::any_of(known.names.begin(), known.names.end(), completes);
  // As long as all have room they stay where they are, and a tap takes a name back, too.
  const bool allFit = known.names.size() <= kMostOffered;
  std::vector<Form::Chip> offered;
  for (const std::string& each : known.names) {
    if (offered.size() < kMostOffered && (any ? completes(each) : allFit || !isNamed(each))) {
      offered.push_back({.label = each, .active = isNamed(each)});
    }
  }
  if (const auto tapped = form.chips(name + " offered ", offered)) {
    const std::string& chosen = offered[*tapped].label;
    if (any) {
      named.pop_back();
    }
    if (isNamed(chosen)) {
      std::erase(named, chosen);
    } else {
      named.push_back(chosen);
    }
    text = core::joined(named);
  }
}

std::optional<int> numberIn(const std::string& text, int least, int most) {
  int number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  const bool good = error == std::errc() && stopped == end && number >= least && number <= most;
  return good ? std::optional(number) : std::nullopt;
}

}  // namespace ui
