// What a project's workflow says at present, kept up in the background: the guideline, what is to be decided, who said
// what. Looks at the file over a connection of its own, so that neither a frame nor a stroke waits for it; what others
// commit, and what this window does, arrives a moment later. Made, asked and destroyed on the thread that draws, and
// destroyed before the session of the same project: its writer is to be the last to close.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "core/rights.h"
#include "workflow/queue.h"

namespace stage {

// As of one look at the file.
struct ReviewNews {
  workflow::Record record;
  std::vector<workflow::QueueItem> queue;
  core::People people;
  core::EditId project = {};  // its first edit

  // Whether a person may; anybody, where nobody is enrolled.
  bool allows(const std::string& person, core::Right right) const;
};

class ReviewFeed {
 public:
  // tell: called on the feed's thread when there are news.
  ReviewFeed(std::filesystem::path project, store::Installation installation, std::function<void()> tell);
  ~ReviewFeed();
  ReviewFeed(const ReviewFeed&) = delete;
  ReviewFeed& operator=(const ReviewFeed&) = delete;

  // Never block. The latest news; null before the first. follow(): where the project is now. refresh(): looks at once
  // rather than in a while. isBehind(): whether the news may lack what was committed before the last refresh().
  std::shared_ptr<const ReviewNews> news() const;
  void follow(const std::filesystem::path& project);
  void refresh();
  bool isBehind() const;

 private:
  void run();

  const store::Installation installation_;
  const std::function<void()> tell_;
  mutable std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::filesystem::path path_;
  std::shared_ptr<const ReviewNews> news_;
  std::uint64_t asked_ = 1;  // looks that were asked for, and those that were made since
  std::uint64_t made_ = 0;
  bool closing_ = false;
  std::thread thread_;  // last: it uses what stands above
};

}  // namespace stage
