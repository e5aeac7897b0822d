#include "stage/release_desk.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "exchange/export.h"
#include "identity/signing.h"
#include "stage/in_words.h"

namespace stage {
namespace {

constexpr glm::vec3 kKeptColor = glm::vec3(0x9A, 0xA3, 0xAD) / 255.f;
constexpr double kChangeOpacity = 0.5;  // in 3D: what stayed shows through what came

std::string titleOf(const ReleaseTask& task) {
  switch (task.kind) {
    case ReleaseTask::Kind::Make:
      return "Making release " + task.name;
    case ReleaseTask::Kind::Verify:
      return "Verifying release " + task.name;
    case ReleaseTask::Kind::HandOut:
      return "Writing release " + task.name;
  }
  core::invariantBroken("every task has its title", std::source_location::current());
}

bool isOfFiles(const workflow::Obstacle& obstacle) {
  const std::span<const workflow::GateCheck> checks = workflow::gateChecks();
  return std::any_of(checks.begin(), checks.end(), [&](const workflow::GateCheck& each) {
    return each.ofFiles && std::find(each.rules.begin(), each.rules.end(), obstacle.rule) != each.rules.end();
  });
}

}  // namespace

ReleaseDesk::ReleaseDesk(std::string reader, std::string role, store::Installation installation,
                         std::shared_ptr<SignedIn> signedIn)
    : reader_(std::move(reader)),
      role_(std::move(role)),
      work_(installation),
      signing_(reader_, installation, std::move(signedIn)) {}

// ---- What there is ----

bool ReleaseDesk::isWorking() const {
  return work_.task() || work_.isLooking() || work_.isComparing() || !outbox_.isEmpty() || signing_.isWorking() ||
         way_.isUnderway();
}

const release::StoredRelease* ReleaseDesk::find(const std::string& name) const {
  const release::StoredRelease* found = nullptr;
  for (std::size_t i = 0; overview_ && i < overview_->releases.size(); ++i) {
    found = overview_->releases[i].made.name == name ? &overview_->releases[i] : found;
  }
  return found;
}

void ReleaseDesk::poll(ReviewRoom& room, bool shown) {
  outbox_.poll();
  if (std::exchange(refresh_, false)) {
    room.feed.refresh();
  }
  for (Told& each : std::exchange(told_, {})) {
    room.workspace.note(each.kind, std::move(each.text));
  }
  if (auto news = room.feed.news()) {
    news_ = std::move(news);
  }
  if (shown && news_ != nullptr && looked_ != news_) {
    looked_ = news_;
    work_.look(room.workspace.session().path());
  }
  if (std::optional<ReleaseOverview> overview = work_.takeOverview()) {
    overview_ = std::move(*overview);
    obstacles_ = overview_->obstacles;
    obstacles_.insert(obstacles_.end(), ofFiles_.begin(), ofFiles_.end());
    checks_ = checksOf(obstacles_, overview_->fault.empty(), places_);
    holdings_ = news_ != nullptr ? holdingsOf(news_->record) : std::vector<ui::ReleaseCard::Holding>();
  }
  if (auto difference = work_.takeDifference()) {
    difference_ = std::move(difference);
  }
  if (std::optional<ReleaseResult> result = work_.takeResult()) {
    take(room, std::move(*result));
  }
  if (signing_.poll()) {
    if (unsigned_) {
      append(room);
    } else if (asked_) {
      work_.start(room.workspace.session().path(), *std::exchange(asked_, std::nullopt));
    }
  }
  visit_.arrive(room);
  show(room);
}

void ReleaseDesk::lookAt(const ReviewRoom& room, const ui::LookAtRelease& asked) {
  difference_.reset();
  fault_.clear();
  const release::StoredRelease* chosen = find(asked.name);
  if (chosen == nullptr) {
    return;
  }
  const std::string& against = asked.against.empty() ? chosen->manifest.previous : asked.against;
  if (!against.empty()) {
    work_.compare(room.workspace.session().path(), against, asked.name);
  }
}

// Why no release could be made by this person just now, whatever the checks say.
std::string ReleaseDesk::whyNot() const {
  return news_ == nullptr || news_->allows(reader_, core::Right::Release)
             ? ""
             : "Your role does not make releases. Ask a lead: theirs does.";
}

// ---- Making, verifying, writing out ----

void ReleaseDesk::make(ReviewRoom& room, const ui::MakeRelease& asked) {
  fault_.clear();
  unsigned_.reset();
  ofFiles_.clear();
  ReleaseTask task{.kind = ReleaseTask::Kind::Make,
                   .name = asked.name,
                   .person = reader_,
                   .role = role_,
                   .pictures = asked.pictures,
                   .retainsUids = asked.retainsUids};
  if (canSign()) {
    work_.start(room.workspace.session().path(), std::move(task));
    return;
  }
  // Before the work rather than after it: nobody likes to wait for a minute in order to be asked something.
  askPassphrase(room);
  asked_ = std::move(task);
}

bool ReleaseDesk::canSign() const {
  return news_ == nullptr || news_->people.isOpen() || signing_.session() != nullptr;
}

void ReleaseDesk::askPassphrase(const ReviewRoom& room) {
  signing_.ask(news_->people, room.workspace.session().path().string());
}

void ReleaseDesk::verify(const ReviewRoom& room, const std::string& name) {
  fault_.clear();
  work_.start(room.workspace.session().path(), {.kind = ReleaseTask::Kind::Verify, .name = name});
}

std::optional<std::filesystem::path> ReleaseDesk::report(const std::string& name) const {
  const auto folder = writtenTo_.find(name);
  return folder == writtenTo_.end() ? std::nullopt : std::optional(folder->second / release::kReport);
}

void ReleaseDesk::askWhereTo(const ReviewRoom& room, const std::string& name) {
  fault_.clear();
  handedOut_ = name;
  const std::string project = room.workspace.session().path().stem().string();
  chooser_.emplace(ui::ChooserModel::Purpose::FolderToWrite, userHome(),
                   exchange::fileNameOf(project + "-release-" + name));
}

void ReleaseDesk::choose(const ReviewRoom& room, const ui::ChooserRequest& request) {
  if (!chooser_ || std::holds_alternative<ui::LeaveChooser>(request)) {
    chooser_.reset();
  } else if (const std::optional<FileChooser::Choice> choice = chooser_->answer(request)) {
    work_.start(room.workspace.session().path(),
                {.kind = ReleaseTask::Kind::HandOut, .name = handedOut_, .person = reader_, .out = choice->path});
    chooser_.reset();
  }
}

void ReleaseDesk::take(ReviewRoom& room, ReleaseResult result) {
  fault_ = result.fault;
  const std::string name = result.task.name;
  if (!result.fault.empty()) {
    told_.push_back({ui::Note::Kind::Failure, titleOf(result.task) + ": " + result.fault});
    return;
  }
  switch (result.task.kind) {
    case ReleaseTask::Kind::Make:
      if (result.draft) {
        unsigned_ = std::move(result);
        sign(room);
      } else {
        // What everybody could see before is looked at anew; what only its files told is kept until the next try.
        std::copy_if(result.obstacles.begin(), result.obstacles.end(), std::back_inserter(ofFiles_), isOfFiles);
        looked_.reset();
        told_.push_back({ui::Note::Kind::Caution, "Release " + name + " was not made: something stands in its way."});
      }
      break;
    case ReleaseTask::Kind::Verify:
      verified_[name] = std::move(result.problems);
      break;
    case ReleaseTask::Kind::HandOut:
      writtenTo_[name] = result.task.out;
      told_.push_back({ui::Note::Kind::Info, "Release " + name + " is in " + result.task.out.string() + "."});
      break;
  }
}

void ReleaseDesk::sign(ReviewRoom& room) {
  if (canSign()) {
    append(room);
    return;
  }
  try {
    askPassphrase(room);  // its time ran out while the files were made
  } catch (const core::Error& error) {
    fault_ = inWords(error);
    unsigned_.reset();
  }
}

void ReleaseDesk::give(std::optional<std::string> passphrase) {
  if (!passphrase && unsigned_) {
    told_.push_back(
        {ui::Note::Kind::Caution, "Release " + unsigned_->task.name + " was not signed, so it was not made."});
    unsigned_.reset();
  }
  if (!passphrase) {
    asked_.reset();
  }
  signing_.give(std::move(passphrase));
}

void ReleaseDesk::append(ReviewRoom& room) {
  core::EditDraft draft = std::move(*unsigned_->draft);
  const std::string said = "Release " + unsigned_->task.name + " is made: " + std::to_string(unsigned_->lesions) +
                           (unsigned_->lesions == 1 ? " lesion." : " lesions.");
  const std::string name = std::exchange(unsigned_, std::nullopt)->task.name;
  const std::shared_ptr<const identity::SigningSession> session = signing_.session();
  if (session != nullptr && !news_->people.isOpen()) {
    auto& made = std::get<core::ReleaseMade>(draft.body);
    made.signature = core::Signature{.meaning = release::meaningOf(made)};
    identity::signWith(*session, reader_, draft);
  }
  outbox_.send(room.workspace.session(),
               [this, draft = std::move(draft), session, said, name](store::ProjectFile& project) -> Outbox::Then {
                 try {
                   project.append(draft);
                 } catch (const core::Error& error) {
                   return [this, why = inWords(error)] { fault_ = why; };
                 }
                 return [this, said, name] {
                   refresh_ = true;
                   made_ = name;
                   told_.push_back({ui::Note::Kind::Info, said});
                 };
               });
}

// ---- Going where something is ----

const workflow::Obstacle* ReleaseDesk::find(const ui::GoToObstacle& asked) const {
  return asked.check < places_.size() && asked.obstacle < places_[asked.check].size()
             ? &obstacles_[places_[asked.check][asked.obstacle]]
             : nullptr;
}

void ReleaseDesk::goTo(const ui::GoToObstacle& asked) {
  if (const workflow::Obstacle* obstacle = find(asked)) {
    visit_.go({obstacle->caseId, obstacle->track}, obstacle->lesion);
  }
}

std::optional<core::LesionId> ReleaseDesk::toDecide(const ui::GoToObstacle& asked) const {
  const workflow::Obstacle* obstacle = find(asked);
  return obstacle != nullptr && workflow::asksForDecision(*obstacle) ? std::optional(obstacle->lesion) : std::nullopt;
}

std::optional<Destination> ReleaseDesk::wanted(const ReviewRoom& room) const {
  return visit_.isUnderway() ? visit_.wanted(room) : way_.wanted(room);
}

void ReleaseDesk::stay() {
  visit_.stay();
  way_.stay();
  open_.reset();
}

// ---- What one changed, on pictures ----

void ReleaseDesk::see(ReviewRoom& room, std::size_t change) {
  if (difference_ == nullptr || change >= difference_->difference.changes.size()) {
    return;
  }
  const release::Change& what = difference_->difference.changes[change];
  open_ = change;
  shown_.reset();
  way_.leaveFor(room, {what.caseId, what.track});
}

void ReleaseDesk::act(ReviewRoom& room, ui::ChangeAct what) {
  if (!open_) {
    return;
  }
  switch (what) {
    case ui::ChangeAct::Next:
      see(room, *open_ + 1);
      break;
    case ui::ChangeAct::Previous:
      if (*open_ > 0) {
        see(room, *open_ - 1);
      }
      break;
    case ui::ChangeAct::Leave:
      open_.reset();
      shown_.reset();
      room.workspace.endLayers();
      way_.goHome();
      break;
  }
}

void ReleaseDesk::show(ReviewRoom& room) {
  way_.arrive(room);
  if (!open_ || difference_ == nullptr || way_.isUnderway()) {
    return;
  }
  const std::pair now(*open_, room.workspace.maskRevision());
  if (shown_ == now) {
    return;
  }
  const bool anew = !shown_ || shown_->first != now.first;
  const core::Mask& before = difference_->difference.before[*open_];
  const core::Mask& after = difference_->difference.after[*open_];
  core::Mask gained = after, lost = before, kept = after;
  gained -= before;
  lost -= after;
  kept -= gained;
  core::Mask all = before;
  all |= after;
  interaction::ViewState& state = room.sight.state();
  if (anew && !all.isEmpty()) {
    room.sight.choose(interaction::ToolId::Look);
    state.view.lesionSurface = core::LesionSurface::Crisp;  // smoothed, thin layers would vanish
    state.view.lesionOpacity = kChangeOpacity;
    stage::lookAt(room, all);
  }
  const std::vector<Workspace::Layer> layers{{kKeptColor, &kept}, {ui::kGainedColor, &gained}, {ui::kLostColor, &lost}};
  room.workspace.showLayers(layers);
  shown_ = std::pair(*open_, room.workspace.maskRevision());
}

// ---- What panels show ----

void ReleaseDesk::fill(ui::Model& model) const {
  if (signing_.isAsking()) {
    model.passphrase = signing_.card();
  }
  if (open_ && difference_ != nullptr) {
    const release::Difference& difference = difference_->difference;
    model.change =
        ui::ChangeCard{.title = "Release " + difference.to + ", since release " + difference.from,
                       .place = *open_ + 1,
                       .of = difference.changes.size(),
                       .change = changeOf(difference.changes[*open_]),
                       .legend = {{kKeptColor, "as it was"}, {ui::kGainedColor, "came"}, {ui::kLostColor, "went"}}};
  }
  ui::ReleaseCard& card = model.releases.emplace();
  card.checking = work_.isLooking() || !overview_;
  card.blocked = whyNot();
  card.chooser = chooser_ ? &chooser_->model() : nullptr;
  card.fault = fault_;
  if (const std::optional<ReleaseTask>& task = work_.task()) {
    const core::Progress progress = work_.progress();
    card.work = ui::ReleaseCard::Work{titleOf(*task), progress.what, std::nullopt};
    if (progress.total > 0) {
      card.work->fraction = double(progress.done) / double(progress.total);
    }
  }
  if (!made_.empty() && find(made_) == nullptr) {  // the list follows in a moment
    card.work = ui::ReleaseCard::Work{"Release " + made_ + " is made", "", 1};
  }
  card.comparing = work_.isComparing();
  if (!overview_) {
    return;
  }
  card.fault = card.fault.empty() ? overview_->fault : card.fault;
  card.checks = checks_;
  card.unchanged = overview_->unchanged ? overview_->releases.back().made.name : "";
  card.holdings = holdings_;
  for (const release::StoredRelease& each : overview_->releases) {
    ui::ReleaseCard::Item item = itemOf(each);
    if (const auto verdict = verified_.find(item.name); verdict != verified_.end()) {
      item.problems = verdict->second;
      item.trust = item.problems.empty() ? ui::ReleaseCard::Item::Trust::Whole : ui::ReleaseCard::Item::Trust::Broken;
    }
    if (const auto folder = writtenTo_.find(item.name); folder != writtenTo_.end()) {
      item.writtenTo = folder->second.string();
      item.facts.emplace_back("Written to", item.writtenTo);
    }
    card.releases.insert(card.releases.begin(), std::move(item));
  }
  card.made = find(made_) != nullptr ? made_ : "";
  card.proposedName = card.releases.empty() ? "1" : nameAfter(card.releases.front().name);
  if (difference_ != nullptr) {
    card.since = difference_->difference.from;
    card.fault = card.fault.empty() ? difference_->fault : card.fault;
    card.renamed = renamedWords(difference_->difference.renamed);
    for (const release::Change& each : difference_->difference.changes) {
      card.changes.push_back(changeOf(each));
    }
  }
}

}  // namespace stage
