// What is filled in of a guideline's draft: about it, a class, what is hard to decide, when a reading is accepted, what
// changes. Changes the draft as it is typed. Same thread as the Ui.
#pragma once

#include "ui/form.h"
#include "ui/guideline_model.h"
#include "ui/ui.h"

namespace ui {

class GuidelineForm {
 public:
  GuidelineForm(PanelFrame& frame, const GuidelinePageCard& card, core::GuidelineDraft& draft)
      : frame_(frame), w_(frame.widgets), card_(card), draft_(draft), state_(frame.state.guideline) {}

  // The chosen part, into a box that scrolls.
  void draw(const Rect& box);
  // A new one at the end, chosen and typed in.
  void addClass();
  void addEdgeCase();

 private:
  void part(Form& form);
  void about(Form& form);
  void oneClass(Form& form, core::GuidelineDraft::Class& each);
  void edgeCase(Form& form, core::GuidelineDraft::Example& example);
  void acceptance(Form& form);
  void changes(Form& form);
  void granularity(Form& form, std::optional<core::Granularity>& granularity, bool inherits);
  void classChips(Form& form, std::string_view label, const std::string& name, std::vector<std::string>& classes);
  template <typename Part>
  void place(Form& form, const std::string& name, const std::string& what, std::vector<Part>& parts);
  void choose(GuidelineState::Section section, std::size_t place);

  PanelFrame& frame_;
  Widgets& w_;
  const GuidelinePageCard& card_;
  core::GuidelineDraft& draft_;
  GuidelineState& state_;
};

}  // namespace ui
