// Words of any length to type in, in lines as wide as the box, which grows with them. Our own rather than the
// toolkit's: its fields of several lines do not wrap.
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/widgets.h"

namespace ui {
namespace {

constexpr double kAreaPad = 12;
constexpr double kAreaLine = 20;

bool pressed(ImGuiKey key) {
  return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key));
}

// Of the toolkit's letters, which have at most 16 bits.
std::string utf8Of(ImWchar letter) {
  const auto byte = [](unsigned value) { return char(static_cast<unsigned char>(value)); };
  const unsigned code = letter;
  if (code < 0x80) {
    return {byte(code)};
  }
  if (code < 0x800) {
    return {byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F))};
  }
  return {byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
}

}  // namespace

std::vector<TextRow> Widgets::rowsOf(const std::string& text, double width) const {
  std::vector<TextRow> rows;
  const float scale = ImGui::GetIO().FontGlobalScale;
  const char* whole = text.data();
  for (std::size_t line = 0; line <= text.size();) {
    const std::size_t newline = std::min(text.find('\n', line), text.size());
    std::size_t at = line;
    do {
      const char* wrap = fonts.body->CalcWordWrapPositionA(scale, whole + at, whole + newline, float(width));
      std::size_t end = std::size_t(wrap - whole);
      if (end == at && at < newline) {  // not even a letter fits
        end = TextEdit(text).after(at);
      }
      std::size_t next = end;
      while (next < newline && text[next] == ' ') {
        ++next;
      }
      if (next == newline) {
        end = newline;
      }
      rows.push_back({at, end, next});
      at = next;
    } while (at < newline);
    line = newline + 1;
  }
  return rows;
}

double Widgets::areaHeight(double width, const std::string& text, std::size_t leastLines) const {
  const std::size_t lines = std::max(rowsOf(text, width - 2 * kAreaPad).size(), leastLines);
  return std::max(double(lines) * kAreaLine + (kTouchDp - kAreaLine), kTouchDp);
}

void Widgets::type(Area& area, const std::vector<TextRow>& rows, const TextEdit::WidthOf& widthOf, bool oneLine) {
  TextEdit& edit = area.edit;
  const ImGuiIO& io = ImGui::GetIO();
  const bool keep = io.KeyShift;
  if (pressed(ImGuiKey_LeftArrow)) {
    edit.left(keep);
  } else if (pressed(ImGuiKey_RightArrow)) {
    edit.right(keep);
  } else if (pressed(ImGuiKey_UpArrow)) {
    edit.rowUp(rows, widthOf, keep);
  } else if (pressed(ImGuiKey_DownArrow)) {
    edit.rowDown(rows, widthOf, keep);
  } else if (pressed(ImGuiKey_Home)) {
    edit.rowStart(rows, keep);
  } else if (pressed(ImGuiKey_End)) {
    edit.rowEnd(rows, keep);
  } else if (pressed(ImGuiKey_Backspace)) {
    edit.eraseBack();
  } else if (pressed(ImGuiKey_Delete)) {
    edit.eraseAhead();
  } else if (pressed(ImGuiKey_Enter) && !oneLine) {
    edit.insert("\n");
  } else if (pressed(ImGuiKey_Tab) || (pressed(ImGuiKey_Enter) && oneLine)) {
    (keep ? areaAsked_ : areaAfter_) = keep ? areaBefore_ : area.name;
  } else if (pressed(ImGuiKey_Escape)) {
    area.left = true;
  } else if (io.KeyCtrl) {
    if (pressed(ImGuiKey_A)) {
      edit.chooseAll();
    } else if (pressed(ImGuiKey_C) || pressed(ImGuiKey_X)) {
      const bool cuts = pressed(ImGuiKey_X);
      if (const std::string chosen = edit.chosen(); !chosen.empty()) {
        ImGui::SetClipboardText(chosen.c_str());
        if (cuts) {
          edit.eraseBack();
        }
      }
    } else if (pressed(ImGuiKey_V)) {
      if (const char* words = ImGui::GetClipboardText()) {
        insert(edit, words, oneLine);
      }
    } else if (pressed(ImGuiKey_Z)) {
      keep ? edit.redo() : edit.undo();
    } else if (pressed(ImGuiKey_Y)) {
      edit.redo();
    }
  }
  std::string typed;
  for (const ImWchar letter : io.InputQueueCharacters) {
    typed += utf8Of(letter);
  }
  insert(edit, typed, oneLine);
}

bool Widgets::area(const std::string& name, const Rect& box, std::string& text, const char* hint, bool oneLine) {
  const double width = box.size.x - 2 * kAreaPad;
  const glm::dvec2 origin = box.origin + glm::dvec2(kAreaPad, (kTouchDp - kAreaLine) / 2);
  const auto at = [&] {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    return glm::dvec2(double(mouse.x), double(mouse.y)) - origin;
  };
  const bool asked = areaAsked_ == name || (!areaAfter_.empty() && areaAfter_ != name);
  const bool tapped = tap(name, box);
  const bool held = isHeld();
  if (asked || (tapped && !(area_ && area_->name == name))) {
    area_.emplace(Area{name, TextEdit(text)});
    areaAsked_.clear();
    areaAfter_.clear();
  }
  areaBefore_ = area_ && area_->name == name ? areaBefore_ : name;
  const bool active = area_ && area_->name == name;
  if (active && area_->edit.text() != text) {
    area_->edit = TextEdit(text);  // somebody else has written it
  }
  std::vector<TextRow> rows = rowsOf(text, width);
  const TextEdit::WidthOf widthHere = [&](std::size_t from, std::size_t to) {
    const std::string& letters = active ? area_->edit.text() : text;
    return double(widthOf(fonts.body, std::string_view(letters).substr(from, to - from)));
  };
  bool changed = false;
  if (active) {
    Area& open = *area_;
    open.shown = true;
    const auto atMouse = [&] {
      const glm::dvec2 place = at();
      const double row = std::clamp(std::floor(place.y / kAreaLine), 0.0, double(rows.size() - 1));
      return open.edit.at(rows[std::size_t(row)], widthHere, place.x);
    };
    if (tapped && !open.choosing) {
      open.edit.put(atMouse(), false);
    }
    // A finger that goes over words that are typed in chooses them; over others it scrolls.
    if (held && !asked && !open.fresh) {
      sliderHeld_ = true;
      open.edit.put(atMouse(), std::exchange(open.choosing, true));
    } else if (!held) {
      open.choosing = open.fresh = false;
    }
    const std::size_t before = open.edit.cursor();
    if (!open.left && !asked) {  // the key that led here is not meant for it
      type(open, rows, widthHere, oneLine);
    }
    changed = open.edit.text() != text;
    if (changed) {
      text = open.edit.text();
      rows = rowsOf(text, width);
    }
    if (changed || open.edit.cursor() != before || asked) {
      const double y = origin.y + double(open.edit.rowOf(rows)) * kAreaLine;
      reveal(y - kGrid, y + kAreaLine + kGrid);
    }
    const ImVec2 pressedAt = ImGui::GetIO().MouseClickedPos[0];
    if (ImGui::IsMouseReleased(0) && dragged_.empty() && !box.contains({double(pressedAt.x), double(pressedAt.y)}) &&
        !asked) {
      open.left = true;
    }
  }
  fill(box, theme.selected, theme.rowCorner);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (active) {
    list.AddRect(vec(box.origin), vec(box.end()), theme.accent, theme.rowCorner, 0, 1.5f);
  }
  if (text.empty() && hint != nullptr) {
    this->text(fonts.body, theme.muted, {origin, {width, kAreaLine}}, hint);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double y = origin.y + double(i) * kAreaLine;
    const TextRow& row = rows[i];
    if (active) {
      const std::size_t from = std::clamp(area_->edit.chosenFrom(), row.begin, row.next);
      const std::size_t to = std::clamp(area_->edit.chosenTo(), row.begin, row.next);
      if (from < to) {
        fill({{origin.x + widthHere(row.begin, from), y}, {std::max(widthHere(from, to), 4.0), kAreaLine}},
             theme.accent, 3);
      }
      if (area_->edit.rowOf(rows) == i) {
        const double x = origin.x + widthHere(row.begin, std::clamp(area_->edit.cursor(), row.begin, row.next));
        fill({{std::round(x), y + 1}, {1.5, kAreaLine - 2}}, theme.text, 0);
      }
    }
    const float size = fonts.body->FontSize * ImGui::GetIO().FontGlobalScale;
    list.AddText(fonts.body, size, vec(glm::round(glm::dvec2(origin.x, y + (kAreaLine - double(size)) / 2))),
                 theme.text, text.data() + row.begin, text.data() + row.end);
  }
  if (active && area_->left) {
    area_.reset();
  }
  return changed;
}

void Widgets::insert(TextEdit& edit, std::string words, bool oneLine) {
  std::erase(words, '\r');
  if (oneLine) {
    std::replace(words.begin(), words.end(), '\n', ' ');
  }
  std::replace(words.begin(), words.end(), '\t', ' ');
  edit.insert(words);
}

void Widgets::reveal(double top, double bottom) {
  const auto found = scrolls_.find(scrolling_);
  if (found != scrolls_.end()) {
    const double below = bottom - scrollBox_.end().y;
    const double above = scrollBox_.origin.y - top;
    found->second.offset += below > 0 ? below : above > 0 ? -above : 0;
  }
}

}  // namespace ui
