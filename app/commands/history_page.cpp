#include "commands/history_page.h"

#include <fstream>

#include "core/error.h"

namespace commands {
namespace {

constexpr char kStyle[] =
    "body{font:15px/1.5 Inter,system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#16181d}"
    "h1{font-size:1.4rem}p{color:#555c66}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #e3e6ea;vertical-align:top}"
    "td.t{white-space:nowrap;color:#555c66;font-variant-numeric:tabular-nums}tr.u td{color:#9aa1ab;"
    "text-decoration:line-through}code{font-size:.85em}";

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

}  // namespace

void writeHistoryPage(const std::filesystem::path& file, const std::string& title, const core::Hash& log,
                      const std::vector<HistoryLine>& lines) {
  std::ofstream out(file, std::ios::trunc);
  out << "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" << escaped(title)
      << ": history</title><style>" << kStyle << "</style></head><body>\n<h1>" << escaped(title) << "</h1>\n<p>"
      << lines.size() << " edits. The whole log has the hash <code>" << log.hex()
      << "</code>; what was undone is struck through.</p>\n<table><thead><tr><th>Time (UTC)</th><th>Edit</th>"
         "<th>Who</th><th>What</th><th>Where</th></tr></thead><tbody>\n";
  for (const HistoryLine& line : lines) {
    out << (line.undone ? "<tr class=\"u\">" : "<tr>") << "<td class=\"t\">" << escaped(line.time) << "</td><td><code>"
        << escaped(line.id) << "</code></td><td>" << escaped(line.person) << "</td><td>" << escaped(line.what)
        << "</td><td>" << escaped(line.where) << "</td></tr>\n";
  }
  out << "</tbody></table></body></html>\n";
  if (!out.flush()) {
    throw core::Error(file.string(), "The page could not be written", "Check the folder and the free space");
  }
}

}  // namespace commands
