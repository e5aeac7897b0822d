// sagitta view [FILE] [--case C] [--track T] [--reader R] [--replay R.json] [--record R.json] [--size WxH] [--scale S]
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>

#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/reading_start.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "exchange/files.h"
#include "interaction/window/window.h"
#include "stage/frame_loop.h"
#include "stage/recent_paths.h"
#include "stage/start_loop.h"
#include "stage/volume_shelf.h"
#include "store/project_file.h"
#include "ui/clipboard.h"

namespace commands {
namespace {

struct ViewOptions {
  std::string file;
  std::string caseName;
  std::string track;
  std::string reader;
  std::string role;
  std::string replay;
  std::string record;
  std::string device;
  std::array<int, 2> size{1280, 800};
  double scale = 0;
  bool frameTimes = false;
  std::uint64_t memoryMiB = 0;
  std::vector<std::uint64_t> losses;  // for tests: at which submission each device in turn is lost
};

// The devices of a window, one after the other.
gpu::DeviceOptions deviceOptions(const ViewOptions& options, std::size_t opened) {
  return {.choice = options.device,
          .memoryBytes = options.memoryMiB > 0 ? options.memoryMiB << 20 : UINT64_MAX,
          .loseAt = opened < options.losses.size() ? options.losses[opened] : 0};
}

// The pass that draws panels, which lives and dies with a device.
class Panels {
 public:
  Panels(window::Window& window, ui::Ui& ui) : window_(window), ui_(ui) { useDevice(); }

  void leaveDevice() { pass_.reset(); }
  void useDevice() {
    const ui::Ui::Atlas atlas = ui_.atlas();
    pass_.emplace(window_.device(), atlas.rgba, atlas.size);
    ui_.setAtlasTexture(const_cast<gpu::Image*>(&pass_->atlas()));
  }
  renderer::UiPass& pass() { return *pass_; }
  std::function<renderer::UiTarget()> target() {
    return [this] {
      const window::Target& now = window_.target();
      return renderer::UiTarget{now.image, now.view, now.format, now.size};
    };
  }

 private:
  window::Window& window_;
  ui::Ui& ui_;
  std::optional<renderer::UiPass> pass_;
};

// Once: a device that goes again is not asked a third time.
void startAgain(window::Window& window, Panels& panels, stage::Workspace& workspace, gpu::DeviceOptions device,
                std::size_t losses, const gpu::DeviceLost& lost) {
  const std::string remedy =
      "Everything painted is saved. Start Sagitta again; if it goes on, update the graphics driver";
  if (losses > 1) {
    throw core::Error(lost.subject(), "the graphics device stopped for the second time (" + lost.cause() + ")", remedy);
  }
  try {
    window.reopenDevice(std::move(device));
    panels.useDevice();
    workspace.useDevice(window.device());
  } catch (const core::Error& error) {
    throw core::Error(lost.subject(), "the graphics device stopped and did not start again (" + error.cause() + ")",
                      remedy);
  }
  workspace.note(ui::Note::Kind::Caution,
                 "The graphics device stopped and was started again. Everything painted is saved, an open stroke too.");
}

// What was said about images that were brought in, until it is put away; as much as leaves room for the pictures.
void showNotes(stage::Workspace& workspace, const std::vector<std::string>& notes) {
  constexpr std::size_t kMost = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(notes.size(), kMost); ++i) {
    text += (i == 0 ? "" : "\n") + notes[i];
  }
  if (notes.size() > kMost) {
    text += "\nand " + std::to_string(notes.size() - kMost) + " more of this kind";
  }
  if (!text.empty()) {
    workspace.note(ui::Note::Kind::Caution, text);
  }
}

Json summary(std::vector<double> ms) {
  std::sort(ms.begin(), ms.end());
  const auto below = [&](double share) { return ms.empty() ? 0 : ms[std::size_t(share * double(ms.size() - 1))]; };
  return {{"frames", ms.size()}, {"median_ms", below(0.5)}, {"p95_ms", below(0.95)}, {"longest_ms", below(1)}};
}

void view(const ViewOptions& options) {
  stage::LoopOptions loop;
  stage::FrameTimes times;
  if (options.frameTimes) {
    loop.times = &times;
  }
  if (!options.replay.empty()) {
    loop.replay = interaction::decodeRecording(exchange::readText(options.replay), options.replay);
  }
  interaction::Recording recording;
  if (!options.record.empty()) {
    loop.record = &recording;
  }
  const store::Installation installation = store::Installation::standard();
  std::filesystem::path file = options.file;  // it may be moved meanwhile, and work go on there
  const auto openProject = [&] { return store::openForWork(file, installation); };
  core::CaseId caseId;
  std::string track = options.track.empty() ? kSharedTrack : options.track;
  const auto beginIn = [&](const store::ProjectFile& project) {
    const stage::Destination place = placeToOpen(project, options.caseName, options.track, options.reader);
    caseId = place.caseId;
    track = place.track;
  };
  if (!options.file.empty()) {  // before a window opens: what is wrong with a project is said where it was asked for
    store::ProjectFile project = openProject();
    beginIn(project);
    startReading(project, caseId, track, options.reader);
  }

  window::WindowOptions shape{.sizeDp = {options.size[0], options.size[1]}, .pxPerDp = options.scale};
  if (loop.replay) {
    shape.sizeDp = loop.replay->sizeDp;
    shape.pxPerDp = options.scale > 0 ? options.scale : loop.replay->pxPerDp;
  }
  window::Window window(shape, deviceOptions(options, 0));
  recording.sizeDp = shape.sizeDp;
  ui::Ui ui(window.pxPerDp());
  ui::useClipboard({.words = [&window] { return window.clipboard(); },
                    .put = [&window](const std::string& words) { window.setClipboard(words); }});
  Panels panels(window, ui);
  std::size_t losses = 0;
  std::vector<std::string> notes;  // of images that were brought in
  bool isNew = false;
  const auto startLoop = [&] {
    window.setTitle("Sagitta");
    return stage::StartLoop(window, panels.target(), ui, panels.pass(), window.device(), installation, options.reader);
  };
  if (options.file.empty()) {
    stage::StartLoop start = startLoop();
    for (std::string failure; true;) {
      std::optional<stage::StartLoop::Chosen> chosen = start.chooseProject(loop.replay, loop.record, failure);
      if (!chosen) {
        return;
      }
      try {
        file = chosen->project;
        if (chosen->firstNew) {
          caseId = *chosen->firstNew;
          isNew = true;
        } else {
          beginIn(openProject());
        }
        notes = std::move(chosen->notes);
        break;
      } catch (const core::Error& error) {
        failure = error.what();
      }
    }
  }
  const auto signedIn = std::make_shared<stage::SignedIn>();
  stage::ReviewDesk review(options.reader, options.role, installation, signedIn);
  stage::CompareDesk compare(options.reader, installation);
  stage::ExampleDesk examples(options.reader);
  stage::CalibrationDesk calibration(options.reader, installation);
  stage::ReleaseDesk releases(options.reader, options.role, installation, signedIn);
  stage::CandidateDesk candidates(options.reader, installation);
  stage::TeamDesk team(options.reader);
  stage::PeopleDesk people(options.reader, installation, signedIn);
  stage::GuidelineDesk guideline(options.reader, installation);
  stage::ReadingsDesk readings(options.reader, installation);
  stage::TieDesk ties(options.reader, installation);
  stage::VolumeShelf shelf(installation);
  loop.expect = [&](const core::CaseId& next) { shelf.expect(file, next); };
  loop.show = [&window](const std::filesystem::path& page) { return window.showFile(page); };
  const stage::RecentPaths recent = stage::recentProjects(installation.home());
  recent.note(file);
  while (true) {
    {  // another case of a track may be withheld where the first was not
      store::ProjectFile project = openProject();
      track = trackToGoOnIn(project, caseId, track, options.reader, notes);
    }
    TerminalProgress progress;
    stage::Workspace workspace(window.device(), openProject(), caseId, track, options.reader, progress.sink(),
                               shelf.take(caseId));
    shelf.put(caseId, workspace.sharedVolume());
    stage::ReviewFeed feed(file, installation, [&window] { window.wake(); });
    window.setTitle(workspace.model().caseName + " \u2013 Sagitta");
    showNotes(workspace, std::exchange(notes, {}));
    if (std::exchange(isNew, false)) {
      workspace.note(ui::Note::Kind::Info,
                     "The project is made. Alone you may begin at once; in a team, the menu has what comes first: who "
                     "takes part, what is marked (the guideline), and who reads what (the team).",
                     ui::CommandId::People, "People");
    }
    std::optional<interaction::Toolbox> before;
    std::optional<stage::LoopEnd> end;
    while (!end) {
      try {
        stage::FrameLoop frames(
            window, panels.target(), ui, panels.pass(), workspace, feed,
            {review, compare, examples, calibration, releases, candidates, team, people, guideline, readings, ties},
            before ? &*before : nullptr);
        try {
          end = frames.run(loop);
        } catch (const gpu::DeviceLost&) {
          before = frames.toolbox();
          throw;
        }
      } catch (const gpu::DeviceLost& lost) {
        workspace.leaveDevice();
        panels.leaveDevice();
        workspace.session().flush();  // what comes next may fail; what was painted is safe by then
        ++losses;
        startAgain(window, panels, workspace, deviceOptions(options, losses), losses, lost);
      }
    }
    workspace.session().flush();
    if (const std::filesystem::path now = workspace.session().path(); now != file) {
      file = now;
      recent.note(file);
    }
    if (end->goTo) {
      caseId = end->goTo->caseId;
      track = end->goTo->track;
    } else if (end->addImages) {
      if (loop.replay) {  // these hands go on there
        std::vector<interaction::RecordedFrame>& frames = loop.replay->frames;
        frames.erase(frames.begin(), frames.begin() + std::ptrdiff_t(std::exchange(loop.replayed, 0)));
      }
      if (auto added = startLoop().addImages(file, loop.replay, loop.record)) {
        caseId = added->firstNew.value();
        notes = std::move(added->notes);
      }
    } else {
      break;
    }
  }
  if (options.frameTimes) {
    printJson({{"device", window.device().info().name},
               {"moving", summary(std::move(times.moving))},
               {"refining", summary(std::move(times.refining))}});
  }
  if (!options.record.empty()) {
    std::ofstream out(options.record, std::ios::binary);
    out << interaction::encodeRecording(recording);
    if (!out.flush()) {
      throw core::Error(options.record, "the recording could not be written", "Check the folder and the free space");
    }
  }
}

}  // namespace

void addView(Command program) {
  auto options = std::make_shared<ViewOptions>();
  options->reader = userName();
  Command command = program.command("view", "Open a window: look, paint, measure, by touch, pen or mouse");
  command.option("FILE", options->file, "The project (without: a choice of recent ones)");
  command.option("--case", options->caseName,
                 "The case to open (default: of the next reading asked of you, else the first)");
  command.option("--track", options->track, "Where to paint (default: in that reading, else shared)")
      .check(readableName());
  command.option("--reader", options->reader, "Who paints").check(readableName()).showDefault();
  command.option("--role", options->role, "As what they review: reviewer, specialist, adjudicator")
      .check(readableName());
  command.option("--replay", options->replay, "Do what was recorded, and close");
  command.option("--record", options->record, "Write down what hands do, for --replay");
  command.option("--size", options->size, "Of the window: WIDTH HEIGHT, in dp").check(within(480, 8192));
  command.option("--scale", options->scale, "Pixels per dp (default: as the monitor has it)").check(within(0.5, 4.0));
  command.option("--device", options->device, "The GPU, by number or part of its name (see: sagitta devices)");
  command.flag("--frame-times", options->frameTimes, "At the end, print what frames cost, as JSON");
  command
      .option("--graphics-memory", options->memoryMiB,
              "MiB that the volume may take there (default: what the GPU has); larger volumes are drawn coarser")
      .check(within(1, 1 << 20));
  command.option("--lose-device", options->losses, "At which submission a device is lost: for tests").hidden();
  command.runs([options] { view(*options); });
}

}  // namespace commands
