#include "stage/notices.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "stage/in_words.h"
#include "store/disk_full.h"
#include "store/right_refused.h"

namespace stage {
namespace {

constexpr std::chrono::seconds kPassing{8};  // that a note stays which tells only of what just happened

std::string saying(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const store::DiskFull&) {
    return "The disk is full. Free some space; saving goes on by itself.";
  } catch (const core::Error& error) {
    return inWords(error);
  } catch (const std::exception& error) {
    return std::string("Saving failed (") + error.what() + ").";
  }
}

// Whether only people can help, and nothing is tried again until they have: nor would a copy do.
bool isRefused(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const store::RightRefused&) {
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace

int Notices::say(ui::Note::Kind kind, std::string text, std::optional<ui::CommandId> command,
                 std::string commandTitle) {
  const auto same = std::find_if(shown_.begin(), shown_.end(), [&](const ui::Note& note) { return note.text == text; });
  if (same != shown_.end()) {
    return same->id;
  }
  constexpr std::size_t kMost = 3;
  if (shown_.size() == kMost) {
    shown_.erase(shown_.begin());
  }
  // What offers something to do stays until it is done or put away: who reaches for its button must not find a picture
  // there to paint on.
  if (kind == ui::Note::Kind::Info && !command) {
    passing_[next_] = std::chrono::steady_clock::now() + kPassing;
  }
  shown_.push_back({next_, kind, std::move(text), command, std::move(commandTitle)});
  return next_++;
}

void Notices::withdraw(ui::CommandId command) {
  std::erase_if(shown_, [&](const ui::Note& each) {
    const bool stands = each.id == trouble_ || each.id == rights_ || each.id == contest_;
    return each.command == command && !stands;
  });
}

void Notices::dismiss(int id) {
  std::erase_if(shown_, [&](const ui::Note& note) { return note.id == id; });
}

// What is only said in passing need not be put away by hand.
void Notices::dropPassing() {
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(passing_, [&](const auto& each) {
    if (each.second > now) {
      return false;
    }
    dismiss(each.first);
    return true;
  });
}

void Notices::stand(int& id, ui::Note::Kind kind, const std::string& text, std::optional<ui::CommandId> command,
                    const char* commandTitle) {
  const auto told = std::find_if(shown_.begin(), shown_.end(), [&](const ui::Note& each) { return each.id == id; });
  if (told != shown_.end()) {
    told->text = text;
  } else if (id == 0) {
    id = say(kind, text, command, commandTitle);
  }
}

// One note for as long as nothing can be saved: it says what is wrong, what helps, and that nothing is lost by waiting.
void Notices::ofSaving(const session::CaseSession& session) {
  if (const std::exception_ptr failure = session.failure()) {
    const std::size_t unsaved = session.unsaved();
    const bool refused = isRefused(failure);
    const std::string kept =
        unsaved == 1 ? "One change is kept here" : std::to_string(unsaved) + " changes are kept here";
    stand(trouble_, ui::Note::Kind::Caution,
          saying(failure) + " " +
              (unsaved == 0 ? "Nothing is lost."
               : refused    ? kept + ", and saved should a lead give the right back."
                            : kept + ", and saved as soon as that can be."),
          refused ? std::nullopt : std::optional(ui::CommandId::KeepCopy), refused ? "" : kCopyTitle);
  } else if (trouble_ != 0) {
    dismiss(std::exchange(trouble_, 0));
    say(ui::Note::Kind::Info, "Everything is saved again.");
  }
  if (const std::filesystem::path now = session.path(); now != path_) {
    if (!path_.empty()) {
      std::error_code none;
      const std::string before = path_.filename().string();
      const bool left = std::filesystem::exists(path_, none);
      say(ui::Note::Kind::Caution,
          !session.isCopy() ? "The project was moved. Work goes on in " + now.string() + "."
          : left            ? "Work goes on in a copy: " + now.string() + ". " + before + " stays as it was."
                 : before + " was deleted while it was open. Nothing is lost: work goes on in " + now.string() + ".");
    }
    path_ = now;
  }
}

void Notices::ofRights(const session::CaseSession& session) {
  if (const std::optional<store::RightRefused>& refusal = session.refusal()) {
    if (refusal->cause() != std::exchange(refused_, refusal->cause())) {
      dismiss(std::exchange(rights_, 0));  // it led elsewhere
    }
    stand(rights_, ui::Note::Kind::Caution, refusal->cause() + ": you may look at everything here, and change nothing.",
          session.lacksRight() ? ui::CommandId::People : ui::CommandId::Calibration,
          session.lacksRight() ? "People" : "Your readings");
  } else if (rights_ != 0) {
    dismiss(std::exchange(rights_, 0));
    refused_.clear();
    say(ui::Note::Kind::Info, "You may paint here now.");
  }
}

// Being offline is no trouble: one note when it begins, one when it has ended. What ends syncing for good is told at
// length.
void Notices::ofSync(const store::HubStatus& status) {
  const store::HubState before = hubState_;
  switch (status.state) {
    case store::HubState::Connecting:
    case store::HubState::Syncing:
      return;  // until it is one of the others, what was told holds
    case store::HubState::InSync:
      if (before == store::HubState::Offline) {
        say(ui::Note::Kind::Info, "In step with the hub again: all is sent.");
      }
      break;
    case store::HubState::Offline:
      if (before != status.state) {
        say(ui::Note::Kind::Info, "The hub cannot be reached. Work goes on here, and is sent as soon as it can be.");
      }
      break;
    case store::HubState::Refused:
      if (before != status.state) {
        say(ui::Note::Kind::Caution, "The hub is no longer synced with. " + status.words);
      }
      break;
  }
  hubState_ = status.state;
}

void Notices::ofContest(std::size_t lesions) {
  if (lesions == 0 || lesions > contested_) {
    dismiss(std::exchange(contest_, 0));
  }
  if (lesions == 1) {
    stand(contest_, ui::Note::Kind::Caution,
          "One lesion is contested: people contradicted each other, unaware of it. It is hatched, and cannot be "
          "approved until somebody chooses.",
          ui::CommandId::NextContested, "Show");
  } else if (lesions > 1) {
    stand(contest_, ui::Note::Kind::Caution,
          std::to_string(lesions) +
              " lesions are contested: people contradicted each other, unaware of it. They are hatched, and cannot be "
              "approved until somebody chooses.",
          ui::CommandId::NextContested, "Show");
  }
  contested_ = lesions;
}

}  // namespace stage
