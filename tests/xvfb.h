// A screen of a test's own, whose pixels the test can read: Xvfb, with its picture in a file.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <glm/vec2.hpp>
#include <iterator>
#include <string>
#include <vector>

namespace test {

class Xvfb {
 public:
  // isRunning() tells whether there is one: Xvfb may not be installed.
  explicit Xvfb(glm::ivec2 size) {
    std::string name = (std::filesystem::temp_directory_path() / "sagitta-screen-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      return;
    }
    folder_ = name;
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) {
      return;
    }
    const std::string screen = std::to_string(size.x) + "x" + std::to_string(size.y) + "x24";
    const std::string number = std::to_string(pipe[1]);
    process_ = fork();
    if (process_ == 0) {
      close(pipe[0]);
      const int silent = open("/dev/null", O_WRONLY);
      dup2(silent, 2);
      // -noreset: without it the server restarts when its last client leaves, and the next one dies at random.
      execlp("Xvfb", "Xvfb", "-displayfd", number.c_str(), "-screen", "0", screen.c_str(), "-fbdir", folder_.c_str(),
             "-nolisten", "tcp", "-noreset", nullptr);
      _exit(127);
    }
    close(pipe[1]);
    std::string display;
    for (char c = 0; read(pipe[0], &c, 1) == 1 && c != '\n';) {
      display += c;
    }
    close(pipe[0]);
    running_ = !display.empty();
    if (running_) {
      setenv("DISPLAY", (":" + display).c_str(), 1);
      setenv("SDL_VIDEODRIVER", "x11", 1);
    }
  }
  ~Xvfb() {
    if (process_ > 0) {
      kill(process_, SIGTERM);
      waitpid(process_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Xvfb(const Xvfb&) = delete;
  Xvfb& operator=(const Xvfb&) = delete;

  bool isRunning() const { return running_; }

  struct Screen {
    glm::ivec2 size{0};
    std::vector<std::uint32_t> pixels;  // 0xRRGGBB, rows from the top

    std::uint32_t at(glm::ivec2 pixel) const { return pixels[std::size_t(pixel.y * size.x + pixel.x)]; }
  };

  // What the screen shows now. The file is an XWD dump: a header of 32-bit big-endian words, colours, rows.
  Screen screen() const {
    std::ifstream file(folder_ / "Xvfb_screen0", std::ios::binary);
    const std::vector<char> bytes((std::istreambuf_iterator<char>(file)), {});
    const auto word = [&](std::size_t index) {
      std::uint32_t value = 0;
      for (std::size_t i = 0; i < 4; ++i) {
        value = value << 8 | std::uint8_t(bytes.at(index * 4 + i));
      }
      return value;
    };
    Screen screen{{int(word(4)), int(word(5))}, {}};
    const std::size_t rows = word(0) + word(19) * 12;
    const std::size_t perRow = word(12);
    for (int y = 0; y < screen.size.y; ++y) {
      for (int x = 0; x < screen.size.x; ++x) {
        const char* pixel = &bytes.at(rows + std::size_t(y) * perRow + std::size_t(x) * 4);
        screen.pixels.push_back(std::uint32_t(std::uint8_t(pixel[2])) << 16 |
                                std::uint32_t(std::uint8_t(pixel[1])) << 8 | std::uint8_t(pixel[0]));
      }
    }
    return screen;
  }

 private:
  std::filesystem::path folder_;
  pid_t process_ = -1;
  bool running_ = false;
};

}  // namespace test
