// Keys locked by passphrases, and the time for which one is enough.
#include "identity/key_ring.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/error.h"
#include "identity/signing_session.h"

namespace identity {
namespace {

class Ring : public testing::Test {
 protected:
  Ring() {
    std::string name = (std::filesystem::temp_directory_path() / "ring-XXXXXX").string();
    home = ::mkdtemp(name.data());
  }
  ~Ring() override { std::filesystem::remove_all(home); }

  std::filesystem::path fileOf(const core::PublicKey& key) const { return home / "keys" / (key.hex() + ".key"); }
  std::string text(const core::PublicKey& key) const {
    std::ifstream stream(fileOf(key), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  std::filesystem::path home;
};

constexpr char kPassphrase[] = "correct horse";

TEST_F(Ring, OpensWithItsPassphraseAndNoOther) {
  const KeyRing ring(home);
  const core::PublicKey key = ring.make("Ada", kPassphrase);
  const core::KeyPair pair = ring.unlock(key, kPassphrase);
  EXPECT_EQ(pair.publicKey(), key);
  EXPECT_THROW(ring.unlock(key, "correct house"), core::Error);
  EXPECT_THROW(ring.unlock({}, kPassphrase), core::Error);
  ASSERT_EQ(ring.keys().size(), 1u);
  EXPECT_EQ(ring.keys()[0].name, "Ada");
  ring.forget(key);
  EXPECT_FALSE(ring.has(key));
}

TEST_F(Ring, KeepsTheSecretFromOthersAndOutOfTheFile) {
  const KeyRing ring(home);
  const core::PublicKey key = ring.make("Ada", kPassphrase);
  struct stat status {};
  ASSERT_EQ(::stat(fileOf(key).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  const core::KeyPair pair = ring.unlock(key, kPassphrase);
  const std::string seed(reinterpret_cast<const char*>(pair.seed().data()), pair.seed().size());
  EXPECT_EQ(text(key).find(seed), std::string::npos);
}

TEST_F(Ring, RefusesShortPassphrasesAndDamagedFiles) {
  const KeyRing ring(home);
  EXPECT_THROW(ring.make("Ada", "1234567"), core::Error);
  EXPECT_TRUE(ring.keys().empty());
  const core::PublicKey key = ring.make("Ada", kPassphrase);
  const std::string whole = text(key);
  for (const std::size_t at : {std::size_t{3}, whole.size() - 60, whole.size() - 1}) {
    std::string changed = whole;
    changed[at] ^= 0x10;
    std::ofstream(fileOf(key), std::ios::binary | std::ios::trunc) << changed;
    EXPECT_THROW(ring.unlock(key, kPassphrase), core::Error) << at;
  }
  std::ofstream(fileOf(key), std::ios::binary | std::ios::trunc) << whole.substr(0, 50);
  EXPECT_THROW(ring.unlock(key, kPassphrase), core::Error);
  EXPECT_TRUE(ring.keys().empty()) << "left out of the list";
}

TEST(SigningSession, SignsUntilItIsOver) {
  SigningSession session(core::KeyPair::generate());
  const core::Bytes message{std::byte{1}, std::byte{2}};
  const core::Signer signer = session.signer();
  EXPECT_TRUE(core::isSignedBy(session.key(), message, signer.sign(message)));
  EXPECT_FALSE(session.isOver());
  session.close();
  EXPECT_TRUE(session.isOver());
  EXPECT_THROW(session.signer().sign(message), core::Error);
  EXPECT_THROW(SigningSession(core::KeyPair::generate(), std::chrono::seconds(0)).signer().sign(message), core::Error);
}

}  // namespace
}  // namespace identity
