// A name for a lesion in the headset: one of those that are offered, or letter by letter.
#include <algorithm>

#include "core/name.h"
#include "ui/headset_panel.h"

namespace ui {

void HeadsetPanel::drawNames(Drawing& drawing) {
  constexpr std::size_t kNameRows = 3;
  Widgets& w = *widgets_;
  const LesionItem& lesion = drawing.model.lesions[naming_->lesion];
  const Rect said = cell(0, 0, 4, 2);
  w.paragraph(fonts_.body, theme_.text, {said.origin + glm::dvec2(0, 8), said.size}, "A name for " + lesion.name);
  if (w.button("letters", cell(0, 2, 4), "Letters", false)) {
    keyboard_.begin("Name of the lesion", lesion.name);
    typing_ = Typing::Name;
  }
  if (w.button("name back", cell(0, 3, 4), "Back", false)) {
    naming_.reset();
    return;
  }
  for (std::size_t i = 0; i < std::min(naming_->names.size(), 2 * kNameRows); ++i) {
    const std::string& name = naming_->names[i];
    if (longButton("name " + std::to_string(i + 1), cell(1 + int(i / 2), int(i % 2), 2), name, false)) {
      drawing.asked.requests.emplace_back(ChangeLesion{.lesion = naming_->lesion, .name = name});
      naming_.reset();
      return;
    }
  }
}

bool HeadsetPanel::typeName(Drawing& drawing) {
  const std::vector<LesionItem>& lesions = drawing.model.lesions;
  if (!naming_ || naming_->lesion >= lesions.size() || lesions[naming_->lesion].gone) {
    naming_.reset();  // somebody took it out
    return true;
  }
  const std::string& name = keyboard_.text();
  const bool taken = std::any_of(lesions.begin(), lesions.end(), [&](const LesionItem& other) {
    return !other.gone && other.name == name && &other != &lesions[naming_->lesion];
  });
  const auto fault = core::faultOfName(name);
  const std::string against = name.empty() ? " " : taken ? "Another lesion has this name" : fault ? "It " + *fault : "";
  switch (keyboard_.draw(*widgets_, {{0, 0}, kSizeDp}, against, core::kMaxNameBytes)) {
    case HeadsetKeyboard::Asked::Nothing:
      return false;
    case HeadsetKeyboard::Asked::Done:
      if (name != lesions[naming_->lesion].name) {
        drawing.asked.requests.emplace_back(ChangeLesion{.lesion = naming_->lesion, .name = name});
      }
      break;
    case HeadsetKeyboard::Asked::Back:
      break;
  }
  naming_.reset();
  return true;
}

void HeadsetPanel::drawTyping(Drawing& drawing) {
  const bool done = typing_ == Typing::Name     ? typeName(drawing)
                    : typing_ == Typing::Reason ? typeReason(drawing)
                                                : typePassphrase(drawing);
  typing_ = done ? Typing::Nothing : typing_;
}

}  // namespace ui
