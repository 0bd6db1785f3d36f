#include "analyzer/gate/acks.h"

#include "analyzer/gate/trailers.h"

struct ack *acks_add(struct acks *out, struct arena *arena)
{
	if (out->count == out->room) {
		unsigned room = out->room ? 2 * out->room : 16;
		out->items = arena_grow(arena, out->items, out->count * sizeof *out->items, room * sizeof *out->items);
		out->room = room;
	}
	struct ack *ack = &out->items[out->count++];
	*ack = (struct ack){ .commit = NONE };
	return ack;
}

/* The longest beginning that is a team; what follows is the reason. */
static void take_team(struct ack *ack, str value, const struct ack_names *names)
{
	enum { WORDS_MAX = 8 };
	size_t ends[WORDS_MAX];
	unsigned count = 0;
	str rest = value, word;

	while (count < WORDS_MAX && str_next_word(&rest, " \t", &word))
		ends[count++] = (size_t)(word.at + word.size - value.at);
	ack->words = count ? str_sub(value, 0, ends[0]) : STR("");
	for (unsigned i = count; i-- > 0 && !ack->team;) {
		str words = str_sub(value, 0, ends[i]);
		while (words.size && (words.at[words.size - 1] == ':' || words.at[words.size - 1] == ','))
			words.size--;
		ack->team = names->find(names->data, words);
		if (!ack->team)
			continue;
		ack->words = words;
		ack->reason = str_trim(str_sub(value, ends[i], value.size));
	}
	while (ack->reason.size && (ack->reason.at[0] == '-' || ack->reason.at[0] == ':'))
		ack->reason = str_trim_left(str_sub(ack->reason, 1, ack->reason.size));
}

/* "fraud, billing": what stands behind a comma may be meant for a team, where nothing but a team stands before it. It
 * depends on the words alone how many there are, for they are taken once with the teams of the head and once with those
 * of the base. */
static void take_others(
    struct acks *out, struct arena *arena, str value, unsigned commit, const struct ack_names *names)
{
	enum { OTHERS_MAX = 8 };
	struct str_cut cut = str_cut(value, ',');
	struct ack before = { 0 };
	bool only = true;

	take_team(&before, str_trim(cut.head), names);
	for (unsigned i = 0; i < OTHERS_MAX && cut.found && !str_is_blank(cut.tail); i++) {
		only = only && before.team && !before.reason.size;
		cut = str_cut(cut.tail, ',');
		struct ack *ack = acks_add(out, arena);
		ack->kind = ACK_TRAILER;
		ack->commit = commit;
		ack->second = true;
		take_team(ack, str_trim(cut.head), names);
		ack->team = only ? ack->team : 0;
		before = *ack;
	}
}

void acks_take_trailers(struct acks *out, struct arena *arena, const struct net *net, const struct ack_names *names)
{
	for (unsigned i = 0; i < net->count; i++) {
		struct trailer found[TRAILERS_MAX];
		unsigned count = trailers_find(arena, net->commits[i].info.message, STR("Impact-Ack"), found);
		for (unsigned k = 0; k < count; k++) {
			struct ack *ack = acks_add(out, arena);
			ack->kind = ACK_TRAILER;
			ack->commit = i;
			ack->misplaced = found[k].misplaced;
			ack->no_colon = found[k].no_colon;
			take_team(ack, found[k].value, names);
			if (!ack->misplaced && !ack->no_colon)
				take_others(out, arena, found[k].value, i, names);
		}
	}
}

void acks_take_option(struct acks *out, struct arena *arena, str team, const struct ack_names *names)
{
	struct ack *ack = acks_add(out, arena);

	ack->kind = ACK_OPTION;
	ack->entitled = true;
	take_team(ack, team, names);
}
