#include "store/verify.h"

#include <algorithm>
#include <future>
#include <iterator>

#include "core/error.h"
#include "store/testimony.h"

namespace store {
namespace {

constexpr std::size_t kMaxProblems = 100;

// Of the file's structure, as SQLite sees it.
std::vector<std::string> damage(Database& database) {
  std::vector<std::string> findings;
  Query rows = database.query("PRAGMA integrity_check(20)");
  while (rows.next()) {
    if (const std::string finding = rows.text(0); finding != "ok") {
      findings.push_back("The file's structure is damaged: " + finding);
    }
  }
  return findings;
}

}  // namespace

VerifyReport Verifier::run() {
  Transaction reading(database_, Transaction::Kind::Read);
  keepsContests_ = database_.integer("PRAGMA user_version") >= 3;
  // SQLite's own check takes one thread and a good part of the time, so it goes on beside the rest.
  const std::unique_ptr<Database> beside = database_.anotherReader();
  std::future<std::vector<std::string>> structure = std::async(std::launch::async, [&] { return damage(*beside); });
  guarded("The log", [&] {
    readHeaders();
    checkChains();
    checkPlainBodies();
  });
  guarded("Who did what", [&] { checkTestimony(); });
  guarded("What was undone", [&] { checkUndone(); });
  guarded("The lesions' masks", [&] { checkLesions(); });
  guarded("The log", [&] { checkUnchanging(); });
  guarded("The images", [&] { checkBlobs(); });
  guarded("The images' source attributes", [&] { checkSources(); });
  guarded("The file's structure", [&] {
    const std::vector<std::string> findings = structure.get();
    report_.problems.insert(report_.problems.begin(), findings.begin(), findings.end());
  });
  sumUp();
  if (report_.problems.size() > kMaxProblems) {
    const std::size_t more = report_.problems.size() - kMaxProblems;
    report_.problems.resize(kMaxProblems);
    problem("... and " + std::to_string(more) + " more");
  }
  return std::move(report_);
}

template <typename Check>
void Verifier::guarded(const std::string& what, Check&& check) {
  try {
    check();
  } catch (const core::Error& error) {
    problem(what + " could not be checked to the end: " + error.cause());
  }
}

void Verifier::readHeaders() {
  Query withheld = database_.query("SELECT case_id, track FROM withheld");
  while (withheld.next()) {
    withheld_.emplace(withheld.hash(0), withheld.text(1));
  }
  log_.forEachArrived([&](const EditRow& edit) {
    if (core::editId(edit.header) != edit.id) {
      problem(inWords(edit) + " is not what its author wrote: its header was changed");
    }
    edits_.push_back(edit);
  });
  report_.edits = std::int64_t(edits_.size());
  std::sort(edits_.begin(), edits_.end(), [](const EditRow& a, const EditRow& b) { return isBefore(a, b); });
  atRow_.reserve(edits_.size());
  byId_.reserve(edits_.size());
  for (std::size_t i = 0; i < edits_.size(); ++i) {
    atRow_.emplace(edits_[i].row, i);
    byId_.emplace(edits_[i].id, i);
  }
}

// Within a site: numbers 1, 2, 3, ... without gaps, each naming the one before.
void Verifier::checkChains() {
  std::vector<std::size_t> chain(edits_.size());
  for (std::size_t i = 0; i < chain.size(); ++i) {
    chain[i] = i;
  }
  const auto header = [&](std::size_t i) -> const core::EditHeader& { return edits_[i].header; };
  std::sort(chain.begin(), chain.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(header(a).site, header(a).sequence, edits_[a].id) <
           std::tie(header(b).site, header(b).sequence, edits_[b].id);
  });
  for (std::size_t at = 0; at < chain.size(); ++at) {
    const EditRow& edit = edits_[chain[at]];
    const bool first = at == 0 || header(chain[at - 1]).site != edit.header.site;
    const std::uint64_t before = first ? 0 : header(chain[at - 1]).sequence;
    const bool forked = !first && before == edit.header.sequence;
    if (!forked && edit.header.sequence != before + 1) {
      problem("Site " + edit.header.site.hex().substr(0, 8) + " lacks edit number " + std::to_string(before + 1) +
              "; what it made is not in this file");
      continue;
    }
    const auto previous = byId_.find(edit.header.previous);
    const bool linked = edit.header.sequence == 1
                            ? edit.header.previous.isZero()
                            : previous != byId_.end() && header(previous->second).site == edit.header.site &&
                                  header(previous->second).sequence + 1 == edit.header.sequence;
    if (!linked) {
      problem(inWords(edit) + " does not follow the edit before it");
    }
  }
  for (const Fork& fork : log_.forks()) {
    report_.notes.push_back(inWords(fork));
  }
}

std::optional<core::EditBody> Verifier::checkedBody(const EditRow& edit) {
  try {
    const auto bytes = log_.bodyBytes(edit.row);
    if (!bytes && withheld_.contains({edit.header.caseId, edit.header.track})) {
      missing_.insert(edit.row);
    } else if (!bytes) {
      problem(inWords(edit) + " has lost its content");
    } else if (core::sha256(*bytes) != edit.header.bodyHash) {
      problem(inWords(edit) + " is not what its author wrote: its content was changed");
    } else {
      return core::decodeBody(edit.header.kind, *bytes);
    }
  } catch (const core::Error& error) {
    problem(inWords(edit) + ": " + error.cause());
  }
  return std::nullopt;
}

// Whether the body is not here on purpose.
bool Verifier::isLeftOut(const EditRow& edit) const {
  return !withheld_.empty() && withheld_.contains({edit.header.caseId, edit.header.track}) &&
         !database_.query("SELECT 1 FROM body WHERE edit=?", edit.row).next();
}

void Verifier::checkPlainBodies() {
  core::UndoneSet undone;
  std::vector<std::pair<std::size_t, core::EditBody>> project;
  std::vector<std::pair<std::size_t, core::LesionChanged>> changes;
  for (std::size_t i = 0; i < edits_.size(); ++i) {
    const EditRow& edit = edits_[i];
    if (core::changesVoxels(edit.header.kind) && isLeftOut(edit)) {
      continue;
    }
    if (core::changesVoxels(edit.header.kind)) {
      steps_[edit.row] = std::nullopt;
      continue;
    }
    const auto body = checkedBody(edit);
    if (!body) {
      continue;
    }
    const core::EditId* target = nullptr;
    if (const auto* undo = std::get_if<core::Undone>(&*body)) {
      target = &undo->target;
    } else if (const auto* redo = std::get_if<core::Redone>(&*body)) {
      target = &redo->target;
    } else if (const auto* created = std::get_if<core::LesionCreated>(&*body)) {
      created_.emplace(edit.id, core::lesionOf(edit.id, edit.header, *created));
      if (core::isUndoStep(*body)) {
        steps_[edit.row] = std::nullopt;
      }
    } else if (const auto* change = std::get_if<core::LesionChanged>(&*body)) {
      described_[change->lesion].push_back(i);
      changes.emplace_back(i, *change);
      steps_[edit.row] = std::nullopt;
    } else {
      project.emplace_back(i, *body);
    }
    if (target != nullptr) {
      steps_[edit.row] = *target;
      const auto owned = byId_.find(*target);
      if (owned == byId_.end()) {
        continue;
      }
      if (core::mayUndo(edit.header.person, edits_[owned->second].header.person)) {
        undone.apply(*body);
      } else {
        problem(inWords(edit) + " acts on an edit of another person, which has no effect");
      }
    }
  }
  for (const EditRow& edit : edits_) {
    if (undone.contains(edit.id)) {
      undone_.insert(edit.row);
    }
  }
  for (const auto& [i, change] : changes) {
    const auto lesion = created_.find(change.lesion);
    if (lesion != created_.end() && !undone_.contains(edits_[i].row)) {
      core::apply(change, lesion->second);
    }
  }
  for (auto& [i, body] : project) {
    if (!undone_.contains(edits_[i].row)) {
      projectEdits_.push_back({edits_[i].id, edits_[i].header, std::move(body)});
    }
  }
  state_ = core::fold(projectEdits_);
  if (database_.integer("SELECT count(*) FROM body WHERE edit NOT IN (SELECT id FROM edit)") > 0) {
    problem("The file holds content that belongs to no edit; it has no effect");
  }
}

void Verifier::checkTestimony() {
  Testimony testimony = checkedTestimony(edits_, [&](const EditRow& edit) { return checkedBody(edit); });
  std::move(testimony.problems.begin(), testimony.problems.end(), std::back_inserter(report_.problems));
  report_.findings = std::move(testimony.findings);
}

void Verifier::checkUndone() {
  if (caches_.undone() != undone_) {
    problem(std::string("The list of what is undone is not what the log says") + kRebuild);
  }
  std::map<std::int64_t, std::optional<core::EditId>> steps;
  Query rows = database_.query("SELECT edit, target FROM step ORDER BY edit");
  while (rows.next()) {
    steps.emplace_hint(steps.end(), rows.integer(0), rows.isNull(1) ? std::nullopt : std::optional(rows.hash(1)));
  }
  if (steps != steps_) {
    problem(std::string("The list of what can be undone is not what the log says") + kRebuild);
  }
}

void Verifier::sumUp() {
  if (!missing_.empty()) {
    report_.notes.push_back("The contents of " + std::to_string(missing_.size()) +
                            " edits are not in this copy: they are of tracks that its reader was not to see");
  }
  std::vector<core::EditId> ids;
  for (const EditRow& edit : edits_) {
    ids.push_back(edit.id);
  }
  report_.logHash = core::logHash(std::move(ids));
  report_.stateHash = core::stateHash(state_.title, state_.guideline, state_.cases, standing_);
}

}  // namespace store
