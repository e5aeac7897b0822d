// SQLite behind thin owners: a connection, its prepared statements (each prepared once), a transaction. One thread at a
// time per Database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"

struct sqlite3;
struct sqlite3_stmt;

namespace store {

class Database;

// A statement with its values bound. Made by Database::query; given back to the connection when it goes.
class Query {
 public:
  Query(Query&& other) noexcept;
  Query& operator=(Query&&) = delete;
  ~Query();

  bool next();  // whether there is a row; throws core::Error
  void run() {  // to the end
    while (next()) {
    }
  }

  // Of the present row. Values of another type than asked for mean a damaged file and throw core::Error.
  bool isNull(int column) const;
  std::int64_t integer(int column) const;
  std::string text(int column) const;
  std::span<const std::byte> bytes(int column) const;  // valid until next()
  core::Hash hash(int column) const;

 private:
  friend class Database;
  Query(Database& database, std::string_view sql);
  void bind(int at, std::int64_t value);
  void bind(int at, std::string_view value);
  void bind(int at, std::span<const std::byte> value);
  void bind(int at, const core::Hash& value);
  void bind(int at, std::nullopt_t);
  template <typename Value>
  void bind(int at, const std::optional<Value>& value) {
    if (value) {
      bind(at, *value);
    } else {
      bind(at, std::nullopt);
    }
  }

  Database* database_;
  std::string_view sql_;  // a literal
  sqlite3_stmt* statement_;
};

class Database {
 public:
  struct Options {
    bool write = false;
    bool immutable = false;     // reads the file alone, without its log and without locks
    const char* vfs = nullptr;  // SQLite's own where null
  };

  // Opens a file that exists (":memory:" for none). Hostile content stays content: schema code is never run, lengths
  // are limited. Throws core::Error.
  Database(const std::filesystem::path& path, const Options& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Another connection to the same file, for reading on another thread. Throws core::Error.
  std::unique_ptr<Database> anotherReader() const;

  // `sql` is a literal: the prepared statement is kept by it. Values are bound in order.
  template <typename... Values>
  Query query(std::string_view sql, const Values&... values) {
    Query query(*this, sql);
    int at = 0;
    (query.bind(++at, values), ...);
    return query;
  }
  template <typename... Values>
  void run(std::string_view sql, const Values&... values) {
    query(sql, values...).run();
  }
  void script(const std::string& sql);  // several statements, not kept

  std::int64_t integer(std::string_view sql);  // the first column of the first row
  std::int64_t lastInsertId() const;
  int pagesInLog() const { return pagesInLog_; }  // of the write-ahead log, as of this connection's last commit
  void setBusyTimeout(int milliseconds);
  // Moves the write-ahead log into the file and empties it, as far as readers let it. Under the file's lock only.
  bool checkpoint();
  // Whether closing may do the same and remove the log, where this is the last connection. Under the file's lock only.
  void allowCheckpointOnClose(bool allow);
  bool inTransaction() const;

  [[noreturn]] void fail(int code) const;  // in plain words
  [[noreturn]] void failDamaged(const std::string& what) const;
  const std::string& subject() const { return subject_; }

 private:
  friend class Query;
  sqlite3_stmt* take(std::string_view sql);
  void giveBack(std::string_view sql, sqlite3_stmt* statement);

  std::string subject_;
  Options options_;
  sqlite3* handle_ = nullptr;
  int pagesInLog_ = 0;
  std::multimap<std::string_view, sqlite3_stmt*> idle_;
};

// Rolled back unless committed.
class Transaction {
 public:
  enum class Kind { Read, Write };
  Transaction(Database& database, Kind kind);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace store
