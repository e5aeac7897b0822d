#include "store/edit_log.h"

#include <algorithm>
#include <cstring>

#include "core/error.h"
#include "store/compression.h"

// A macro, for statements are kept by their literals.
#define EDIT_COLUMNS                                                                                      \
  "id, hash, site, sequence, time, wall_clock_ms, kind, person, role, guideline, case_id, track, heads, " \
  "body_hash, previous"

namespace store {
namespace {

std::span<const std::byte> bytesOf(const core::SiteId& site) {
  return std::as_bytes(std::span(site.bytes));
}

core::SiteId readSite(std::span<const std::byte> bytes) {
  core::SiteId site;
  std::memcpy(site.bytes.data(), bytes.data(), site.bytes.size());
  return site;
}

core::SiteId siteOf(const Query& row, int column, const Database& database) {
  const auto bytes = row.bytes(column);
  if (bytes.size() != core::SiteId{}.bytes.size()) {
    database.failDamaged("a site's name has the wrong length");
  }
  return readSite(bytes);
}

// Heads: varint count, each site (16), varint sequence, id (32).
core::Bytes encodeHeads(const std::vector<core::Head>& heads) {
  core::ByteWriter writer;
  writer.varint(heads.size());
  for (const core::Head& head : heads) {
    writer.raw(bytesOf(head.site));
    writer.varint(head.sequence);
    writer.hash(head.edit);
  }
  return writer.take();
}

std::vector<core::Head> decodeHeads(std::span<const std::byte> bytes) {
  core::ByteReader reader(bytes, "edit header");
  std::vector<core::Head> heads(reader.varintUpTo(reader.left() / 49));
  for (core::Head& head : heads) {
    head.site = readSite(reader.raw(head.site.bytes.size()));
    head.sequence = reader.varint();
    head.edit = reader.hash();
  }
  reader.expectEnd();
  return heads;
}

EditRow rowOf(const Query& row, const Database& database) {
  EditRow edit;
  edit.row = row.integer(0);
  edit.id = row.hash(1);
  core::EditHeader& header = edit.header;
  header.site = siteOf(row, 2, database);
  header.sequence = std::uint64_t(row.integer(3));
  header.time.packed = std::uint64_t(row.integer(4));
  header.wallClockMs = row.integer(5);
  const std::int64_t kind = row.integer(6);
  if (kind < 0 || !core::isEditKind(std::uint64_t(kind))) {
    database.failDamaged("the kind of edit " + edit.id.hex() + " is unknown");
  }
  header.kind = core::EditKind(kind);
  header.person = row.text(7);
  header.role = row.text(8);
  header.guideline = row.hash(9);
  header.caseId = row.hash(10);
  header.track = row.text(11);
  header.heads = decodeHeads(row.bytes(12));
  header.bodyHash = row.hash(13);
  header.previous = row.hash(14);
  return edit;
}

std::optional<EditRow> first(Query query, const Database& database) {
  return query.next() ? std::optional(rowOf(query, database)) : std::nullopt;
}

void visitAll(Query query, const Database& database, const EditLog::Visit& visit) {
  while (query.next()) {
    visit(rowOf(query, database));
  }
}

}  // namespace

std::string inWords(const EditRow& edit) {
  return "Edit " + edit.id.hex().substr(0, 12) + " (" + std::string(core::name(edit.header.kind)) + " by " +
         edit.header.person + ", number " + std::to_string(edit.header.sequence) + " of site " +
         edit.header.site.hex().substr(0, 8) + ")";
}

std::int64_t EditLog::add(const core::EditId& id, const core::EditHeader& header) {
  database_->run(
      "INSERT INTO edit(hash, site, sequence, time, wall_clock_ms, kind, person, role, guideline, case_id, track, "
      "heads, body_hash, previous) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      id, bytesOf(header.site), std::int64_t(header.sequence), std::int64_t(header.time.packed), header.wallClockMs,
      std::int64_t(header.kind), header.person, header.role, header.guideline, header.caseId, header.track,
      std::span<const std::byte>(encodeHeads(header.heads)), header.bodyHash, header.previous);
  return database_->lastInsertId();
}

void EditLog::addBody(std::int64_t row, core::Bytes canonical) {
  const auto rawBytes = std::int64_t(canonical.size());
  if (rawBytes > kMaxBodyBytes) {
    throw core::Error(database_->subject(), "One change is larger than a project can hold", "Make it in smaller parts");
  }
  const Packed packed = pack(std::move(canonical));
  database_->run("INSERT INTO body(edit, codec, raw_bytes, data) VALUES(?,?,?,?)", row, std::int64_t(packed.codec),
                 rawBytes, std::span<const std::byte>(packed.data));
}

std::optional<EditRow> EditLog::find(const core::EditId& id) const {
  return first(database_->query("SELECT " EDIT_COLUMNS " FROM edit WHERE hash=?", id), *database_);
}

EditRow EditLog::at(std::int64_t row) const {
  auto edit = first(database_->query("SELECT " EDIT_COLUMNS " FROM edit WHERE id=?", row), *database_);
  if (!edit) {
    database_->failDamaged("edit number " + std::to_string(row) + " is missing");
  }
  return std::move(*edit);
}

std::optional<core::Bytes> EditLog::bodyBytes(std::int64_t row) const {
  Query query = database_->query("SELECT codec, raw_bytes, data FROM body WHERE edit=?", row);
  if (!query.next()) {
    return std::nullopt;
  }
  auto bytes = unpack(query.integer(0), query.integer(1), query.bytes(2));
  if (!bytes) {
    database_->failDamaged("the content of edit number " + std::to_string(row) + " cannot be unpacked");
  }
  return bytes;
}

std::optional<core::EditBody> EditLog::body(const EditRow& edit) const {
  const auto bytes = bodyBytes(edit.row);
  if (!bytes) {
    return std::nullopt;
  }
  if (core::sha256(*bytes) != edit.header.bodyHash) {
    database_->failDamaged("the content of edit " + edit.id.hex() + " is not what its author wrote");
  }
  return core::decodeBody(edit.header.kind, *bytes);
}

std::optional<core::Lesion> EditLog::lesion(const EditRow& edit) const {
  const auto stored = body(edit);
  if (!stored) {
    return std::nullopt;
  }
  const auto* created = std::get_if<core::LesionCreated>(&*stored);
  if (created == nullptr) {
    database_->failDamaged("edit " + edit.id.hex() + " does not create a lesion");
  }
  return core::lesionOf(edit.id, edit.header, *created);
}

void EditLog::forEachArrived(const Visit& visit) const {
  visitAll(database_->query("SELECT " EDIT_COLUMNS " FROM edit ORDER BY id"), *database_, visit);
}

void EditLog::forEachInOrder(const Visit& visit) const {
  visitAll(database_->query("SELECT " EDIT_COLUMNS " FROM edit ORDER BY time, site, sequence, hash"), *database_,
           visit);
}

void EditLog::forEachOf(const std::string& person, const Visit& visit) const {
  visitAll(database_->query("SELECT " EDIT_COLUMNS " FROM edit WHERE person=?", person), *database_, visit);
}

std::vector<EditRow> EditLog::inOrder(Query query) const {
  std::vector<EditRow> rows;
  visitAll(std::move(query), *database_, [&](const EditRow& edit) { rows.push_back(edit); });
  std::sort(rows.begin(), rows.end(), [](const EditRow& a, const EditRow& b) { return isBefore(a, b); });
  return rows;
}

std::vector<EditRow> EditLog::rare() const {
  // Each half in the words of an index.
  return inOrder(database_->query("SELECT " EDIT_COLUMNS " FROM edit WHERE kind < 4 UNION ALL "
                                  "SELECT " EDIT_COLUMNS " FROM edit WHERE kind > 8 AND kind = 26"));
}

std::vector<EditRow> EditLog::ofKinds(core::EditKind first, core::EditKind last) const {
  if (first > core::EditKind::LesionChanged) {  // said in the words of the index, so that it is used
    return inOrder(database_->query("SELECT " EDIT_COLUMNS " FROM edit WHERE kind > 8 AND kind BETWEEN ? AND ?",
                                    std::int64_t(first), std::int64_t(last)));
  }
  return inOrder(database_->query("SELECT " EDIT_COLUMNS " FROM edit WHERE kind BETWEEN ? AND ?", std::int64_t(first),
                                  std::int64_t(last)));
}

std::vector<EditRow> EditLog::guidelines() const {
  // `kind < 4` by itself, so that the index of the rare ones is used: strokes ask this at every commit.
  return inOrder(database_->query("SELECT " EDIT_COLUMNS " FROM edit WHERE kind < 4 AND kind = 3"));
}

std::vector<core::Edit> EditLog::aboutPeople() const {
  std::vector<EditRow> rows =
      inOrder(database_->query("SELECT " EDIT_COLUMNS " FROM edit WHERE kind > 8 AND kind <= 12"));
  std::vector<core::Edit> edits;
  for (EditRow& row : rows) {
    if (auto stored = body(row)) {
      edits.push_back({row.id, std::move(row.header), std::move(*stored)});
    }
  }
  return edits;
}

std::int64_t EditLog::aboutPeopleMark() const {
  return database_->integer("SELECT coalesce(max(id), 0) FROM edit WHERE kind > 8 AND kind <= 12");
}

std::uint64_t EditLog::lastCheckpoint(const core::SiteId& site) const {
  Query row = database_->query("SELECT coalesce(max(sequence), 0) FROM edit WHERE kind > 8 AND kind = 13 AND site = ?",
                               bytesOf(site));
  return row.next() ? std::uint64_t(row.integer(0)) : 0;
}

std::vector<Arrival> EditLog::arrivedAfter(std::int64_t row) const {
  std::vector<Arrival> arrivals;
  Query rows = database_->query(
      "SELECT e.id, e.hash, e.site, e.sequence, b.edit FROM edit e LEFT JOIN body b ON b.edit = e.id WHERE e.id > ? "
      "ORDER BY e.id",
      row);
  while (rows.next()) {
    arrivals.push_back({.row = rows.integer(0),
                        .id = rows.hash(1),
                        .site = siteOf(rows, 2, *database_),
                        .sequence = std::uint64_t(rows.integer(3)),
                        .hasBody = !rows.isNull(4)});
  }
  return arrivals;
}

std::optional<EditRow> EditLog::last() const {
  return first(database_->query("SELECT " EDIT_COLUMNS
                                " FROM edit ORDER BY time DESC, site DESC, sequence DESC, hash DESC LIMIT 1"),
               *database_);
}

std::optional<EditRow> EditLog::lastOf(const core::SiteId& site) const {
  return first(
      database_->query("SELECT " EDIT_COLUMNS " FROM edit WHERE site=? ORDER BY sequence DESC, hash DESC LIMIT 1",
                       bytesOf(site)),
      *database_);
}

std::vector<core::Head> EditLog::heads() const {
  std::vector<core::Head> heads;
  Query rows = database_->query(
      // Steps from site to site through the index, instead of reading all of it.
      "WITH RECURSIVE s(site) AS (SELECT min(site) FROM edit UNION ALL "
      "SELECT (SELECT min(site) FROM edit WHERE site > s.site) FROM s WHERE s.site IS NOT NULL) "
      "SELECT e.site, e.sequence, e.hash FROM s JOIN edit e ON e.site = s.site "
      "AND e.sequence = (SELECT max(sequence) FROM edit WHERE site = s.site) ORDER BY e.site, e.hash");
  while (rows.next()) {
    heads.push_back({siteOf(rows, 0, *database_), std::uint64_t(rows.integer(1)), rows.hash(2)});
  }
  return heads;
}

std::vector<Fork> EditLog::forks() const {
  std::vector<Fork> forks;
  Query rows = database_->query(
      "SELECT site, min(sequence), sum(many) FROM (SELECT site, sequence, count(*) AS many FROM edit "
      "GROUP BY site, sequence HAVING many > 1) GROUP BY site ORDER BY site");
  while (rows.next()) {
    forks.push_back({siteOf(rows, 0, *database_), std::uint64_t(rows.integer(1)), rows.integer(2)});
  }
  return forks;
}

std::vector<std::string> EditLog::people() const {
  std::vector<std::string> people;
  Query rows = database_->query(
      "WITH RECURSIVE p(person) AS (SELECT min(person) FROM edit UNION ALL "
      "SELECT (SELECT min(person) FROM edit WHERE person > p.person) FROM p WHERE p.person IS NOT NULL) "
      "SELECT person FROM p WHERE person IS NOT NULL AND person <> ''");
  while (rows.next()) {
    people.push_back(rows.text(0));
  }
  return people;
}

std::int64_t EditLog::count() const {
  return database_->integer("SELECT count(*) FROM edit");
}

}  // namespace store
