/*
 * ownership - who owns the documents of a tree
 *
 * Front matter, then `owns` of the configuration, then CODEOWNERS, then OWNERS and CODENOTIFY. (The
 * home folder, which comes last, needs to know other documents: see graph.) The files are parsed
 * once per blob; teams that they name are strong sources of the registry.
 */
#ifndef ANALYZER_OWNERS_OWNERSHIP_H
#define ANALYZER_OWNERS_OWNERSHIP_H

#include "analyzer/config/config.h"
#include "analyzer/git/repository.h"
#include "analyzer/graph/view.h"
#include "base/map.h"

struct ownership_file;
struct owners_file;
struct parsed_file;
struct owners;
struct owners_place;

struct ownership {
	const struct config *config;
	struct ownership_file **files; /* of the tree in hand */
	uint32_t count, room;
	/* every file read so far, once per blob and format */
	struct map by_blob; /* hash of blob and format -> number */
	struct parsed_file **numbered;
	uint32_t parsed_count, parsed_room;
	struct map by_path;      /* hash of a path -> place in files + 1 */
	struct owners *combined; /* of the files; NULL: to be made when it is asked for */
	struct owners_place *places;
	struct map keys;  /* hash of a name as written -> its key, a word of the registry, + 1 */
	struct map teams; /* hash of a name as written -> the team that it means at this turn of the registry, + 1 */
	uint64_t teams_turn;
};

void ownership_begin(struct ownership *out, const struct config *config);
void ownership_release(struct ownership *ownership);
bool ownership_wants(const struct ownership *ownership, str path); /* such a file by its name */
/* Such a file that says who owns what; the others only name teams. */
bool ownership_decides(const struct ownership *ownership, str path);
/* A file came, changed or (blob zero) went. Counts its teams in the registry. */
void ownership_change(struct ownership *ownership, struct registry *registry, struct repository *repository, str path,
    const struct oid *blob);
/* The files of the tree in hand, by number from 0 and in no order; NULL behind the last one. */
const struct owners_file *ownership_file(const struct ownership *ownership, uint32_t number, str *path);
/* Owners by front matter and files; count 0 where no team is said to. */
void ownership_find(struct ownership *ownership, struct registry *registry, const struct view *view, str path,
    struct owners_found *out);

#endif
