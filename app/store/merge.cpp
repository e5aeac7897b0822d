#include "store/merge.h"

#include <algorithm>
#include <unordered_map>

#include "core/error.h"

namespace store {
namespace {

std::vector<core::EditId> lackingIn(const ProjectFile& into, const std::vector<Arrival>& offered) {
  std::unordered_map<core::EditId, bool> here;  // whether its body is here too
  for (const Arrival& arrival : into.arrivedAfter(0)) {
    here.emplace(arrival.id, arrival.hasBody);
  }
  std::vector<core::EditId> lacking;
  for (const Arrival& arrival : offered) {
    const auto known = here.find(arrival.id);
    if (known == here.end() || (arrival.hasBody && !known->second)) {
      lacking.push_back(arrival.id);
    }
  }
  return lacking;
}

std::int64_t copyBlobs(ProjectFile& into, const ProjectFile& from, const ProjectFile::BlobDecoder& decode,
                       const core::ProgressSink& progress) {
  const std::vector<ProjectFile::BlobArrival> offered = from.blobsArrivedAfter(0);
  std::int64_t copied = 0;
  std::vector<std::pair<core::Hash, Blob>> batch;
  std::size_t bytes = 0;
  const auto write = [&] {
    into.putBlobs(batch);
    copied += std::int64_t(batch.size());
    batch.clear();
    bytes = 0;
  };
  for (std::size_t i = 0; i < offered.size(); ++i) {
    core::report(progress, "Copying images", std::int64_t(i), std::int64_t(offered.size()));
    const core::Hash& hash = offered[i].hash;
    if (into.hasBlob(hash)) {
      continue;
    }
    Blob blob = from.blob(hash);
    if (core::sha256(decode(blob)) != hash) {
      throw core::Error(from.path().string(),
                        "Image data " + hash.hex().substr(0, 12) + " in it is not what was imported",
                        "Merge another copy of the project, or import the image again");
    }
    bytes += blob.data.size();
    batch.emplace_back(hash, std::move(blob));
    if (bytes >= ProjectFile::kBlobBatch) {
      write();
    }
  }
  write();
  return copied;
}

}  // namespace

MergeReport merge(ProjectFile& into, const ProjectFile& from, const ProjectFile::BlobDecoder& decode,
                  const core::ProgressSink& progress) {
  const std::vector<core::EditId> roots = into.roots(), theirs = from.roots();
  MergeReport report;
  report.related = theirs.empty() || roots.empty() ||
                   std::find_first_of(roots.begin(), roots.end(), theirs.begin(), theirs.end()) != roots.end();
  std::vector<core::CaseId> casesHere;
  for (const core::Case& each : into.cases()) {
    casesHere.push_back(each.id);
  }
  // Edits are noted before blobs: whoever paints over there meanwhile adds a case's blobs before its edit.
  const std::vector<core::EditId> lacking = lackingIn(into, from.arrivedAfter(0));
  report.blobs = copyBlobs(into, from, decode, progress);
  core::report(progress, "Adding edits", 0, std::int64_t(lacking.size()));
  report.edits = into.importEdits(from.editsOf(lacking));
  for (const core::Case& each : from.cases()) {
    if (std::find(casesHere.begin(), casesHere.end(), each.id) == casesHere.end()) {
      if (const auto source = from.sourceOf(each.id)) {
        into.setSource(each.id, *source);
      }
    }
  }
  return report;
}

}  // namespace store
