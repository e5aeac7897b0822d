// Who else is in the project just now, and what they hear of this window or headset: over the hub, where there is one,
// and among programs on this machine that have the same file open. Nothing of it is stored. Used on the thread that
// draws.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stage/hub_link.h"
#include "store/local_presence.h"
#include "ui/model.h"

namespace stage {

class Company {
 public:
  using CaseName = std::function<std::string(const core::CaseId&)>;

  // session: of this window or headset. own: its person, case and track. hub: null where there is none; outlives this.
  // changed: called on other threads, whenever people() may differ.
  Company(const std::filesystem::path& project, const core::SiteId& session, store::Presence own, HubLink* hub,
          std::function<void()> changed);

  // Where this person points, looks and stands: the rest of `where` is filled in. The latest counts. Never blocks.
  void tell(store::Presence where);

  // Everybody else, each once whatever way they were heard, by name.
  std::vector<ui::PersonItem> people(const CaseName& caseName) const;

  // One of them to look over the shoulder of, by session; empty: nobody.
  void follow(std::string session) { followed_ = std::move(session); }
  bool isFollowing() const { return !followed_.empty(); }
  // What the followed one looks at (exchange/shared_view.h); nothing where they have gone, or read elsewhere.
  std::optional<std::string> followedView() const;

 private:
  std::vector<store::PresenceMessage> others() const;
  bool isHere(const store::Presence& other) const;

  core::SiteId session_;
  store::Presence own_;
  HubLink* hub_;
  std::string followed_;
  std::unique_ptr<store::LocalPresence> local_;  // null where there is no place for it
};

// The colour of a person's marks: the same on every machine, and lighter than lesions' own.
glm::vec3 colorOfPerson(const std::string& name);

}  // namespace stage
