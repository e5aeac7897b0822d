// libpq behind thin owners: a connection to a hub, the values that go to it and what comes back. Nothing here blocks
// beyond the moment when the alarm given is raised. One thread at a time per connection.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "store/hub_address.h"
#include "store/hub_alarm.h"

struct pg_conn;
struct pg_result;

namespace store {

// The hub cannot be reached just now: trying again later helps, and nothing is lost until then.
class HubUnreachable : public core::Error {
 public:
  using core::Error::Error;
};

// The alarm was raised while the hub was waited for.
struct HubStopped {};

// A parameter of a statement, in PostgreSQL's binary form.
class HubValue {
 public:
  HubValue(std::int64_t value);     // NOLINT(google-explicit-constructor): a list of values reads as such
  HubValue(std::string_view text);  // NOLINT
  HubValue(const std::string& text) : HubValue(std::string_view(text)) {}              // NOLINT
  HubValue(std::span<const std::byte> bytes);                                          // NOLINT
  HubValue(const core::Bytes& bytes) : HubValue(std::span<const std::byte>(bytes)) {}  // NOLINT
  HubValue(const core::Hash& hash);                                                    // NOLINT
  HubValue(std::span<const core::Bytes> array);                                        // NOLINT
  HubValue(std::span<const core::Hash> array);                                         // NOLINT
  HubValue(std::span<const std::int64_t> array);                                       // NOLINT

  unsigned type() const { return type_; }
  const core::Bytes& bytes() const { return bytes_; }

 private:
  void beginArray(unsigned elementType, std::size_t count);
  void element(std::span<const std::byte> bytes);

  unsigned type_;
  core::Bytes bytes_;
};

// Rows that came back. Values of another type than asked for mean a hub that is none, and throw core::Error.
class HubResult {
 public:
  HubResult(pg_result* result, std::string subject) : result_(result), subject_(std::move(subject)) {}
  ~HubResult();
  HubResult(HubResult&& other) noexcept : result_(other.result_), subject_(std::move(other.subject_)) {
    other.result_ = nullptr;
  }
  HubResult& operator=(HubResult&&) = delete;

  int rows() const;
  bool isNull(int row, int column) const;
  std::int64_t integer(int row, int column) const;              // integer, bigint
  bool truth(int row, int column) const;                        // boolean
  std::string text(int row, int column) const;                  // text, name
  std::span<const std::byte> bytes(int row, int column) const;  // bytea; valid as long as this
  core::Hash hash(int row, int column) const;

 private:
  pg_result* result_;
  std::string subject_;
};

class HubConnection {
 public:
  // Throws HubUnreachable, core::Error where trying again would not help, or HubStopped.
  HubConnection(const HubAddress& address, const Alarm& stop);
  ~HubConnection();
  HubConnection(const HubConnection&) = delete;
  HubConnection& operator=(const HubConnection&) = delete;

  // One statement and its rows. Throws as the constructor.
  HubResult run(const char* sql, const std::vector<HubValue>& values = {});
  void script(const std::string& sql);  // several statements

  // What others announced since the last call (LISTEN); what this connection itself announced is left out.
  struct Announcement {
    std::string channel;
    std::string text;
  };
  std::vector<Announcement> announcements();
  // Waits until something comes from the hub, `nudge` is raised, or the time is over.
  void wait(const Alarm& nudge, std::chrono::milliseconds atMost);

  std::string quoted(const std::string& name) const;   // as an identifier in SQL
  std::string literal(const std::string& text) const;  // as a string in SQL
  // What a server keeps in place of a password, so that the password itself never travels.
  std::string scramVerifier(const std::string& role, const std::string& password) const;
  const std::string& subject() const { return subject_; }  // the address, for people

 private:
  void connect(const HubAddress& address);
  void await(short events);
  HubResult finish();
  [[noreturn]] void failConnecting() const;
  [[noreturn]] void failLost() const;
  [[noreturn]] void fail(const pg_result* result) const;

  std::string subject_;
  const Alarm& stop_;
  pg_conn* connection_ = nullptr;
};

}  // namespace store
