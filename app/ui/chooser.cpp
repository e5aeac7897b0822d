#include "ui/chooser.h"

#include <algorithm>

#include "core/name.h"
#include "core/text.h"

namespace ui {
namespace {

constexpr double kChoiceRow = 56;
constexpr double kListMargin = 32;

std::string_view titleOf(ChooserModel::Purpose purpose) {
  switch (purpose) {
    case ChooserModel::Purpose::OpenProject:
      return "Open a project";
    case ChooserModel::Purpose::ImagesForNewProject:
      return "Images for a new project";
    case ChooserModel::Purpose::ImagesForThisProject:
      return "Images for this project";
    case ChooserModel::Purpose::PlaceOfProject:
      return "Where the project is to lie";
    case ChooserModel::Purpose::FolderToWrite:
      return "Where to write it";
    case ChooserModel::Purpose::Labels:
      return "What a model marked";
  }
  return {};
}

std::string_view adviceOf(ChooserModel::Purpose purpose) {
  switch (purpose) {
    case ChooserModel::Purpose::OpenProject:
      return "Projects are files that end in .sagitta.";
    case ChooserModel::Purpose::PlaceOfProject:
      return "Go to its folder: one that all can reach who work on it at this computer.";
    case ChooserModel::Purpose::FolderToWrite:
      return "Go to the folder in which a new one is made for it.";
    case ChooserModel::Purpose::Labels:
      return "Tap the file of one case: DICOM SEG, NIfTI, NRRD, MetaImage.";
    default:
      return "Tick folders, one case each, or go into one; or tap one file. DICOM, NIfTI, NRRD, MetaImage.";
  }
}

std::string_view emptyWords(ChooserModel::Purpose purpose) {
  switch (purpose) {
    case ChooserModel::Purpose::OpenProject:
      return "No project in this folder.";
    case ChooserModel::Purpose::PlaceOfProject:
    case ChooserModel::Purpose::FolderToWrite:
      return "No folders in this one.";
    case ChooserModel::Purpose::Labels:
      return "No such files in this folder.";
    default:
      return "No images in this folder.";
  }
}

// The places that are one tap away; as many as fit.
void drawShortcuts(Widgets& w, const ChooserModel& model, const Rect& box, std::vector<ChooserRequest>& requests) {
  double x = box.origin.x;
  for (std::size_t i = 0; i < model.shortcuts.size(); ++i) {
    const double width = double(w.widthOf(w.fonts.body, model.shortcuts[i])) + 32;
    if (x + width > box.end().x) {
      break;
    }
    if (w.chip("place " + model.shortcuts[i], {{x, box.origin.y}, {width, box.size.y}}, model.shortcuts[i], false)) {
      requests.emplace_back(EnterShortcut{i});
    }
    x += width + 8;
  }
}

// Images of several folders are brought in at once.
bool isOfImages(const ChooserModel& model) {
  return model.purpose == ChooserModel::Purpose::ImagesForNewProject ||
         model.purpose == ChooserModel::Purpose::ImagesForThisProject;
}

void drawItems(Widgets& w, const ChooserModel& model, const Rect& list, const ChooserState& state,
               std::vector<ChooserRequest>& requests) {
  const std::size_t rows = model.items.size() + (model.hasParent ? 1 : 0);
  double y = w.beginScroll("chooser " + model.place, list, double(rows) * kChoiceRow);
  const bool takesSeveral = isOfImages(model);
  const auto row = [&](const std::string& name, const char* icon, std::string_view title, bool ticks) {
    const Rect box{{list.origin.x, y}, {list.size.x - (ticks ? kChoiceRow : 0), kChoiceRow}};
    y += kChoiceRow;
    if (box.end().y <= list.origin.y || box.origin.y >= list.end().y) {
      return false;
    }
    const bool tapped = w.tap(name, box);
    if (w.isHovered() || w.isHeld()) {
      w.fill(box, w.isHeld() ? w.theme.selected : w.theme.raised, w.theme.rowCorner);
    }
    w.icon(w.theme.accentText, {box.origin, {56, kChoiceRow}}, icon);
    w.text(w.fonts.body, w.theme.text, {{box.origin.x + 60, box.origin.y}, {box.size.x - 72, kChoiceRow}}, title);
    return tapped;
  };
  if (model.hasParent && row("parent folder", icon::kBack, "The folder above", false)) {
    requests.emplace_back(EnterParent{});
  }
  for (std::size_t i = 0; i < model.items.size(); ++i) {
    const ChooserModel::Item& item = model.items[i];
    const bool ticks = takesSeveral && item.folder;
    const Rect tick{{list.end().x - kChoiceRow, y}, {kChoiceRow, kChoiceRow}};
    const char* file = model.purpose == ChooserModel::Purpose::OpenProject ? icon::kIsolate : icon::kCase;
    if (row("item " + item.name, item.folder ? icon::kFolder : file, item.name, ticks)) {
      requests.emplace_back(ChooseItem{i, state.name, state.caseName});
    }
    if (ticks && tick.end().y > list.origin.y && tick.origin.y < list.end().y) {
      if (w.tap("tick " + item.name, tick)) {
        requests.emplace_back(TickItem{i});
      }
      w.checkBox(item.ticked, tick.origin + tick.size / 2.0);
    }
  }
  w.endScroll();
  if (model.items.empty()) {
    const double top = list.origin.y + (model.hasParent ? kChoiceRow : 0);
    w.paragraph(w.fonts.body, model.failure.empty() ? w.theme.muted : w.theme.bad,
                {{list.origin.x + 60, top + 16}, {list.size.x - 72, 80}},
                !model.failure.empty() ? std::string_view(model.failure) : emptyWords(model.purpose));
  }
}

std::string countOf(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::size_t tickedIn(const ChooserModel& model) {
  return std::size_t(
      std::count_if(model.items.begin(), model.items.end(), [](const auto& each) { return each.ticked; }));
}

// What taking a folder takes, since it takes all that is in it.
std::string takingWords(const ChooserModel& model) {
  if (const std::size_t ticked = tickedIn(model); ticked > 0) {
    if (model.purpose == ChooserModel::Purpose::ImagesForNewProject) {
      return "Make the project (" + countOf(ticked, "folder") + ")";
    }
    return "Take the " + (ticked == 1 ? "folder" : countOf(ticked, "folder")) + " ticked";
  }
  if (model.folders == 0) {
    return model.files == 0 ? "Take this folder" : "Take " + countOf(model.files, "file");
  }
  return "Take all: " + countOf(model.folders, "folder") +
         (model.files == 0 ? "" : ", " + countOf(model.files, "file"));
}

// What cases will be called as that is ticked: as their folders are.
std::string namesOf(const ChooserModel& model) {
  std::vector<std::string> names;
  for (const ChooserModel::Item& each : model.items) {
    if (each.ticked) {
      names.push_back(each.name);
    }
  }
  return core::joined(names);
}

}  // namespace

void drawChooser(Widgets& w, const ChooserModel& model, const std::string& failure, const Rect& card,
                 ChooserState& state, std::vector<ChooserRequest>& requests) {
  const Theme& theme = w.theme;
  const bool writes = model.purpose == ChooserModel::Purpose::FolderToWrite;
  const bool placing = model.purpose == ChooserModel::Purpose::PlaceOfProject;
  const bool makes = model.purpose == ChooserModel::Purpose::ImagesForNewProject;
  const bool images = isOfImages(model);
  const bool naming = writes || makes;
  const bool takesFolders =
      model.purpose != ChooserModel::Purpose::OpenProject && model.purpose != ChooserModel::Purpose::Labels;
  if (state.suggested != model.projectName) {
    state = {model.projectName, model.projectName, "", state.place, state.path};
  }
  if (state.place != model.place) {
    state.place = state.path = model.place;
  }
  const double left = card.origin.x + kListMargin;
  const double width = card.size.x - 2 * kListMargin;
  w.text(w.fonts.strong, theme.text, {{left, card.origin.y + 20}, {width - kTouchDp, 32}}, titleOf(model.purpose));
  w.text(w.fonts.small, theme.muted, {{left, card.origin.y + 50}, {width - kTouchDp, 20}}, adviceOf(model.purpose));
  if (w.iconButton("chooser close", {{card.end().x - kTouchDp - 12, card.origin.y + 12}, {kTouchDp, kTouchDp}},
                   icon::kClose) ||
      ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) {
    requests.emplace_back(LeaveChooser{});
  }
  drawShortcuts(w, model, {{left, card.origin.y + 80}, {width, kTouchDp}}, requests);
  if (w.field("chooser path", {{left, card.origin.y + 130}, {width, kTouchDp}}, state.path, "the path of a folder",
              false)) {
    requests.emplace_back(EnterPath{state.path});
  }

  double foot = card.end().y - 16;
  if (takesFolders) {
    foot -= kTouchDp;
    const bool good = (writes || placing || !model.items.empty()) && (!naming || !core::faultOfName(state.name)) &&
                      (!images || state.caseName.empty() || !core::faultOfName(state.caseName));
    const std::string label = writes ? "Write it here" : placing ? "Keep it here" : takingWords(model);
    const std::size_t ticked = tickedIn(model);
    // Everything in a folder of folders, which may be a whole home, is not what most want.
    const bool likely = !images || ticked > 0 || model.folders == 0;
    if (w.button("take folder", {{card.end().x - kListMargin - 240, foot}, {240, kTouchDp}}, label, good && likely,
                 good)) {
      requests.emplace_back(ChooseThisFolder{state.name, state.caseName});
    }
    const double fields = width - 240 - 16;
    if (images) {
      w.field("case name", {{left, foot}, {fields, kTouchDp}}, state.caseName,
              ticked > 0 ? namesOf(model).c_str() : "as the images say", false);
      foot -= 28;
      w.text(w.fonts.small, theme.muted, {{left, foot}, {width, 24}},
             ticked > 1 ? "Name of the cases, which tells nobody who the patients are"
                        : "Name of the case: one that tells it from others, and not who the patient is");
      if (makes) {
        foot -= kTouchDp + 28;
      }
    }
    if (naming) {
      w.field("project name", {{left, foot}, {fields, kTouchDp}}, state.name,
              writes ? "Name of the folder" : "Name of the project", false);
      if (makes && w.button("change place", {{card.end().x - kListMargin - 240, foot}, {240, kTouchDp}},
                            "Another place for it\u2026", false)) {
        requests.emplace_back(ChangePlaceOfProject{});
      }
      foot -= 28;
      w.text(w.fonts.small, theme.muted, {{left, foot}, {width, 24}},
             writes ? "Name of the folder that is made here"
                    : "Name of the project, which will lie in " + model.projectFolder);
    }
    foot -= 8;
  }
  if (!failure.empty()) {
    const double lines = w.paragraph(w.fonts.body, 0, {{left, 0}, {width, 0}}, failure);
    foot -= lines + 8;
    w.paragraph(w.fonts.body, theme.bad, {{left, foot}, {width, lines}}, failure);
    foot -= 8;
  }
  const double top = card.origin.y + 182;
  drawItems(w, model, {{card.origin.x + 16, top}, {card.size.x - 32, foot - top}}, state, requests);
}

}  // namespace ui
