#include "commands/history_page.h"

#include <fstream>

#include "core/error.h"
#include "release/html.h"

namespace commands {

void writeHistoryPage(const std::filesystem::path& file, const std::string& title, const core::Hash& log,
                      const std::vector<HistoryLine>& lines) {
  std::string body = "<p>" + std::to_string(lines.size()) + " edits. The whole log has the hash <code>" + log.hex() +
                     "</code>; what was undone is struck through.</p>\n<table><thead><tr><th>Time (UTC)</th>"
                     "<th>Edit</th><th>Who</th><th>What</th><th>Where</th></tr></thead><tbody>\n";
  for (const HistoryLine& line : lines) {
    const std::string what = release::escaped(line.what);
    body += "<tr><td>" + release::escaped(line.time) + "</td><td><code>" + release::escaped(line.id) +
            "</code></td><td>" + release::escaped(line.person) + "</td><td>" +
            (line.undone ? "<s>" + what + "</s>" : what) + "</td><td>" + release::escaped(line.where) + "</td></tr>\n";
  }
  std::ofstream out(file, std::ios::trunc);
  out << release::htmlPage(title + ": history", body + "</tbody></table>\n");
  if (!out.flush()) {
    throw core::Error(file.string(), "The page could not be written", "Check the folder and the free space");
  }
}

}  // namespace commands
