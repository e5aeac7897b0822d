#include "store/database.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "store/disk_full.h"

namespace store {
namespace {

constexpr int kBusyTimeoutMs = 20'000;
constexpr int kMaxValueBytes = 256 << 20;  // the longest body or blob

// SQLite's file names in a URI: everything that could mean something there is escaped.
std::string uriOf(const std::filesystem::path& path, bool immutable) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.";
  constexpr char kDigits[] = "0123456789abcdef";
  std::string uri = "file:";
  for (const char each : std::filesystem::absolute(path).string()) {
    if (kPlain.find(each) != std::string_view::npos) {
      uri += each;
    } else {
      const auto byte = static_cast<unsigned char>(each);
      uri += '%';
      uri += kDigits[byte >> 4];
      uri += kDigits[byte & 15];
    }
  }
  return immutable ? uri + "?immutable=1" : uri;
}

}  // namespace

Query::Query(Database& database, std::string_view sql)
    : database_(&database), sql_(sql), statement_(database.take(sql)) {}

Query::Query(Query&& other) noexcept
    : database_(other.database_), sql_(other.sql_), statement_(std::exchange(other.statement_, nullptr)) {}

Query::~Query() {
  if (statement_ != nullptr) {
    database_->giveBack(sql_, statement_);
  }
}

bool Query::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code != SQLITE_DONE) {
    database_->fail(code);
  }
  return false;
}

bool Query::isNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Query::integer(int column) const {
  if (sqlite3_column_type(statement_, column) != SQLITE_INTEGER) {
    database_->failDamaged("a number in it is none");
  }
  return sqlite3_column_int64(statement_, column);
}

std::string Query::text(int column) const {
  if (sqlite3_column_type(statement_, column) != SQLITE_TEXT) {
    database_->failDamaged("a text in it is none");
  }
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) {
    database_->fail(SQLITE_NOMEM);
  }
  return {text, std::size_t(sqlite3_column_bytes(statement_, column))};
}

std::span<const std::byte> Query::bytes(int column) const {
  if (sqlite3_column_type(statement_, column) != SQLITE_BLOB) {
    database_->failDamaged("a value in it has the wrong type");
  }
  const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
  const auto length = std::size_t(sqlite3_column_bytes(statement_, column));
  if (data == nullptr && length > 0) {
    database_->fail(SQLITE_NOMEM);
  }
  return {data, length};
}

core::Hash Query::hash(int column) const {
  const auto stored = bytes(column);
  core::Hash hash;
  if (stored.size() != hash.bytes.size()) {
    database_->failDamaged("a hash in it has the wrong length");
  }
  std::memcpy(hash.bytes.data(), stored.data(), stored.size());
  return hash;
}

void Query::bind(int at, std::int64_t value) {
  sqlite3_bind_int64(statement_, at, value);
}

void Query::bind(int at, std::string_view value) {
  const int code = sqlite3_bind_text(statement_, at, value.data() == nullptr ? "" : value.data(), int(value.size()),
                                     SQLITE_TRANSIENT);
  if (code != SQLITE_OK) {
    database_->fail(code);
  }
}

void Query::bind(int at, std::span<const std::byte> value) {
  const int code = value.empty() ? sqlite3_bind_zeroblob(statement_, at, 0)
                                 : sqlite3_bind_blob64(statement_, at, value.data(), value.size(), SQLITE_TRANSIENT);
  if (code != SQLITE_OK) {
    database_->fail(code);
  }
}

void Query::bind(int at, const core::Hash& value) {
  bind(at, std::as_bytes(std::span(value.bytes)));
}

void Query::bind(int at, std::nullopt_t) {
  sqlite3_bind_null(statement_, at);
}

Database::Database(const std::filesystem::path& path, const Options& options)
    : subject_(path.string()), options_(options) {
  const int access = options.write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  const bool memory = subject_ == ":memory:";
  const std::string name = memory ? subject_ : uriOf(path, options.immutable);
  const int code = sqlite3_open_v2(
      name.c_str(), &handle_, access | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, options.vfs);
  try {
    if (code != SQLITE_OK) {
      fail(code);
    }
    sqlite3_extended_result_codes(handle_, 1);
    setBusyTimeout(kBusyTimeoutMs);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    allowCheckpointOnClose(false);
    sqlite3_limit(handle_, SQLITE_LIMIT_LENGTH, kMaxValueBytes);
    sqlite3_limit(handle_, SQLITE_LIMIT_ATTACHED, 1);  // VACUUM attaches one
    sqlite3_limit(handle_, SQLITE_LIMIT_WORKER_THREADS, 0);
    // The hook stands in for SQLite's own automatic checkpoints, which would run outside the file's lock. PRAGMA
    // wal_autocheckpoint, of any value, would take it away again.
    sqlite3_wal_hook(
        handle_,
        [](void* self, sqlite3*, const char*, int pages) {
          static_cast<Database*>(self)->pagesInLog_ = pages;
          return SQLITE_OK;
        },
        this);
    script("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-32768;");
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

Database::~Database() {
  for (const auto& [sql, statement] : idle_) {
    sqlite3_finalize(statement);
  }
  sqlite3_close(handle_);
}

std::unique_ptr<Database> Database::anotherReader() const {
  return std::make_unique<Database>(subject_, Options{.immutable = options_.immutable, .vfs = options_.vfs});
}

void Database::script(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    fail(code);
  }
}

std::int64_t Database::integer(std::string_view sql) {
  Query first = query(sql);
  if (!first.next()) {
    failDamaged("an answer is missing");
  }
  return first.integer(0);
}

std::int64_t Database::lastInsertId() const {
  return sqlite3_last_insert_rowid(handle_);
}

void Database::setBusyTimeout(int milliseconds) {
  sqlite3_busy_timeout(handle_, milliseconds);
}

bool Database::checkpoint() {
  setBusyTimeout(0);  // nobody waits for readers: the rest is moved next time
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  setBusyTimeout(kBusyTimeoutMs);
  if (code == SQLITE_OK) {
    pagesInLog_ = 0;
    return true;
  }
  if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) {
    return false;
  }
  fail(code);
}

void Database::allowCheckpointOnClose(bool allow) {
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, allow ? 0 : 1, nullptr);
}

bool Database::inTransaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

sqlite3_stmt* Database::take(std::string_view sql) {
  const auto found = idle_.find(sql);
  if (found != idle_.end()) {
    sqlite3_stmt* statement = found->second;
    idle_.erase(found);
    return statement;
  }
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v3(handle_, sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) {
    fail(code);
  }
  return statement;
}

void Database::giveBack(std::string_view sql, sqlite3_stmt* statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  idle_.emplace(sql, statement);
}

void Database::failDamaged(const std::string& what) const {
  throw core::Error(subject_, "The project file is damaged: " + what,
                    "Restore it from a copy; leave this one as it is");
}

void Database::fail(int code) const {
  const std::string detail = handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
  const int kind = code & 0xff;
  if (handle_ != nullptr && (kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN)) {
    // Room is also asked for, as a project opens, for the memory that processes share and for files beside it.
    const int system = sqlite3_system_errno(handle_);
    if (sqlite3_extended_errcode(handle_) == SQLITE_IOERR_SHMSIZE || system == ENOSPC || system == EDQUOT) {
      throw DiskFull(subject_);
    }
  }
  switch (kind) {
    case SQLITE_FULL:
      throw DiskFull(subject_);
    case SQLITE_CORRUPT:
      failDamaged(detail);
    case SQLITE_NOTADB:
      throw core::Error(subject_, "This is not a Sagitta project",
                        "Choose a project file, or make one with `sagitta new`");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw core::Error(subject_, "Another program keeps the project locked", "Close it there and try again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      throw core::Error(subject_, "The project cannot be written (" + detail + ")",
                        "Check the permissions of the file and of its folder");
    case SQLITE_CANTOPEN:
      throw core::Error(subject_, "The project cannot be opened (" + detail + ")",
                        "Check the permissions of the file and of its folder");
    case SQLITE_NOMEM:
      throw core::Error(subject_, "There is not enough memory", "Close other programs and try again");
    case SQLITE_TOOBIG:
      throw core::Error(subject_, "A value is larger than a project can hold", "Split it and try again");
    case SQLITE_IOERR:
      throw core::Error(subject_, "The disk reports a fault (" + detail + ")",
                        "Check the disk and the space left on it");
    default:
      throw core::Error(subject_, "The project file gave an error (" + detail + ")", "Run `sagitta verify` on it");
  }
}

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
  database_.run(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (open_ && database_.inTransaction()) {
    try {
      database_.run("ROLLBACK");
    } catch (const core::Error&) {
      // SQLite rolls back by itself where it could not be told to.
    }
  }
}

void Transaction::commit() {
  database_.run("COMMIT");
  open_ = false;
}

}  // namespace store
