#include "ui/widgets.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <utility>

namespace ui {
namespace {

float sizeOf(const ImFont* font) {
  return font->FontSize * ImGui::GetIO().FontGlobalScale;
}

constexpr double kKnob = 11;

}  // namespace

double roundBelow(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  return power * (value / power >= 5 ? 5 : value / power >= 2 ? 2 : 1);
}

ImU32 colorOf(glm::vec3 srgb, float alpha) {
  return ImGui::ColorConvertFloat4ToU32({srgb.r, srgb.g, srgb.b, alpha});
}

void Widgets::beginFrame() {
  shownBoxes_ = std::move(boxes_);
  shownCovers_ = std::move(covers_);
  boxes_.clear();
  covers_.clear();
  sliderWasHeld_ = std::exchange(sliderHeld_, false);
  if (!ImGui::GetIO().MouseDown[0] && !ImGui::IsMouseReleased(0)) {
    dragged_.clear();
  }
  std::erase_if(scrolls_, [](const auto& each) { return !each.second.shown; });
  for (auto& [name, scroll] : scrolls_) {
    scroll.shown = false;
  }
  wasTyping_ = area_.has_value();
  if (area_ && !std::exchange(area_->shown, false)) {
    area_.reset();
  }
  areaAfter_.clear();  // there was none after it
}

namespace {

void beginRegion(const char* name, const Rect& rect, ImGuiWindowFlags flags) {
  ImGui::SetNextWindowPos(vec(rect.origin));
  ImGui::SetNextWindowSize(vec(rect.size));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::Begin(name, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNavFocus | flags);
  ImGui::PopStyleVar(3);
}

constexpr ImGuiWindowFlags kStaysBehind = ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoFocusOnAppearing;

}  // namespace

void Widgets::beginPanel(const char* name, const Rect& rect, ImU32 ground, float corner, bool cover) {
  beginRegion(name, rect, cover ? 0 : kStaysBehind);
  if ((ground >> IM_COL32_A_SHIFT & 0xFF) != 0) {
    fill(rect, ground, corner);
  }
  if (cover) {
    covers_.push_back(rect);
  }
}

void Widgets::beginPicture(const char* name, const Rect& rect) {
  beginRegion(name, rect, kStaysBehind | ImGuiWindowFlags_NoInputs);
}

void Widgets::endPanel() {
  ImGui::End();
}

bool Widgets::wasFieldLeft() const {
  return ImGui::IsItemDeactivatedAfterEdit();
}

void Widgets::fill(const Rect& rect, ImU32 color, float corner) {
  ImGui::GetWindowDrawList()->AddRectFilled(vec(rect.origin), vec(rect.end()), color, corner);
}

double Widgets::paragraph(ImFont* font, ImU32 color, const Rect& box, std::string_view what) {
  const char* end = what.data() + what.size();
  if (color != 0) {
    ImGui::GetWindowDrawList()->AddText(font, sizeOf(font), vec(glm::round(box.origin)), color, what.data(), end,
                                        float(box.size.x));
  }
  return double(font->CalcTextSizeA(sizeOf(font), FLT_MAX, float(box.size.x), what.data(), end).y);
}

double Widgets::beginScroll(const std::string& name, const Rect& box, double contentsHeight) {
  constexpr double kSlopDp = 8;
  constexpr double kWheelDp = 64;
  constexpr double kCoastSeconds = 0.25;  // in which the speed falls to a third
  const ImGuiIO& io = ImGui::GetIO();
  Scroll& scroll = scrolls_[name];
  scroll.shown = true;
  const double seconds = std::max(double(io.DeltaTime), 1e-4);
  const bool inside = ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  const auto holds = [&](ImVec2 at) { return box.contains({double(at.x), double(at.y)}); };
  if (io.MouseDown[0] && dragged_.empty() && inside && !sliderWasHeld_ && holds(io.MouseClickedPos[0]) &&
      std::abs(double(io.MousePos.y - io.MouseClickedPos[0].y)) > kSlopDp) {
    dragged_ = name;
  }
  if (dragged_ == name && io.MouseDown[0]) {
    scroll.offset -= double(io.MouseDelta.y);
    scroll.dpPerSecond = 0.5 * scroll.dpPerSecond - 0.5 * double(io.MouseDelta.y) / seconds;
  } else if (io.MouseDown[0] && inside && holds(io.MousePos)) {
    scroll.dpPerSecond = 0;  // a touch holds it
  } else {
    scroll.offset += scroll.dpPerSecond * seconds;
    scroll.dpPerSecond *= std::exp(-seconds / kCoastSeconds);
  }
  if (io.MouseWheel != 0 && inside && holds(io.MousePos)) {
    scroll.offset -= double(io.MouseWheel) * kWheelDp;
  }
  const double most = std::max(contentsHeight - box.size.y, 0.0);
  if (scroll.offset <= 0 || scroll.offset >= most || std::abs(scroll.dpPerSecond) < 8) {
    scroll.offset = std::clamp(scroll.offset, 0.0, most);
    scroll.dpPerSecond = dragged_ == name && io.MouseDown[0] ? scroll.dpPerSecond : 0;
  }
  scrolling_ = name;
  scrollBox_ = box;
  ImGui::PushClipRect(vec(box.origin), vec(box.end()), true);
  if (most > 0) {  // where it stands, for the eye: nothing to aim at
    const double length = std::max(box.size.y * box.size.y / contentsHeight, 24.0);
    const double y = box.origin.y + (box.size.y - length) * scroll.offset / most;
    fill({{box.end().x - 5, y}, {3, length}}, theme.faint, 1.5f);
  }
  return box.origin.y - std::round(scroll.offset);
}

void Widgets::endScroll() {
  scrolling_.clear();
  ImGui::PopClipRect();
}

bool Widgets::isMoving() const {
  return std::any_of(scrolls_.begin(), scrolls_.end(), [](const auto& each) { return each.second.dpPerSecond != 0; });
}

float Widgets::widthOf(ImFont* font, std::string_view what) const {
  return font->CalcTextSizeA(sizeOf(font), FLT_MAX, 0, what.data(), what.data() + what.size()).x;
}

float Widgets::text(ImFont* font, ImU32 color, const Rect& box, std::string_view what, Align align) {
  std::string shown(what);
  float width = widthOf(font, shown);
  while (width > float(box.size.x) + 0.5f && !shown.empty()) {
    // Letters of several bytes go whole.
    std::size_t end = what.size() < shown.size() ? shown.size() - 3 : shown.size();
    do {
      --end;
    } while (end > 0 && (std::uint8_t(shown[end]) & 0xC0) == 0x80);
    shown = shown.substr(0, end);
    what = what.substr(0, end);
    shown += "\u2026";
    width = widthOf(font, shown);
    if (what.empty()) {
      break;
    }
  }
  const double free = box.size.x - double(width);
  const double x = box.origin.x + (align == Align::Left ? 0 : align == Align::Center ? free / 2 : free);
  const double y = box.origin.y + (box.size.y - double(sizeOf(font))) / 2;
  ImGui::GetWindowDrawList()->AddText(font, sizeOf(font), {std::round(float(x)), std::round(float(y))}, color,
                                      shown.data(), shown.data() + shown.size());
  return width;
}

float Widgets::textOver(ImFont* font, ImU32 color, const Rect& box, std::string_view what, Align align) {
  for (const glm::dvec2 by : {glm::dvec2(1, 0), glm::dvec2(-1, 0), glm::dvec2(0, 1), glm::dvec2(0, -1)}) {
    text(font, IM_COL32(0, 0, 0, 190), {box.origin + by, box.size}, what, align);
  }
  return text(font, color, box, what, align);
}

void Widgets::icon(ImU32 color, const Rect& box, const char* what) {
  text(fonts.icons, color, box, what, Align::Center);
}

void Widgets::smallIcon(ImU32 color, const Rect& box, const char* what) {
  const float size = sizeOf(fonts.icons) * 0.66f;
  const glm::dvec2 at = box.origin + (box.size - double(size)) * 0.5;
  ImGui::GetWindowDrawList()->AddText(fonts.icons, size, vec(glm::round(at)), color, what);
}

void Widgets::hatch(ImU32 color, const Rect& box) {
  constexpr double kStripe = 4;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect(vec(box.origin), vec(box.end()), true);
  for (double x = -box.size.y; x < box.size.x; x += 2 * kStripe) {
    const glm::dvec2 foot(box.origin.x + x, box.end().y);
    list.AddLine(vec(foot), vec(foot + glm::dvec2(box.size.y, -box.size.y)), color, float(kStripe * 0.75));
  }
  list.PopClipRect();
  list.AddRect(vec(box.origin), vec(box.end()), color, 2);
}

void Widgets::badge(glm::dvec2 middle, glm::vec3 color, std::string_view number, bool faint) {
  ImGui::GetWindowDrawList()->AddCircleFilled(vec(middle), 11, colorOf(color, faint ? 0.3f : 1.f), 32);
  // Dark letters on bright colours, bright ones on dark: by the colour's luminance (Rec. 709).
  const bool bright = glm::dot(color, glm::vec3(0.2126f, 0.7152f, 0.0722f)) > 0.35f;
  text(fonts.small, bright && !faint ? theme.ground : theme.text, {middle - 11.0, {22, 22}}, number, Align::Center);
}

void Widgets::checkBox(bool on, glm::dvec2 middle) {
  const Rect box{middle - 10.0, {20, 20}};
  fill(box, on ? theme.accent : theme.faint, 5);
  if (on) {
    smallIcon(IM_COL32_WHITE, box, icon::kCheck);
  }
}

void Widgets::radioButton(bool on, glm::dvec2 middle) {
  fill({middle - 10.0, {20, 20}}, on ? theme.accent : theme.faint, 10);
  fill({middle - 4.0, {8, 8}}, on ? IM_COL32_WHITE : theme.card, 4);
}

bool Widgets::tap(const std::string& name, const Rect& box, bool enabled) {
  boxes_[name] = box;
  ImGui::SetCursorScreenPos(vec(box.origin));
  const bool pressed =
      ImGui::InvisibleButton(name.c_str(), vec(glm::dvec2(std::max(box.size.x, 1.0), std::max(box.size.y, 1.0))));
  return pressed && enabled && dragged_.empty();
}

bool Widgets::isHeld() const {
  return ImGui::IsItemActive() && dragged_.empty();
}
bool Widgets::isHovered() const {
  return ImGui::IsItemHovered();
}

bool Widgets::iconButton(const std::string& name, const Rect& box, const char* what, bool active, bool enabled) {
  const bool pressed = tap(name, box, enabled);
  if (active) {
    fill(box, theme.accent, theme.cardCorner);
  } else if (enabled && (isHovered() || isHeld())) {
    fill(box, isHeld() ? theme.selected : theme.raised, theme.cardCorner);
  }
  icon(!enabled ? theme.faint : active ? IM_COL32_WHITE : theme.text, box, what);
  return pressed;
}

bool Widgets::namedButton(const std::string& name, const Rect& box, const char* what, std::string_view label,
                          bool active) {
  constexpr double kLabel = 18;
  const bool pressed = tap(name, box);
  if (active) {
    fill(box, theme.accent, theme.cardCorner);
  } else if (isHovered() || isHeld()) {
    fill(box, isHeld() ? theme.selected : theme.raised, theme.cardCorner);
  }
  icon(active ? IM_COL32_WHITE : theme.text, {{box.origin.x, box.origin.y + 3}, {box.size.x, box.size.y - kLabel}},
       what);
  text(fonts.small, active ? IM_COL32_WHITE : theme.muted,
       {{box.origin.x, box.end().y - kLabel - 2}, {box.size.x, kLabel}}, label, Align::Center);
  return pressed;
}

bool Widgets::button(const std::string& name, const Rect& box, std::string_view label, bool active, bool enabled) {
  const bool pressed = tap(name, box, enabled);
  fill(box, active ? theme.accent : isHeld() ? theme.selected : theme.raised, theme.cardCorner);
  text(fonts.strong, !enabled ? theme.faint : active ? IM_COL32_WHITE : theme.text, box, label, Align::Center);
  return pressed;
}

bool Widgets::chip(const std::string& name, const Rect& box, std::string_view label, bool active) {
  const bool pressed = tap(name, box);
  // It looks smaller than what the finger may hit.
  const Rect shown{{box.origin.x, box.origin.y + (box.size.y - 32) / 2}, {box.size.x, 32}};
  fill(shown, active ? theme.accent : isHeld() ? theme.selected : theme.raised, theme.rowCorner);
  text(fonts.body, active ? IM_COL32_WHITE : theme.text, shown, label, Align::Center);
  return pressed;
}

double Widgets::fraction(const Rect& line, const std::string& name, bool& changed) {
  tap(name, line);
  changed = isHeld();
  sliderHeld_ = sliderHeld_ || changed;
  const double inner = line.size.x - 2 * kKnob;
  return std::clamp((double(ImGui::GetIO().MousePos.x) - line.origin.x - kKnob) / std::max(inner, 1.0), 0.0, 1.0);
}

bool Widgets::slider(const std::string& name, const Rect& box, double& value, double low, double high,
                     bool logarithmic) {
  const auto toFraction = [&](double v) {
    v = std::clamp(v, low, high);
    return logarithmic ? std::log(v / low) / std::log(high / low) : (v - low) / (high - low);
  };
  bool held = false;
  const double at = fraction(box, name, held);
  const double before = value;
  if (held) {
    value = logarithmic ? low * std::pow(high / low, at) : low + at * (high - low);
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double y = box.origin.y + box.size.y / 2;
  const double left = box.origin.x + kKnob;
  const double right = box.end().x - kKnob;
  const double x = left + toFraction(value) * (right - left);
  list.AddRectFilled(vec({left, y - 2}), vec({right, y + 2}), theme.selected, 2);
  list.AddRectFilled(vec({left, y - 2}), vec({x, y + 2}), theme.accent, 2);
  list.AddCircleFilled(vec({x, y}), float(held ? kKnob + 2 : kKnob), theme.text, 32);
  return value != before;
}

bool Widgets::rangeSlider(const std::string& name, const Rect& box, double& first, double& second, double low,
                          double high) {
  bool held = false;
  const double at = fraction(box, name, held);
  const double span = std::max(high - low, 1e-9);
  const double a = std::clamp((first - low) / span, 0.0, 1.0);
  const double b = std::clamp((second - low) / span, 0.0, 1.0);
  const glm::dvec2 before(first, second);
  if (held) {
    if (ImGui::IsItemActivated()) {
      heldKnob_ = std::abs(at - a) < std::abs(at - b) || (a == b && at < a) ? 0 : 1;
    }
    if (heldKnob_ == 0) {
      first = std::min(low + at * span, second);
    } else {
      second = std::max(low + at * span, first);
    }
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double y = box.origin.y + box.size.y / 2;
  const double left = box.origin.x + kKnob;
  const double width = box.size.x - 2 * kKnob;
  const double x0 = left + std::clamp((first - low) / span, 0.0, 1.0) * width;
  const double x1 = left + std::clamp((second - low) / span, 0.0, 1.0) * width;
  list.AddRectFilled(vec({left, y - 2}), vec({left + width, y + 2}), theme.selected, 2);
  list.AddRectFilled(vec({x0, y - 2}), vec({x1, y + 2}), theme.accent, 2);
  list.AddCircleFilled(vec({x0, y}), float(kKnob), theme.text, 32);
  list.AddCircleFilled(vec({x1, y}), float(kKnob), theme.text, 32);
  return before != glm::dvec2(first, second);
}

bool Widgets::field(const std::string& name, const Rect& box, std::string& value, const char* hint, bool focus,
                    bool secret) {
  boxes_[name] = box;
  fill(box, theme.selected, theme.rowCorner);
  char buffer[512] = {};
  value.copy(buffer, sizeof buffer - 1);
  ImGui::PushFont(fonts.body);
  const float line = sizeOf(fonts.body);
  ImGui::PushStyleColor(ImGuiCol_FrameBg, IM_COL32(0, 0, 0, 0));
  ImGui::PushStyleColor(ImGuiCol_Text, theme.text);
  ImGui::PushStyleColor(ImGuiCol_TextDisabled, theme.muted);
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, theme.accent);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {12, float(box.size.y - double(line)) / 2});
  ImGui::SetCursorScreenPos(vec(box.origin));
  ImGui::SetNextItemWidth(float(box.size.x));
  if (focus) {
    ImGui::SetKeyboardFocusHere();
  }
  const bool entered =
      ImGui::InputTextWithHint(("##" + name).c_str(), hint, buffer, sizeof buffer,
                               ImGuiInputTextFlags_EnterReturnsTrue | (secret ? ImGuiInputTextFlags_Password : 0));
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(4);
  ImGui::PopFont();
  value = buffer;
  return entered;
}

}  // namespace ui
