// An open case on a device: what tools and panels ask is done here, to the session (which keeps it) and to the renderer
// (which shows it). Used from the thread that draws.
#pragma once

#include <filesystem>
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

  renderer::Renderer& renderer() { return renderer_; }
  const core::Volume& volume() const { return volume_; }
  session::CaseSession& session() { return *session_; }

  // The view that a case opens with.
  interaction::ViewState firstView(double aspect) const;
  // The volume's value at a point, after rescale; nothing outside the grid.
  std::optional<double> valueAt(glm::dvec3 pointMm) const;

  // ---- What hands do ----
  void beginStroke(const core::BrushStroke& stroke);
  void extendStroke(glm::dvec3 pointMm);
  void endStroke();
  void cancelStroke();
  bool isPainting() const { return renderer_.painter().isOpen(); }
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
  // Whether all is on disk, so that the case can be closed. Where it is not, a note says why; asked again while that
  // lasts, it gives way.
  bool mayLeave();
  // Goes on in a copy of the project, beside it or else among the user's own files.
  void keepCopy();
  void note(ui::Note::Kind kind, std::string text, std::optional<ui::CommandId> command = {},
            std::string commandTitle = {});
  void dismiss(int id);

  // What panels show of it; pictures and the pointer are added by the frame loop.
  const ui::Model& model() const { return model_; }

 private:
  void changed(std::size_t lesion);
  void refreshHistory();
  void tellOfSaving();

  core::Volume volume_;
  mutable renderer::Renderer renderer_;
  std::unique_ptr<session::CaseSession> session_;
  ui::Model model_;
  std::optional<std::size_t> active_;
  core::BrushStroke stroke_;  // the open one, with its path
  std::size_t strokeLesion_ = 0;
  std::vector<core::Head> strokeHeads_;
  std::filesystem::path path_;  // of the project, as told
  int troubleNote_ = 0;         // 0: none
  bool askedToLeave_ = false;   // while something could not be saved
  int nextNote_ = 1;
};

}  // namespace stage
