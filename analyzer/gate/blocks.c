/*
 * A file that blocks holds until its own team takes it back: a member in a commit of the range, or whoever wrote it
 * where the team names none. All states that such a file had are gathered, where the range would go and in each commit
 * of it; those that the head does not show and nobody entitled took away still block.
 *
 * A merge takes nothing away where one of its sides did: within the range that was told there, and what was taken away
 * on the side that is not of the range is settled.
 */
#include "analyzer/gate/gate_inner.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

struct block {
	struct ack said;
	struct oid blob;
	struct commit_info seen; /* a commit that has it */
	str adder;               /* address of who added it; "" not looked for */
	unsigned gone;           /* commit of the range that took it away; NONE: none did */
	uint32_t next;           /* number + 1 of another state of the file */
	bool lifted;
};

struct blocks {
	struct gate *gate;
	const struct ack_names *names;
	LIST_OF(struct block) list;
	struct map at;                  /* hash of a path -> number + 1 */
	unsigned steps;                 /* back in history, for all files together */
	struct oid left, right, parted; /* two sides, and the tree where they parted, of the last look */
	unsigned commit;
	const struct commit_info *info, *parent; /* of the commit that is looked at; of the one it is compared with */
};

static struct repository *repository_of(const struct blocks *blocks)
{
	return blocks->gate->in->impact->repository;
}

static bool is_at(struct blocks *blocks, const struct oid *tree, const struct block *block)
{
	struct error ignored = { 0 };
	struct oid there;

	return !oid_is_zero(tree) && tree_find(repository_of(blocks), tree, block->said.path, &there, &ignored) &&
	    oid_equal(&there, &block->blob);
}

/* --- the states of a file ------------------------------------------------------------------------------------------
 */

static bool take_state(struct blocks *blocks, str path, const struct oid *blob, const struct commit_info *seen,
    str adder, struct error *error)
{
	uint32_t *first = map_add(&blocks->at, str_hash(path) | 1);
	struct arena *arena = blocks->gate->arena;

	for (uint32_t i = *first; i; i = blocks->list.items[i - 1].next)
		if (oid_equal(&blocks->list.items[i - 1].blob, blob))
			return true;
	if (blocks->list.count == LIMIT_ACK_FILES)
		return error_set(error, ERROR_INCOMPLETE, ".knockon/acks", 0, "%s in a range; judge it in smaller ones",
		    LIMIT_SAYS(ACK_FILES));
	struct block block = { .blob = *blob, .seen = *seen, .adder = adder, .gone = NONE, .next = *first };
	acks_read_file(&block.said, arena, repository_of(blocks), blocks->names, arena_dup(arena, path), blob);
	LIST_PUSH(arena, &blocks->list, block);
	*first = blocks->list.count;
	return true;
}

/* --- who may take it back ------------------------------------------------------------------------------------------
 */

static str mended(struct gate *gate, str name, str email)
{
	return mailmap_email(gate->in->mailmap, gate->arena, name, email);
}

/* Back along the parents that have it, to the commit that brought it. */
static str find_adder(struct blocks *blocks, const struct block *block)
{
	struct commit_info at = block->seen;
	struct gate *gate = blocks->gate;

	while (blocks->steps++ < LIMIT_ACK_HISTORY) {
		struct commit_info parent;
		bool found = false;
		for (unsigned i = 0; i < at.parent_count && !found; i++) {
			struct error ignored = { 0 };
			found =
			    repository_commit(repository_of(blocks), &at.parents[i], gate->arena, &parent, &ignored) &&
			    is_at(blocks, &parent.tree, block);
		}
		if (!found)
			return mended(gate, at.author_name, at.author_email);
		at = parent;
	}
	return STR("");
}

static bool is_by(const struct commit_info *info, str email)
{
	return email.size && (str_ieq(info->author_email, email) || str_ieq(info->committer_email, email));
}

static bool is_theirs(struct blocks *blocks, struct block *block)
{
	struct gate *gate = blocks->gate;
	const struct commit_info *info = blocks->info;
	const struct config_team *team = block->said.team ? gate_config_team(gate, block->said.team) : NULL;

	if (team && team->member_count)
		return gate_is_member(team, info->author_email) || gate_is_member(team, info->committer_email);
	str name = str_trim(str_rcut(block->said.by, '<').head), address = ack_address(block->said.by);
	if (is_by(info, address) || is_by(info, mended(gate, name, address)))
		return true;
	if (!block->adder.size)
		block->adder = find_adder(blocks, block);
	return is_by(info, block->adder);
}

/* --- the range -----------------------------------------------------------------------------------------------------
 */

static bool is_within(const struct blocks *blocks, const struct oid *id)
{
	const struct net *net = blocks->gate->in->net;
	const struct net_commit *commit = &net->commits[blocks->commit];

	for (unsigned i = 0; i < commit->parent_count; i++)
		if (oid_equal(&net->commits[commit->parents[i]].info.id, id))
			return true;
	return false;
}

/* The tree where two sides parted; many files ask for the same two. */
static bool find_parted(struct blocks *blocks, const struct oid *left, const struct oid *right)
{
	struct repository *repository = repository_of(blocks);
	struct error ignored = { 0 };
	struct commit_info base;
	struct oid bases[1];
	unsigned count = 0;

	if (!oid_equal(&blocks->left, left) || !oid_equal(&blocks->right, right)) {
		blocks->left = *left;
		blocks->right = *right;
		blocks->parted = (struct oid){ 0 };
		if (repository_merge_bases(repository, left, right, bases, 1, &count, &ignored) && count &&
		    repository_commit(repository, &bases[0], blocks->gate->arena, &base, &ignored))
			blocks->parted = base.tree;
	}
	return !oid_is_zero(&blocks->parted);
}

/* The other side of a merge, which is not of the range, had the file once and has it no longer. */
static bool is_settled(struct blocks *blocks, const struct block *block)
{
	for (unsigned i = 0; i < blocks->info->parent_count; i++) {
		const struct oid *id = &blocks->info->parents[i];
		struct error ignored = { 0 };
		struct commit_info other;
		if (oid_equal(id, &blocks->parent->id) || is_within(blocks, id) ||
		    !repository_commit(repository_of(blocks), id, blocks->gate->arena, &other, &ignored) ||
		    is_at(blocks, &other.tree, block))
			continue;
		if (find_parted(blocks, id, &blocks->parent->id) && is_at(blocks, &blocks->parted, block))
			return true;
	}
	return false;
}

static void take_away(struct blocks *blocks, struct block *block, bool was_there)
{
	bool merge = blocks->info->parent_count > 1;

	if (is_theirs(blocks, block) || (merge && was_there && is_settled(blocks, block)))
		block->lifted = true;
	else if (was_there && (!merge || block->gone == NONE))
		block->gone = blocks->commit;
}

static bool visit(void *data, const struct tree_change *change, struct error *error)
{
	struct blocks *blocks = data;
	bool merge = blocks->info->parent_count > 1;
	str adder = merge ? STR("") : blocks->info->author_email;

	if ((!oid_is_zero(&change->before) &&
	        !take_state(blocks, change->path, &change->before, blocks->parent, STR(""), error)) ||
	    (!oid_is_zero(&change->after) &&
	        !take_state(blocks, change->path, &change->after, blocks->info, adder, error)))
		return false;
	const uint32_t *first = map_find(&blocks->at, str_hash(change->path) | 1);
	for (uint32_t i = first ? *first : 0; i; i = blocks->list.items[i - 1].next) {
		struct block *block = &blocks->list.items[i - 1];
		bool was_there = oid_equal(&block->blob, &change->before);
		if (block->said.verdict != ACK_BLOCKED)
			continue;
		if (!oid_equal(&block->blob, &change->after)) {
			if (was_there || !merge)
				take_away(blocks, block, was_there);
		} else if (!merge) {
			block->lifted = false;
			block->gone = NONE;
		}
	}
	return true;
}

static bool visit_target(void *data, const struct tree_change *change, struct error *error)
{
	struct blocks *blocks = data;

	return oid_is_zero(&change->before) ||
	    take_state(blocks, change->path, &change->before, blocks->parent, STR(""), error);
}

static bool gather(struct blocks *blocks, struct error *error)
{
	const struct gate_input *in = blocks->gate->in;
	struct repository *repository = repository_of(blocks);
	struct commit_info parent = { 0 };
	static const struct oid none;

	blocks->parent = &parent;
	if (!oid_is_zero(&in->into) &&
	    (!repository_commit(repository, &in->into, blocks->gate->arena, &parent, error) ||
	        !acks_compare(repository, &parent.tree, &in->net->range->head.tree, visit_target, blocks, error)))
		return false;
	for (unsigned i = 0; i < in->net->count; i++) {
		blocks->commit = i;
		blocks->info = &in->net->commits[i].info;
		for (unsigned k = 0; k < blocks->info->parent_count; k++)
			if (!repository_commit(
			        repository, &blocks->info->parents[k], blocks->gate->arena, &parent, error) ||
			    !acks_compare(repository, &parent.tree, &blocks->info->tree, visit, blocks, error))
				return false;
		if (!blocks->info->parent_count &&
		    !acks_compare(repository, &none, &blocks->info->tree, visit, blocks, error))
			return false;
	}
	return true;
}

static int by_path(const void *a, const void *b)
{
	const struct block *left = a, *right = b;
	int order = str_cmp(left->said.path, right->said.path);

	return order ? order : memcmp(left->blob.bytes, right->blob.bytes, sizeof left->blob.bytes);
}

bool gate_take_blocks(struct gate *gate, const struct ack_names *names, struct error *error)
{
	struct blocks blocks = { .gate = gate, .names = names };
	bool gathered = gather(&blocks, error);

	if (blocks.list.count > 1)
		qsort(blocks.list.items, blocks.list.count, sizeof *blocks.list.items, by_path);
	for (uint32_t i = 0; i < blocks.list.count && gathered; i++) {
		const struct block *block = &blocks.list.items[i];
		if (block->said.verdict != ACK_BLOCKED || is_at(&blocks, &gate->in->net->range->head.tree, block))
			continue;
		struct ack *ack = acks_add(&gate->acks, gate->arena);
		*ack = block->said;
		ack->gone = true;
		ack->commit = block->gone;
		if (block->lifted) /* it stays in the list, which is as long for a head that knows other teams */
			ack->fingerprint_count = 0;
	}
	map_release(&blocks.at);
	return gathered;
}
