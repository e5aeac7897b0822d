// Pages that a browser shows and prints without anything beside them: text made safe, pictures within the page.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace release {

std::string escaped(std::string_view text);  // for text and attributes of HTML and SVG
std::string base64(std::span<const std::byte> bytes);
std::string pngImage(std::span<const std::byte> png, const std::string& alternative);  // an <img> that holds it

// A whole page in the program's print style.
std::string htmlPage(const std::string& title, const std::string& body);

}  // namespace release
