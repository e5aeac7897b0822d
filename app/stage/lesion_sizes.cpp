#include "stage/lesion_sizes.h"

namespace stage {

LesionSizes::LesionSizes(const core::Volume& volume, std::function<void()> found)
    : latest_([&volume, found = std::move(found)](const core::Mask& mask,
                                                  const auto& stillAsked) -> std::optional<shape::Sizes> {
        shape::Sizes sizes = shape::sizesOf(mask, volume);
        if (!stillAsked()) {
          return std::nullopt;
        }
        found();
        return sizes;
      }) {}

void LesionSizes::changed(std::size_t lesion) {
  waiting_.insert(lesion);
  if (asked_ == lesion) {  // the answer would be about voxels that are no more
    latest_.cancel();
    asked_.reset();
  }
}

std::optional<std::size_t> LesionSizes::poll(const std::function<const core::Mask&(std::size_t)>& maskOf,
                                             std::optional<std::size_t> first) {
  std::optional<std::size_t> found;
  if (std::optional<shape::Sizes> sizes = latest_.take(); sizes && asked_) {
    if (known_.size() <= *asked_) {
      known_.resize(*asked_ + 1);
    }
    known_[*asked_] = std::move(sizes);
    found = std::exchange(asked_, std::nullopt);
  }
  if (!asked_ && !waiting_.empty()) {
    asked_ = first && waiting_.contains(*first) ? *first : *waiting_.begin();
    waiting_.erase(*asked_);
    latest_.ask(maskOf(*asked_));
  }
  return found;
}

const shape::Sizes* LesionSizes::of(std::size_t lesion) const {
  return lesion < known_.size() && known_[lesion] ? &*known_[lesion] : nullptr;
}

}  // namespace stage
