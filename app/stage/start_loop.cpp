#include "stage/start_loop.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "core/error.h"
#include "renderer/gpu/commands.h"
#include "stage/demo_project.h"
#include "stage/image_import.h"
#include "stage/new_project.h"
#include "stage/panel_scale.h"
#include "stage/recent_paths.h"

namespace stage {
namespace {

struct GivenUp {};

// Where a project of that name goes: beside those that are there.
std::filesystem::path newFile(const std::filesystem::path& folder, std::string name) {
  std::replace(name.begin(), name.end(), '/', '-');
  std::filesystem::path file = folder / (name + ".sagitta");
  for (int number = 2; std::filesystem::exists(file); ++number) {
    file = folder / (name + " " + std::to_string(number) + ".sagitta");
  }
  return file;
}

// What became of images, in words where nothing did.
StartLoop::Chosen chosenOf(const std::filesystem::path& project, const ImportResult& result) {
  if (result.added.empty()) {
    std::string cause = "nothing new was found there";
    for (const std::string& note : result.notes) {
      cause += "; " + note;
    }
    throw core::Error(project.string(), cause, "Choose another folder");
  }
  return {project, result.added.front().study.id, result.notes};
}

}  // namespace

// The making of a project or the reading of images, on a thread of its own.
class StartLoop::Work {
 public:
  explicit Work(Task task)
      : thread_([this, task = std::move(task)] {
          try {
            result_ = task([this](const core::Progress& now) {
              if (givenUp_) {
                throw GivenUp{};
              }
              const std::lock_guard lock(mutex_);
              progress_ = now;
            });
          } catch (const GivenUp&) {
          } catch (const std::exception& error) {
            failure_ = error.what();
          }
          done_ = true;
        }) {}
  ~Work() {
    givenUp_ = true;
    thread_.join();
  }

  core::Progress progress() const {
    const std::lock_guard lock(mutex_);
    return progress_;
  }
  bool isDone() const { return done_; }
  // Once it is done.
  const std::optional<Chosen>& result() const { return result_; }
  const std::string& failure() const { return failure_; }

 private:
  std::atomic<bool> givenUp_{false};
  std::atomic<bool> done_{false};
  mutable std::mutex mutex_;
  core::Progress progress_;
  std::optional<Chosen> result_;
  std::string failure_;
  std::thread thread_;  // last: uses what stands above
};

StartLoop::StartLoop(interaction::Display& display, std::function<renderer::UiTarget()> target, ui::Ui& ui,
                     renderer::UiPass& pass, gpu::Device& device, const store::Installation& installation,
                     std::string person)
    : display_(display),
      target_(std::move(target)),
      ui_(ui),
      pass_(pass),
      device_(device),
      installation_(installation),
      person_(std::move(person)) {}

StartLoop::~StartLoop() = default;

std::optional<StartLoop::Chosen> StartLoop::chooseProject(std::optional<interaction::Recording>& replay,
                                                          interaction::Recording* record, const std::string& failure) {
  project_.clear();
  chooser_.reset();
  recent_ = recentProjects(installation_.home()).list();
  ui::StartModel model;
  model.failure = failure;
  for (const std::filesystem::path& each : recent_) {
    model.recent.push_back({each.stem().string(), each.parent_path().string()});
  }
  if (demoImage()) {
    model.demo = "The brain of a healthy person, MR, from the package " + std::string(kDemoPackage);
  } else {
    model.demoRemedy = "Install the package " + std::string(kDemoPackage) + " to have one";
  }
  return run(std::move(model), replay, record);
}

std::optional<StartLoop::Chosen> StartLoop::addImages(const std::filesystem::path& project,
                                                      std::optional<interaction::Recording>& replay,
                                                      interaction::Recording* record) {
  project_ = project;
  openChooser(ui::ChooserModel::Purpose::ImagesForThisProject);
  return run({}, replay, record);
}

void StartLoop::openChooser(ui::ChooserModel::Purpose purpose) {
  chooser_.emplace(purpose, userHome(), "", recentImageFolders(installation_.home()).list());
}

StartLoop::Task StartLoop::taskFor(const FileChooser::Choice& choice) const {
  const bool makes = project_.empty();
  const std::filesystem::path file = makes ? newFile(chooser_->model().projectFolder, choice.projectName) : project_;
  return [=, &installation = installation_, person = person_](const core::ProgressSink& progress) {
    const auto bring = [&](store::ProjectFile& project) {
      return chosenOf(file, importImages(project, choice.imageSets(), person, progress));
    };
    Chosen chosen;
    if (makes) {
      makeProject(file, choice.projectName, person, installation,
                  [&](store::ProjectFile& project) { chosen = bring(project); });
    } else {
      store::ProjectFile project(file, store::Access::Write, installation);
      chosen = bring(project);
    }
    return chosen;
  };
}

void StartLoop::answer(const ui::StartRequest& request, ui::StartModel& model) {
  model.failure.clear();
  if (const auto* open = std::get_if<ui::OpenRecent>(&request)) {
    chosen_ = Chosen{recent_[open->index], {}, {}};
  } else if (std::holds_alternative<ui::OpenDemo>(request)) {
    work_ = std::make_unique<Work>([&installation = installation_, person = person_](const core::ProgressSink& sink) {
      return Chosen{demoProject(installation, demoImage().value(), person, sink), {}, {}};
    });
  } else if (const auto* wanted = std::get_if<ui::OpenChooser>(&request)) {
    openChooser(wanted->purpose);
  } else if (const auto* within = std::get_if<ui::ChooserRequest>(&request)) {
    const bool placing = chooser_->model().purpose == ui::ChooserModel::Purpose::PlaceOfProject;
    if (std::holds_alternative<ui::LeaveChooser>(*within) && !placing) {
      chooser_.reset();
      closing_ = !project_.empty();
    } else if (const std::optional<FileChooser::Choice> choice = chooser_->answer(*within)) {
      if (chooser_->model().purpose == ui::ChooserModel::Purpose::OpenProject) {
        chosen_ = Chosen{choice->path, {}, {}};
      } else {
        recentImageFolders(installation_.home())
            .note(choice->ticked.empty() ? choice->path.parent_path() : choice->path);
        work_ = std::make_unique<Work>(taskFor(*choice));
      }
    }
  } else if (std::holds_alternative<ui::CancelWork>(request)) {
    work_.reset();
  } else if (std::holds_alternative<ui::CloseWindow>(request)) {
    closing_ = true;
  }
}

std::optional<StartLoop::Chosen> StartLoop::run(ui::StartModel model, std::optional<interaction::Recording>& replay,
                                                interaction::Recording* record) {
  interaction::PanelQueue input;
  std::int64_t lastMs = 0;
  closing_ = false;
  chosen_.reset();
  while (!chosen_ && !closing_) {
    interaction::Frame frame = display_.begin(work_ == nullptr && input.isEmpty() && !ui_.isMoving() && !replay);
    if (frame.status == interaction::FrameStatus::Close) {
      break;
    }
    if (replay) {
      frame.inputs.clear();
      frame.timeMs = lastMs;
      std::vector<interaction::RecordedFrame>& left = replay->frames;
      if (work_ == nullptr && !left.empty()) {  // recorded hands waited for what was made
        frame.timeMs = left.front().timeMs;
        frame.inputs = left.front().inputs;
        left.erase(left.begin());
      } else if (work_ == nullptr && input.isEmpty()) {
        closing_ = true;  // after this frame, which shows it
      }
    }
    if (record != nullptr) {
      record->pxPerDp = frame.pxPerDp;
      record->frames.push_back({frame.timeMs, frame.inputs});
    }
    for (const interaction::Input& each : frame.inputs) {
      const auto* key = std::get_if<interaction::KeyInput>(&each.what);
      closing_ = closing_ || (key != nullptr && key->down && key->key == "Q" && key->modifiers.control);
      input.push(each);
    }
    if (work_) {
      const core::Progress now = work_->progress();
      model.progress = now.what;
      model.fraction = now.total > 0 ? std::optional(double(now.done) / double(now.total)) : std::nullopt;
    }
    if (work_ && work_->isDone()) {
      chosen_ = work_->result();
      model.failure = work_->failure();
      work_.reset();
    }
    model.working = work_ != nullptr;
    model.chooser = chooser_ ? &chooser_->model() : nullptr;
    if (frame.status != interaction::FrameStatus::Render || frame.views.empty()) {
      continue;
    }
    useScale(ui_, pass_, frame.pxPerDp);
    const glm::dvec2 sizeDp = glm::dvec2(frame.views[0].sizePx) / frame.pxPerDp;
    for (const ui::StartRequest& request :
         ui_.startFrame(model, input.next(), sizeDp, double(frame.timeMs - lastMs) / 1000)) {
      answer(request, model);
    }
    constexpr glm::vec3 kGround = glm::vec3(0x0E, 0x10, 0x13) / 255.f;
    const renderer::UiTarget target = target_();
    device_.submit([&](gpu::Commands& commands) { pass_.draw(commands, ui_.drawData(), target, kGround); });
    display_.end();
    lastMs = frame.timeMs;
  }
  work_.reset();
  device_.waitIdle();
  return chosen_;
}

}  // namespace stage
