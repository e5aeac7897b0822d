// A hub as its keeper sees it: the schema in a PostgreSQL database, the people who may sync with it, and the tracks
// that are blind. Behind `sagitta hub`. Any thread; each call on a connection of its caller's.
#pragma once

#include <string>
#include <vector>

#include "core/edit.h"
#include "store/hub_connection.h"

namespace store {

// Makes the schema and the role of those who may sync. True where it was made now, false where a hub of this version
// was there already. All or nothing. Throws core::Error where the keeper may not, or the hub is of a newer version.
bool initHub(HubConnection& hub);

// Throws core::Error, in plain words, where the database holds no hub, or one of another version.
void expectHub(HubConnection& hub);

// Lets a person sync, under a name and a new password, which is returned and kept nowhere. Empty where the server knows
// that name already: then it keeps its password, and may sync from now on. Throws core::Error where the name is none.
std::string inviteToHub(HubConnection& hub, const std::string& name);

// Takes that right away at once, also from connections that stand. What the person has pushed stays.
void dismissFromHub(HubConnection& hub, const std::string& name);

// Hides the contents of a track from all but these members, or shows it to all again.
void hideTrack(HubConnection& hub, const core::CaseId& caseId, const std::string& track,
               const std::vector<std::string>& members);
void showTrack(HubConnection& hub, const core::CaseId& caseId, const std::string& track);

}  // namespace store
