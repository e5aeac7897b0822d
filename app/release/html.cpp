#include "release/html.h"

namespace release {
namespace {

constexpr char kStyle[] =
    "body{font:14px/20px Inter,system-ui,sans-serif;color:#171b20;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:24px;line-height:32px}h2{font-size:18px;line-height:26px;margin-top:2rem}"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums;width:100%}"
    "th,td{text-align:left;padding:4px 12px 4px 0;vertical-align:top;border-bottom:1px solid #d8dde2}"
    "th{font-weight:600}figure{margin:1rem 0;break-inside:avoid}figure img{max-width:100%}"
    "figcaption,.muted{color:#5a646e}code{font-size:12px;overflow-wrap:anywhere}"
    "@media print{body{margin:0;max-width:none}h2{break-after:avoid}}";

}  // namespace

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char each : text) {
    switch (each) {
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
        safe += each;
    }
  }
  return safe;
}

std::string base64(std::span<const std::byte> bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    unsigned value = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      value = value << 8 | (at + i < bytes.size() ? std::to_integer<unsigned>(bytes[at + i]) : 0);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += at + i <= bytes.size() ? kDigits[value >> (18 - 6 * i) & 63] : '=';
    }
  }
  return text;
}

std::string pngImage(std::span<const std::byte> png, const std::string& alternative) {
  return "<img alt=\"" + escaped(alternative) + "\" src=\"data:image/png;base64," + base64(png) + "\">";
}

std::string htmlPage(const std::string& title, const std::string& body) {
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title) +
         "</title><style>" + kStyle + "</style></head>\n<body>\n<h1>" + escaped(title) + "</h1>\n" + body +
         "</body></html>\n";
}

}  // namespace release
