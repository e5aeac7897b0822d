// What is added here: drafts become edits, each checked against what it may be called, whose it acts on, and who may do
// it; and the chain that they form is signed.
#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <tuple>

#include "core/error.h"
#include "store/implementation.h"
#include "store/right_refused.h"

namespace store {
namespace {

constexpr std::size_t kPendingMark = 24;        // leading bytes of a placeholder, all ones
constexpr std::uint64_t kCheckpointEvery = 64;  // edits

std::int64_t wallClockMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::optional<std::size_t> pendingIndex(const core::LesionId& lesion) {
  if (std::any_of(lesion.bytes.begin(), lesion.bytes.begin() + kPendingMark, [](auto byte) { return byte != 0xff; })) {
    return std::nullopt;
  }
  std::uint64_t index = 0;
  std::memcpy(&index, lesion.bytes.data() + kPendingMark, sizeof index);
  return index;
}

// A body with the placeholders in it replaced, in canonical order.
core::EditBody settled(const core::EditBody& body, std::span<const core::EditId> made) {
  auto copy = body;
  const auto settle = [&](core::LesionId& lesion) {
    if (const auto index = pendingIndex(lesion)) {
      core::check(*index < made.size(), "a placeholder names an earlier draft");
      lesion = made[*index];
    }
  };
  if (auto* undone = std::get_if<core::Undone>(&copy)) {
    settle(undone->target);
  } else if (auto* described = std::get_if<core::LesionChanged>(&copy)) {
    settle(described->lesion);
  } else if (core::MaskChanged* changed = core::footprintOf(copy)) {
    for (core::MaskChange& change : changed->changes) {
      settle(change.lesion);
      core::Mask both = change.set;
      both &= change.cleared;
      core::check(both.isEmpty(), "no voxel is both set and cleared by one edit");
    }
    std::sort(changed->changes.begin(), changed->changes.end(),
              [](const auto& a, const auto& b) { return a.lesion < b.lesion; });
    core::check(
        std::adjacent_find(changed->changes.begin(), changed->changes.end(),
                           [](const auto& a, const auto& b) { return a.lesion == b.lesion; }) == changed->changes.end(),
        "an edit changes a lesion once");
    std::for_each(changed->removed.begin(), changed->removed.end(), settle);
    std::sort(changed->removed.begin(), changed->removed.end());
    changed->removed.erase(std::unique(changed->removed.begin(), changed->removed.end()), changed->removed.end());
    for (const core::MaskChange& change : changed->changes) {
      core::check(!std::binary_search(changed->removed.begin(), changed->removed.end(), change.lesion),
                  "an edit changes no lesion that it takes out");
    }
  }
  return copy;
}

}  // namespace

core::LesionId pendingLesion(std::size_t index) {
  core::LesionId lesion;
  std::fill_n(lesion.bytes.begin(), kPendingMark, std::uint8_t{0xff});
  const std::uint64_t number = index;
  std::memcpy(lesion.bytes.data() + kPendingMark, &number, sizeof number);
  return lesion;
}

// What the lesions are called: read when first asked, since few edits give names. Lives within one transaction under
// the commit lock, so that what is free stays free.
class LesionNames {
 public:
  LesionNames(const std::filesystem::path& path, const Caches& caches) : path_(path), caches_(caches) {}

  // Throws LesionExists where the edit gives a name that another lesion has, and core::Error where it changes a lesion
  // that is not here.
  void expectFree(const core::EditDraft& draft, const core::EditBody& body) {
    if (const auto* created = std::get_if<core::LesionCreated>(&body)) {
      read();
      expectFree({}, {draft.caseId, draft.track, created->name});
    } else if (const auto* changed = std::get_if<core::LesionChanged>(&body)) {
      read();
      const auto called = called_.find(changed->lesion);
      if (called == called_.end()) {
        throw core::Error(path_.string(), "It has no lesion " + changed->lesion.hex(),
                          "Choose one from `sagitta info`");
      }
      if (changed->name) {
        expectFree(changed->lesion, renamed(called->second, *changed->name));
      }
    }
  }

  // Takes in an edit for which expectFree() was asked, now that it has an id.
  void note(const core::EditDraft& draft, const core::EditBody& body, const core::EditId& id) {
    if (const auto* created = std::get_if<core::LesionCreated>(&body)) {
      take(id, {draft.caseId, draft.track, created->name});
    } else if (const auto* changed = std::get_if<core::LesionChanged>(&body); changed != nullptr && changed->name) {
      const Name before = called_.at(changed->lesion);
      const auto taken = taken_.find(before);
      if (taken != taken_.end() && taken->second == changed->lesion) {
        taken_.erase(taken);
        take(changed->lesion, renamed(before, *changed->name));
      }
    }
  }

 private:
  using Name = std::tuple<core::CaseId, std::string, std::string>;  // case, track, name

  static Name renamed(const Name& name, const std::string& to) { return {std::get<0>(name), std::get<1>(name), to}; }

  void read() {
    if (!read_) {
      for (const Caches::DescribedLesion& each : caches_.described()) {
        Name name(each.lesion.caseId, each.lesion.track, each.lesion.name);
        if (each.stands) {
          take(each.lesion.id, name);
        }
        called_.insert_or_assign(each.lesion.id, std::move(name));
      }
      read_ = true;
    }
  }

  void take(const core::LesionId& id, const Name& name) {
    taken_.try_emplace(name, id);
    called_.insert_or_assign(id, name);
  }

  void expectFree(const core::LesionId& self, const Name& name) const {
    if (const auto found = taken_.find(name); found != taken_.end() && found->second != self) {
      throw LesionExists(path_.string(), std::get<2>(name), std::get<1>(name), found->second);
    }
  }

  const std::filesystem::path& path_;
  const Caches& caches_;
  bool read_ = false;
  std::map<Name, core::LesionId> taken_;  // by lesions that stand
  std::map<core::LesionId, Name> called_;
};

// Adds edits of this installation to the log, within its caller's transaction.
class ProjectFile::Implementation::Appending {
 public:
  explicit Appending(Implementation& file)
      : file_(file),
        self_(file.ownSite()),
        known_(othersOf(file.log.heads())),
        names_(file.path, file.caches),
        inForce_(file.guidelineInForce()) {
    const auto lastOwn = file.log.lastOf(self_);
    const auto last = file.log.last();
    note_ = {self_, lastOwn ? lastOwn->header.sequence : 0, lastOwn ? lastOwn->id : core::EditId{}};
    latest_ = last ? last->header.time : core::HybridTime{};
  }

  void add(const core::EditDraft& draft) {
    core::EditBody body = settled(draft.body, made_);
    names_.expectFree(draft, body);
    file_.expectCaseName(draft, body);
    file_.expectOwn(draft.person, body);
    latest_ = core::nextTime(latest_, wallClockMs());
    if (latest_.packed > kLargestNumber) {
      throw core::Error(file_.path.string(), "An edit in it claims the last moment that can be written down",
                        "Run `sagitta verify` and leave out the copy that it came from");
    }
    EditRow edit;
    edit.header = {.site = self_,
                   .sequence = note_.sequence + 1,
                   .time = latest_,
                   .wallClockMs = wallClockMs(),
                   .kind = core::kindOf(body),
                   .person = draft.person,
                   .role = draft.role,
                   .guideline = draft.guideline.isZero() ? inForce_ : draft.guideline,
                   .caseId = draft.caseId,
                   .track = draft.track,
                   .heads = draft.heads ? othersOf(*draft.heads) : known_,
                   .bodyHash = {},
                   .previous = note_.edit};
    core::Signature* signature = core::signatureOf(body);
    file_.expectRight(edit.header, core::rightFor(edit.header.kind),
                      signature == nullptr ? std::nullopt : std::optional(signature->key));
    if (draft.sign) {
      core::check(signature != nullptr, "a draft that is signed has a body with a signature");
      signature->bytes = draft.sign(core::signedMessage(edit.header, body));
    }
    core::Bytes bytes = core::encodeBody(body);
    edit.header.bodyHash = core::sha256(bytes);
    edit.id = core::editId(edit.header);
    edit.row = file_.log.add(edit.id, edit.header);
    file_.log.addBody(edit.row, std::move(bytes));
    file_.caches.admit(edit, body);
    names_.note(draft, body, edit.id);
    note_ = {self_, edit.header.sequence, edit.id};
    made_.push_back(edit.id);
  }

  void finish() {
    file_.caches.flush();
    // Before the commit: should this process end in between, the file gets a new site, and no number is given twice.
    if (!made_.empty()) {
      file_.installation.write(file_.path, note_);
    }
  }

  const core::SiteId& site() const { return self_; }
  std::uint64_t sequence() const { return note_.sequence; }
  const std::vector<core::EditId>& made() const { return made_; }

 private:
  std::vector<core::Head> othersOf(std::vector<core::Head> heads) const {
    std::erase_if(heads, [&](const core::Head& head) { return head.site == self_; });
    std::sort(heads.begin(), heads.end());
    heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
    return heads;
  }

  Implementation& file_;
  core::SiteId self_;
  std::vector<core::Head> known_;
  LesionNames names_;
  core::Hash inForce_;  // the guideline
  Installation::Note note_;
  core::HybridTime latest_;
  std::vector<core::EditId> made_;
};

std::vector<core::EditId> ProjectFile::Implementation::append(std::span<const core::EditDraft> drafts) {
  std::vector<core::EditId> made;
  bool due = false;
  write([&] {
    Appending appending(*this);
    for (const core::EditDraft& draft : drafts) {
      appending.add(draft);
    }
    appending.finish();
    made = appending.made();
    due = !people().isOpen() && appending.sequence() >= log.lastCheckpoint(appending.site()) + kCheckpointEvery;
  });
  unsigned_ = unsigned_ || !made.empty();
  if (due) {
    try {
      signChain();
    } catch (const core::Error&) {
      // What was asked for is durable; the next checkpoint covers it.
    }
  }
  return made;
}

// One edit that this installation signs, and with it all that it has added (core::Checkpoint).
void ProjectFile::Implementation::signChain() {
  if (!unsigned_ || people().isOpen()) {
    return;
  }
  const core::KeyPair key = installation.deviceKey();
  write([&] {
    Appending appending(*this);
    if (appending.sequence() > log.lastCheckpoint(appending.site())) {
      appending.add({.body = core::Checkpoint{{.key = key.publicKey(), .meaning = "all that this device did so far"}},
                     .sign = [&](std::span<const std::byte> message) { return key.sign(message); }});
      appending.finish();
    }
  });
  unsigned_ = false;
}

// ---- Rights ----

const core::People& ProjectFile::Implementation::people() const {
  if (const std::int64_t mark = log.aboutPeopleMark(); mark != people_.mark) {
    people_ = {mark, core::People(log.aboutPeople())};
  }
  return people_.people;
}

bool ProjectFile::Implementation::isEndorsed(const std::string& person) const {
  const auto device = installation.devicePublicKey();
  return device && people().isEndorsedNow(*device, person);
}

void ProjectFile::Implementation::expectRight(const core::EditHeader& edit, core::Right right,
                                              const std::optional<core::PublicKey>& signer) const {
  const core::People& enrolled = people();
  if (enrolled.isOpen() || edit.kind == core::EditKind::Checkpoint || edit.kind == core::EditKind::PersonEnrolled) {
    return;
  }
  const std::string who = edit.person.empty() ? "Nobody" : edit.person;
  if (!enrolled.enrolmentOf(edit.person)) {
    throw RightRefused(path.string(), "People are enrolled in this project, and " + who + " is not, or no longer",
                       "Enrol, under People in the window or by `sagitta person FILE enroll`; `list` tells who is");
  }
  // One's own key may be given up by everyone; People knows.
  const bool free = edit.kind == core::EditKind::KeyRevoked;
  if (const auto judgement = enrolled.judge(edit, free ? core::Right::None : right, signer);
      judgement == core::Judgement::Denied || judgement == core::Judgement::Open) {
    throw RightRefused(path.string(), who + " has no role here that allows to " + std::string(core::name(right)),
                       "A lead grants roles, under People in the window or by `sagitta person FILE grant`");
  }
  // What a person signs stands for itself, on whatever device.
  if (!signer && !isEndorsed(edit.person)) {
    throw RightRefused(
        path.string(), who + " has not let this installation work in their name",
        "Let it, under People in the window or by `sagitta person FILE endorse --person NAME`, once on each device");
  }
}

// ---- Whose and where ----

// Which site this installation is in this file: the one it noted, as long as the log holds the edit noted and that is
// the site's last. Where it is not, the file is a copy, an older state was put in its place, or a copy of it was worked
// on as this site: going on would give a number twice.
core::SiteId ProjectFile::Implementation::ownSite() const {
  const auto note = installation.noteOf(path);
  const auto last = note ? log.lastOf(note->site) : std::nullopt;
  return last && last->id == note->edit ? note->site : newSiteId();
}

void ProjectFile::Implementation::expectOwn(const std::string& person, const core::EditBody& body) const {
  const core::EditId* target = nullptr;
  if (const auto* undone = std::get_if<core::Undone>(&body)) {
    target = &undone->target;
  } else if (const auto* redone = std::get_if<core::Redone>(&body)) {
    target = &redone->target;
  } else {
    return;
  }
  const auto edit = log.find(*target);
  if (!edit) {
    throw core::Error(path.string(), "The edit to undo or redo is not in the project", "Choose one from `sagitta log`");
  }
  if (!core::mayUndo(person, edit->header.person)) {
    throw core::Error(path.string(),
                      "The edit was made by " + edit->header.person + ", and everyone undoes only their own",
                      "Ask " + edit->header.person + " to undo it, or make an edit of your own");
  }
}

// Under the commit lock, so that a name that is free stays free. (Of cases that get one name at two sites unaware of
// each other, both keep it: importEdits() takes both.)
void ProjectFile::Implementation::expectCaseName(const core::EditDraft& draft, const core::EditBody& body) const {
  const auto* renamed = std::get_if<core::CaseRenamed>(&body);
  if (renamed == nullptr) {
    return;
  }
  const std::vector<core::Case> cases = foldProject().cases;
  if (std::ranges::find(cases, draft.caseId, &core::Case::id) == cases.end()) {
    throw core::Error(path.string(), "It has no case " + draft.caseId.hex(), "Choose one from `sagitta info`");
  }
  if (const auto fault = core::faultOfCaseName(cases, draft.caseId, renamed->name)) {
    throw core::Error(path.string(), "\"" + renamed->name + "\" " + *fault, "Give the case another name");
  }
}

}  // namespace store
