#include "store/hub_connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <bit>
#include <cerrno>
#include <map>
#include <memory>

namespace store {
namespace {

// PostgreSQL's numbers for its types (pg_type.dat).
constexpr unsigned kBytea = 17, kName = 19, kInt8 = 20, kInt4 = 23, kText = 25, kBool = 16, kByteaArray = 1001,
                   kInt8Array = 1016;
constexpr auto kConnectTime = std::chrono::seconds(15);

// PostgreSQL's binary numbers come with the highest byte first.
template <typename Number>
void writeNumber(core::Bytes& bytes, Number value) {
  for (int shift = int(sizeof value) * 8 - 8; shift >= 0; shift -= 8) {
    bytes.push_back(std::byte(std::uint64_t(value) >> shift));
  }
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '.')) {
    text.pop_back();
  }
  return text;
}

// A failed connection says its SQLSTATE only within its text: "FATAL:  28P01: ...". Empty where the failure is not the
// server's.
std::string stateIn(const std::string& message) {
  for (const char* level : {"FATAL:  ", "PANIC:  ", "ERROR:  "}) {
    const auto at = message.find(level);
    if (at != std::string::npos && message.size() > at + 13 && message[at + 13] == ':') {
      return message.substr(at + 8, 5);
    }
  }
  return {};
}

// The words of a verbose message without its code and where in PostgreSQL's sources it arose.
std::string plainWords(const std::string& message, const std::string& state) {
  std::string text = message.substr(0, message.find("\nLOCATION:"));
  if (const auto at = text.find(state + ": "); !state.empty() && at != std::string::npos) {
    text = text.substr(at + state.size() + 2);
  }
  return trimmed(text);
}

bool isPassing(const std::string& state) {
  return state.starts_with("08") || state.starts_with("57P") || state.starts_with("53") || state.starts_with("40");
}

}  // namespace

// ---- Values ----

HubValue::HubValue(std::int64_t value) : type_(kInt8) {
  writeNumber(bytes_, value);
}
HubValue::HubValue(std::string_view text) : type_(kText) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  bytes_.assign(bytes.begin(), bytes.end());
}
HubValue::HubValue(std::span<const std::byte> bytes) : type_(kBytea), bytes_(bytes.begin(), bytes.end()) {}
HubValue::HubValue(const core::Hash& hash) : HubValue(std::as_bytes(std::span(hash.bytes))) {}

HubValue::HubValue(std::span<const core::Bytes> array) : type_(kByteaArray) {
  beginArray(kBytea, array.size());
  for (const core::Bytes& each : array) {
    element(each);
  }
}
HubValue::HubValue(std::span<const core::Hash> array) : type_(kByteaArray) {
  beginArray(kBytea, array.size());
  for (const core::Hash& each : array) {
    element(std::as_bytes(std::span(each.bytes)));
  }
}
HubValue::HubValue(std::span<const std::int64_t> array) : type_(kInt8Array) {
  beginArray(kInt8, array.size());
  for (const std::int64_t each : array) {
    core::Bytes bytes;
    writeNumber(bytes, each);
    element(bytes);
  }
}

// A binary array: dimensions, whether there are nulls, the elements' type, then length and lower bound of each
// dimension; an empty one has no dimension. Then each element with its length before it.
void HubValue::beginArray(unsigned elementType, std::size_t count) {
  writeNumber(bytes_, std::uint32_t(count > 0 ? 1 : 0));
  writeNumber(bytes_, std::uint32_t{0});
  writeNumber(bytes_, std::uint32_t(elementType));
  if (count > 0) {
    writeNumber(bytes_, std::uint32_t(count));
    writeNumber(bytes_, std::uint32_t{1});
  }
}

void HubValue::element(std::span<const std::byte> bytes) {
  writeNumber(bytes_, std::uint32_t(bytes.size()));
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

// ---- Results ----

HubResult::~HubResult() {
  PQclear(result_);
}

int HubResult::rows() const {
  return PQntuples(result_);
}

bool HubResult::isNull(int row, int column) const {
  return PQgetisnull(result_, row, column) != 0;
}

std::span<const std::byte> HubResult::bytes(int row, int column) const {
  if (PQftype(result_, column) != kBytea || isNull(row, column)) {
    throw core::Error(subject_, "It answers otherwise than a hub does", "Check the address");
  }
  const auto size = std::size_t(PQgetlength(result_, row, column));
  return std::as_bytes(std::span(PQgetvalue(result_, row, column), size));
}

std::int64_t HubResult::integer(int row, int column) const {
  const unsigned type = PQftype(result_, column);
  if ((type != kInt8 && type != kInt4) || isNull(row, column)) {
    throw core::Error(subject_, "It answers otherwise than a hub does", "Check the address");
  }
  std::uint64_t value = 0;
  const int size = PQgetlength(result_, row, column);
  for (int i = 0; i < size; ++i) {
    value = value << 8 | std::uint8_t(PQgetvalue(result_, row, column)[i]);
  }
  return size == 4 ? std::int64_t(std::int32_t(std::uint32_t(value))) : std::int64_t(value);
}

bool HubResult::truth(int row, int column) const {
  if (PQftype(result_, column) != kBool || isNull(row, column)) {
    throw core::Error(subject_, "It answers otherwise than a hub does", "Check the address");
  }
  return *PQgetvalue(result_, row, column) != 0;
}

std::string HubResult::text(int row, int column) const {
  const unsigned type = PQftype(result_, column);
  if ((type != kText && type != kName) || isNull(row, column)) {
    throw core::Error(subject_, "It answers otherwise than a hub does", "Check the address");
  }
  return {PQgetvalue(result_, row, column), std::size_t(PQgetlength(result_, row, column))};
}

core::Hash HubResult::hash(int row, int column) const {
  const auto value = bytes(row, column);
  core::Hash hash;
  if (value.size() != hash.bytes.size()) {
    throw core::Error(subject_, "It answers otherwise than a hub does", "Check the address");
  }
  std::memcpy(hash.bytes.data(), value.data(), value.size());
  return hash;
}

// ---- The connection ----

HubConnection::HubConnection(const HubAddress& address, const Alarm& stop) : subject_(address.shown()), stop_(stop) {
  try {
    connect(address);
  } catch (...) {
    PQfinish(connection_);
    throw;
  }
}

HubConnection::~HubConnection() {
  PQfinish(connection_);
}

void HubConnection::connect(const HubAddress& address) {
  std::vector<const char*> words, values;
  for (const auto& [word, value] : address.words()) {
    words.push_back(word.c_str());
    values.push_back(value.c_str());
  }
  words.push_back(nullptr);
  values.push_back(nullptr);
  connection_ = PQconnectStartParams(words.data(), values.data(), 0);
  if (connection_ == nullptr) {
    throw std::bad_alloc();
  }
  PQsetNoticeProcessor(
      connection_, [](void*, const char*) {}, nullptr);  // what matters comes as an error too
  PQsetErrorVerbosity(connection_, PQERRORS_VERBOSE);    // with codes, for texts come in the server's language
  const auto until = std::chrono::steady_clock::now() + kConnectTime;
  PostgresPollingStatusType status =
      PQstatus(connection_) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (status != PGRES_POLLING_OK) {
    if (status == PGRES_POLLING_FAILED) {
      failConnecting();
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    std::array<pollfd, 2> waiting = {
        {{PQsocket(connection_), short(status == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0},
         {stop_.descriptor(), POLLIN, 0}}};
    if (left.count() <= 0 || (::poll(waiting.data(), waiting.size(), int(left.count())) == 0)) {
      throw HubUnreachable(subject_, "The hub does not answer", "Check the network; nothing is lost meanwhile");
    }
    if (waiting[1].revents != 0) {
      throw HubStopped{};
    }
    status = PQconnectPoll(connection_);
  }
  PQsetErrorVerbosity(connection_, PQERRORS_DEFAULT);
  PQsetnonblocking(connection_, 1);
}

void HubConnection::failConnecting() const {
  const std::string message = PQerrorMessage(connection_);
  const std::string state = stateIn(message);
  const std::string words = plainWords(message, state);
  if (state == "28P01" || words.find("password") != std::string::npos) {
    throw core::Error(subject_, "The hub does not accept the name or password (" + words + ")",
                      "Check the address that the hub's keeper gave you");
  }
  if (state.starts_with("28")) {
    throw core::Error(subject_, "The hub does not let you in (" + words + ")", "Ask the hub's keeper");
  }
  if (state == "3D000") {
    throw core::Error(subject_, "There is no such database (" + words + ")",
                      "Check the address, or have the database made first");
  }
  if (state.empty() && (words.find("certificate") != std::string::npos || words.find("SSL") != std::string::npos ||
                        words.find("channel binding") != std::string::npos)) {
    throw core::Error(subject_, "The connection is not safe, and nothing was sent (" + words + ")",
                      "Have the hub's certificate put right, or name its authority with sslrootcert in the address");
  }
  if (!state.empty() && !isPassing(state)) {
    throw core::Error(subject_, "The hub refuses the connection (" + words + ")", "Ask the hub's keeper");
  }
  throw HubUnreachable(subject_, "The hub cannot be reached (" + words + ")",
                       "Check the network; nothing is lost meanwhile");
}

void HubConnection::failLost() const {
  throw HubUnreachable(subject_, "The connection to the hub was lost (" + trimmed(PQerrorMessage(connection_)) + ")",
                       "Nothing is lost: what is not there yet goes up with the next sync");
}

void HubConnection::fail(const pg_result* result) const {
  if (PQstatus(connection_) == CONNECTION_BAD) {
    failLost();
  }
  const auto field = [&](int which) {
    const char* value = PQresultErrorField(result, which);
    return value == nullptr ? std::string() : std::string(value);
  };
  const std::string state = field(PG_DIAG_SQLSTATE);
  const std::string words = trimmed(field(PG_DIAG_MESSAGE_PRIMARY));
  if (isPassing(state)) {
    throw HubUnreachable(subject_, "The hub cannot do this just now (" + words + ")",
                         "Nothing is lost: what is not there yet goes up with the next sync");
  }
  if (state == "42501") {
    throw core::Error(subject_, "You may not do this there (" + words + ")", "Ask the hub's keeper for an invitation");
  }
  throw core::Error(subject_, "The hub refuses this (" + words + ")",
                    "Run `sagitta verify` on the file; if that finds nothing, ask the hub's keeper");
}

// Waits for the socket, or throws where the alarm is raised.
void HubConnection::await(short events) {
  std::array<pollfd, 2> waiting = {{{PQsocket(connection_), events, 0}, {stop_.descriptor(), POLLIN, 0}}};
  while (::poll(waiting.data(), waiting.size(), -1) < 0) {
    if (errno != EINTR) {
      failLost();
    }
  }
  if (waiting[1].revents != 0) {
    throw HubStopped{};
  }
  if ((waiting[0].revents & ~POLLOUT) != 0 && PQconsumeInput(connection_) == 0) {
    failLost();
  }
}

HubResult HubConnection::finish() {
  for (int left = PQflush(connection_); left != 0; left = PQflush(connection_)) {
    if (left < 0) {
      failLost();
    }
    await(POLLIN | POLLOUT);
  }
  using Owned = std::unique_ptr<PGresult, decltype(&PQclear)>;
  Owned last(nullptr, PQclear);
  for (;;) {
    while (PQisBusy(connection_) != 0) {
      await(POLLIN);
    }
    Owned next(PQgetResult(connection_), PQclear);
    if (!next) {
      break;
    }
    // The first failure is the one to tell of.
    if (!last || PQresultStatus(last.get()) != PGRES_FATAL_ERROR) {
      last = std::move(next);
    }
  }
  if (!last) {
    failLost();
  }
  const ExecStatusType status = PQresultStatus(last.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    fail(last.get());
  }
  return {last.release(), subject_};
}

HubResult HubConnection::run(const char* sql, const std::vector<HubValue>& values) {
  std::vector<Oid> types;
  std::vector<const char*> data;
  std::vector<int> lengths, formats;
  for (const HubValue& value : values) {
    types.push_back(value.type());
    // libpq takes a null pointer for NULL, which an empty vector may have.
    data.push_back(value.bytes().empty() ? "" : reinterpret_cast<const char*>(value.bytes().data()));
    lengths.push_back(int(value.bytes().size()));
    formats.push_back(1);
  }
  if (PQsendQueryParams(connection_, sql, int(values.size()), types.data(), data.data(), lengths.data(), formats.data(),
                        1) == 0) {
    failLost();
  }
  return finish();
}

void HubConnection::script(const std::string& sql) {
  if (PQsendQuery(connection_, sql.c_str()) == 0) {
    failLost();
  }
  finish();
}

std::vector<HubConnection::Announcement> HubConnection::announcements() {
  if (PQconsumeInput(connection_) == 0) {
    failLost();
  }
  std::vector<Announcement> heard;
  while (const std::unique_ptr<PGnotify, decltype(&PQfreemem)> each{PQnotifies(connection_), PQfreemem}) {
    if (each->be_pid != PQbackendPID(connection_)) {
      heard.push_back({each->relname, each->extra});
    }
  }
  return heard;
}

void HubConnection::wait(const Alarm& nudge, std::chrono::milliseconds atMost) {
  std::array<pollfd, 3> waiting = {
      {{PQsocket(connection_), POLLIN, 0}, {stop_.descriptor(), POLLIN, 0}, {nudge.descriptor(), POLLIN, 0}}};
  ::poll(waiting.data(), waiting.size(), int(atMost.count()));
  if (waiting[1].revents != 0) {
    throw HubStopped{};
  }
}

std::string HubConnection::quoted(const std::string& name) const {
  const std::unique_ptr<char, decltype(&PQfreemem)> text(PQescapeIdentifier(connection_, name.c_str(), name.size()),
                                                         PQfreemem);
  core::check(text != nullptr, "a name can be quoted");
  return text.get();
}

std::string HubConnection::literal(const std::string& words) const {
  const std::unique_ptr<char, decltype(&PQfreemem)> text(PQescapeLiteral(connection_, words.c_str(), words.size()),
                                                         PQfreemem);
  core::check(text != nullptr, "a text can be quoted");
  return text.get();
}

std::string HubConnection::scramVerifier(const std::string& role, const std::string& password) const {
  const std::unique_ptr<char, decltype(&PQfreemem)> text(
      PQencryptPasswordConn(connection_, password.c_str(), role.c_str(), "scram-sha-256"), PQfreemem);
  core::check(text != nullptr, "a password can be made into what the server keeps");
  return text.get();
}

}  // namespace store
