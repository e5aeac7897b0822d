// Who works on a project, as the window shows it: who is enrolled with which key and roles, and what the person at the
// window may say of it. Plain values; one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ui {

inline constexpr std::size_t kRoles = 6;
inline constexpr std::size_t kMinPassphrase = 8;  // letters

struct PeopleCard {
  struct Person {
    std::string name;
    std::string key;                   // its first digits, to compare by voice: "3f2a 9c01 77de 10b4"
    std::array<bool, kRoles> roles{};  // as roleWords() has them
    bool revoked = false;              // the key is declared lost
    bool keyHere = false;              // its secret half is on this device
  };

  std::vector<Person> people;      // nobody: everyone who has the file may do everything, under any name
  std::string self;                // who is at the window
  std::optional<std::size_t> own;  // their enrolment that stands
  bool worksHere = false;          // this device works in their name
  std::string device;              // what it would be called
  bool mayManage = false;
  bool unlocked = false;   // roles are given without the passphrase for some minutes more
  bool working = false;    // what was asked for is on its way
  std::string fault;       // why the last thing asked for was not done
  std::uint64_t done = 0;  // how many things were
};

struct RoleWords {
  std::string_view title;
  std::string_view meaning;
};
std::span<const RoleWords> roleWords();  // in the order of core::Role

// Each is signed; but for enrolling, by the person at the window, whose passphrase it takes.
struct EnrolPerson {  // with a new key, which their passphrase locks
  std::string person;
  std::string device;
  std::string passphrase;
};
struct EndorseDevice {
  bool endorsed = true;
  std::string device;
  std::string passphrase;
};
struct ChangeRoles {
  std::size_t person;
  std::array<bool, kRoles> roles{};  // that they are to have
  std::string passphrase;
};
struct RevokeKey {
  std::size_t person;
  std::string reason;
  std::string passphrase;
};

// What panels remember of the page.
struct PeopleState {
  enum class Sheet : std::uint8_t { None, Enrol, EnrolOther, Endorse, Withdraw, Roles, Revoke };

  bool shown = false;
  Sheet sheet = Sheet::None;
  std::uint64_t done = 0;  // as it stood when the sheet was opened
  std::size_t person = 0;  // that it is about
  std::array<bool, kRoles> roles{};
  std::string name;
  std::string device;
  std::string reason;
  std::string passphrase;
  std::string again;
};

}  // namespace ui
