#include "workflow/session_past.h"

#include "core/edit_codec.h"

namespace workflow {
namespace {

bool isUndoing(core::EditKind kind) {
  return kind == core::EditKind::Undone || kind == core::EditKind::Redone;
}

}  // namespace

// Undoing is taken up whatever its track is: it has no effect without its target, which is one of these tracks or not
// here. Cases need not be folded, for lesions say theirs.
Past pastOf(const store::ProjectFile& project, std::span<const store::LogEntry> log, const std::set<TrackOf>& tracks,
            const core::EditHeader& asOf) {
  std::vector<core::EditId> known;
  for (const store::LogEntry& entry : log) {
    const bool concerned = isUndoing(entry.header.kind) || tracks.contains({entry.header.caseId, entry.header.track});
    if (concerned && core::knewOf(asOf, core::EditPlace::of(entry.header))) {
      known.push_back(entry.id);
    }
  }
  Past past;
  std::vector<core::Edit> edits;
  for (const store::ForeignEdit& edit : project.editsOf(known)) {
    const TrackOf track{edit.header.caseId, edit.header.track};
    if (edit.header.kind != core::EditKind::Assigned && tracks.contains(track)) {
      past.begun.insert(track);
      if (!edit.body) {
        past.withheld.insert(track);
      }
    }
    if (edit.body) {
      edits.push_back({core::editId(edit.header), edit.header, core::decodeBody(edit.header.kind, *edit.body)});
    }
  }
  past.state = core::fold(std::move(edits));
  return past;
}

}  // namespace workflow
