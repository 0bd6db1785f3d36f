#include "parsers/blocks/blockrules_sentences.h"

#include <string.h>

/* Paragraphs in which somebody may commit himself (R9), numbered clauses among them (R10): only one that has both a
 * modal and something like a time is cut into sentences. What a promise is made of is no prose besides. */

/* --- R10 ------------------------------------------------------------------------------------------------------------
 */

/* "3.2.1 If ..." -> the number's size with what follows it; 0: no clause begins here. */
static uint32_t clause_size(str text, str *number)
{
	size_t at = 0, dots = 0;

	while (at < text.size && at < 20 && (byte_is_digit(text.at[at]) || text.at[at] == '.')) {
		dots += text.at[at] == '.' && at + 1 < text.size && byte_is_digit(text.at[at + 1]);
		at++;
	}
	if (!dots || at >= text.size || text.at[at] != ' ' || !byte_is_digit(text.at[0]))
		return 0;
	size_t end = at;
	while (end && text.at[end - 1] == '.')
		end--;
	*number = str_sub(text, 0, end);
	return (uint32_t)at + 1;
}

/* "(a) " begins a part of the clause before it. */
static uint32_t letter_size(str text)
{
	return text.size > 4 && text.at[0] == '(' && byte_is_letter(text.at[1]) && text.at[2] == ')' &&
	        text.at[3] == ' '
	    ? 4
	    : 0;
}

/* Clauses that the one in hand does not belong to are left. */
static void enter_clause(struct rules *r, str number)
{
	while (r->clause_count) {
		str outer = r->clauses[r->clause_count - 1].id;
		if (number.size > outer.size && str_starts(number, outer) && number.at[outer.size] == '.')
			break;
		r->clause_count--;
	}
}

static void remember_clause(struct rules *r, str number, str subject)
{
	if (r->clause_count && str_eq(r->clauses[r->clause_count - 1].id, number))
		return;
	if (r->clause_count < CLAUSE_DEPTH)
		r->clauses[r->clause_count++] = (struct clause){ number, subject };
}

static str clause_around(const struct rules *r)
{
	return r->clause_count ? r->clauses[r->clause_count - 1].id : STR("");
}

static bool inherit(struct rules *r, struct promise *out)
{
	if (!r->clause_count)
		return false;
	out->subject = r->clauses[r->clause_count - 1].subject;
	out->subject_typed = team_has_suffix(r->arena, out->subject);
	return true;
}

struct lines { /* pieces of a paragraph: it is cut where a clause or a label begins a line */
	uint32_t from[64], count;
};

static void cut_lines(struct rules *r, const struct block *block, struct lines *out)
{
	str text = block_text(r->blocks, block), number;

	out->from[0] = 0;
	out->count = 1;
	for (uint32_t i = 0; i < block->run_count && out->count < 64; i++) {
		const struct run *run = &block_runs(r->blocks, block)[i];
		uint32_t at = run->from + (run->from < text.size && text.at[run->from] == ' ');
		str rest = str_sub(text, at, text.size);
		if (run->kind == RUN_BREAK && at && at < text.size && (clause_size(rest, &number) || letter_size(rest)))
			out->from[out->count++] = at;
	}
}

/* --- paragraphs -----------------------------------------------------------------------------------------------------
 */

struct prose_cut { /* what has been written of a paragraph's text */
	uint32_t done;
	bool any;
};

static void put_piece(
    struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth, uint32_t from, uint32_t to)
{
	str piece = str_trim(str_sub(block_text(r->blocks, block), from, to));

	if (piece.size)
		put_prose(r, kind, piece, block_line(r->blocks, block, from), depth);
}

static void put_sentence(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth,
    const struct promise *p, struct prose_cut *cut)
{
	uint32_t claim = put_promise(r, block, p);

	put_piece(r, block, kind, depth, cut->done, p->from);
	if (claim) {
		r->out->claim = claim;
		put_piece(r, block, kind, depth, p->from, p->to);
		r->out->claim = 0;
	}
	cut->done = p->to;
	cut->any = true;
}

struct line {                    /* of a paragraph, in hand */
	uint32_t from, to, text; /* text: behind its number or letter */
	str number;
	bool lettered;
};

/* "(a) send the order within 1 hour" goes on with the subject and the modal of its clause. */
static void take_lettered(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth,
    const struct line *line, struct prose_cut *cut)
{
	struct promise promise = { .from = line->from, .to = line->to };

	if (line->to - line->from > 600 || !inherit(r, &promise) ||
	    !read_deed(r, str_sub(block_text(r->blocks, block), line->text, line->to), &promise))
		return;
	promise.clause = clause_around(r);
	put_sentence(r, block, kind, depth, &promise, cut);
}

static void take_line(struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth,
    const struct line *line, const struct hits *hits, struct prose_cut *cut)
{
	struct promise promise;
	bool modal_seen = false;

	if (line->number.size)
		enter_clause(r, line->number);
	for (unsigned i = 0; i < hits->modal_count; i++) {
		uint32_t modal = hits->modals[i];
		if (modal < line->from || modal >= line->to || modal < cut->done)
			continue;
		modal_seen = true;
		bool promised = read_promise(r, block, modal, line->text, line->to, &promise);
		if (line->number.size && promise.subject.size)
			remember_clause(r, line->number, promise.subject);
		if (!promised ||
		    (!promise.subject.size && !((line->number.size || line->lettered) && inherit(r, &promise))))
			continue;
		promise.clause = line->number.size ? line->number : line->lettered ? clause_around(r) : STR("");
		promise.from = promise.from == line->text ? line->from : promise.from;
		put_sentence(r, block, kind, depth, &promise, cut);
	}
	if (line->lettered && !modal_seen)
		take_lettered(r, block, kind, depth, line, cut);
}

static struct line line_at(const struct rules *r, const struct block *block, const struct lines *lines, uint32_t i)
{
	struct line line = { .from = lines->from[i], .number = STR("") };

	line.to = i + 1 < lines->count ? lines->from[i + 1] : block->text_size;
	str text = str_sub(block_text(r->blocks, block), line.from, line.to);
	uint32_t skip = clause_size(text, &line.number), letter = skip ? 0 : letter_size(text);
	line.lettered = letter > 0;
	line.text = line.from + skip + letter;
	return line;
}

static bool has_code(const struct rules *r, const struct block *block)
{
	for (uint32_t i = 0; i < block->run_count; i++)
		if (block_runs(r->blocks, block)[i].kind == RUN_CODE)
			return true;
	return false;
}

bool take_sentences(
    struct rules *r, const struct block *block, enum prose_kind kind, unsigned depth, struct known_text *known)
{
	str text = block_text(r->blocks, block);
	struct hits hits;
	struct prose_cut cut = { 0 };
	struct lines lines;
	bool plain; /* a line without a number or a letter: only its words count */

	cut_lines(r, block, &lines);
	plain = lines.count == 1;
	if (plain && known->quiet)
		return false;
	scan_words(&hits, text);
	bool named = false;
	for (unsigned i = 0; i < hits.suffix_count; i++)
		named = take_inferred(r, block, text, hits.suffixes[i]) || named;
	for (uint32_t i = 0; hits.modal_count && hits.time && i < lines.count; i++) {
		struct line line = line_at(r, block, &lines, i);
		plain = plain && !line.number.size && !line.lettered;
		take_line(r, block, kind, depth, &line, &hits, &cut);
	}
	if (!cut.any) {
		if (plain && !named && !has_code(r, block)) /* words in code count for nothing */
			known->quiet = true;
		return false;
	}
	put_piece(r, block, kind, depth, cut.done, block->text_size);
	return true;
}
