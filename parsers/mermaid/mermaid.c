/*
 * Mermaid: the type's keyword decides who reads the diagram. Flowcharts, swimlanes and sequence diagrams
 * are read; all other types are opaque, compared by a hash of their text.
 */
#include "parsers/mermaid/mermaid.h"

#include "base/limits.h"

#include <string.h>

enum diagram_type { DIAGRAM_FLOWCHART, DIAGRAM_SWIMLANES, DIAGRAM_SEQUENCE, DIAGRAM_OPAQUE, DIAGRAM_UNKNOWN };

struct diagram_word {
	const char *word;
	enum diagram_type type;
};

static const struct diagram_word diagram_words[] = {
	{ "graph", DIAGRAM_FLOWCHART },
	{ "flowchart", DIAGRAM_FLOWCHART },
	{ "flowchart-elk", DIAGRAM_FLOWCHART },
	{ "swimlane-beta", DIAGRAM_SWIMLANES },
	{ "swimlane", DIAGRAM_SWIMLANES },
	{ "sequenceDiagram", DIAGRAM_SEQUENCE },
};

/* -v2, -beta and the like may follow. */
static const char *const opaque_words[] = { "stateDiagram", "journey", "gantt", "C4Context", "C4Container",
	"C4Component", "C4Dynamic", "C4Deployment", "kanban", "block", "architecture", "timeline", "requirement",
	"requirementDiagram", "classDiagram", "erDiagram", "pie", "gitGraph", "mindmap", "quadrantChart", "xychart",
	"sankey", "packet", "radar", "treemap", "info", "venn", "treeView", "wardley", "ishikawa", "eventmodeling",
	"zenuml", "cynefin", "railroad", "railroad-abnf", "railroad-ebnf", "railroad-peg" };

static str keyword_at(const struct mermaid *m, size_t at)
{
	size_t end = at;

	while (byte_is_word(mermaid_byte(m, end)) || mermaid_byte(m, end) == '-' || mermaid_byte(m, end) == '_')
		end++;
	return str_sub(m->text, at, end);
}

static str without_version(str word)
{
	static const char *const endings[] = { "-beta", "-v2", "-alpha" };

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (str_iends(word, str_of(endings[i])))
			return str_sub(word, 0, word.size - strlen(endings[i]));
	return word;
}

static enum diagram_type type_of(str word)
{
	for (size_t i = 0; i < sizeof diagram_words / sizeof *diagram_words; i++)
		if (str_eq(word, str_of(diagram_words[i].word)))
			return diagram_words[i].type;
	if (str_ieq(word, STR("sequenceDiagram")))
		return DIAGRAM_SEQUENCE;
	word = without_version(word);
	for (size_t i = 0; i < sizeof opaque_words / sizeof *opaque_words; i++)
		if (str_ieq(word, str_of(opaque_words[i])))
			return DIAGRAM_OPAQUE;
	return DIAGRAM_UNKNOWN;
}

/* Of all lines, without blank ones and without spaces at their ends. */
static uint64_t hash_of_lines(str text)
{
	uint64_t hash = 0;
	str line;

	while (str_next_line(&text, &line)) {
		line = str_trim_right(line);
		if (line.size)
			hash = hash_mix(hash, str_hash(line));
	}
	return hash;
}

static void keep_unread(struct mermaid *m, str word, enum diagram_type type)
{
	uint32_t line = mermaid_line(m, m->at);
	str title = mermaid_name(m, mermaid_label_of(m->title));

	if (type == DIAGRAM_UNKNOWN)
		builder_note(m->out, "mermaid-unknown-type", line, "no type of diagram that is known: %.*s",
		    STR_ARG(mermaid_cut(
		        word.size ? word : str_trim(str_sub(m->text, m->at, mermaid_line_end(m, m->at))), 60)));
	builder_opaque(m->out, word.size ? word : STR("mermaid"), title, hash_of_lines(m->text), line);
}

static bool mermaid_parse(struct builder *out, const struct parse_in *in)
{
	struct mermaid m;

	mermaid_open(&m, out, in);
	mermaid_set_title(&m, m.title);
	m.at = mermaid_skip_space(&m, 0);
	if (m.at >= m.text.size) {
		builder_note(out, "mermaid-invalid", 1, "there is no diagram");
		return true;
	}
	uint32_t before = out->steps.count + out->flows.count + out->teams.count;
	str word = keyword_at(&m, m.at);
	enum diagram_type type = type_of(word);
	if (type >= DIAGRAM_OPAQUE) {
		keep_unread(&m, word, type);
		return true;
	}
	m.at += word.size;
	if (type == DIAGRAM_SEQUENCE)
		mermaid_read_sequence(&m);
	else
		mermaid_read_flowchart(&m, type == DIAGRAM_SWIMLANES);
	bool nothing = out->steps.count + out->flows.count + out->teams.count == before;
	return !m.stopped && !(nothing && m.invalid);
}

const struct parser parser_mermaid = {
	.name = "mermaid",
	.suffixes = ".mmd .mermaid",
	.limit = LIMIT_TEXT_BYTES,
	.parse = mermaid_parse,
};
