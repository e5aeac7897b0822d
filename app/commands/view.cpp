// sagitta view FILE [--case C] [--track T] [--reader R] [--replay R.json] [--record R.json] [--size WxH] [--scale S]
#include <array>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "commands/commands.h"
#include "commands/files.h"
#include "commands/lookup.h"
#include "commands/terminal.h"
#include "commands/validators.h"
#include "core/error.h"
#include "interaction/window/window.h"
#include "stage/frame_loop.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct Options {
  std::string file;
  std::string caseName;
  std::string track = kSharedTrack;
  std::string reader;
  std::string replay;
  std::string record;
  std::string device;
  std::array<int, 2> size{1280, 800};
  double scale = 0;
};

std::string userName() {
  const char* user = std::getenv("USER");
  return user != nullptr && *user != 0 ? user : "reader";
}

core::CaseId firstCase(const store::ProjectFile& project, const std::string& file, const std::string& wanted) {
  if (!wanted.empty()) {
    return findCase(project, wanted).id;
  }
  const std::vector<core::Case> cases = project.cases();
  if (cases.empty()) {
    throw core::Error(file, "it has no case to look at", "Import an image first: sagitta import " + file + " IMAGE");
  }
  return cases.front().id;
}

void view(const Options& options) {
  stage::LoopOptions loop;
  if (!options.replay.empty()) {
    loop.replay = interaction::decodeRecording(readText(options.replay), options.replay);
  }
  interaction::Recording recording;
  if (!options.record.empty()) {
    loop.record = &recording;
  }
  const store::Installation installation = store::Installation::standard();
  std::filesystem::path file = options.file;  // it may be moved meanwhile, and work go on there
  const auto openProject = [&] { return store::ProjectFile(file, store::Access::Write, installation); };
  core::CaseId caseId = firstCase(openProject(), options.file, options.caseName);

  window::WindowOptions shape{.sizeDp = {options.size[0], options.size[1]}, .pxPerDp = options.scale};
  if (loop.replay) {
    shape.sizeDp = loop.replay->sizeDp;
    shape.pxPerDp = options.scale > 0 ? options.scale : loop.replay->pxPerDp;
  }
  window::Window window(shape, {.choice = options.device});
  gpu::Device& device = window.device();
  recording.sizeDp = shape.sizeDp;
  ui::Ui ui(window.pxPerDp());
  const ui::Ui::Atlas atlas = ui.atlas();
  renderer::UiPass pass(device, atlas.rgba, atlas.size);
  ui.setAtlasTexture(const_cast<gpu::Image*>(&pass.atlas()));
  const auto target = [&] {
    const window::Target& now = window.target();
    return renderer::UiTarget{now.image, now.view, now.format, now.size};
  };
  while (true) {
    TerminalProgress progress;
    stage::Workspace workspace(device, openProject(), caseId, options.track, options.reader, progress.sink());
    window.setTitle(workspace.model().caseName + " \u2013 Sagitta");
    stage::FrameLoop frames(window, target, ui, pass, workspace);
    const stage::LoopEnd end = frames.run(loop);
    workspace.session().flush();
    file = workspace.session().path();
    if (!end.openCase) {
      break;
    }
    caseId = openProject().cases().at(*end.openCase).id;
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

void addView(CLI::App& app, Run& run) {
  auto options = std::make_shared<Options>();
  options->reader = userName();
  CLI::App* command = app.add_subcommand("view", "Open a window: look, paint, measure, by touch, pen or mouse");
  command->add_option("FILE", options->file, "The project")->required();
  command->add_option("--case", options->caseName, "The case to open (default: the first)");
  command->add_option("--track", options->track, "Where to paint")->check(readableName())->capture_default_str();
  command->add_option("--reader", options->reader, "Who paints")->check(readableName())->capture_default_str();
  command->add_option("--replay", options->replay, "Do what was recorded, and close");
  command->add_option("--record", options->record, "Write down what hands do, for --replay");
  command->add_option("--size", options->size, "Of the window: WIDTH HEIGHT, in dp")->check(CLI::Range(480, 8192));
  command->add_option("--scale", options->scale, "Pixels per dp (default: as the monitor has it)")
      ->check(CLI::Range(0.5, 4.0));
  command->add_option("--device", options->device, "The GPU, by number or part of its name (see: sagitta devices)");
  command->callback([options, &run] { run = [options] { view(*options); }; });
}

}  // namespace commands
