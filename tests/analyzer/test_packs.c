#include "tests/support/check.h"

#include "analyzer/git/packs.h"
#include "analyzer/git/repository.h"
#include "base/buf.h"
#include "tests/support/story.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct named {
	struct oid id;
	enum pack_kind kind;
};

struct all_objects {
	struct named *items;
	uint32_t count, room;
};

static uint8_t digit(char hex)
{
	return (uint8_t)(hex <= '9' ? hex - '0' : hex - 'a' + 10);
}

static enum pack_kind kind_of(str word)
{
	return str_eq(word, STR("commit")) ? PACK_COMMIT
	    : str_eq(word, STR("tree"))    ? PACK_TREE
	    : str_eq(word, STR("blob"))    ? PACK_BLOB
	                                   : PACK_TAG;
}

/* All objects of a repository, as git lists them. */
static struct all_objects list_objects(struct story *story, struct arena *arena)
{
	struct all_objects all = { 0 };
	str line, word;

	assert_int_equal(
	    story_shell(story, "git cat-file --batch-all-objects --batch-check='%(objectname) %(objecttype)'"), 0);
	for (str rest = buf_str(&story->out); str_next_line(&rest, &line);) {
		struct named *named = LIST_ADD(arena, &all);
		assert_true(str_next_word(&line, " ", &word) && word.size == OID_HEX);
		for (size_t i = 0; i < sizeof named->id.bytes; i++)
			named->id.bytes[i] = (uint8_t)(digit(word.at[2 * i]) << 4 | digit(word.at[2 * i + 1]));
		named->kind = kind_of(str_trim(line));
	}
	assert_true(all.count > 20);
	return all;
}

static struct packs *packs_of(const struct story *story)
{
	char folder[400];

	snprintf(folder, sizeof folder, "%s/.git/objects/pack", story->repository);
	return packs_open(folder);
}

/* The bytes that libgit2 has for a tree or blob; it checks them against the name. */
static struct object_loan checked(struct repository *repository, const struct named *named)
{
	struct object_loan loan = { 0 };
	struct error error = { 0 };

	if (named->kind == PACK_TREE)
		assert_true(repository_tree(repository, &named->id, &loan, &error));
	else
		assert_int_equal(repository_blob_bytes(repository, &named->id, SIZE_MAX, &loan), BLOB_READ);
	return loan;
}

static void assert_same_objects(struct story *story, struct packs *packs, struct arena *arena)
{
	struct repository repository;
	struct error error = { 0 };
	struct all_objects all = list_objects(story, arena);

	assert_true(repository_open(&repository, story->repository, true, &error));
	assert_null(repository.packs);
	for (uint32_t i = 0; i < 2 * all.count; i++) { /* kept ones, too */
		const struct named *named = &all.items[i % all.count];
		struct pack_object *object = packs_lend(packs, &named->id, named->kind, SIZE_MAX);
		assert_non_null(object);
		if (named->kind == PACK_TREE || named->kind == PACK_BLOB) {
			struct object_loan loan = checked(&repository, named);
			assert_str(pack_object_bytes(object), loan.bytes);
			repository_done(&loan);
		}
		pack_object_give_back(object);
	}
	repository_close(&repository);
}

/* A story (NULL: nothing) after a command line: all that it holds is packed and read. */
static void check_packed(struct arena *arena, const char *name, const char *line)
{
	struct story story;

	if (name)
		story_begin(&story, name);
	else
		story_begin_empty(&story);
	assert_int_equal(story_shell(&story, line), 0);
	struct packs *packs = packs_of(&story);
	assert_same_objects(&story, packs, arena);
	packs_close(packs);
	story_end(&story);
}

static void packs_hold_what_git_holds(void **state)
{
	check_packed(*state, "mvno",
	    "git repack -akdfq --depth=50 --window=60 && git -c user.name=A -c user.email=a@b.example tag -a -m x x && "
	    "git prune-packed && git repack -q"); /* the tag: a second pack */
}

static void base_named_in_full_is_found(void **state)
{
	check_packed(*state, "mvno", "git -c repack.useDeltaBaseOffset=false repack -akdfq");
}

static void what_was_forgotten_is_read_again(void **state)
{
	check_packed(*state, NULL, /* more than what is kept */
	    "for i in $(seq 36); do (seq 1 $((110000 + i)); echo $i) >big; git add big; "
	    "git -c user.name=A -c user.email=a@b.example commit -qm $i; done; git repack -akdfq");
}

static void lent_object_stays(void **state)
{
	struct story story;
	struct arena *arena = *state;

	story_begin_empty(&story);
	assert_int_equal(story_shell(&story,
	                     "for i in $(seq 36); do (echo $i; seq 1 $((110000 + i))) | git hash-object -w --stdin; "
	                     "done | git pack-objects -q .git/objects/pack/pack && git prune-packed"),
	    0);
	struct all_objects all = list_objects(&story, arena);
	struct packs *packs = packs_of(&story);
	struct pack_object *first = packs_lend(packs, &all.items[0].id, PACK_BLOB, SIZE_MAX);
	assert_non_null(first);
	str copy = arena_dup(arena, pack_object_bytes(first));
	for (uint32_t i = 1; i < all.count; i++)
		pack_object_give_back(packs_lend(packs, &all.items[i].id, PACK_BLOB, SIZE_MAX));
	assert_str(pack_object_bytes(first), copy);
	pack_object_give_back(first);
	packs_close(packs);
	story_end(&story);
}

static void other_kinds_larger_and_unknown_ones_are_not_had(void **state)
{
	struct story story;

	story_begin(&story, "mvno");
	assert_int_equal(story_shell(&story, "git repack -akdfq"), 0);
	struct all_objects all = list_objects(&story, *state);
	struct packs *packs = packs_of(&story);
	for (uint32_t i = 0; i < all.count; i++) {
		const struct named *named = &all.items[i];
		struct pack_object *object = packs_lend(packs, &named->id, named->kind, SIZE_MAX);
		size_t size = pack_object_bytes(object).size;
		pack_object_give_back(object);
		assert_null(packs_lend(packs, &named->id, named->kind == PACK_BLOB ? PACK_TREE : PACK_BLOB, SIZE_MAX));
		assert_true(!size || !packs_lend(packs, &named->id, named->kind, size - 1));
		struct oid other = named->id;
		other.bytes[19] ^= 1;
		assert_null(packs_lend(packs, &other, named->kind, SIZE_MAX));
	}
	packs_close(packs);
	story_end(&story);
}

static void folder_without_packs_has_nothing(void **state)
{
	struct packs *packs = packs_open("/nonexistent/pack");
	struct oid id = { { 1 } };

	(void)state;
	assert_null(packs_lend(packs, &id, PACK_BLOB, SIZE_MAX));
	packs_close(packs);
}

/* --- damage --------------------------------------------------------------------------------------------------- */

struct damage {
	struct story story;
	char index[400], pack[400]; /* paths */
	str index_bytes, pack_bytes;
	struct all_objects all;
	unsigned random;
};

static void write_file(const char *path, str bytes)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes.at, 1, bytes.size, file), bytes.size);
	assert_int_equal(fclose(file), 0);
}

static unsigned next_random(struct damage *d)
{
	d->random = d->random * 1103515245u + 12345u;
	return d->random >> 8;
}

/* How many of all objects are had; each that is had is read to its end. */
static uint32_t count_had(struct damage *d)
{
	struct packs *packs = packs_of(&d->story);
	uint32_t had = 0;
	uint8_t sum = 0;

	for (uint32_t i = 0; i < d->all.count; i++) {
		struct pack_object *object = packs_lend(packs, &d->all.items[i].id, d->all.items[i].kind, SIZE_MAX);
		str bytes = object ? pack_object_bytes(object) : STR("");
		for (size_t k = 0; k < bytes.size; k++)
			sum = (uint8_t)(sum + (uint8_t)bytes.at[k]);
		had += object != NULL;
		pack_object_give_back(object);
	}
	packs_close(packs);
	return had + (sum & 0);
}

static void damage_one(struct damage *d, struct arena *arena, bool index)
{
	str whole = index ? d->index_bytes : d->pack_bytes, hurt = arena_dup(arena, whole);
	char *bytes = (char *)(uintptr_t)hurt.at;
	unsigned kind = next_random(d) % 4;

	if (kind == 0) /* cut off */
		hurt.size = next_random(d) % hurt.size;
	else
		for (unsigned i = 0; i < kind * kind; i++)
			bytes[next_random(d) % hurt.size] ^= (char)(1u << next_random(d) % 8);
	write_file(index ? d->index : d->pack, hurt);
}

static void damaged_packs_lend_nothing_or_whole_objects(void **state)
{
	struct damage d = { .random = 4711 };
	uint32_t lost = 0;

	story_begin(&d.story, "mvno");
	assert_int_equal(story_shell(&d.story,
	                     "git repack -akdfq && chmod u+w .git/objects/pack/* && cd .git/objects/pack && "
	                     "mv *.idx a.idx && mv *.pack a.pack"),
	    0);
	d.all = list_objects(&d.story, *state);
	snprintf(d.index, sizeof d.index, "%s/.git/objects/pack/a.idx", d.story.repository);
	snprintf(d.pack, sizeof d.pack, "%s/.git/objects/pack/a.pack", d.story.repository);
	d.index_bytes = read_file(*state, d.index);
	d.pack_bytes = read_file(*state, d.pack);
	assert_int_equal(count_had(&d), d.all.count);
	for (unsigned i = 0; i < 300; i++) {
		struct arena arena = { 0 };
		damage_one(&d, &arena, i & 1);
		lost += count_had(&d) < d.all.count;
		write_file(i & 1 ? d.index : d.pack, i & 1 ? d.index_bytes : d.pack_bytes);
		arena_release(&arena);
	}
	assert_true(lost > 150);
	assert_int_equal(count_had(&d), d.all.count);
	story_end(&d.story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(packs_hold_what_git_holds),
		TEST(base_named_in_full_is_found),
		TEST(what_was_forgotten_is_read_again),
		TEST(lent_object_stays),
		TEST(other_kinds_larger_and_unknown_ones_are_not_had),
		TEST(folder_without_packs_has_nothing),
		TEST(damaged_packs_lend_nothing_or_whole_objects),
	};

	return cmocka_run_group_tests_name("analyzer/git/packs", tests, NULL, NULL);
}
