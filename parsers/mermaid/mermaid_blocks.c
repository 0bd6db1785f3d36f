/*
 * The blocks of sequence diagrams: alt, opt, loop, par, critical, break, rect and box, the conditions that they stack
 * on the messages in them, and the branches that exclude each other.
 */
#include "base/limits.h"
#include "parsers/mermaid/mermaid_sequence.h"

static const struct block no_block = { .outer = { "", 0 }, .condition = { "", 0 } };

const struct block *script_innermost(const struct script *script)
{
	return script->open.count ? &script->open.items[script->open.count - 1] : &no_block;
}

/* What counts the alternatives of the section in hand. */
static uint32_t *block_counter(struct script *script)
{
	for (uint32_t i = script->open.count; i-- > 0;)
		if (script->open.items[i].section)
			return &script->open.items[i].blocks;
	return &script->blocks;
}

/* mermaid_sequence.h has the layout. Numbers that do not fit begin again; sections that do not fit count as one. */
static uint32_t branch_of(const struct block *block)
{
	static const struct {
		unsigned shift;
		uint32_t most;
	} levels[BRANCH_LEVELS] = { { 16, 4095 }, { 8, 15 }, { 0, 15 } };

	if (!block->section || block->level > BRANCH_LEVELS)
		return block->outer_branch;
	uint32_t most = levels[block->level - 1].most;
	uint32_t number = (block->number - 1) % most + 1, section = block->section < 15 ? block->section : 15;
	return block->outer_branch | ((number << 4 | section) << levels[block->level - 1].shift);
}

enum { CONDITION_MOST = 1000 }; /* bytes of a stack of conditions */

/* "alt paid / else late", outermost first. */
static str stacked(struct script *script, const struct block *block, const char *word, str text)
{
	struct arena *arena = script->s.m->arena;
	str words = mermaid_name(script->s.m, mermaid_label_of(text));

	if (!block->word)
		return block->outer;
	words = arena_printf(arena, "%s%s%.*s", word, words.size ? " " : "", STR_ARG(words));
	if (block->outer.size)
		words = arena_printf(arena, "%.*s / %.*s", STR_ARG(block->outer), STR_ARG(words));
	return mermaid_cut(words, CONDITION_MOST);
}

void script_open(struct script *script, size_t begin, enum block_kind kind, const char *word, str text)
{
	const struct block *around = script_innermost(script);
	struct block block = {
		.kind = kind,
		.begin = begin,
		.word = word,
		.outer = around->condition,
		.outer_branch = around->branch,
		.level = around->level,
	};

	if (script->open.count >= LIMIT_DEPTH) {
		mermaid_stop(script->s.m, script->s.m->at, "depth-limit", LIMIT_SAYS(DEPTH));
		return;
	}
	if (kind == BLOCK_CHOICE || kind == BLOCK_CRITICAL) {
		block.number = ++*block_counter(script);
		block.level++;
		block.section = kind == BLOCK_CHOICE; /* options exclude each other, not the critical block itself */
	}
	block.branch = branch_of(&block);
	block.condition = stacked(script, &block, word, text);
	LIST_PUSH(script->s.m->arena, &script->open, block);
}

bool script_next_section(struct script *script, const char *word, str text)
{
	if (!script->open.count)
		return false;
	struct block *block = &script->open.items[script->open.count - 1];
	if (block->kind != BLOCK_CHOICE && block->kind != BLOCK_CRITICAL)
		return false;
	block->section++;
	block->blocks = 0;
	block->branch = branch_of(block);
	block->condition = stacked(script, block, word, text);
	return true;
}

bool script_close(struct script *script)
{
	if (!script->open.count)
		return false;
	if (script->open.items[--script->open.count].kind == BLOCK_BOX)
		script->box = NONE;
	return true;
}

bool mermaid_excludes(uint32_t branch, uint32_t other)
{
	static const struct {
		unsigned shift;
		uint32_t mask;
	} levels[BRANCH_LEVELS] = { { 16, 0xffff }, { 8, 0xff }, { 0, 0xff } };

	for (unsigned i = 0; i < BRANCH_LEVELS; i++) {
		uint32_t a = (branch >> levels[i].shift) & levels[i].mask,
		         b = (other >> levels[i].shift) & levels[i].mask;
		if (a != b)
			return a && b && a >> 4 == b >> 4;
	}
	return false;
}
