// What the foot of the pictures says: what just happened, for a moment, and what is so for as long as it is. Owns the
// notes that panels show. Used from the thread that draws.
#pragma once

#include <chrono>
#include <exception>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "session/case_session.h"
#include "store/hub_client.h"
#include "ui/model.h"

namespace stage {

class Notices {
 public:
  static constexpr const char* kCopyTitle = "Go on in a copy";

  const std::vector<ui::Note>& shown() const { return shown_; }

  // Says something once: the same words are not said twice at a time. What only informs, and
  // offers nothing to do, goes by itself. Returns the note's id.
  int say(ui::Note::Kind kind, std::string text, std::optional<ui::CommandId> command = {},
          std::string commandTitle = {});
  void dismiss(int id);
  // What was said and offers it: there is no need any more. What is so stays for as long as it is.
  void withdraw(ui::CommandId command);
  void dropPassing();  // what only told of what just happened, some seconds ago

  // ---- What is so, as of now; once a frame ----
  // That nothing can be saved, or can be again; that the project lies elsewhere.
  void ofSaving(const session::CaseSession& session);
  // That the reader may only look, and why.
  void ofRights(const session::CaseSession& session);
  // That the hub cannot be reached, or can be again; that it refuses.
  void ofSync(const store::HubStatus& status);
  // How many lesions are contested. Put away by hand, it comes back only with another contested lesion.
  void ofContest(std::size_t lesions);

 private:
  // A note that stands for as long as something is so, in words that may change.
  void stand(int& id, ui::Note::Kind kind, const std::string& text, std::optional<ui::CommandId> command,
             const char* commandTitle);

  std::vector<ui::Note> shown_;
  std::map<int, std::chrono::steady_clock::time_point> passing_;  // notes that go by themselves, and when
  int next_ = 1;
  int trouble_ = 0;                                         // the note that nothing can be saved; 0: it can
  int rights_ = 0;                                          // the note that one may only look; 0: one may paint
  std::string refused_ = {};                                // why, as told
  int contest_ = 0;                                         // the note of contested lesions
  std::size_t contested_ = 0;                               // as told
  std::filesystem::path path_;                              // of the project, as told
  store::HubState hubState_ = store::HubState::Connecting;  // as told
};

}  // namespace stage
