#include "store/hub.h"

#include <sys/random.h>

#include <cstdint>

#include "core/error.h"
#include "core/name.h"
#include "hub_sql.h"

namespace store {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kLock = 0x53414754;    // "SAGT": two who make a hub at once wait for each other
constexpr std::size_t kMaxMemberBytes = 63;   // of a name in PostgreSQL
constexpr std::size_t kPasswordLetters = 24;  // of 32: 120 bits
constexpr char kLetters[] = "abcdefghijkmnpqrstuvwxyz23456789";  // none is taken for another

std::string memberRole(HubConnection& hub) {
  std::string role = "sagitta_" + hub.run("SELECT current_database()").text(0, 0);
  role.resize(std::min(role.size(), kMaxMemberBytes));
  return role;
}

// Rolled back unless committed, and where the connection is lost.
class HubTransaction {
 public:
  explicit HubTransaction(HubConnection& hub) : hub_(hub) { hub_.run("BEGIN"); }
  ~HubTransaction() {
    if (open_) {
      try {
        hub_.run("ROLLBACK");
      } catch (const core::Error&) {  // the server does so by itself
      } catch (const HubStopped&) {
      }
    }
  }
  HubTransaction(const HubTransaction&) = delete;
  HubTransaction& operator=(const HubTransaction&) = delete;
  void commit() {
    hub_.run("COMMIT");
    open_ = false;
  }

 private:
  HubConnection& hub_;
  bool open_ = true;
};

bool hasSchema(HubConnection& hub) {
  return hub.run("SELECT FROM pg_namespace WHERE nspname = 'sagitta'").rows() > 0;
}

bool hasRole(HubConnection& hub, const std::string& name) {
  return hub.run("SELECT FROM pg_roles WHERE rolname = $1", {name}).rows() > 0;
}

std::string newPassword() {
  std::uint8_t random[kPasswordLetters];
  core::check(::getentropy(random, sizeof random) == 0, "the system gives random numbers");
  std::string password;
  for (const std::uint8_t each : random) {
    password += kLetters[each % 32];
  }
  return password;
}

void requireMember(HubConnection& hub, const std::string& name) {
  core::requireName(name, hub.subject(), "the name of a member");
  if (name.size() > kMaxMemberBytes || name.starts_with("pg_") || name.starts_with("sagitta_") || name == "public") {
    throw core::Error(hub.subject(), "\"" + name + "\" cannot be the name of a member",
                      "Choose another, of at most 63 letters");
  }
}

std::vector<core::Bytes> bytesOf(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {core::Bytes(bytes.begin(), bytes.end())};
}

}  // namespace

bool initHub(HubConnection& hub) {
  HubTransaction transaction(hub);
  hub.run("SELECT pg_advisory_xact_lock($1)", {kLock});
  if (hasSchema(hub)) {
    expectHub(hub);
    return false;
  }
  const std::string member = memberRole(hub);
  if (!hasRole(hub, member)) {
    hub.script("CREATE ROLE " + hub.quoted(member) + " NOLOGIN");
  }
  std::string schema = kHubSchemaVersion1;
  const std::string mark = ":member";
  for (std::size_t at = 0; (at = schema.find(mark, at)) != std::string::npos;) {
    schema.replace(at, mark.size(), hub.quoted(member));
  }
  hub.script(schema);
  transaction.commit();
  return true;
}

void expectHub(HubConnection& hub) {
  if (!hasSchema(hub)) {
    throw core::Error(hub.subject(), "There is no hub in this database yet", "Make it once with `sagitta hub init`");
  }
  const HubResult found = hub.run("SELECT number FROM sagitta.version");
  const std::int64_t version = found.rows() == 1 ? found.integer(0, 0) : 0;
  if (version > kVersion) {
    throw core::Error(hub.subject(), "The hub is of a newer version of Sagitta than this one",
                      "Update Sagitta on this computer; nothing was changed");
  }
  if (version < kVersion) {
    throw core::Error(hub.subject(), "What is there is not a hub that this version knows", "Ask the hub's keeper");
  }
}

std::string inviteToHub(HubConnection& hub, const std::string& name) {
  requireMember(hub, name);
  expectHub(hub);
  HubTransaction transaction(hub);
  std::string password;
  if (!hasRole(hub, name)) {
    password = newPassword();
    hub.script("CREATE ROLE " + hub.quoted(name) + " LOGIN PASSWORD " + hub.literal(hub.scramVerifier(name, password)));
  }
  hub.script("GRANT " + hub.quoted(memberRole(hub)) + " TO " + hub.quoted(name));
  transaction.commit();
  return password;
}

void dismissFromHub(HubConnection& hub, const std::string& name) {
  expectHub(hub);
  const std::string member = memberRole(hub);
  if (hub.run("SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles p ON p.oid = m.member "
              "WHERE g.rolname = $1 AND p.rolname = $2",
              {member, name})
          .rows() == 0) {
    throw core::Error(hub.subject(), "\"" + name + "\" is not a member of this hub", "Check the name");
  }
  hub.script("REVOKE " + hub.quoted(member) + " FROM " + hub.quoted(name));
}

void hideTrack(HubConnection& hub, const core::CaseId& caseId, const std::string& track,
               const std::vector<std::string>& members) {
  expectHub(hub);
  HubTransaction transaction(hub);
  const core::Bytes bytes = bytesOf(track).front();
  hub.run("INSERT INTO sagitta.blind(case_id, track) VALUES($1, $2) ON CONFLICT DO NOTHING", {caseId, bytes});
  for (const std::string& member : members) {
    if (!hasRole(hub, member)) {
      throw core::Error(hub.subject(), "\"" + member + "\" is not a member of this hub", "Invite them first");
    }
    hub.run("INSERT INTO sagitta.reader(case_id, track, member) VALUES($1, $2, $3) ON CONFLICT DO NOTHING",
            {caseId, bytes, member});
  }
  transaction.commit();
}

void showTrack(HubConnection& hub, const core::CaseId& caseId, const std::string& track) {
  expectHub(hub);
  HubTransaction transaction(hub);
  hub.run("DELETE FROM sagitta.blind WHERE case_id = $1 AND track = $2", {caseId, bytesOf(track).front()});
  hub.run("SELECT pg_notify('sagitta', 'bodies')");
  transaction.commit();
}

}  // namespace store
