// The few things that all panels are made of: cards, letters, buttons, chips, sliders. Drawn by ourselves over Dear
// ImGui's hit testing, so that nothing looks like a toolkit. Same thread as the Ui that owns it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/layout.h"
#include "ui/text_edit.h"
#include "ui/theme.h"

namespace ui {

enum class Align : std::uint8_t { Left, Center, Right };

class Widgets {
 public:
  Widgets(const Theme& itsTheme, const Fonts& itsFonts) : theme(itsTheme), fonts(itsFonts) {}

  const Theme& theme;
  const Fonts& fonts;

  void beginFrame();

  // A region of its own, that takes what touches it. cover: it lies over pictures, which must not get its touches.
  void beginPanel(const char* name, const Rect& rect, ImU32 ground, float corner, bool cover = false);
  // A region that is only looked at: touches go through it.
  void beginPicture(const char* name, const Rect& rect);
  void endPanel();

  // Letters in a box of one line, centred in its height; cut with an ellipsis where they don't fit. Returns the width.
  float text(ImFont* font, ImU32 color, const Rect& box, std::string_view what, Align align = Align::Left);
  // The same over a picture, whatever is bright or dark there.
  float textOver(ImFont* font, ImU32 color, const Rect& box, std::string_view what, Align align = Align::Left);
  float widthOf(ImFont* font, std::string_view what) const;
  void icon(ImU32 color, const Rect& box, const char* what);
  void smallIcon(ImU32 color, const Rect& box, const char* what);  // beside letters
  // The sign of what is contested, striped as it is on pictures.
  void hatch(ImU32 color, const Rect& box);
  // A lesion's mark: its number on its colour, for whoever cannot tell colours apart.
  void badge(glm::dvec2 middle, glm::vec3 color, std::string_view number, bool faint);
  // Whether something was chosen among others.
  void checkBox(bool on, glm::dvec2 middle);
  void radioButton(bool on, glm::dvec2 middle);  // one of several, of which one is chosen

  // Whether the box was tapped. `name` is unique in the window, and by it tests find the box.
  bool tap(const std::string& name, const Rect& box, bool enabled = true);
  bool isHeld() const;  // the box of the last tap()
  bool isHovered() const;

  bool iconButton(const std::string& name, const Rect& box, const char* icon, bool active = false, bool enabled = true);
  // An icon over its name: fingers can't ask what an icon means by hovering over it.
  bool namedButton(const std::string& name, const Rect& box, const char* icon, std::string_view label, bool active);
  bool button(const std::string& name, const Rect& box, std::string_view label, bool active, bool enabled = true);
  bool chip(const std::string& name, const Rect& box, std::string_view label, bool active);

  // A value on a line; logarithmic where low > 0 and asked for. Returns whether it changed.
  bool slider(const std::string& name, const Rect& box, double& value, double low, double high, bool logarithmic);
  bool rangeSlider(const std::string& name, const Rect& box, double& first, double& second, double low, double high);

  // One line to type in. Returns whether Return was pressed. focus: takes the keys. secret:
  // shows dots.
  bool field(const std::string& name, const Rect& box, std::string& text, const char* hint, bool focus,
             bool secret = false);
  bool wasFieldLeft() const;  // the last field() is no longer typed in, and holds something new

  // Words to type in, of any length: lines are as wide as the box, which is areaHeight() high or more. Returns whether
  // they changed. oneLine: Return goes on to the next field, as the tabulator does.
  bool area(const std::string& name, const Rect& box, std::string& text, const char* hint, bool oneLine);
  double areaHeight(double width, const std::string& text, std::size_t leastLines) const;
  void focusArea(const std::string& name) { areaAsked_ = name; }  // it takes the keys once it is shown
  void leaveArea() { area_.reset(); }
  bool isTyping() const { return area_.has_value() || wasTyping_; }  // in an area, now or in the last frame

  void fill(const Rect& rect, ImU32 color, float corner);

  // Letters in lines as wide as the box, from its top. Returns their height; draws nothing where the color is 0.
  double paragraph(ImFont* font, ImU32 color, const Rect& box, std::string_view what);

  // A part of a panel whose contents may be higher than it is: scrolled by a finger's drag (which then taps nothing),
  // on which it coasts a moment, and by the wheel. `name` is what its place is remembered by. Returns where the
  // contents begin: above the box where they are scrolled.
  double beginScroll(const std::string& name, const Rect& box, double contentsHeight);
  void endScroll();
  // Brings a part of the scroll that is being filled into sight, as far as there is room.
  void reveal(double top, double bottom);
  // Whether something still moves by itself, and wants frames.
  bool isMoving() const;

  // Where each name of tap() stood in the last frame, and what lay over the pictures.
  const std::map<std::string, Rect>& boxes() const { return shownBoxes_; }
  const std::vector<Rect>& covers() const { return shownCovers_; }

 private:
  struct Area {
    std::string name;
    TextEdit edit;
    bool shown = true;      // in this frame
    bool fresh = true;      // the finger that chose it is still down
    bool choosing = false;  // a finger goes over its words
    bool left = false;      // it gives the keys away
  };

  double fraction(const Rect& line, const std::string& name, bool& changed);
  std::vector<TextRow> rowsOf(const std::string& text, double width) const;
  void type(Area& area, const std::vector<TextRow>& rows, const TextEdit::WidthOf& widthOf, bool oneLine);
  static void insert(TextEdit& edit, std::string words, bool oneLine);

  std::map<std::string, Rect> boxes_;
  std::map<std::string, Rect> shownBoxes_;
  std::vector<Rect> covers_;
  std::vector<Rect> shownCovers_;
  int heldKnob_ = 0;

  struct Scroll {
    double offset = 0;
    double dpPerSecond = 0;  // while it coasts
    bool shown = false;      // in this frame
  };
  std::map<std::string, Scroll> scrolls_;
  std::string dragged_;      // the one under the finger, from when it has moved until it has left
  bool sliderHeld_ = false;  // in this frame, in the last one: its finger scrolls nothing
  bool sliderWasHeld_ = false;
  std::string scrolling_;  // the scroll that is being filled
  Rect scrollBox_;

  std::optional<Area> area_;  // that is typed in
  std::string areaAsked_;     // that is to be
  std::string areaAfter_;     // the one after it is to be
  std::string areaBefore_;    // that was shown before the one that is typed in
  bool wasTyping_ = false;
};

inline ImVec2 vec(glm::dvec2 v) {
  return {float(v.x), float(v.y)};
}
// The largest of 1, 2 and 5 times a power of ten that is not above a value > 0: for scales that people read.
double roundBelow(double value);
// A colour of the core's as the toolkit wants it.
ImU32 colorOf(glm::vec3 srgb, float alpha = 1);

}  // namespace ui
