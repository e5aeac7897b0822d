#include "stage/guideline_desk.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/error.h"
#include "exchange/guideline_draft.h"
#include "exchange/guideline_file.h"
#include "imaging/volume_codec.h"
#include "stage/example_desk.h"
#include "stage/in_words.h"
#include "stage/local_time.h"
#include "workflow/guideline_change.h"

namespace stage {
namespace {

constexpr int kRests = 8;  // frames without a change, before what takes a moment is worked out

// What is open: the active lesion, and where it is.
struct OpenNow {
  std::string lesion;
  std::string className;
  std::string caseName;
  std::string track;
};

OpenNow openNow(const ReviewRoom& room) {
  const session::CaseSession& session = room.workspace.session();
  OpenNow now{.caseName = session.theCase().name, .track = session.track()};
  if (const auto active = room.workspace.active()) {
    const ui::LesionItem& item = room.workspace.model().lesions[*active];
    now.lesion = item.gone ? "" : item.name;
    now.className = item.gone ? "" : item.className;
  }
  return now;
}

// What the draft would be published as is what is in force, up to what either says of its own changes.
bool saysTheSame(const core::GuidelineDraft& draft, const workflow::GuidelineVersion& version) {
  if (!draft.changes.empty()) {
    return false;
  }
  try {
    core::GuidelineDraft as = draft;
    as.changes = exchange::draftOf(draft.document).changes;
    return exchange::publishable(as).document == version.document;
  } catch (const core::Error&) {
    return false;  // what is wrong with it stands beside it
  }
}

std::string publishedWords(std::size_t version, const ui::GuidelinePageCard::Effect& effect) {
  const std::size_t again = effect.again();
  return "Version " + std::to_string(version) + " is in force, and stands beside whoever paints." +
         (again == 0   ? ""
          : again == 1 ? " One decided finding waits for a second look."
                       : " " + std::to_string(again) + " decided findings wait for a second look.") +
         (version == 1 || effect.touched.empty() ? "" : " What it touches is listed first.");
}

std::string publishedBy(const workflow::GuidelineVersion& version) {
  return localTime("%d %b %Y", version.wallClockMs / 1000) + (version.person.empty() ? "" : ", " + version.person);
}

std::vector<ui::GuidelinePageCard::Version> versionsOf(const workflow::Record& record) {
  std::vector<ui::GuidelinePageCard::Version> versions;
  for (std::size_t i = record.guidelines.size(); i-- > 0;) {
    const workflow::GuidelineVersion& each = record.guidelines[i];
    versions.push_back({"Version " + std::to_string(i + 1) + ", " + publishedBy(each), {}});
    if (i > 0) {
      versions.back().changes = workflow::differenceOf(record.guidelines[i - 1].guideline, each.guideline).lines;
    }
  }
  return versions;
}

// Whether somebody else has published a version since this person took part in the workflow last.
bool isNewTo(const workflow::Record& record, const std::string& person) {
  const auto last = std::find_if(record.edits.rbegin(), record.edits.rend(),
                                 [&](const core::Edit& each) { return each.header.person == person; });
  return last != record.edits.rend() && !record.guidelines.empty() && last->header.guideline != core::Hash{} &&
         last->header.guideline != record.guidelines.back().hash && record.guidelines.back().person != person;
}

}  // namespace

core::GuidelineDraft firstDraft(const workflow::Record& record) {
  if (!record.guidelines.empty()) {
    core::GuidelineDraft draft = exchange::draftOf(record.guidelines.back().document);
    draft.changes.clear();
    return draft;
  }
  core::GuidelineDraft draft;
  std::set<std::string> inUse;
  for (const workflow::LesionFacts& each : record.lesions) {
    inUse.insert(each.lesion.className);
  }
  for (const std::string& each : inUse) {
    draft.classes.push_back({.name = each});
  }
  return draft;
}

GuidelineDesk::GuidelineDesk(std::string reader, store::Installation installation)
    : reader_(std::move(reader)), installation_(std::move(installation)) {}

GuidelineDrafts& GuidelineDesk::drafts() {
  if (!drafts_) {
    drafts_.emplace(installation_.home(), news_->project, reader_);
  }
  return *drafts_;
}

const workflow::GuidelineVersion* GuidelineDesk::inForce() const {
  return news_ == nullptr || news_->record.guidelines.empty() ? nullptr : &news_->record.guidelines.back();
}

void GuidelineDesk::poll(ReviewRoom& room, bool shown) {
  outbox_.poll();
  if (std::exchange(refresh_, false)) {
    room.feed.refresh();
  }
  for (Told& each : std::exchange(told_, {})) {
    room.workspace.note(each.kind, std::move(each.text));
  }
  visit_.arrive(room);
  auto news = room.feed.news();
  if (news != nullptr && !std::exchange(toldOfNew_, true) && isNewTo(news->record, reader_)) {
    room.workspace.note(
        ui::Note::Kind::Caution,
        "The guideline was changed since you last handed in, decided or wrote something here: version " +
            std::to_string(news->record.guidelines.size()) + " is in force.",
        ui::CommandId::Guideline, "What changed");
  }
  if (news == nullptr || !shown) {
    shown_ = false;
    return;
  }
  if (!shown_) {
    room.workspace.withdrawNotes(ui::CommandId::Guideline);  // that it was changed: it is being read
  }
  if (news != news_) {
    take(std::move(news));
  }
  if (!std::exchange(shown_, true)) {
    kept_ = drafts().isKept();
    fault_.clear();
  }
  if (isCounting() && ++rested_ >= kRests) {
    count();
  }
}

void GuidelineDesk::take(std::shared_ptr<const ReviewNews> news) {
  if (news_ != nullptr && news->project != news_->project) {
    drafts_.reset();
  }
  news_ = std::move(news);
  const workflow::GuidelineVersion* version = inForce();
  rules_ = std::make_shared<const core::Guideline>(version == nullptr ? core::Guideline{} : version->guideline);
  touched_ = touchedByLatest(*news_, reader_);
  versions_ = versionsOf(news_->record);
  if (draft_ != nullptr) {
    judge();
  }
}

void GuidelineDesk::edit() {
  if (news_ == nullptr) {
    return;
  }
  fault_.clear();
  others_ = false;
  std::optional<core::GuidelineDraft> kept = drafts().load();
  kept_ = kept.has_value();
  draft_ = std::make_shared<const core::GuidelineDraft>(kept ? std::move(*kept) : firstDraft(news_->record));
  judge();
}

void GuidelineDesk::change(core::GuidelineDraft draft) {
  if (draft_ != nullptr && outbox_.isEmpty()) {
    keep(std::move(draft));
  }
}

void GuidelineDesk::keep(core::GuidelineDraft draft) {
  draft_ = std::make_shared<const core::GuidelineDraft>(std::move(draft));
  judge();
  fault_.clear();
  try {
    others_ = others_ || drafts().isOthers();
    if (others_) {
      return;  // it goes on in memory, until somebody says which of the two is meant
    }
    drafts().save(*draft_);
    kept_ = true;
  } catch (const core::Error& error) {  // it goes on in memory
    fault_ = "The draft is not kept: " + inWords(error);
  }
}

void GuidelineDesk::judge() {
  faults_.clear();
  for (workflow::GuidelineFault& each : workflow::faultsOf(*draft_, news_->record)) {
    faults_.push_back({std::move(each.what), std::move(each.remedy), each.blocks,
                       ui::GuidelinePageCard::Fault::Part(each.part), each.place});
  }
  const workflow::GuidelineVersion* version = inForce();
  same_ = version != nullptr && saysTheSame(*draft_, *version);
  effect_.changes =
      workflow::differenceOf(version == nullptr ? core::Guideline{} : version->guideline, core::guidelineOf(*draft_))
          .lines;
  effect_.counted = false;
  rested_ = 0;
}

void GuidelineDesk::count() {
  // Its hash is that of no version there is, which is all that counts.
  const core::Guideline next = core::guidelineOf(*draft_);
  const workflow::GuidelineEffect effect = workflow::effectOf(
      news_->record, {.hash = core::Sha256().update(exchange::encodeDraft(*draft_)).finish(), .guideline = next});
  effect_.touched =
      touchedLesions(*news_, next, effect.touched, {effect.again.begin(), effect.again.end()}, reader_).items;
  effect_.counted = true;
}

void GuidelineDesk::showOpen(ReviewRoom& room, std::optional<std::size_t> place) {
  if (draft_ == nullptr || (place && *place >= draft_->edgeCases.size())) {
    return;
  }
  const OpenNow now = openNow(room);
  const imaging::EncodedChunk picture = pictureOf(room);
  drafts().savePicture(picture.hash, imaging::decodeChunk(picture.data, picture.rawBytes));
  core::GuidelineDraft draft = *draft_;
  if (!place) {
    draft.edgeCases.emplace_back();
    if (!now.className.empty()) {
      draft.edgeCases.back().edge.classes = {now.className};
    }
  }
  core::EdgeCase& edge = place ? draft.edgeCases[*place].edge : draft.edgeCases.back().edge;
  edge.caseName = now.caseName;
  edge.track = now.track;
  edge.lesion = now.lesion;
  edge.view = room.sight.lookText();
  edge.picture = picture.hash;
  keep(std::move(draft));
}

void GuidelineDesk::settleDraft(bool mine) {
  if (draft_ == nullptr || !others_) {
    return;
  }
  if (!mine) {
    edit();
    return;
  }
  drafts().save(*draft_);
  kept_ = true;
  others_ = false;
}

void GuidelineDesk::discard() {
  drafts().discard();
  draft_.reset();
  kept_ = others_ = false;
  fault_.clear();
}

void GuidelineDesk::carryOver() {
  const workflow::GuidelineVersion* version = inForce();
  if (draft_ != nullptr && version != nullptr) {
    keep(exchange::carriedOver(*draft_, version->document));
  }
}

void GuidelineDesk::publish(const ReviewRoom& room) {
  if (draft_ == nullptr || !outbox_.isEmpty()) {
    return;
  }
  const core::GuidelinePublished published = exchange::publishable(*draft_);
  std::vector<imaging::EncodedChunk> pictures;
  for (const core::GuidelineDraft::Example& each : draft_->edgeCases) {
    if (const auto png = each.edge.picture ? drafts().picture(*each.edge.picture) : std::nullopt) {
      pictures.push_back(imaging::encodeBytes(*png));
    }
  }
  fault_.clear();
  outbox_.send(room.workspace.session(),
               [this, published, pictures = std::move(pictures), from = draft_->from, person = reader_,
                version = news_->record.guidelines.size() + 1](store::ProjectFile& project) -> Outbox::Then {
                 try {
                   project.expectRight(person, core::Right::Guideline);
                   if (publishedIn(project).document != from) {
                     // The page says so once the news have come.
                     return [this] {
                       refresh_ = true;
                       fault_ = "Not published: another version came meanwhile.";
                     };
                   }
                   for (const imaging::EncodedChunk& each : pictures) {
                     project.putBlob(each.hash, {each.rawBytes, each.data});
                   }
                   project.append({.person = person, .body = published});
                 } catch (const core::Error& error) {
                   return [this, why = inWords(error)] { fault_ = "Not published: " + why; };
                 }
                 return [this, version] {
                   refresh_ = true;
                   told_.push_back({ui::Note::Kind::Info, publishedWords(version, effect_)});
                   try {
                     discard();
                   } catch (const core::Error& error) {
                     told_.push_back({ui::Note::Kind::Caution, error.what()});
                   }
                 };
               });
}

void GuidelineDesk::lookAt(std::size_t touched) {
  if (touched < touched_.places.size()) {
    visit_.go(touched_.places[touched].at, touched_.places[touched].lesion);
  }
}

void GuidelineDesk::fill(const ReviewRoom& room, ui::Model& model) const {
  if (news_ == nullptr) {
    return;
  }
  ui::GuidelinePageCard card{.version = news_->record.guidelines.size(),
                             .inForce = rules_,
                             .versions = versions_,
                             .touched = touched_.items,
                             .mayPublish = news_->allows(reader_, core::Right::Guideline),
                             .hasDraft = kept_,
                             .draft = draft_,
                             .faults = faults_,
                             .effect = effect_,
                             .same = same_,
                             .others = others_,
                             .publishing = !outbox_.isEmpty(),
                             .fault = fault_};
  const std::string& track = room.workspace.session().track();
  if (const workflow::GuidelineVersion* version = inForce()) {
    card.published = publishedBy(*version);
    for (const core::EdgeCase& each : version->guideline.edgeCases) {
      card.opens.push_back(placeOfExample(news_->record, each, track).has_value());
    }
    card.outdated = draft_ != nullptr && draft_->from != version->document;
  }
  if (!card.mayPublish) {
    card.blocked =
        "Versions are published by a lead or a teacher of this project. " + reader_ + " is neither: ask them.";
  }
  const OpenNow now = openNow(room);
  if (!isReadBlind(news_->record, room.workspace.session().theCase().id, track)) {
    card.shown = now.lesion.empty() ? now.caseName : now.lesion + " of " + now.caseName;
  }
  model.rules = std::move(card);
}

}  // namespace stage
