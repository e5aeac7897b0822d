#include "store/hub_address.h"

#include <libpq-fe.h>

#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <sstream>
#include <utility>

#include "core/environment.h"
#include "core/error.h"

namespace store {
namespace {

constexpr char kExample[] = "Write it as postgresql://NAME@HOST/DATABASE";
// Debian's bundle of public authorities; libpq of before version 16 does not look for it.
constexpr char kSystemAuthorities[] = "/etc/ssl/certs/ca-certificates.crt";

// One host of the comma-separated list that an address may name.
bool isThisComputer(const std::string& host) {
  return host.empty() || host.front() == '/' || host.front() == '@' || host == "localhost" || host == "::1" ||
         host.starts_with("127.");
}

bool allOnThisComputer(const std::string& hosts) {
  std::istringstream list(hosts);
  for (std::string host; std::getline(list, host, ',');) {
    if (!isThisComputer(host)) {
      return false;
    }
  }
  return true;
}

bool hasOwnAuthority() {
  const char* home = std::getenv("HOME");
  return home != nullptr && std::filesystem::exists(std::filesystem::path(home) / ".postgresql/root.crt");
}

std::string escaped(const std::string& text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string result;
  for (const char letter : text) {
    if (std::isalnum(static_cast<unsigned char>(letter)) != 0 || std::strchr("-._~", letter) != nullptr) {
      result += letter;
    } else {
      result += {'%', kDigits[std::uint8_t(letter) >> 4], kDigits[std::uint8_t(letter) & 15]};
    }
  }
  return result;
}

}  // namespace

HubAddress::HubAddress(const std::string& text) {
  if (!text.starts_with("postgresql://") && !text.starts_with("postgres://")) {
    throw core::Error("The hub's address", "It is not the address of a PostgreSQL database", kExample);
  }
  char* fault = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(text.c_str(), &fault),
                                                                             PQconninfoFree);
  if (!options) {
    std::string why = fault == nullptr ? "it is damaged" : fault;
    PQfreemem(fault);
    while (!why.empty() && why.back() == '\n') {
      why.pop_back();
    }
    throw core::Error("The hub's address", "It cannot be read (" + why + ")", kExample);
  }
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr && *option->val != '\0') {
      words_[option->keyword] = option->val;
    }
  }
  given_ = words_;
  for (const auto& [word, variable] : {std::pair("host", "PGHOST"), {"hostaddr", "PGHOSTADDR"}}) {
    if (const std::string value = core::environment(variable); !value.empty()) {
      words_.try_emplace(word, value);
    }
  }
  local_ = allOnThisComputer(words_.contains("hostaddr") ? words_.at("hostaddr") : words_["host"]);
  shown_ = "postgresql://" + (words_.contains("user") ? words_["user"] + "@" : std::string()) + words_["host"] +
           (words_.contains("port") ? ":" + words_["port"] : std::string()) + "/" + words_["dbname"];
  std::erase_if(words_, [](const auto& word) { return word.second.empty(); });
  secure();
}

void HubAddress::secure() {
  // A dead network is noticed within half a minute, also in the middle of an answer.
  for (const auto& [word, value] : {std::pair("keepalives_idle", "10"),
                                    {"keepalives_interval", "5"},
                                    {"keepalives_count", "3"},
                                    {"tcp_user_timeout", "20000"},
                                    {"application_name", "sagitta"}}) {
    words_.try_emplace(word, value);
  }
  words_["client_encoding"] = "UTF8";
  if (local_) {
    words_.try_emplace("gssencmode", "disable");
    return;
  }
  const std::string variable = core::environment("PGSSLMODE");
  const std::string mode = words_.try_emplace("sslmode", variable.empty() ? "verify-full" : variable).first->second;
  if (mode == "disable" || mode == "allow" || mode == "prefer") {
    throw core::Error(shown_, "sslmode=" + mode + " would let anyone between here and the hub read and change the data",
                      "Leave sslmode out, or give sslmode=verify-full");
  }
  if (mode != "verify-full") {
    warnings_.push_back("sslmode=" + mode + " encrypts, but anyone could pretend to be " + words_["host"] +
                        ". With sslmode=verify-full the hub has to prove its name.");
  }
  if (!words_.contains("sslrootcert") && core::environment("PGSSLROOTCERT").empty() && !hasOwnAuthority() &&
      std::filesystem::exists(kSystemAuthorities)) {
    words_["sslrootcert"] = kSystemAuthorities;
  }
  words_.try_emplace("gssencmode", "disable");
  if (!words_.contains("sslcert")) {
    words_.try_emplace("channel_binding", "require");
  }
}

std::string HubAddress::textFor(const std::string& name, const std::string& password) const {
  std::map<std::string, std::string> rest = given_;
  const auto taken = [&](const char* word) {
    const auto found = rest.extract(word);
    return found ? found.mapped() : std::string();
  };
  taken("user");
  taken("password");
  const std::string database = taken("dbname");
  std::string host = taken("host");
  std::string port = taken("port");
  if (host.find_first_of("/,@") != std::string::npos || port.find(',') != std::string::npos) {
    rest["host"] = std::exchange(host, {});  // a socket's folder, or several hosts
    rest["port"] = std::exchange(port, {});
  }
  std::string text = "postgresql://" + escaped(name) + ":" + escaped(password) + "@" +
                     (host.find(':') == std::string::npos ? host : "[" + host + "]") +
                     (port.empty() ? "" : ":" + port) + "/" + escaped(database);
  char before = '?';
  for (const auto& [word, value] : rest) {
    if (!value.empty()) {
      text += before + word + "=" + escaped(value);
      before = '&';
    }
  }
  return text;
}

}  // namespace store
