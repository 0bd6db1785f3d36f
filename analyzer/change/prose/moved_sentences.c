#include "analyzer/change/prose/sentences_inner.h"

#include "analyzer/change/prose/vocabulary.h"
#include "base/limits.h"

#include <string.h>

/* Sentences that left their place and stand in another: in another section or page, in another form, or said anew. */

/* Small letters and digits alone: numbers of lists, quotes and marks are other in another place. */
static str letters_of(struct arena *arena, str text)
{
	char *out = arena_alloc(arena, text.size + 1);
	size_t size = 0;

	for (size_t i = 0; i < text.size; i++)
		if (byte_is_word(text.at[i]))
			out[size++] = byte_lower(text.at[i]);
	return (str){ out, size };
}

/* work: of all comparisons, in bytes. */
static bool begins_with_letters(const char *at, const char *end, str letters, size_t *work)
{
	const char *begin = at;
	size_t same = 0;

	while (at < end && same < letters.size && (byte_lower(*at) == letters.at[same] || !byte_is_word(*at)))
		same += byte_lower(*at++) == letters.at[same];
	*work += (size_t)(at - begin);
	return same == letters.size;
}

/* letters: see letters_of. A text that begins to be like them again and again is looked at without its other bytes. */
static bool holds_letters(struct arena *scratch, str whole, str letters)
{
	size_t work = 0;

	if (whole.size < letters.size)
		return false;
	if (!letters.size)
		return true;
	char small = letters.at[0], large = byte_is_lower(small) ? (char)(small - 32) : small;
	for (const char *at = whole.at, *end = at + whole.size; at < end; at++) {
		if ((*at == small || *at == large) && begins_with_letters(at, end, letters, &work))
			return true;
		if (work > 1000 + 4 * whole.size)
			return str_find(letters_of(scratch, whole), letters) != STR_NONE;
	}
	return false;
}

bool text_stands_in(const struct image *image, str text)
{
	struct arena scratch = { 0 };
	bool found = false;

	while (text.size && (byte_is_digit(text.at[0]) || strchr(".) ", text.at[0])))
		text = str_sub(text, 1, text.size);
	str letters = letters_of(&scratch, text);
	for (uint32_t i = 0; i < image->prose.count && !found; i++)
		found = holds_letters(&scratch, image_text(image, image_prose(image)[i].text), letters);
	for (uint32_t i = 0; i < image->steps.count && !found; i++)
		found = holds_letters(&scratch, image_text(image, image_steps(image)[i].name), letters);
	arena_release(&scratch);
	return found;
}

/* --- said anew ----------------------------------------------------------------------------------------------- */

enum { RETOLD_WORDS = 5 }; /* at least */
static const double RETOLD = 0.8;

static bool names_all(str text, const struct mentions *mentions)
{
	for (unsigned i = 0; i < mentions->count; i++)
		if (str_ifind(text, mentions->items[i].text) == STR_NONE)
			return false;
	return mentions->count > 0;
}

static bool ends_clause(char c)
{
	return c == '.' || c == '!' || c == '?' || c == ':';
}

static str next_sentence(str *rest)
{
	for (size_t i = 0; i + 1 < rest->size; i++)
		if (ends_clause(rest->at[i]) && rest->at[i + 1] == ' ') {
			str sentence = str_sub(*rest, 0, i);
			*rest = str_sub(*rest, i + 2, rest->size);
			return sentence;
		}
	str last = *rest;
	*rest = STR("");
	return last;
}

static bool is_negated(str n1)
{
	static const char *const words[] = { "not", "no", "never", "without", "cannot", "stop", "stops", "stopped" };
	str word;

	while (str_next_word(&n1, " ,;", &word))
		if (IS_WORD_OF(word, words) || str_ends(word, STR("n't")))
			return true;
	return false;
}

/* One word is enough to say something else: a number, "no longer", "may" for "must". */
static bool says_otherwise(struct arena *scratch, str one, str other)
{
	str a = text_n1(scratch, one), b = text_n1(scratch, other), was, is;
	int duty = modal_rank(a), other_duty = modal_rank(b);

	return digits_hash(a) != digits_hash(b) || is_negated(a) != is_negated(b) ||
	    (duty && other_duty && duty != other_duty) || has_quantity_change(scratch, a, b, &was, &is);
}

/* A sentence that names the same teams says it in nearly the same words. */
static bool is_retold(struct arena *scratch, const struct sentence *s, struct words words, str text)
{
	if (!names_all(text, s->mentions))
		return false;
	while (text.size) {
		str sentence = next_sentence(&text);
		if (names_all(sentence, s->mentions) &&
		    words_dice(words, text_n2(scratch, text_n1(scratch, sentence))) >= RETOLD &&
		    !says_otherwise(scratch, s->text, sentence))
			return true;
	}
	return false;
}

static bool is_retold_in(const struct image *image, const struct sentence *s)
{
	struct arena scratch = { 0 };
	struct words words = text_n2(&scratch, text_n1(&scratch, s->text));
	bool found = false;

	for (uint32_t i = 0; i < image->prose.count && words.count >= RETOLD_WORDS && !found; i++)
		found = is_retold(&scratch, s, words, image_text(image, image_prose(image)[i].text));
	arena_release(&scratch);
	return found;
}

/* --- steps ------------------------------------------------------------------------------------------ */

/* What a sentence says that has the name of the team as well; the text of a step may have it in front or not. */
static struct words words_with(struct arena *arena, str sentence, str team)
{
	struct words words = text_n2(arena, text_n1(arena, sentence)), who = text_n2(arena, text_n1(arena, team));

	if (words.count < RETOLD_WORDS - 1)
		return (struct words){ 0 };
	if (words_held(who, words) == 1 || !who.count)
		return words;
	return text_n2(arena, text_n1(arena, arena_printf(arena, "%.*s %.*s", STR_ARG(team), STR_ARG(sentence))));
}

static bool image_says(const struct image *image, str sentence, str team)
{
	struct arena scratch = { 0 };
	struct words words = words_with(&scratch, sentence, team), who = text_n2(&scratch, text_n1(&scratch, team));
	bool found = false;

	for (uint32_t i = 0; i < image->prose.count && words.count && !found; i++) {
		str text = image_text(image, image_prose(image)[i].text);
		while (text.size && !found) {
			str told = next_sentence(&text);
			struct words other = text_n2(&scratch, text_n1(&scratch, told));
			found = words_dice(words, other) >= RETOLD && (!who.count || words_held(who, other) == 1) &&
			    !says_otherwise(&scratch, sentence, told);
		}
	}
	arena_release(&scratch);
	return found;
}

bool step_is_retold(struct comparison *c, enum side side, str text, str team)
{
	bool any = false;

	while (text.size) {
		str sentence = next_sentence(&text);
		bool found = false;
		for (uint32_t p = 0; p < c->pair_count && !found; p++) {
			const struct view *view = c->pairs[p].view[side];
			c->searched += view ? view->image->size : 0;
			found = view && c->searched <= LIMIT_SEARCH_BYTES && image_says(view->image, sentence, team);
		}
		if (!found)
			return false;
		any = true;
	}
	return any;
}

/* --- any sentence ----------------------------------------------------------------------------------- */

/* Where there is too much to look through, it counts as told: then nothing is said. */
bool sentence_stands(struct comparison *c, enum side side, const struct sentence *s)
{
	str text = s->text;

	while (text.size && (text.at[text.size - 1] == '.' || text.at[text.size - 1] == '!'))
		text.size--;
	for (uint32_t p = 0; p < c->pair_count; p++) {
		const struct view *view = c->pairs[p].view[side];
		if (!view)
			continue;
		c->searched += view->image->size;
		if (c->searched > LIMIT_SEARCH_BYTES || text_stands_in(view->image, text) ||
		    is_retold_in(view->image, s))
			return true;
	}
	return false;
}
