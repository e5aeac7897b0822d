// Edits that are said rather than painted (a decision, a comment, a reading handed in): on their way to the file in the
// order of all else that a session commits, and what follows once they are there. Used from the thread that draws.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "session/case_session.h"

namespace stage {

class Outbox {
 public:
  using Then = std::function<void()>;

  // Whether what is sent may change what a session shows, which then takes it up: lesions of the track that is open, or
  // what a case is called.
  enum class Changes : std::uint8_t { Nothing, Lesions, CaseName };
  // work: on the committing thread; where it throws it is tried again, so what is refused for good it has to say by
  // what it returns, which poll() then does. Never blocks.
  void send(session::CaseSession& session, std::function<Then(store::ProjectFile&)> work,
            Changes changes = Changes::Nothing);
  // Does what follows from all that has come through.
  void poll();
  bool isEmpty() const;  // nothing is on its way, and nothing is left to be done

 private:
  struct Mail {
    std::mutex mutex;
    std::size_t sent = 0;
    std::vector<Then> arrived;
  };

  std::shared_ptr<Mail> mail_ = std::make_shared<Mail>();  // the committing thread's share may outlive this
};

}  // namespace stage
