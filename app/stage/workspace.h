// An open case on a device: what tools and panels ask is done here, to the session (which keeps it) and to the renderer
// (which shows it). Used from the thread that draws.
#pragma once

#include <memory>
#include <string>

#include "interaction/tools.h"
#include "renderer/renderer.h"
#include "session/case_session.h"
#include "ui/model.h"

namespace stage {

class Workspace {
 public:
  // Loads the case and brings it to the device. Throws core::Error where that cannot be.
  Workspace(gpu::Device& device, store::ProjectFile project, const core::CaseId& caseId, const std::string& track,
            const std::string& reader, const core::ProgressSink& progress = {});
  ~Workspace();

  renderer::Renderer& renderer() { return *renderer_; }
  const core::Volume& volume() const { return volume_; }
  session::CaseSession& session() { return *session_; }

  // A device was lost: what is open of a stroke is kept as far as it went, found by the processor. Nothing of the
  // renderer may be used until useDevice() brings the case to another one, which throws as the constructor does.
  void leaveDevice();
  void useDevice(gpu::Device& device, const core::ProgressSink& progress = {});

  // The view that a case opens with.
  interaction::ViewState firstView(double aspect) const;
  // The volume's value at a point, after rescale; nothing outside the grid.
  std::optional<double> valueAt(glm::dvec3 pointMm) const;

  // ---- What hands do ----
  void beginStroke(const core::BrushStroke& stroke);
  void extendStroke(glm::dvec3 pointMm);
  void endStroke();
  void cancelStroke();
  bool isPainting() const { return strokeOpen_; }
  void undo();
  void redo();
  void undoBackTo(std::size_t entry);

  // ---- What panels ask ----
  std::optional<std::size_t> active() const { return active_; }
  void select(std::size_t lesion);
  void toggle(std::size_t lesion);
  void toggleAll();
  void addLesion(const std::string& name, const std::string& className);
  std::string freshName() const;
  std::vector<std::uint32_t> hiddenNumbers() const;

  // Looks for what other threads have finished. Never blocks.
  void poll();
  void note(ui::Note::Kind kind, std::string text);
  void dismiss(int id);

  // What panels show of it; pictures and the pointer are added by the frame loop.
  const ui::Model& model() const { return model_; }

 private:
  void changed(std::size_t lesion);
  void commitFootprint(core::Mask footprint);
  void refreshHistory();
  void setHistogram();

  core::Volume volume_;
  std::unique_ptr<renderer::Renderer> renderer_;
  std::unique_ptr<session::CaseSession> session_;
  ui::Model model_;
  std::optional<std::size_t> active_;
  bool strokeOpen_ = false;
  core::BrushStroke stroke_;  // the open one, with its path
  std::size_t strokeLesion_ = 0;
  std::vector<core::Head> strokeHeads_;
  bool failureTold_ = false;
  int nextNote_ = 1;
};

}  // namespace stage
