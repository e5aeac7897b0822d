#include "store/sync.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <iterator>
#include <unordered_map>

#include "core/error.h"
#include "store/hub.h"

// What the hub tells of an edit: contents beyond the limit are asked for one by one, so that no answer is huge.
#define HUB_EDIT                                                                       \
  "e.id, e.header, e.pushed_by, octet_length(b.content), "                             \
  "CASE WHEN octet_length(b.content) <= 65536 THEN b.content END FROM sagitta.edit e " \
  "LEFT JOIN sagitta.body b ON b.edit = e.id "

namespace store {
namespace {

constexpr std::size_t kPullBatch = 256;           // edits in one answer
constexpr std::size_t kImportBatch = 64;          // edits in one transaction of the file, so that painters wait briefly
constexpr std::size_t kPushBatch = 64;            // edits in one transaction of the hub,
constexpr std::size_t kPushBytes = 4u << 20;      // and about as many bytes
constexpr std::uint64_t kEnd = INT64_MAX;         // beyond every sequence
constexpr std::uint64_t kLatestTime = INT64_MAX;  // what a project file can order

core::Bytes siteBytes(const core::SiteId& site) {
  const auto bytes = std::as_bytes(std::span(site.bytes));
  return {bytes.begin(), bytes.end()};
}

core::SiteId siteOf(std::span<const std::byte> bytes) {
  core::SiteId site;
  std::memcpy(site.bytes.data(), bytes.data(), std::min(bytes.size(), site.bytes.size()));
  return site;
}

// "SITE:SEQUENCE", hexadecimal and decimal; nothing where an announcement is another.
std::optional<std::pair<core::SiteId, std::uint64_t>> announcedEdit(const std::string& text) {
  const auto colon = text.find(':');
  if (colon != 2 * core::SiteId{}.bytes.size()) {
    return std::nullopt;
  }
  const auto padded = core::Hash::fromHex(text.substr(0, colon) + std::string(colon, '0'));
  std::uint64_t sequence = 0;
  const char* end = text.data() + text.size();
  const auto number = std::from_chars(text.data() + colon + 1, end, sequence);
  if (!padded || number.ec != std::errc() || number.ptr != end) {
    return std::nullopt;
  }
  return std::pair(siteOf(std::as_bytes(std::span(padded->bytes))), sequence);
}

// The hub knows the same hash: of the ids, in the order of sequence and id.
core::Hash digest(const std::set<std::pair<std::uint64_t, core::EditId>>& edits, std::uint64_t upTo) {
  core::Sha256 hash;
  for (const auto& [sequence, id] : edits) {
    if (sequence > upTo) {
      break;
    }
    hash.update(std::as_bytes(std::span(id.bytes)));
  }
  return hash.finish();
}

// An edit as the hub gave it, once it is known to be what its hashes say. Throws core::Error where it is not.
ForeignEdit soundEdit(const core::EditId& id, std::span<const std::byte> header, std::optional<core::Bytes> body) {
  ForeignEdit edit{core::decodeHeader(header), std::move(body)};
  if (core::editId(edit.header) != id || edit.header.time.packed > kLatestTime || edit.header.sequence < 1 ||
      edit.header.sequence > kEnd) {
    throw core::Error("edit " + id.hex(), "Its header is not what its hash says");
  }
  if (edit.body) {
    if (core::sha256(*edit.body) != edit.header.bodyHash) {
      throw core::Error("edit " + id.hex(), "Its content is not what its author hashed");
    }
    core::decodeBody(edit.header.kind, *edit.body);
  }
  return edit;
}

}  // namespace

Synchronizer::Synchronizer(ProjectFile& project, ProjectFile::BlobDecoder decode, core::ProgressSink progress)
    : project_(project), decode_(std::move(decode)), progress_(std::move(progress)) {
  look();
  toPush_.clear();  // what of it the hub has is not known yet
  offered_.clear();
}

// ---- What there is ----

void Synchronizer::want(const core::EditId& id) {
  if (!refused_.contains(id) && wanted_.insert(id).second) {
    toPull_.push_back(id);
  }
}

void Synchronizer::offer(const core::EditId& id) {
  if (offered_.insert(id).second) {
    toPush_.push_back(id);
  }
}

void Synchronizer::look() {
  for (const Arrival& arrival : project_.arrivedAfter(lastRow_)) {
    lastRow_ = arrival.row;
    std::set<Numbered>& edits = local_[arrival.site];
    const auto at = edits.insert({arrival.sequence, arrival.id}).first;
    const auto next = std::next(at);
    if ((at != edits.begin() && std::prev(at)->first == arrival.sequence) ||
        (next != edits.end() && next->first == arrival.sequence)) {
      noteFork(arrival.site, arrival.sequence);
    }
    if (!arrival.hasBody) {
      withoutBody_.insert(arrival.id);
    }
    if (there_.erase(arrival.id) == 0) {
      offer(arrival.id);
    }
  }
  for (const ProjectFile::BlobArrival& arrival : project_.blobsArrivedAfter(lastBlobRow_)) {
    lastBlobRow_ = arrival.row;
    localBlobs_.insert(arrival.hash);
    if (!hubBlobs_.contains(arrival.hash)) {
      toPushBlobs_.push_back(arrival.hash);
      ++blobsTotal_;
    }
  }
}

void Synchronizer::noteFork(const core::SiteId& site, std::uint64_t sequence) {
  DoubledEdit fork{site, sequence, {}};
  std::vector<core::EditId> ids;
  const std::set<Numbered>& edits = local_.at(site);
  for (auto at = edits.lower_bound({sequence, {}}); at != edits.end() && at->first == sequence; ++at) {
    ids.push_back(at->second);
  }
  for (const ForeignEdit& edit : project_.editsOf(ids)) {
    fork.people.push_back(edit.header.person);
  }
  std::sort(fork.people.begin(), fork.people.end());
  fork.people.erase(std::unique(fork.people.begin(), fork.people.end()), fork.people.end());
  std::erase_if(report_.forks, [&](const DoubledEdit& each) { return each.site == site && each.sequence == sequence; });
  report_.forks.push_back(std::move(fork));
}

void Synchronizer::begin(HubConnection& hub) {
  // Heard from now on, so that nothing pushed after the comparison is missed.
  hub.run("LISTEN sagitta");
  expectHub(hub);
  expectProject(hub);
  look();
  compare(hub);
  compareBlobs(hub);
}

void Synchronizer::expectProject(HubConnection& hub) {
  const std::vector<core::EditId> roots = project_.roots();
  const auto theirs = [&]() -> std::optional<core::EditId> {
    const HubResult row = hub.run("SELECT root FROM sagitta.project");
    return row.rows() == 0 ? std::nullopt : std::optional(row.hash(0, 0));
  };
  auto root = theirs();
  if (!root) {
    if (roots.empty()) {
      throw core::Error(project_.path().string(), "Neither the file nor the hub holds a project yet",
                        "Sync the file in which the project was begun first");
    }
    hub.run("INSERT INTO sagitta.project(root) VALUES($1) ON CONFLICT DO NOTHING", {roots.front()});
    root = theirs();  // another file may have come first
  }
  if (root && !roots.empty() && std::find(roots.begin(), roots.end(), *root) == roots.end()) {
    throw core::Error(project_.path().string(), "The hub at " + hub.subject() + " holds another project",
                      "Check the address; each project has a hub of its own");
  }
}

// Site by site: most are equal, and then one hash says so; most others have only grown at one end.
void Synchronizer::compare(HubConnection& hub) {
  toPull_.clear();
  wanted_.clear();
  toPush_.clear();
  offered_.clear();
  std::vector<core::Bytes> sites;
  std::vector<std::int64_t> tops;
  for (const auto& [site, edits] : local_) {
    sites.push_back(siteBytes(site));
    tops.push_back(std::int64_t(edits.rbegin()->first));
  }
  const HubResult rows = hub.run(
      "SELECT e.site, max(e.sequence), sha256(string_agg(e.id, ''::bytea ORDER BY e.sequence, e.id)), "
      "count(*) - count(b.edit), "
      "sha256(coalesce(string_agg(e.id, ''::bytea ORDER BY e.sequence, e.id) FILTER (WHERE e.sequence <= k.top), "
      "''::bytea)) "
      "FROM sagitta.edit e LEFT JOIN sagitta.body b ON b.edit = e.id "
      "LEFT JOIN unnest($1::bytea[], $2::bigint[]) AS k(site, top) ON k.site = e.site GROUP BY e.site",
      {std::span<const core::Bytes>(sites), std::span<const std::int64_t>(tops)});
  std::map<core::SiteId, std::uint64_t> above;  // sites to be listed, and from where on
  std::set<core::SiteId> atHub;
  for (int row = 0; row < rows.rows(); ++row) {
    const core::SiteId site = siteOf(rows.bytes(row, 0));
    const auto theirTop = std::uint64_t(rows.integer(row, 1));
    atHub.insert(site);
    const auto found = local_.find(site);
    if (found == local_.end()) {
      above[site] = 0;
      continue;
    }
    const std::set<Numbered>& edits = found->second;
    const std::uint64_t ownTop = edits.rbegin()->first;
    const bool whole = rows.integer(row, 3) == 0 && std::none_of(edits.begin(), edits.end(), [&](const auto& edit) {
                         return withoutBody_.contains(edit.second);
                       });
    if (whole && rows.hash(row, 2) == digest(edits, theirTop)) {
      for (auto at = edits.lower_bound({theirTop + 1, {}}); at != edits.end(); ++at) {
        offer(at->second);
      }
    } else if (whole && rows.hash(row, 4) == digest(edits, kEnd)) {
      above[site] = ownTop;
    } else {
      above[site] = 0;
    }
  }
  for (const auto& [site, edits] : local_) {
    if (!atHub.contains(site)) {
      for (const auto& [sequence, id] : edits) {
        offer(id);
      }
    }
  }
  if (!above.empty()) {
    list(hub, above);
  }
  // As they arrived here, so that what builds on another edit comes after it.
  std::unordered_map<core::EditId, std::int64_t> rowOf;
  if (toPush_.size() > 1) {
    for (const Arrival& arrival : project_.arrivedAfter(0)) {
      rowOf[arrival.id] = arrival.row;
    }
    std::sort(toPush_.begin(), toPush_.end(), [&](const auto& a, const auto& b) { return rowOf[a] < rowOf[b]; });
  }
}

void Synchronizer::list(HubConnection& hub, const std::map<core::SiteId, std::uint64_t>& above) {
  std::vector<core::Bytes> sites;
  std::vector<std::int64_t> from;
  std::unordered_map<core::EditId, bool> here;  // ids in question, and whether their bodies are here
  for (const auto& [site, sequence] : above) {
    sites.push_back(siteBytes(site));
    from.push_back(std::int64_t(sequence));
    if (const auto found = local_.find(site); found != local_.end()) {
      for (auto at = found->second.lower_bound({sequence + 1, {}}); at != found->second.end(); ++at) {
        here.emplace(at->second, !withoutBody_.contains(at->second));
      }
    }
  }
  const HubResult rows = hub.run(
      "SELECT e.id, b.edit IS NOT NULL FROM unnest($1::bytea[], $2::bigint[]) AS k(site, above) "
      "JOIN sagitta.edit e ON e.site = k.site AND e.sequence > k.above LEFT JOIN sagitta.body b ON b.edit = e.id "
      "ORDER BY e.pushed_at, e.sequence",
      {std::span<const core::Bytes>(sites), std::span<const std::int64_t>(from)});
  std::vector<core::EditId> unseen;  // whose bodies are here, and not to be seen there
  for (int row = 0; row < rows.rows(); ++row) {
    const core::EditId id = rows.hash(row, 0);
    const bool bodyThere = rows.truth(row, 1);
    const auto found = here.find(id);
    if (found == here.end() || (bodyThere && !found->second)) {
      want(id);
    } else if (!bodyThere && found->second) {
      unseen.push_back(id);
    }
    if (found != here.end()) {
      here.erase(found);
    }
  }
  for (const auto& [id, body] : here) {
    offer(id);
  }
  if (!unseen.empty()) {  // missing there, or only hidden from us
    const HubResult missing = hub.run("SELECT sagitta.without_body()");
    std::unordered_set<core::EditId> lacking;
    for (int row = 0; row < missing.rows(); ++row) {
      lacking.insert(missing.hash(row, 0));
    }
    for (const core::EditId& id : unseen) {
      if (lacking.contains(id)) {
        offer(id);
      }
    }
  }
}

void Synchronizer::compareBlobs(HubConnection& hub) {
  hubBlobs_.clear();
  const HubResult rows = hub.run("SELECT DISTINCT hash FROM sagitta.blob");
  for (int row = 0; row < rows.rows(); ++row) {
    hubBlobs_.insert(rows.hash(row, 0));
  }
  const auto without = [](const std::set<core::Hash>& all, const std::set<core::Hash>& those) {
    std::deque<core::Hash> rest;
    std::set_difference(all.begin(), all.end(), those.begin(), those.end(), std::back_inserter(rest));
    return rest;
  };
  toPullBlobs_ = without(hubBlobs_, localBlobs_);
  std::erase_if(toPullBlobs_, [&](const core::Hash& hash) { return refused_.contains(hash); });
  toPushBlobs_ = without(localBlobs_, hubBlobs_);
  blobsTotal_ = report_.blobsPulled + report_.blobsPushed + std::int64_t(toPullBlobs_.size() + toPushBlobs_.size());
}

// ---- What is announced ----

void Synchronizer::hear(HubConnection& hub, const std::vector<HubConnection::Announcement>& heard) {
  std::map<core::SiteId, std::uint64_t> beyond;  // sites that have grown, and what is known of them here
  std::set<std::pair<core::SiteId, std::uint64_t>> among;
  bool bodies = false;
  bool blobs = false;
  for (const HubConnection::Announcement& each : heard) {
    if (each.channel != "sagitta") {
      continue;
    }
    bodies = bodies || each.text == "bodies";
    blobs = blobs || each.text == "blobs";
    if (const auto edit = announcedEdit(each.text)) {
      const auto found = local_.find(edit->first);
      const std::uint64_t top = found == local_.end() ? 0 : found->second.rbegin()->first;
      if (edit->second > top) {
        beyond[edit->first] = top;
      } else {
        among.insert(*edit);
      }
    }
  }
  bool gaps = bodies;
  if (!beyond.empty()) {
    std::vector<core::Bytes> sites;
    std::vector<std::int64_t> tops;
    for (const auto& [site, top] : beyond) {
      sites.push_back(siteBytes(site));
      tops.push_back(std::int64_t(top));
    }
    const HubResult rows =
        hub.run("SELECT " HUB_EDIT
                "JOIN unnest($1::bytea[], $2::bigint[]) AS k(site, top) ON e.site = k.site AND e.sequence > k.top "
                "ORDER BY e.pushed_at, e.sequence LIMIT 256",
                {std::span<const core::Bytes>(sites), std::span<const std::int64_t>(tops)});
    gaps = !take(hub, rows) || std::size_t(rows.rows()) == kPullBatch || gaps;
  }
  // Within what is known: pulled already, unless a fork or an edit passed on by a third has come.
  for (const auto& [site, sequence] : among) {
    const HubResult rows = hub.run("SELECT id FROM sagitta.edit WHERE site = $1 AND sequence = $2",
                                   {siteBytes(site), std::int64_t(sequence)});
    for (int row = 0; row < rows.rows(); ++row) {
      const core::EditId id = rows.hash(row, 0);
      gaps = gaps || (!local_.at(site).contains({sequence, id}) && !refused_.contains(id));
    }
  }
  if (gaps) {
    look();
    compare(hub);
  }
  if (blobs) {
    compareBlobs(hub);
  }
}

// ---- Work ----

bool Synchronizer::step(HubConnection& hub) {
  if (!toPush_.empty()) {
    push(hub);
  } else if (!toPull_.empty()) {
    pull(hub);
  } else if (!toPullBlobs_.empty()) {
    pullBlob(hub);
  } else if (!toPushBlobs_.empty()) {
    pushBlob(hub);
  } else {
    return false;
  }
  return true;
}

void Synchronizer::push(HubConnection& hub) {
  std::vector<core::Bytes> headers, contents;
  std::vector<core::EditId> withBody;
  std::size_t count = 0;
  for (std::size_t bytes = 0; count < std::min(toPush_.size(), kPushBatch) && bytes < kPushBytes; ++count) {
    const core::EditId id = toPush_[count];
    for (ForeignEdit& edit : project_.editsOf(std::span(&id, 1))) {
      headers.push_back(core::encodeHeader(edit.header));
      bytes += headers.back().size();
      if (edit.body) {
        bytes += edit.body->size();
        withBody.push_back(id);
        contents.push_back(std::move(*edit.body));
      }
    }
  }
  core::report(progress_, "Sending edits", report_.pushed, report_.pushed + waiting());
  hub.run("SELECT sagitta.push($1, $2, $3)",
          {std::span<const core::Bytes>(headers), std::span<const core::EditId>(withBody),
           std::span<const core::Bytes>(contents)});
  for (; count > 0; --count) {
    offered_.erase(toPush_.front());
    toPush_.pop_front();
    ++report_.pushed;
  }
}

void Synchronizer::pull(HubConnection& hub) {
  const std::size_t count = std::min(toPull_.size(), kPullBatch);
  const std::vector<core::EditId> ids(toPull_.begin(), toPull_.begin() + std::ptrdiff_t(count));
  core::report(progress_, "Receiving edits", report_.pulled, report_.pulled + std::int64_t(toPull_.size()));
  take(hub, hub.run("SELECT " HUB_EDIT "WHERE e.id = ANY($1) ORDER BY e.pushed_at, e.sequence",
                    {std::span<const core::EditId>(ids)}));
  for (const core::EditId& id : ids) {
    wanted_.erase(id);
  }
  toPull_.erase(toPull_.begin(), toPull_.begin() + std::ptrdiff_t(count));
}

bool Synchronizer::take(HubConnection& hub, const HubResult& rows) {
  std::vector<ForeignEdit> edits;
  std::vector<core::EditId> ids;
  bool joined = true;
  std::unordered_set<core::EditId> fresh;
  const auto import = [&] {
    there_.insert(ids.begin(), ids.end());
    report_.pulled += project_.importEdits(edits);
    for (std::size_t i = 0; i < edits.size(); ++i) {
      if (edits[i].body) {
        withoutBody_.erase(ids[i]);
      }
    }
    edits.clear();
    ids.clear();
    look();
  };
  for (int row = 0; row < rows.rows(); ++row) {
    const core::EditId id = rows.hash(row, 0);
    try {
      std::optional<core::Bytes> body;
      if (!rows.isNull(row, 4)) {
        const auto content = rows.bytes(row, 4);
        body.emplace(content.begin(), content.end());
      } else if (!rows.isNull(row, 3)) {
        const HubResult large = hub.run("SELECT content FROM sagitta.body WHERE edit = $1", {id});
        if (large.rows() > 0) {
          const auto content = large.bytes(0, 0);
          body.emplace(content.begin(), content.end());
        }
      }
      ForeignEdit edit = soundEdit(id, rows.bytes(row, 1), std::move(body));
      const core::EditHeader& header = edit.header;
      const auto site = local_.find(header.site);
      joined = joined && (header.previous.isZero() || fresh.contains(header.previous) ||
                          (site != local_.end() && site->second.contains({header.sequence - 1, header.previous})));
      fresh.insert(id);
      ids.push_back(id);
      edits.push_back(std::move(edit));
    } catch (const HubUnreachable&) {
      throw;
    } catch (const core::Error& error) {
      refused_.insert(id);
      report_.problems.push_back("Edit " + id.hex().substr(0, 8) + ", pushed by " + rows.text(row, 2) +
                                 ", was left at the hub: " + error.cause() +
                                 ". It may be of a newer version of Sagitta; else ask its sender.");
    }
    if (edits.size() == kImportBatch) {
      import();
    }
  }
  if (!edits.empty()) {
    import();
  }
  return joined;
}

void Synchronizer::pullBlob(HubConnection& hub) {
  const core::Hash hash = toPullBlobs_.front();
  core::report(progress_, "Receiving images", report_.blobsPulled + report_.blobsPushed, blobsTotal_);
  const HubResult rows =
      hub.run("SELECT data, raw_bytes, pushed_by FROM sagitta.blob WHERE hash = $1 ORDER BY encoding", {hash});
  bool found = false;
  std::string who;
  for (int row = 0; row < rows.rows() && !found; ++row) {
    const auto data = rows.bytes(row, 0);
    const Blob blob{std::size_t(rows.integer(row, 1)), core::Bytes(data.begin(), data.end())};
    try {
      found = core::sha256(decode_(blob)) == hash;
    } catch (const core::Error&) {
      found = false;
    }
    if (found) {
      project_.putBlob(hash, blob);
      ++report_.blobsPulled;
      report_.blobBytesPulled += std::int64_t(blob.data.size());
    } else {
      who += (who.empty() ? "" : ", ") + rows.text(row, 2);
    }
  }
  if (!found) {
    refused_.insert(hash);
    report_.problems.push_back("Image data " + hash.hex().substr(0, 8) + ", pushed by " + who +
                               ", is not what it claims to be, and was left at the hub. Ask its keeper to remove it; "
                               "a copy that holds the right data then sends it anew.");
  }
  toPullBlobs_.pop_front();
}

void Synchronizer::pushBlob(HubConnection& hub) {
  const core::Hash hash = toPushBlobs_.front();
  core::report(progress_, "Sending images", report_.blobsPulled + report_.blobsPushed, blobsTotal_);
  if (!hubBlobs_.contains(hash)) {
    const Blob blob = project_.blob(hash);
    hub.run("INSERT INTO sagitta.blob(hash, raw_bytes, data) VALUES($1, $2, $3) ON CONFLICT DO NOTHING",
            {hash, std::int64_t(blob.rawBytes), blob.data});
    hubBlobs_.insert(hash);
    ++report_.blobsPushed;
    report_.blobBytesPushed += std::int64_t(blob.data.size());
  }
  toPushBlobs_.pop_front();
}

void expectHubHoldsProject(HubConnection& hub) {
  expectHub(hub);
  if (hub.run("SELECT FROM sagitta.project").rows() == 0) {
    throw core::Error(hub.subject(), "The hub holds no project yet",
                      "Sync the file in which the project was begun first, or make one with `sagitta new`");
  }
}

SyncReport syncOnce(ProjectFile& project, HubConnection& hub, ProjectFile::BlobDecoder decode,
                    const core::ProgressSink& progress) {
  Synchronizer sync(project, std::move(decode), progress);
  sync.begin(hub);
  while (sync.step(hub)) {
  }
  return sync.report();
}

}  // namespace store
