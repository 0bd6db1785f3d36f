/*
 * graph - what the documents of one tree say together
 *
 * A document's contribution is asserted and retracted as a whole; edges between documents are looked
 * up while tracing, never stored, so no commit rebuilds anything. graph_move brings the graph from
 * any tree to any other by what differs between them.
 *
 * A document is known by the number of its path, a record by the number in its image. The state of
 * the graph depends on the tree and the configuration, never on the way by which it came there.
 *
 * Memory: heap; graph_release. Views are the graph's own and hold until the next move.
 * Order:   results are sorted by path and record, never by number of path.
 * Trouble: a missing tree is an error; a document that cannot be read to the end keeps the
 *          contribution of its last readable version.
 */
#ifndef ANALYZER_GRAPH_GRAPH_H
#define ANALYZER_GRAPH_GRAPH_H

#include "analyzer/config/config.h"
#include "analyzer/git/tree.h"
#include "analyzer/graph/registry.h"
#include "analyzer/graph/store.h"
#include "analyzer/graph/view.h"
#include "analyzer/owners/ownership.h"
#include "base/index.h"

struct slot {
	struct oid blob;       /* zero: nothing here */
	struct stored *held;   /* of blob */
	struct stored *read;   /* what counts: held, or the last readable version */
	struct view *view;     /* of read */
	uint32_t owners_stamp; /* generation for which the owners of the view hold */
	uint64_t folder;       /* hash of its folder; 0: not yet asked for */
	uint64_t begins;       /* how the names begin that the view asked about: a set of 64 bits */
	uint8_t read_as;       /* what its name says that it is, in bits of graph.c; 0: not yet asked for */
};

struct node {
	path_id path;
	uint32_t number; /* of a step, or of a link where links are meant */
};

struct graph {
	struct repository *repository;
	struct store *store;
	const struct config *config;
	struct intern paths;
	struct slot *slots;
	uint32_t room;
	struct oid tree, commit; /* zero: empty */
	struct registry registry;
	struct ownership ownership;
	uint32_t generation; /* of owners: grows with each change that can move one */
	struct map homes;    /* hash of a folder -> its home team, of one generation and state of the registry */
	uint32_t homes_stamp;
	uint64_t homes_turns;
	struct map name_keys;  /* hash of a name -> number of its key among the words of the registry + 1 */
	uint64_t index_titles; /* a sum over the titles of index pages, which name folders */
	/* What links call their targets, resolved once per folder and target; bare: without suffix and index page. */
	struct intern called;
	struct map called_at; /* hash of (folder, target) -> number of called + 1 */
	uint32_t *bare;       /* number of called -> number of its bare form, 0 not made yet */
	uint32_t bare_room;
	struct file_called { /* the document that a path that is called leads to */
		path_id path;
		uint32_t stamp; /* the move after which that held */
	} * files_called;
	uint32_t files_called_room;
	struct index steps;            /* N1 of activities' names */
	struct index links;            /* what links call their target */
	struct index processes, calls; /* ids of processes */
	unsigned files, documents, partial;
	uint32_t moves;
};

void graph_begin(struct graph *out, struct repository *repository, struct store *store, const struct config *config);
void graph_release(struct graph *graph);

/* A file of a commit: whether a notation or an ownership file may be behind its name, by the configuration. */
bool graph_wants(struct graph *graph, str path);
/* commit: where first parents are followed from for last readable versions; zero where there is none. */
bool graph_move(struct graph *graph, const struct oid *tree, const struct oid *commit, struct error *error);

/* The same where what differs is known already: paths and blobs in order of path; owners_moved: one of them is a file
 * that ownership wants. */
struct known_change {
	path_id path;
	struct oid blob; /* that it is to have; zero: it goes */
};
void graph_move_by(struct graph *graph, const struct oid *tree, const struct oid *commit,
    const struct known_change *changes, uint32_t count);

path_id graph_path(struct graph *graph, str path);
str graph_path_text(const struct graph *graph, path_id path);
/* The view of a document with its owners settled; NULL where there is none. */
struct view *graph_view(struct graph *graph, path_id path);
/* The owners that a document of these contents has or would have. */
void graph_settle_owners(struct graph *graph, struct view *view);

/* The path that a link of a document calls, as a number of `called`; 0: it leads out of the repository. */
uint32_t graph_called(struct graph *graph, path_id from, str target);
/* The same without suffix and index page, so that "a/b.md" and "a/b" are one. */
uint32_t graph_called_bare(struct graph *graph, path_id from, str target);

/* How many links of all documents but one call that path. */
unsigned graph_calling(struct graph *graph, uint32_t called, path_id but);

/* The document that a link leads to, 0 where it leads to none of ours. */
path_id graph_link_target(struct graph *graph, path_id from, const struct image *image, const struct link *link);
/* Links to a document, in order; at most max are given, all are counted. */
unsigned graph_links_to(struct graph *graph, path_id path, struct node *out, unsigned max);
/* Links to a file that is no document: an image, a PDF. */
unsigned graph_files_linked(struct graph *graph, path_id path, struct node *out, unsigned max);
/* Activities with that N1 name; calls of a process (numbers of links); where one is defined (numbers of sections). */
unsigned graph_steps_named(struct graph *graph, str n1, struct node *out, unsigned max);
unsigned graph_calls_of(struct graph *graph, str process, struct node *out, unsigned max);
unsigned graph_definitions_of(struct graph *graph, str process, struct node *out, unsigned max);

/* Whether some document has a handoff from one team to another. Looks at all of them. */
bool graph_hands_over(struct graph *graph, team_id from, team_id to);

/* A hash over all that the graph knows, equal for equal states. */
uint64_t graph_state(struct graph *graph);

#endif
