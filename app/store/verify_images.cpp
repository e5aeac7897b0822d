// Verification of the images: that all parts are here and what was imported, and that their source attributes can be
// read.
#include <algorithm>

#include "core/error.h"
#include "core/parallel.h"
#include "store/verify.h"

namespace store {
namespace {

constexpr std::size_t kBatchBlobs = 16;

}  // namespace

void Verifier::checkBlobs() {
  const std::vector<core::Hash> hashes = blobs_.hashes();
  const std::set<core::Hash> present(hashes.begin(), hashes.end());
  for (const core::Case& each : state_.cases) {
    for (const core::Hash& chunk : each.chunks) {
      if (!present.contains(chunk)) {
        problem("Case " + each.name + " lacks a part of its image; import it again");
        break;
      }
    }
  }
  for (std::size_t from = 0; from < hashes.size(); from += kBatchBlobs) {
    core::report(progress_, "Checking the images", std::int64_t(from), std::int64_t(hashes.size()));
    const std::size_t many = std::min(kBatchBlobs, hashes.size() - from);
    std::vector<std::optional<Blob>> blobs(many);
    for (std::size_t i = 0; i < many; ++i) {
      blobs[i] = blobs_.find(hashes[from + i]);
    }
    std::vector<std::string> findings(many);
    core::parallelFor(many, [&](std::size_t i) {
      const std::string name = "Image data " + hashes[from + i].hex().substr(0, 12);
      try {
        if (!blobs[i] || core::sha256(decode_(*blobs[i])) != hashes[from + i]) {
          findings[i] = name + " is not what was imported; import the image again";
        }
      } catch (const core::Error& error) {
        findings[i] = name + " is damaged (" + error.cause() + "); import the image again";
      }
    });
    for (std::string& finding : findings) {
      if (!finding.empty()) {
        problem(std::move(finding));
      }
    }
  }
}

void Verifier::checkSources() {
  for (const core::CaseId& id : sources_.cases()) {
    try {
      sources_.find(id);
    } catch (const core::Error& error) {
      problem(error.cause());
    }
  }
}

}  // namespace store
