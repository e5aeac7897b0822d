#include "stage/candidate_desk.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "core/error.h"
#include "core/wall_clock.h"
#include "exchange/guideline_file.h"
#include "exchange/import_labels.h"
#include "stage/candidate_card.h"
#include "stage/in_words.h"
#include "stage/recent_paths.h"
#include "workflow/assignment.h"
#include "workflow/project_record.h"
#include "workflow/second_reading.h"

namespace stage {
namespace {

constexpr const char* kModelTrack = "model";  // of candidates, unless told otherwise

}  // namespace

CandidateDesk::CandidateDesk(std::string reader, store::Installation installation)
    : reader_(std::move(reader)),
      installation_(std::move(installation)),
      watches_([this](const std::filesystem::path& path, const auto&) -> std::optional<Watches> {
        try {
          const store::ProjectFile project(path, store::Access::Read, installation_);
          const workflow::Record record = workflow::recordOf(project, exchange::readGuideline, core::nowMs());
          return workflow::countedWatches(project, record);
        } catch (const core::Error&) {
          return std::nullopt;  // moved, deleted or locked at present: the session says so
        }
      }),
      marks_([](const std::filesystem::path& path, const auto&) -> std::optional<Marked> {
        try {
          exchange::ImportedLabels labels = exchange::labelsIn(path);
          std::vector<std::string> places = placesOf(labels);
          return Marked{std::move(labels.segments), std::move(places), ""};
        } catch (const core::Error& error) {
          return Marked{{}, {}, path.filename().string() + ": " + inWords(error)};
        }
      }),
      looks_([this](const Asked& asked, const auto&) -> std::optional<Sight> {
        Sight sight{.labels = asked.labels, .caseId = asked.caseId};
        try {
          const store::ProjectFile project(asked.project, store::Access::Read, installation_);
          for (const core::Case& each : project.cases()) {
            if (each.id == asked.caseId) {
              sight.looks = looksOf(project, each, asked.labels, asked.image);
            }
          }
        } catch (const core::Error& error) {
          sight.against = error.cause();
        }
        return sight;
      }),
      files_([this](const Asked& asked, const auto&) -> std::optional<Read> {
        Read read{.file = asked.labels.filename().string()};
        try {
          const store::ProjectFile project(asked.project, store::Access::Read, installation_);
          project.expectRight(reader_, core::Right::Annotate);
          for (const core::Case& each : project.cases()) {
            if (each.id == asked.caseId) {
              read.caseName = each.name;
              read.lesions = lesionsFrom(project, each, asked.labels, asked.settings);
            }
          }
        } catch (const core::Error& error) {
          read.fault = read.file + ": " + inWords(error);
        }
        return read;
      }) {}

void CandidateDesk::poll(ReviewRoom& room, bool shown, std::size_t caseIndex) {
  outbox_.poll();
  if (std::exchange(refresh_, false)) {
    room.feed.refresh();
  }
  if (auto news = room.feed.news()) {
    news_ = std::move(news);
  }
  if (shown && news_ != nullptr && counted_ != news_) {
    counted_ = news_;
    watches_.ask(room.workspace.session().path());
  }
  if (std::optional<Watches> classes = watches_.take()) {
    classes_ = std::move(*classes);
    findVisible();
  }
  if (std::optional<Marked> marked = marks_.take(); marked && !file_.empty()) {
    fault_ = marked->fault;
    marked_ = std::move(*marked);
    if (!fault_.empty()) {
      drop();
    }
  }
  lookAt(room, caseIndex);
  if (std::optional<Read> read = files_.take()) {
    fault_ = read->fault;
    if (fault_.empty()) {
      send(room, std::move(*read));
    }
  }
}

// Asks how the file's values look on the image of a case, unless that is known. A case that is kept apart is shown to
// nobody in passing.
void CandidateDesk::lookAt(const ReviewRoom& room, std::size_t caseIndex) {
  if (std::optional<Sight> sight = looks_.take(); sight && sight_ && sight->caseId == sight_->caseId) {
    sight_ = std::move(*sight);
  }
  if (!marked_ || news_ == nullptr || caseIndex >= news_->record.cases.size()) {
    return;
  }
  const core::CaseId& id = news_->record.cases[caseIndex].id;
  if (sight_ && sight_->labels == file_ && sight_->caseId == id) {
    return;
  }
  sight_ = Sight{.labels = file_, .caseId = id};
  if (!news_->record.isSequestered(id)) {
    const bool open = room.workspace.session().theCase().id == id;
    looks_.ask({.project = room.workspace.session().path(),
                .labels = file_,
                .caseId = id,
                .image = open ? room.workspace.sharedVolume() : nullptr});
  }
}

// Of the watches, what a person who still reads a case without its candidates is not led to.
void CandidateDesk::findVisible() {
  const workflow::Record& record = news_->record;
  const std::set<core::CaseId> blind = workflow::blindTo(record, reader_);
  const workflow::Withholding withheld(record);
  std::set<core::LesionId> seen;
  for (const workflow::LesionFacts& each : record.lesions) {
    const core::Lesion& lesion = each.lesion;
    if (!blind.contains(lesion.caseId) && !withheld.reason(lesion.caseId, lesion.track, reader_)) {
      seen.insert(lesion.id);
    }
  }
  visible_.clear();
  for (const workflow::ClassWatch& each : classes_) {
    std::vector<core::LesionId>& some = visible_.emplace_back();
    std::copy_if(each.waiting.begin(), each.waiting.end(), std::back_inserter(some),
                 [&](const core::LesionId& id) { return seen.contains(id); });
  }
}

std::vector<core::LesionId> CandidateDesk::waiting(std::size_t place) const {
  return place < visible_.size() ? visible_[place] : std::vector<core::LesionId>{};
}

void CandidateDesk::chooseFile() {
  fault_.clear();
  brought_.clear();
  drop();
  chooser_.emplace(ui::ChooserModel::Purpose::Labels, userHome(), "", recentImageFolders(installation_.home()).list());
}

void CandidateDesk::choose(const ui::ChooserRequest& request) {
  if (!chooser_ || std::holds_alternative<ui::LeaveChooser>(request)) {
    chooser_.reset();
  } else if (const std::optional<FileChooser::Choice> choice = chooser_->answer(request)) {
    file_ = choice->path;
    recentImageFolders(installation_.home()).note(file_.parent_path());
    chooser_.reset();
    marks_.ask(file_);
  }
}

void CandidateDesk::drop() {
  file_.clear();
  marked_.reset();
  sight_.reset();
}

void CandidateDesk::bring(const ReviewRoom& room, const ui::BringCandidates& asked) {
  if (news_ == nullptr || !marked_ || asked.caseIndex >= news_->record.cases.size()) {
    return;
  }
  exchange::ClassOfValue classes;
  for (std::size_t i = 0; i < std::min(asked.classes.size(), marked_->segments.size()); ++i) {
    classes[marked_->segments[i].value] = asked.classes[i];
  }
  files_.ask({.project = room.workspace.session().path(),
              .labels = file_,
              .caseId = news_->record.cases[asked.caseIndex].id,
              .settings = {.person = reader_,
                           .track = asked.track,
                           .classes = std::move(classes),
                           .candidates = true,
                           .model = asked.model,
                           .modelVersion = asked.modelVersion}});
  drop();
}

// Behind the strokes that are on their way, as one step.
void CandidateDesk::send(const ReviewRoom& room, Read read) {
  outbox_.send(room.workspace.session(), [this, read = std::move(read)](store::ProjectFile& project) -> Outbox::Then {
    try {
      project.append(read.lesions.drafts);
    } catch (const core::Error& error) {
      return [this, why = inWords(error)] { fault_ = why; };
    }
    return
        [this, words = broughtWords(read.file, read.caseName,
                                    std::span(read.lesions.drafts).first(read.lesions.lesions), read.lesions.notes)] {
          brought_ = words;
          refresh_ = true;
        };
  });
}

void CandidateDesk::release(ReviewRoom& room, const ui::ReleaseClass& asked) {
  fault_.clear();
  outbox_.send(room.workspace.session(), [this, asked, person = reader_](store::ProjectFile& project) -> Outbox::Then {
    try {
      project.append({.person = person, .body = core::AutomationReleased{asked.className, asked.reason}});
    } catch (const core::Error& error) {
      return [this, why = inWords(error)] { fault_ = why; };
    }
    return [this] { refresh_ = true; };
  });
}

void CandidateDesk::fill(ui::Model& model) const {
  ui::CandidateCard& card = model.candidates.emplace();
  card.working = isBusy() || news_ == nullptr;
  card.mayRelease = news_ == nullptr || news_->allows(reader_, core::Right::Manage);
  card.blocked = news_ == nullptr || news_->allows(reader_, core::Right::Annotate)
                     ? ""
                     : "Your role brings nothing in. Ask a lead for another one.";
  card.fault = fault_;
  card.brought = brought_;
  card.chooser = chooser_ ? &chooser_->model() : nullptr;
  if (marked_) {
    card.file = file_.filename().string();
  }
  card.track = kModelTrack;
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    card.classes.push_back(classOf(classes_[i]));
    card.classes.back().look = visible_[i].empty() ? "" : "Look at " + std::to_string(visible_[i].size());
  }
  if (news_ == nullptr) {
    return;
  }
  if (marked_ && !news_->record.guidelines.empty()) {
    const core::Guideline& guideline = news_->record.guidelines.back().guideline;
    card.classNames = exchange::classNames(guideline);
    card.values = valuesOf(marked_->segments, marked_->places, guideline);
    if (sight_) {
      card.against = sight_->against;
      show(sight_->looks, card.values);
    }
  }
  for (const workflow::LesionFacts& each : news_->record.lesions) {
    if (!each.lesion.model.empty()) {
      card.model = each.lesion.model;
      card.modelVersion = each.lesion.modelVersion;
      card.track = each.lesion.track;
    }
  }
}

}  // namespace stage
