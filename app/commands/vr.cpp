// sagitta vr FILE [--case C] [--track T] [--reader R] [--left-handed] [--mirror] [--pictures FOLDER] [--as-worn]
//                 [--controllers FOLDER] [--no-depth] [--foveation off|low|high] [--panel under|over|within] [--role R]
//
// sagitta vr --check [--json]
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <thread>

#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/reading_start.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "interaction/window/mirror.h"
#include "interaction/xr/check.h"
#include "interaction/xr/headset.h"
#include "renderer/picture_file.h"
#include "stage/headset_loop.h"
#include "stage/volume_shelf.h"
#include "store/project_file.h"

namespace commands {
namespace {

constexpr std::array kFoveations = {"off", "low", "high"};        // by core::Foveation
constexpr std::array kPanelLayers = {"under", "over", "within"};  // by xr::PanelLayer

struct VrOptions {
  std::string file;
  std::string caseName;
  std::string track;
  std::string reader;
  std::string role;
  bool leftHanded = false;
  bool check = false;
  bool json = false;
  bool validate = false;
  bool trace = false;
  bool mirror = false;
  bool asWorn = false;
  bool noDepth = false;
  std::string pictures;
  std::string controllers;
  std::string foveation;
  std::string panel = kPanelLayers.front();
};

// Of the word for it; nothing where none was said.
std::optional<core::Foveation> foveationOf(const std::string& word) {
  const auto* found = std::find(kFoveations.begin(), kFoveations.end(), word);
  return found != kFoveations.end() ? std::optional(core::Foveation(found - kFoveations.begin())) : std::nullopt;
}

// Ctrl+C takes the headset's pictures down in order, as its own menu does.
volatile std::sig_atomic_t stopAsked = 0;

void stop(int) {
  stopAsked = 1;
}

void report(const xr::Check& found, bool json) {
  if (json) {
    Json document = {{"ok", !found.problem.has_value()}};
    if (found.runtime) {
      document["runtime"] = {{"name", found.runtime->name}, {"version", found.runtime->version}};
      document["extensions"] = found.runtime->extensions;
      document["controllers"] = found.controllers;
    }
    if (found.headset) {
      Json eyes = Json::array();
      for (const glm::ivec2 eye : found.headset->eyesPx) {
        eyes.push_back({eye.x, eye.y});
      }
      document["headset"] = {{"name", found.headset->name},
                             {"eyes_px", eyes},
                             {"position_tracked", found.headset->tracksPosition},
                             {"see_through", found.headset->seeThrough()},
                             {"adds_light", found.headset->addsLight()},
                             {"takes_depth", found.runtime->takesDepth()}};
      document["device"] = found.device;
    }
    if (found.problem) {
      document["problem"] = found.problem->what();
    }
    printJson(document);
    return;
  }
  if (found.runtime) {
    std::printf("Headset software  %s (%s)\n", found.runtime->name.c_str(), found.runtime->version.c_str());
  }
  if (found.headset) {
    const xr::HeadsetInfo& headset = *found.headset;
    std::printf("Headset           %s, %zu x %dx%d pixels%s\n", headset.name.c_str(), headset.eyesPx.size(),
                headset.eyesPx.at(0).x, headset.eyesPx.at(0).y,
                headset.tracksPosition ? "" : "; it follows turning only, so lean and reach do nothing");
    std::printf("Room around       %s\n", headset.addsLight() ? "always seen: these glasses only add light to it"
                                          : headset.seeThrough()
                                              ? "shown when asked: My room, on the panel\'s page View"
                                              : "hidden; a floor and a horizon stand for it");
    std::printf("Depth             %s\n", found.runtime->takesDepth()
                                              ? "handed over with the pictures, which then stay in place better"
                                              : "not asked for by the headset's software");
    std::printf(
        "Panel             under the eyes' pictures, which leave room for it; no software says whether it keeps to\n"
        "                  that. Where the panel is not seen: --panel within, or over, which hides hands\n");
    std::printf("Graphics          %s\n", found.device.c_str());
  }
  for (std::size_t i = 0; i < found.controllers.size(); ++i) {
    std::printf("%s  %s\n", i == 0 ? "Hands           " : "                ", found.controllers[i].c_str());
  }
  if (!found.problem) {
    std::printf("It will work: sagitta vr FILE\n");
  }
}

void checkHeadset(bool json) {
  const xr::Check found = xr::check();
  report(found, json);
  if (found.problem) {
    throw core::Error(*found.problem);
  }
}

Json numbers(glm::dvec3 v) {
  return {v.x, v.y, v.z};
}

Json poseJson(const interaction::Pose& pose) {
  return {{"at", numbers(pose.positionM)}, {"turn", {pose.turn.x, pose.turn.y, pose.turn.z, pose.turn.w}}};
}

// One frame as a line of JSON. Lengths in the room are metres, turns quaternions x, y, z, w.
void printTrace(const stage::FrameTrace& frame, const ui::HeadsetPanel& panel) {
  const interaction::HandTools& tools = frame.tools;
  const interaction::Placement& placement = tools.placement();
  if (panel.takesSecret()) {  // hands would tell which keys they press
    return;
  }
  Json line = {{"time_ms", frame.timeMs},
               {"shown", frame.shown},
               {"case", frame.caseName},
               {"finding", frame.finding},
               {"focused", frame.hands.focused},
               {"head", poseJson(frame.hands.head)},
               {"painting", tools.isPainting()},
               {"holding", tools.isHolding()},
               {"slice", tools.slice().has_value()},
               {"brush_mm", tools.settings().brush.radiusMm},
               {"volume",
                {{"at", numbers(placement.originM)},
                 {"turn", {placement.turn.x, placement.turn.y, placement.turn.z, placement.turn.w}},
                 {"metres_per_mm", placement.metresPerMm}}},
               {"panel", poseJson(tools.panel().pose)},
               {"scale", frame.scale},
               {"foveation", kFoveations[std::size_t(frame.foveation)]},
               {"gpu_ms", frame.gpuMs}};
  for (const interaction::Side side : {interaction::Side::Left, interaction::Side::Right}) {
    const interaction::HandInput& hand = frame.hands.at(side);
    if (hand.tracked) {
      Json& shown = line[side == interaction::Side::Left ? "left" : "right"];
      shown = poseJson(hand.aim);
      shown["trigger"] = hand.trigger;
      shown["squeeze"] = hand.squeeze;
    }
  }
  if (tools.tipM()) {
    line["tip_mm"] = numbers(placement.world(*tools.tipM()));
  }
  if (tools.pointing()) {
    line["pointing_dp"] = {tools.pointing()->atDp.x, tools.pointing()->atDp.y};
  }
  Json& buttons = line["buttons_dp"] = Json::object();
  for (const auto& [name, box] : panel.boxes()) {
    buttons[name] = {box.origin.x + box.size.x / 2, box.origin.y + box.size.y / 2};
  }
  std::printf("%s\n", line.dump().c_str());
  std::fflush(stdout);
}

// Keeps what others see as numbered pictures in a folder, one a second, written beside the headset's frames.
class PictureSeries {
 public:
  static constexpr double kEveryS = 1;

  explicit PictureSeries(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    if (failed) {
      throw core::Error(folder_.string(), "the folder cannot be made (" + failed.message() + ")",
                        "Check its permissions, and the free space");
    }
  }

  // Throws core::Error where the one before could not be written.
  void add(const renderer::Picture& picture) {
    const auto now = std::chrono::steady_clock::now();
    constexpr std::chrono::duration<double> kLeast{0.9 * kEveryS};  // frames come a little early or late
    const bool writing = written_.valid() && written_.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
    if (writing || now - last_ < kLeast) {
      return;
    }
    if (written_.valid()) {
      written_.get();
    }
    last_ = now;
    std::string number = std::to_string(++count_);
    number.insert(0, number.size() < 5 ? 5 - number.size() : 0, '0');
    written_ = std::async(std::launch::async,
                          [picture, file = folder_ / (number + ".png")] { renderer::writePng(file, picture); });
  }

 private:
  std::filesystem::path folder_;
  std::future<void> written_;
  std::chrono::steady_clock::time_point last_;
  int count_ = 0;
};

// Shows and keeps what a headset's wearer sees, as asked for.
class Onlookers {
 public:
  explicit Onlookers(const VrOptions& options) {
    if (options.mirror) {
      mirror_.emplace("What the headset shows \u2013 Sagitta", stage::Spectator::kPicturePx);
    }
    if (!options.pictures.empty()) {
      series_.emplace(options.pictures);
    }
  }

  // Seconds from picture to picture.
  double everyS() const { return mirror_ ? stage::Spectator::kFollowedS : PictureSeries::kEveryS; }
  bool areThere() const { return mirror_ || series_; }
  void see(const renderer::Picture& picture) {
    if (mirror_) {
      mirror_->show(picture.rgba, picture.size);
    }
    if (series_) {
      try {
        series_->add(picture);
      } catch (const core::Error& error) {  // the wearer goes on all the same
        printNote(std::string(error.what()) + "\nNo more pictures are kept.");
        series_.reset();
      }
    }
  }

 private:
  std::optional<window::Mirror> mirror_;
  std::optional<PictureSeries> series_;
};

stage::HandModels handModels(const VrOptions& options) {
  return options.controllers.empty() ? stage::plainControllers() : stage::readHandModels(options.controllers);
}

// What goes on however often the headset is lost and found: where work is, and the review.
struct Sitting {
  std::filesystem::path file;  // it may be moved meanwhile
  stage::Destination place;
  stage::ReviewDesk review;
  stage::CompareDesk compare;
  stage::VolumeShelf shelf;
};

// One time of wearing it, over one case after the other; ends by leaving, or by xr::RuntimeLost.
void wear(const VrOptions& options, const store::Installation& installation, const stage::HandModels& models,
          Onlookers& onlookers, Sitting& sitting) {
  const auto panelLayer = std::find(kPanelLayers.begin(), kPanelLayers.end(), options.panel) - kPanelLayers.begin();
  xr::HeadsetOptions headsetOptions{.handsDepth = !options.noDepth,
                                    .panel = xr::PanelLayer(panelLayer),
                                    .foveation = foveationOf(options.foveation),
                                    .tell = [](std::string_view told) { printNote(std::string(told)); }};
  if (options.validate) {
    headsetOptions.device.onValidationMessage = [](std::string_view message) {
      printNote("validation: " + std::string(message));
    };
  }
  xr::Headset headset(headsetOptions);
  ui::HeadsetPanel panel;
  const ui::Ui::Atlas atlas = panel.atlas();
  renderer::UiPass panelPass(headset.device(), atlas.rgba, atlas.size);
  panel.setAtlasTexture(const_cast<gpu::Image*>(&panelPass.atlas()));
  stage::HeadsetLoopOptions loopOptions{
      .leftHanded = options.leftHanded,
      .mustStop = [] { return stopAsked != 0; },
      .tell = [](std::string_view told) { printNote(std::string(told)); },
      .expect = [&](const core::CaseId& next) { sitting.shelf.expect(sitting.file, next); },
      .isAtHand =
          [&](const core::CaseId& next) {
            sitting.shelf.expect(sitting.file, next);
            return sitting.shelf.isAtHand(next);
          },
      .handModels = models};
  if (options.trace) {
    loopOptions.trace = [&](const stage::FrameTrace& frame) { printTrace(frame, panel); };
  }
  if (onlookers.areThere()) {
    loopOptions.spectate = [&](const renderer::Picture& picture) { onlookers.see(picture); };
    loopOptions.spectateEveryS = onlookers.everyS();
    loopOptions.spectateFrom = options.asWorn ? stage::Spectator::From::Head : stage::Spectator::From::CalmView;
  }
  std::optional<stage::RoomAsLeft> before;
  while (true) {
    store::ProjectFile project(sitting.file, store::Access::Write, installation);
    std::vector<std::string> notes;
    const core::CaseId caseId = sitting.place.caseId;
    sitting.place.track = trackToGoOnIn(project, caseId, sitting.place.track, options.reader, notes);
    TerminalProgress progress;
    stage::Workspace workspace(headset.device(), std::move(project), caseId, sitting.place.track, options.reader,
                               progress.sink(), sitting.shelf.take(caseId));
    sitting.shelf.put(caseId, workspace.sharedVolume());
    for (const std::string& note : notes) {
      workspace.note(ui::Note::Kind::Caution, note);
    }
    printNote(workspace.model().caseName + " is in the headset (" + headset.info().name + "). Ctrl+C ends.");
    stage::ReviewFeed feed(sitting.file, installation, [] {});
    stage::HeadsetLoop loop(headset, panel, panelPass, workspace, feed, {sitting.review, sitting.compare}, loopOptions,
                            std::move(before));
    const std::optional<stage::Destination> next = loop.run();
    sitting.file = workspace.session().path();
    if (!next) {
      return;
    }
    sitting.place = *next;
    before = loop.asLeft();
  }
}

Sitting sitDown(const VrOptions& options, const store::Installation& installation) {
  store::ProjectFile project(options.file, store::Access::Write, installation);
  stage::Destination place = placeToOpen(project, options.caseName, options.track, options.reader);
  startReading(project, place.caseId, place.track, options.reader);
  return {.file = options.file,
          .place = std::move(place),
          .review = stage::ReviewDesk(options.reader, options.role, installation),
          .compare = stage::CompareDesk(options.reader, installation),
          .shelf = stage::VolumeShelf(installation)};
}

void vr(const VrOptions& options) {
  if (options.check) {
    checkHeadset(options.json);
    return;
  }
  if (options.file.empty()) {
    throw core::Error("sagitta vr", "no project is named", "Give one, or --check: sagitta vr FILE");
  }
  const stage::HandModels models = handModels(options);
  std::signal(SIGINT, stop);
  std::signal(SIGTERM, stop);
  const store::Installation installation = store::Installation::standard();
  constexpr std::chrono::seconds kPause{1};
  bool wasWorn = false;
  Onlookers onlookers(options);
  Sitting sitting = sitDown(options, installation);
  while (stopAsked == 0) {
    try {
      wear(options, installation, models, onlookers, sitting);
      return;
    } catch (const xr::RuntimeLost& lost) {
      wasWorn = true;
      sitting.review.lookAgain();
      printNote(std::string(lost.what()) + "\nEverything painted is on disk. Waiting for the headset; Ctrl+C ends.");
    }
    // The headset's software may take its time to come back.
    while (stopAsked == 0 && wasWorn && xr::check().problem) {
      std::this_thread::sleep_for(kPause);
    }
  }
}

}  // namespace

void addVr(Command program) {
  auto options = std::make_shared<VrOptions>();
  options->reader = userName();
  Command command = program.command("vr", "Put a case before you in a headset: take it, cut it, paint in it");
  command.option("FILE", options->file, "The project");
  command.option("--case", options->caseName,
                 "The case to open (default: of the next reading asked of you, else the first)");
  command.option("--track", options->track, "Where to paint (default: in that reading, else shared)")
      .check(readableName());
  command.option("--reader", options->reader, "Who paints").check(readableName()).showDefault();
  command.option("--role", options->role, "As what they review: reviewer, specialist, adjudicator")
      .check(readableName());
  command.flag("--left-handed", options->leftHanded, "Paint with the left hand");
  command.flag("--mirror", options->mirror, "Show what the wearer sees in a window, calmly, for those beside");
  command.option("--pictures", options->pictures, "Keep that as pictures in this folder, one a second");
  command.flag("--as-worn", options->asWorn, "Both just as the wearer's head moves, which makes some people ill");
  command.option("--controllers", options->controllers,
                 "Show controllers as left.glb and right.glb of this folder (glTF: metres, -z forward from the grip)");
  command.flag("--no-depth", options->noDepth,
               "Hand pictures over without their depth, if translucent tissue swims when you turn your head");
  command
      .option("--foveation", options->foveation,
              "Draw the edge of sight more coarsely, off, low or high (default: where frames would else be late)")
      .check(oneOf({kFoveations.begin(), kFoveations.end()}));
  command
      .option(
          "--panel", options->panel,
          "Where the panel lies: under the eyes' pictures, so that hands hide it; over them, or within them, if that "
          "goes wrong")
      .check(oneOf({kPanelLayers.begin(), kPanelLayers.end()}))
      .showDefault();
  command.flag("--check", options->check, "Only say whether a headset would work here");
  command.flag("--json", options->json, "With --check: the answer as JSON");
  command.flag("--trace", options->trace, "Print what hands do and where things stand: a line of JSON per frame");
  command.flag("--validate", options->validate, "Let Vulkan's validation layer watch, and tell what it says");
  command.runs([options] { vr(*options); });
}

}  // namespace commands
