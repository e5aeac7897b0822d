#include "store/blob_table.h"

#include "core/bytes.h"
#include "core/error.h"

namespace store {
namespace {

constexpr std::int64_t kMaxBlobBytes = std::int64_t{256} << 20;
constexpr char kSourceDomain[] = "sagitta.source.1";

// Source attributes: frame of reference, study, series, SOP class | varint n, SOP instances | varint n, frame numbers
//                    | varint n, (keyword, value)...
core::Bytes encode(const core::SourceAttributes& source) {
  core::ByteWriter writer;
  for (const std::string* text :
       {&source.frameOfReferenceUid, &source.studyUid, &source.seriesUid, &source.sopClassUid}) {
    writer.text(*text);
  }
  writer.varint(source.sopInstanceUids.size());
  for (const std::string& uid : source.sopInstanceUids) {
    writer.text(uid);
  }
  writer.varint(source.frameNumbers.size());
  for (const int number : source.frameNumbers) {
    writer.varint(std::uint64_t(number));
  }
  writer.varint(source.attributes.size());
  for (const auto& [keyword, value] : source.attributes) {
    writer.text(keyword);
    writer.text(value);
  }
  return writer.take();
}

core::SourceAttributes decode(std::span<const std::byte> bytes) {
  core::ByteReader reader(bytes, "source attributes");
  core::SourceAttributes source;
  for (std::string* text : {&source.frameOfReferenceUid, &source.studyUid, &source.seriesUid, &source.sopClassUid}) {
    *text = reader.text();
  }
  for (std::uint64_t left = reader.varintUpTo(reader.left()); left > 0; --left) {
    source.sopInstanceUids.push_back(reader.text());
  }
  for (std::uint64_t left = reader.varintUpTo(reader.left()); left > 0; --left) {
    source.frameNumbers.push_back(int(reader.varintUpTo(INT32_MAX)));
  }
  for (std::uint64_t left = reader.varintUpTo(reader.left()); left > 0; --left) {
    std::string keyword = reader.text();
    source.attributes[std::move(keyword)] = reader.text();
  }
  reader.expectEnd();
  return source;
}

// Over the case too, so that attributes cannot come to stand beside another case unnoticed.
core::Hash checksum(const core::CaseId& id, std::span<const std::byte> data) {
  return core::Sha256().update(kSourceDomain).update(std::as_bytes(std::span(id.bytes))).update(data).finish();
}

}  // namespace

bool BlobTable::contains(const core::Hash& hash) const {
  return database_->query("SELECT 1 FROM blob WHERE hash=?", hash).next();
}

void BlobTable::add(const core::Hash& hash, const Blob& blob) {
  database_->run("INSERT OR IGNORE INTO blob(hash, raw_bytes, data) VALUES(?,?,?)", hash, std::int64_t(blob.rawBytes),
                 std::span<const std::byte>(blob.data));
}

std::optional<Blob> BlobTable::find(const core::Hash& hash) const {
  Query row = database_->query("SELECT raw_bytes, data FROM blob WHERE hash=?", hash);
  if (!row.next()) {
    return std::nullopt;
  }
  const std::int64_t rawBytes = row.integer(0);
  if (rawBytes < 0 || rawBytes > kMaxBlobBytes) {
    database_->failDamaged("the length of image data " + hash.hex() + " is none");
  }
  const auto data = row.bytes(1);
  return Blob{std::size_t(rawBytes), core::Bytes(data.begin(), data.end())};
}

std::vector<core::Hash> BlobTable::hashes() const {
  std::vector<core::Hash> hashes;
  Query rows = database_->query("SELECT hash FROM blob ORDER BY hash");
  while (rows.next()) {
    hashes.push_back(rows.hash(0));
  }
  return hashes;
}

std::optional<core::SourceAttributes> SourceTable::find(const core::CaseId& id) const {
  Query row = database_->query("SELECT data, checksum FROM source WHERE case_id=?", id);
  if (!row.next()) {
    return std::nullopt;
  }
  if (row.hash(1) != checksum(id, row.bytes(0))) {
    database_->failDamaged("the source attributes of case " + id.hex() + " are not those that were written");
  }
  return decode(row.bytes(0));
}

void SourceTable::set(const core::CaseId& id, const core::SourceAttributes& source) {
  const core::Bytes data = encode(source);
  database_->run(
      "INSERT INTO source(case_id, data, checksum) VALUES(?,?,?) "
      "ON CONFLICT(case_id) DO UPDATE SET data=excluded.data, checksum=excluded.checksum",
      id, std::span<const std::byte>(data), checksum(id, data));
}

void SourceTable::eraseAll() {
  database_->run("DELETE FROM source");
}

std::vector<core::CaseId> SourceTable::cases() const {
  std::vector<core::CaseId> cases;
  Query rows = database_->query("SELECT case_id FROM source ORDER BY id");
  while (rows.next()) {
    cases.push_back(rows.hash(0));
  }
  return cases;
}

}  // namespace store
