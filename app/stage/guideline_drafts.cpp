#include "stage/guideline_drafts.h"

#include <utility>

#include "core/error.h"
#include "exchange/files.h"
#include "exchange/guideline_draft.h"

namespace stage {
namespace {

constexpr const char* kDraftFile = "guideline.json";

}  // namespace

GuidelineDrafts::GuidelineDrafts(const std::filesystem::path& home, const core::EditId& project,
                                 const std::string& person)
    : folder_(home / "drafts" / project.hex() / core::Sha256().update(person).finish().hex().substr(0, 16)) {}

bool GuidelineDrafts::isKept() const {
  std::error_code error;
  return std::filesystem::exists(folder_ / kDraftFile, error);
}

std::optional<std::string> GuidelineDrafts::text() const {
  return isKept() ? std::optional(exchange::readText(folder_ / kDraftFile)) : std::nullopt;
}

std::optional<core::GuidelineDraft> GuidelineDrafts::load() {
  seen_ = text();
  return seen_ ? std::optional(exchange::decodeDraft(*seen_, (folder_ / kDraftFile).string())) : std::nullopt;
}

void GuidelineDrafts::save(const core::GuidelineDraft& draft) {
  std::error_code error;  // what cannot be made is said when the file is written
  std::filesystem::create_directories(folder_, error);
  std::string text = exchange::encodeDraft(draft);
  exchange::writeText(folder_ / kDraftFile, text);
  seen_ = std::move(text);
}

void GuidelineDrafts::discard() {
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
  if (isKept()) {
    throw core::Error((folder_ / kDraftFile).string(), "it cannot be removed", "Check the folder and its permissions");
  }
  seen_.reset();
}

bool GuidelineDrafts::isOthers() const {
  return text() != seen_;
}

void GuidelineDrafts::savePicture(const core::Hash& hash, std::span<const std::byte> png) const {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  exchange::writeText(folder_ / (hash.hex() + ".png"),
                      std::string(reinterpret_cast<const char*>(png.data()), png.size()));
}

std::optional<std::vector<std::byte>> GuidelineDrafts::picture(const core::Hash& hash) const {
  const std::filesystem::path file = folder_ / (hash.hex() + ".png");
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    return std::nullopt;
  }
  const std::string bytes = exchange::readText(file);
  const auto* first = reinterpret_cast<const std::byte*>(bytes.data());
  return std::vector<std::byte>(first, first + bytes.size());
}

}  // namespace stage
