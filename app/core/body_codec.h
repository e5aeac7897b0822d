// What the codecs of headers and bodies share. Internal to core; edit.h is the way in.
#pragma once

#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/review.h"
#include "core/rollout.h"

namespace core {

template <typename Enum>
Enum readEnum(ByteReader& reader, Enum last) {
  return Enum(reader.varintUpTo(std::uint64_t(last)));
}

inline bool readFlag(ByteReader& reader) {
  return reader.varintUpTo(1) == 1;
}

// varint count, each site (16), varint sequence, id (32); in order, each once.
void writeHeads(ByteWriter& writer, const std::vector<Head>& heads);
std::vector<Head> readHeads(ByteReader& reader);

// The bodies of the workflow. Each read() refuses what its write() cannot write.
void write(ByteWriter& writer, const Decided& body);
void read(ByteReader& reader, Decided& body);
void write(ByteWriter& writer, const Commented& body);
void read(ByteReader& reader, Commented& body);
void write(ByteWriter& writer, const PolicySet& body);
void read(ByteReader& reader, PolicySet& body);
void write(ByteWriter& writer, const Assigned& body);
void read(ByteReader& reader, Assigned& body);
void write(ByteWriter& writer, const ReadingSubmitted& body);
void read(ByteReader& reader, ReadingSubmitted& body);
void write(ByteWriter& writer, const CaseSequestered& body);
void read(ByteReader& reader, CaseSequestered& body);
void write(ByteWriter& writer, const CaseConsulted& body);
void read(ByteReader& reader, CaseConsulted& body);
void write(ByteWriter& writer, const CalibrationOpened& body);
void read(ByteReader& reader, CalibrationOpened& body);
void write(ByteWriter& writer, const CalibrationRevealed& body);
void read(ByteReader& reader, CalibrationRevealed& body);
void write(ByteWriter& writer, const AutomationReleased& body);
void read(ByteReader& reader, AutomationReleased& body);
void write(ByteWriter& writer, const ReleaseMade& body);
void read(ByteReader& reader, ReleaseMade& body);

}  // namespace core
