// The log's rows: headers in `edit`, bodies beside them. Rows are added, never changed. A header's row may stand
// without a body where this copy is not to see it.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/edit.h"
#include "core/fold.h"
#include "store/database.h"
#include "store/project_file.h"

namespace store {

struct EditRow {
  std::int64_t row = 0;  // order of arrival here; means nothing elsewhere
  core::EditId id;
  core::EditHeader header;
};

inline bool isBefore(const EditRow& a, const EditRow& b) {
  return core::isBefore(a.header, a.id, b.header, b.id);
}
std::string inWords(const EditRow& edit);  // "Edit 3f9a... (mask changed by Ada, number 4 of site 77d1...)"

class EditLog {
 public:
  explicit EditLog(Database& database) : database_(&database) {}

  std::int64_t add(const core::EditId& id, const core::EditHeader& header);
  void addBody(std::int64_t row, core::Bytes canonical);

  std::optional<EditRow> find(const core::EditId& id) const;
  EditRow at(std::int64_t row) const;
  // The body's canonical bytes, whose hash is not checked here; nothing where it is not here. Throws core::Error where
  // they cannot be had from what is stored.
  std::optional<core::Bytes> bodyBytes(std::int64_t row) const;
  // Throws core::Error also where the hash is not the header's.
  std::optional<core::EditBody> body(const EditRow& edit) const;
  // The lesion that an edit creates; nothing where its body is not here. Throws core::Error where it creates none.
  std::optional<core::Lesion> lesion(const EditRow& edit) const;

  // Visits every header; visit may read, not write.
  using Visit = std::function<void(const EditRow&)>;
  void forEachArrived(const Visit& visit) const;                        // by row
  void forEachInOrder(const Visit& visit) const;                        // the fold's total order
  void forEachOf(const std::string& person, const Visit& visit) const;  // in no order
  // Of kinds that concern the project as a whole (below LesionCreated, and CaseRenamed), in total order.
  std::vector<EditRow> rare() const;
  std::vector<EditRow> ofKinds(core::EditKind first, core::EditKind last) const;  // in total order
  std::vector<EditRow> guidelines() const;                                        // likewise, without reading the log
  // What edits say of people (PersonEnrolled to DeviceEndorsed), with bodies, in no order; and a number that differs
  // once there are more of them.
  std::vector<core::Edit> aboutPeople() const;
  std::int64_t aboutPeopleMark() const;
  // The number of a site's last checkpoint; 0 where it has none.
  std::uint64_t lastCheckpoint(const core::SiteId& site) const;

  std::vector<Arrival> arrivedAfter(std::int64_t row) const;  // by row

  std::optional<EditRow> last() const;  // in total order
  std::optional<EditRow> lastOf(const core::SiteId& site) const;
  std::vector<core::Head> heads() const;  // of every site, by site; all ends where a site has forked
  std::vector<Fork> forks() const;        // by site
  std::vector<std::string> people() const;
  std::int64_t count() const;

 private:
  std::vector<EditRow> inOrder(Query query) const;

  Database* database_;
};

}  // namespace store
