#include "store/testimony.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace store {
namespace {

std::string counted(std::int64_t edits) {
  return std::to_string(edits) + (edits == 1 ? " edit" : " edits");
}

std::string shortSite(const core::SiteId& site) {
  return "site " + site.hex().substr(0, 8);
}

// Edits of one person at one site that share a shortcoming, told in one line.
class Grouped {
 public:
  void add(const EditRow& edit) {
    Group& group = groups_[{edit.header.site, edit.header.person}];
    group.first = group.edits == 0 ? edit.header.sequence : std::min(group.first, edit.header.sequence);
    ++group.edits;
  }

  // "3 edits in the name of Ada, from number 4 of site 77d1... on, WHAT"
  void tell(std::vector<std::string>& into, const std::string& what) const {
    for (const auto& [of, group] : groups_) {
      into.push_back(counted(group.edits) + " in the name of " + (of.second.empty() ? "nobody" : of.second) +
                     ", from number " + std::to_string(group.first) + " of " + shortSite(of.first) + " on, " + what);
    }
  }

 private:
  struct Group {
    std::int64_t edits = 0;
    std::uint64_t first = 0;
  };
  std::map<std::pair<core::SiteId, std::string>, Group> groups_;
};

class Witness {
 public:
  Witness(std::span<const EditRow> edits, const std::function<std::optional<core::EditBody>(const EditRow&)>& body)
      : edits_(edits), body_(body) {}

  Testimony run() {
    readLate();
    if (people_.isOpen()) {
      return std::move(result_);
    }
    result_.problems.insert(result_.problems.end(), people_.faults().begin(), people_.faults().end());
    checkFounders();
    checkRights();
    checkCheckpoints();
    checkCoverage();
    return std::move(result_);
  }

 private:
  // Bodies of the kinds that may carry a signature, and who is enrolled.
  void readLate() {
    std::vector<core::Edit> aboutPeople;
    for (std::size_t i = 0; i < edits_.size(); ++i) {
      byId_.emplace(edits_[i].id, i);
      if (edits_[i].header.kind < core::EditKind::PersonEnrolled || core::changesVoxels(edits_[i].header.kind)) {
        continue;
      }
      auto body = body_(edits_[i]);
      if (!body) {
        continue;
      }
      if (const core::Signature* signature = core::signatureOf(*body)) {
        signers_.emplace(i, signature->key);
        if (!core::isSigned(edits_[i].header, *body)) {
          falselySigned_.insert(i);
        }
      }
      if (edits_[i].header.kind <= core::EditKind::DeviceEndorsed) {
        aboutPeople.push_back({edits_[i].id, edits_[i].header, std::move(*body)});
      }
    }
    people_ = core::People(std::move(aboutPeople));
  }

  void checkFounders() {
    std::string names;
    int founders = 0;
    for (const core::Enrolment& each : people_.enrolments()) {
      if (each.founded) {
        names += (founders++ == 0 ? "" : " and ") + each.person;
        foundings_.push_back(each.id);
      }
    }
    if (founders > 1) {
      result_.findings.push_back(names +
                                 " each enrolled as the first, unaware of each other, and each is a lead by it; a lead "
                                 "should take that role from whoever is none");
    }
  }

  bool isBeforeFounding(const core::EditHeader& header) const {
    return std::any_of(foundings_.begin(), foundings_.end(), [&](const core::EditId& founding) {
      const EditRow& edit = edits_[byId_.at(founding)];
      return core::knewOf(edit.header, core::EditPlace::of(header));
    });
  }

  void checkRights() {
    Grouped unaware;
    for (std::size_t i = 0; i < edits_.size(); ++i) {
      const EditRow& edit = edits_[i];
      const core::EditKind kind = edit.header.kind;
      const core::Right right = core::rightFor(kind);
      const auto signer = signers_.find(i);
      const bool aboutPeople = kind >= core::EditKind::PersonEnrolled && kind <= core::EditKind::DeviceEndorsed;
      if (kind == core::EditKind::Checkpoint || kind == core::EditKind::PersonEnrolled) {
        continue;
      }
      if (falselySigned_.contains(i) && !aboutPeople) {
        result_.problems.push_back(inWords(edit) + " carries a signature that is not true");
      }
      // Of edits about people, those without the right have been named already, as having no effect.
      switch (
          people_.judge(edit.header, right, signer == signers_.end() ? std::nullopt : std::optional(signer->second))) {
        case core::Judgement::Allowed:
          known_.insert(i);
          break;
        case core::Judgement::Lapsed:
          known_.insert(i);
          result_.findings.push_back(inWords(edit) + " was made while its author's right to " +
                                     std::string(core::name(right)) +
                                     " was being taken away, unaware of that; a lead should look at it");
          break;
        case core::Judgement::Open:
          if (!isBeforeFounding(edit.header)) {
            unaware.add(edit);
          }
          break;
        case core::Judgement::Denied:
          known_.insert(i);
          if (!aboutPeople) {
            result_.problems.push_back(inWords(edit) + ": its author had no right to " +
                                       std::string(core::name(right)) + "; what it says counts all the same");
          }
      }
    }
    unaware.tell(result_.findings, "were made without knowing that people are enrolled in this project");
  }

  void checkCheckpoints() {
    for (std::size_t i = 0; i < edits_.size(); ++i) {
      if (edits_[i].header.kind != core::EditKind::Checkpoint) {
        continue;
      }
      const auto signer = signers_.find(i);
      if (signer == signers_.end() || falselySigned_.contains(i)) {
        result_.problems.push_back("The signature of the device over " + shortSite(edits_[i].header.site) +
                                   " up to number " + std::to_string(edits_[i].header.sequence) +
                                   " is not true: what stands before it may have been rewritten");
        continue;
      }
      // Back along the chain, as far as this device has not signed yet.
      for (std::size_t at = i;;) {
        const auto previous = byId_.find(edits_[at].header.previous);
        if (previous == byId_.end() || !coveredBy_[previous->second].insert(signer->second).second) {
          break;
        }
        at = previous->second;
      }
    }
  }

  void checkCoverage() {
    Grouped uncovered, foreign;
    for (const std::size_t i : known_) {
      const EditRow& edit = edits_[i];
      if (signers_.contains(i) && !falselySigned_.contains(i)) {
        continue;  // signed by the person
      }
      const auto covered = coveredBy_.find(i);
      if (covered == coveredBy_.end()) {
        uncovered.add(edit);
      } else if (std::none_of(covered->second.begin(), covered->second.end(), [&](const core::PublicKey& device) {
                   return people_.isEndorsed(device, edit.header.person, edit.header);
                 })) {
        foreign.add(edit);
      }
    }
    uncovered.tell(result_.findings, "are not signed yet: their device signs when it next closes the project");
    foreign.tell(result_.problems, "come from a device that this person has not let work in their name");
  }

  std::span<const EditRow> edits_;
  const std::function<std::optional<core::EditBody>(const EditRow&)>& body_;
  Testimony result_;
  core::People people_;
  std::unordered_map<core::Hash, std::size_t> byId_;  // in edits_, as all that follows
  std::unordered_map<std::size_t, core::PublicKey> signers_;
  std::set<std::size_t> falselySigned_;
  std::vector<core::EditId> foundings_;
  std::set<std::size_t> known_;  // whose author knew that people are enrolled
  std::unordered_map<std::size_t, std::set<core::PublicKey>> coveredBy_;
};

}  // namespace

Testimony checkedTestimony(std::span<const EditRow> edits,
                           const std::function<std::optional<core::EditBody>(const EditRow&)>& body) {
  return Witness(edits, body).run();
}

}  // namespace store
