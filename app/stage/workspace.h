// An open case on a device: what tools and panels ask is done here, to the session (which keeps it) and to the renderer
// (which shows it). Used from the thread that draws.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "interaction/tools.h"
#include "renderer/renderer.h"
#include "session/operations.h"
#include "stage/bell.h"
#include "stage/company.h"
#include "stage/hub_link.h"
#include "stage/lesion_sizes.h"
#include "stage/notices.h"
#include "stage/review_feed.h"
#include "ui/model.h"

namespace stage {

// What a proposal would change, all lesions together.
struct PreviewSizes {
  double gainedMl = 0;
  double lostMl = 0;
};

class Workspace {
 public:
  // Loads the case, unless its volume is loaded already, and brings it to the device. Throws core::Error where that
  // cannot be.
  Workspace(gpu::Device& device, store::ProjectFile project, const core::CaseId& caseId, const std::string& track,
            const std::string& reader, const core::ProgressSink& progress = {},
            std::shared_ptr<const core::Volume> loaded = nullptr);
  ~Workspace();

  renderer::Renderer& renderer() { return *renderer_; }
  const core::Volume& volume() const { return *volume_; }
  std::shared_ptr<const core::Volume> sharedVolume() const { return volume_; }
  session::CaseSession& session() { return *session_; }

  // A device was lost: what is open of a stroke is kept as far as it went, found by the processor. Nothing of the
  // renderer may be used until useDevice() brings the case to another one, which throws as the constructor does.
  void leaveDevice();
  void useDevice(gpu::Device& device, const core::ProgressSink& progress = {});

  // The view that a case opens with.
  interaction::ViewState firstView(double aspect) const;
  // The volume's value at a point, after rescale; nothing outside the grid.
  std::optional<double> valueAt(glm::dvec3 pointMm) const;
  // The volume's values that a view shows as tissue in 3D; nothing where it shows none, or a projection.
  std::optional<core::IntensityRange> tissueSeen(const core::View& view) const;

  // ---- What hands do ----
  void beginStroke(const core::BrushStroke& stroke);
  void extendStroke(glm::dvec3 pointMm);
  void endStroke();
  void cancelStroke();
  bool isPainting() const { return strokeOpen_; }
  void undo();
  void redo();
  void undoBackTo(std::size_t entry);
  // How many edits of this reader stand, counted from when the case was opened: fewer than 0 where earlier ones were
  // undone. By it hands know whether something else that they can take back came after the last of them.
  std::int64_t editsStanding() const { return standing_; }
  // Says what the last step did or took back, in the place of what was said of an earlier one.
  void tellStep(std::string text, std::optional<ui::CommandId> command = {}, std::string commandTitle = {});

  // ---- What operations would do, and do ----
  // Shows a proposal in the pictures: what lesions keep in their own colours, what is gained and lost in two others.
  // The masks stay as they are; a stroke, or any change of a lesion, ends the preview.
  PreviewSizes preview(const session::Proposal& proposal);
  void endPreview();
  // Shows layers of voxels, none of which share any, in the place of all lesions, until endLayers() or any change of a
  // lesion. Masks are copied.
  struct Layer {
    glm::vec3 color{1};  // sRGB
    const core::Mask* mask = nullptr;
    bool hatched = false;
  };
  void showLayers(std::span<const Layer> layers);
  void endLayers();
  // Hatches voxels over the lesions, as far as none of these holds them: what waits for somebody's word. Until it is
  // called again; layers hide it.
  void showTies(core::Mask ties);
  // Outlines in the slices, over the lesions: what others marked there. Until it is called again; null: none. Layers
  // hide them. What was shown already costs nothing.
  struct Outline {
    glm::vec3 color{1};  // sRGB
    core::Mask mask;
  };
  using Outlines = std::vector<Outline>;
  void showOutlines(std::shared_ptr<const Outlines> outlines);
  // Commits it as one edit, and chooses the first lesion that it makes. Throws core::Error with nothing changed.
  void apply(session::Proposal proposal, std::vector<core::Head> heads);
  // Differs whenever a lesion's voxels, or which lesions there are, have changed.
  std::uint64_t maskRevision() const { return maskRevision_; }

  // ---- What panels ask ----
  std::optional<std::size_t> active() const { return active_; }
  void select(std::size_t lesion);  // takes no note of one that is gone
  void selectBy(int steps);         // the next or an earlier one of those that are there
  void toggle(std::size_t lesion);
  void toggleAll();
  void isolate();                 // hides all but the active one, or shows all again
  void lock(std::size_t lesion);  // or unlocks it: a matter of this window, which no other person sees
  // Does an operation that asks for nothing at once: copying, deleting. Whether it was done: where not, a note says
  // why.
  bool doAtOnce(std::string_view operation);
  // Settles what is contested of the active lesion; a note says so where nothing is.
  void settle(session::Settlement choice);
  void selectNextContested();
  // Throws core::Error, with nothing changed, where the name is another's.
  void change(const ui::ChangeLesion& change);
  // Whether panels look at the active lesion at length.
  void lookAtDetails(bool looked) { looksAtDetails_ = looked; }
  // Whether this reader may change anything here, and whether an operation may change these; a note says why not.
  bool mayAnnotate();
  bool mayChange(std::optional<std::size_t> target, std::span<const std::size_t> others);
  std::vector<std::size_t> lockedLesions() const;
  void addLesion(const std::string& name, const std::string& className);
  // What a new lesion most likely is: the same as the active one, else the first that the guideline names.
  std::string likelyClass() const;
  // Lets panels offer and explain the classes of the guideline in force. Null: nothing is known of it yet. The reading
  // of somebody else is only looked at, unless a finding in it is edited for its review.
  void show(std::shared_ptr<const ReviewNews> news, bool editsForReview);
  std::string freshName() const;
  std::vector<std::uint32_t> hiddenNumbers() const;

  // Called on other threads whenever poll() has something to take up that did not come from here: others' strokes, news
  // of the hub, people. Nothing: nobody is called any more.
  void whenNews(std::function<void()> tell) { bell_.answer(std::move(tell)); }
  Company& company() { return *company_; }

  // Looks for what other threads have finished. Never blocks.
  void poll();
  // Whether all is on disk, so that the case can be closed. Where it is not, a note says why; asked again while that
  // lasts, it gives way.
  bool mayLeave();
  void note(ui::Note::Kind kind, std::string text, std::optional<ui::CommandId> command = {},
            std::string commandTitle = {});
  void dismiss(int id);
  void withdrawNotes(ui::CommandId command);  // that offer it: there is no need any more

  // What panels show of it; pictures and the pointer are added by the frame loop.
  const ui::Model& model() const { return model_; }

 private:
  void changed(std::size_t lesion);
  void show(std::size_t lesion);  // as it is
  // What is drawn hatched of a lesion: where all of it hangs on a choice, all of it.
  static const core::Mask* hatchedOf(const session::OpenLesion& open);
  void placeTies();
  void placeOutlines();
  void refreshSizes();
  void refreshDetails();
  void refreshStandings();
  std::vector<std::pair<std::string, std::string>> origin(const core::Lesion& lesion) const;
  void didEdit();  // a step that undo takes back
  bool tellUndone(const std::vector<session::HistoryEntry>& before);
  void sendLocks();
  void commitFootprint(core::Mask footprint);
  void refreshHistory();
  void setHistogram();
  void takeChanges();
  void tellHowThingsAre();
  void tellFacts();
  void tellNames(const std::vector<core::Case>& cases);

  std::shared_ptr<const core::Volume> volume_;
  std::unique_ptr<renderer::Renderer> renderer_;
  Bell bell_;
  std::unique_ptr<session::CaseSession> session_;
  std::unique_ptr<HubLink> hub_;  // null where the project has none
  std::unique_ptr<Company> company_;
  std::map<core::CaseId, std::string> caseNames_;
  std::vector<core::CaseId> cases_;  // as the model lists them
  Notices notices_;
  ui::Model model_;
  std::optional<std::size_t> active_;
  bool strokeOpen_ = false;
  core::BrushStroke stroke_;  // the open one, with its path
  std::size_t strokeLesion_ = 0;
  std::vector<core::Head> strokeHeads_;
  std::vector<std::size_t> previewed_;  // lesions that are shown other than they are
  std::uint32_t previewNumber_ = 0;     // of what is gained; what is lost has the next one; 0: there is no preview
  std::uint32_t firstLayer_ = 0;        // the number of the first layer that is shown
  std::uint32_t layers_ = 0;            // of them
  core::Mask ties_;
  std::uint32_t tieNumber_ = 0;  // of what is shown of them; 0: nothing is
  std::shared_ptr<const Outlines> outlines_;
  std::vector<std::uint32_t> outlineNumbers_;  // of those that are shown
  std::uint64_t maskRevision_ = 0;
  bool looksAtDetails_ = false;
  bool editsForReview_ = false;
  std::shared_ptr<const ReviewNews> news_;
  std::optional<std::pair<std::uint64_t, std::string>> explained_;  // as of which change, and which class
  std::vector<const workflow::QueueItem*> reviewed_;                // of the news, of each lesion; null: of none
  std::pair<const workflow::QueueItem*, ui::LesionStanding> standingShown_{};
  bool askedToLeave_ = false;  // while something could not be saved
  std::int64_t standing_ = 0;
  bool stepAsked_ = false;              // an undo or redo, that was not taken up yet
  int stepNote_ = 0;                    // what tellStep() said; 0: nothing
  bool classAssumed_ = false;           // of the lesion that a first stroke makes, and not told yet
  std::unique_ptr<LesionSizes> sizes_;  // last: its thread reads the volume, and rings
};

}  // namespace stage
