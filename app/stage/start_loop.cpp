#include "stage/start_loop.h"

#include <atomic>
#include <mutex>
#include <thread>

#include "core/error.h"
#include "renderer/gpu/commands.h"
#include "stage/demo_project.h"
#include "stage/panel_scale.h"

namespace stage {
namespace {

struct GivenUp {};

}  // namespace

// The making of the demonstration, on a thread of its own.
struct StartLoop::Work {
  std::atomic<bool> givenUp{false};
  std::atomic<bool> done{false};
  std::mutex mutex;
  core::Progress progress;
  std::optional<std::filesystem::path> project;
  std::string failure;
  std::thread thread;  // last: uses what stands above

  Work(const store::Installation& installation, std::filesystem::path image, std::string person)
      : thread([this, &installation, image = std::move(image), person = std::move(person)] {
          try {
            project = demoProject(installation, image, person, [this](const core::Progress& now) {
              if (givenUp) {
                throw GivenUp{};
              }
              const std::lock_guard lock(mutex);
              progress = now;
            });
          } catch (const GivenUp&) {
          } catch (const std::exception& error) {
            failure = error.what();
          }
          done = true;
        }) {}
  ~Work() {
    givenUp = true;
    thread.join();
  }
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

std::optional<std::filesystem::path> StartLoop::run(std::optional<interaction::Recording>& replay,
                                                    interaction::Recording* record, const std::string& failure) {
  const std::vector<std::filesystem::path> recent = RecentProjects(installation_.home()).list();
  const std::optional<std::filesystem::path> image = demoImage();
  ui::StartModel model;
  model.failure = failure;
  for (const std::filesystem::path& each : recent) {
    model.recent.push_back({each.stem().string(), each.parent_path().string()});
  }
  if (image) {
    model.demo = "The brain of a healthy person, MR, from the package " + std::string(kDemoPackage);
  } else {
    model.demoRemedy = "Install the package " + std::string(kDemoPackage) + " to have one";
  }
  interaction::PanelQueue input;
  std::unique_ptr<Work> work;
  std::optional<std::filesystem::path> chosen;
  std::int64_t lastMs = 0;
  bool closing = false;
  while (!chosen && !closing) {
    interaction::Frame frame = display_.begin(work == nullptr && input.isEmpty() && !ui_.isMoving() && !replay);
    if (frame.status == interaction::FrameStatus::Close) {
      break;
    }
    if (replay) {
      frame.inputs.clear();
      frame.timeMs = lastMs;
      std::vector<interaction::RecordedFrame>& left = replay->frames;
      if (work == nullptr && !left.empty()) {  // recorded hands waited for what was made
        frame.timeMs = left.front().timeMs;
        frame.inputs = left.front().inputs;
        left.erase(left.begin());
      } else if (work == nullptr && input.isEmpty()) {
        closing = true;  // after this frame, which shows it
      }
    }
    if (record != nullptr) {
      record->pxPerDp = frame.pxPerDp;
      record->frames.push_back({frame.timeMs, frame.inputs});
    }
    for (const interaction::Input& each : frame.inputs) {
      const auto* key = std::get_if<interaction::KeyInput>(&each.what);
      closing = closing || (key != nullptr && key->down && key->key == "Q" && key->modifiers.control);
      input.push(each);
    }
    if (work) {
      const std::lock_guard lock(work->mutex);
      model.progress = work->progress.what;
      model.fraction = work->progress.total > 0
                           ? std::optional(double(work->progress.done) / double(work->progress.total))
                           : std::nullopt;
    }
    if (work && work->done) {
      chosen = work->project;
      model.failure = work->failure;
      work.reset();
    }
    model.working = work != nullptr;
    if (frame.status != interaction::FrameStatus::Render || frame.views.empty()) {
      continue;
    }
    useScale(ui_, pass_, frame.pxPerDp);
    const glm::dvec2 sizeDp = glm::dvec2(frame.views[0].sizePx) / frame.pxPerDp;
    for (const ui::StartRequest& request :
         ui_.startFrame(model, input.next(), sizeDp, double(frame.timeMs - lastMs) / 1000)) {
      if (const auto* open = std::get_if<ui::OpenRecent>(&request)) {
        chosen = recent[open->index];
      } else if (std::holds_alternative<ui::OpenDemo>(request) && image) {
        work = std::make_unique<Work>(installation_, *image, person_);
        model.failure.clear();
      } else if (std::holds_alternative<ui::CancelWork>(request)) {
        work.reset();
      } else if (std::holds_alternative<ui::CloseWindow>(request)) {
        closing = true;
      }
    }
    constexpr glm::vec3 kGround = glm::vec3(0x0E, 0x10, 0x13) / 255.f;
    const renderer::UiTarget target = target_();
    device_.submit([&](gpu::Commands& commands) { pass_.draw(commands, ui_.drawData(), target, kGround); });
    display_.end();
    lastMs = frame.timeMs;
  }
  device_.waitIdle();
  return chosen;
}

}  // namespace stage
