#include "stage/outbox.h"

#include <utility>

namespace stage {

void Outbox::send(session::CaseSession& session, std::function<Then(store::ProjectFile&)> work, Changes changes) {
  {
    const std::lock_guard lock(mail_->mutex);
    ++mail_->sent;
  }
  session.commitOther(
      [mail = mail_, work = std::move(work)](store::ProjectFile& project) {
        Then then = work(project);
        const std::lock_guard lock(mail->mutex);
        --mail->sent;
        mail->arrived.push_back(std::move(then));
      },
      changes != Changes::Nothing);
}

void Outbox::poll() {
  std::vector<Then> arrived;
  {
    const std::lock_guard lock(mail_->mutex);
    arrived.swap(mail_->arrived);
  }
  for (const Then& then : arrived) {
    then();
  }
}

bool Outbox::isEmpty() const {
  const std::lock_guard lock(mail_->mutex);
  return mail_->sent == 0 && mail_->arrived.empty();
}

}  // namespace stage
