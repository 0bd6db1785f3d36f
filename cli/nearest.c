#include "cli/nearest.h"

#include <string.h>

enum { LONGEST = 60, FAR = 1000, WITHIN = 100 };

unsigned nearest_distance(str a, str b)
{
	unsigned before[LONGEST + 1], now[LONGEST + 1];

	if (a.size > LONGEST || b.size > LONGEST)
		return FAR;
	for (unsigned j = 0; j <= b.size; j++)
		before[j] = j;
	for (unsigned i = 0; i < a.size; i++) {
		now[0] = i + 1;
		for (unsigned j = 0; j < b.size; j++) {
			unsigned best = before[j] + (byte_lower(a.at[i]) != byte_lower(b.at[j]));
			best = before[j + 1] + 1 < best ? before[j + 1] + 1 : best;
			now[j + 1] = now[j] + 1 < best ? now[j] + 1 : best;
		}
		memcpy(before, now, sizeof now);
	}
	return before[b.size];
}

/* A third of the letters may differ; a name that has the word within comes behind those. */
static unsigned how_far(str word, str name)
{
	unsigned distance = nearest_distance(word, name);

	if (distance <= (word.size < 6 ? 2 : word.size / 3))
		return distance;
	return word.size >= 3 && str_ifind(name, word) != STR_NONE ? WITHIN : FAR;
}

void nearest_offer(struct nearest *nearest, str name)
{
	unsigned distance = how_far(nearest->word, name), at = nearest->count;

	if (distance >= FAR || !name.size)
		return;
	for (unsigned i = 0; i < nearest->count; i++)
		if (str_eq(nearest->names[i], name))
			return;
	while (at > 0 && nearest->distances[at - 1] > distance)
		at--;
	if (at == NEAREST_MAX)
		return;
	unsigned kept = nearest->count < NEAREST_MAX ? nearest->count : NEAREST_MAX - 1;
	for (unsigned i = kept; i > at; i--) {
		nearest->names[i] = nearest->names[i - 1];
		nearest->distances[i] = nearest->distances[i - 1];
	}
	nearest->names[at] = name;
	nearest->distances[at] = distance;
	nearest->count = kept + 1;
}

void nearest_put(struct buf *out, const struct nearest *nearest)
{
	for (unsigned i = 0; i < nearest->count; i++)
		buf_putf(out, "%s'%.*s'",
		    i                         ? ", "
		        : nearest->count == 1 ? "; did you mean "
		                              : "; did you mean one of ",
		    STR_ARG(nearest->names[i]));
	if (nearest->count)
		buf_putc(out, '?');
}
