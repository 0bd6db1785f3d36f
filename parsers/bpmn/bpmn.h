/*
 * bpmn - the parts of the BPMN reader, shared by the files bpmn*.c only
 *
 * The tree of elements is walked once to make items: everything that has an id others may refer to. The phases that
 * follow go over the items in the order of the document: teams, steps, flows, what events imply, contracts.
 *
 * Memory: everything lives in the builder's arena.
 */
#ifndef PARSERS_BPMN_BPMN_H
#define PARSERS_BPMN_BPMN_H

#include "model/builder.h"
#include "parsers/xml.h"

enum bpmn_word {
	BPMN_UNKNOWN = XML_UNKNOWN,
#define WORD(name, local, class, said) BPMN_##name,
#include "parsers/bpmn/bpmn_words.def"
#undef WORD
	BPMN_EXTENSION, /* an element of a vendor: its local name says which */
	BPMN_NOTHING = XML_SKIP,
};

enum bpmn_class {
	CLASS_PART,    /* read by the element around it */
	CLASS_FOREIGN, /* recognised, not understood */
	CLASS_NAMED,   /* message, signal, resource, ...: what references name */
	CLASS_TEAM,
	CLASS_PROCESS,
	CLASS_ACTIVITY,
	CLASS_GLOBAL, /* a global task */
	CLASS_EVENT,
	CLASS_GATEWAY,
	CLASS_DATA,
	CLASS_FLOW,
};

/* Sets of classes, for bpmn_find. */
enum {
	WANT_NAMED = 1u << CLASS_NAMED,
	WANT_PROCESS = 1u << CLASS_PROCESS,
	WANT_ACTIVITY = 1u << CLASS_ACTIVITY,
	WANT_DATA = 1u << CLASS_DATA,
	WANT_FLOW = 1u << CLASS_FLOW,
	WANT_NODE = WANT_ACTIVITY | 1u << CLASS_EVENT | 1u << CLASS_GATEWAY | WANT_DATA,
	WANT_END = WANT_NODE | 1u << CLASS_TEAM,
};

struct bpmn_item {
	const struct xml_element *at;
	str id;           /* as written; may be empty */
	str due;          /* date that a task is due, for steps without a timer */
	uint32_t scope;   /* the process or subprocess around it; 0: none */
	uint32_t lane;    /* the innermost lane that lists it; 0: none */
	uint32_t section; /* processes: their section */
	uint32_t step,
	    team; /* numbers in the builder, or NONE; of a process and an unnamed lane: the team that they stand for */
	uint32_t performers, performer_count; /* in bpmn.performers */
	uint32_t timer;                       /* activities: the boundary event whose timer is theirs */
	uint16_t word;
	uint16_t twin; /* how many items before this one have its id */
	uint8_t class;
	uint8_t level;   /* subprocesses around it */
	uint8_t depth;   /* lanes: lanes around it */
	bool is_default; /* flows: taken where no condition holds */
	bool messaged;   /* a message flow begins or ends at it */
	bool referred;   /* data objects: a reference shows it */
};

struct bpmn_performer {
	str name, key;
	uint32_t line, team;
	uint8_t kind; /* enum team_kind */
};

struct bpmn {
	struct builder *out;
	struct arena *arena;
	struct xml xml;
	LIST_OF(struct bpmn_item) items; /* number 0 is no item */
	uint32_t *by_id;                 /* numbers of the items with an id, sorted by it */
	uint32_t id_count;
	LIST_OF(struct bpmn_performer) performers;
	uint32_t processes;
	bool whole_file;  /* not a diagram within another document: sections are ours */
	bool needs_where; /* lines say nothing: a file of few, long lines */
	bool full;        /* LIMIT_RECORDS reached */
};

/* bpmn_words.c */
extern const char bpmn_space[];
uint16_t bpmn_word_of(str space, str local);
enum bpmn_class bpmn_class_of(uint16_t word);
const char *bpmn_said(uint16_t word); /* "timer" for a timerEventDefinition; "" for what defines no event */
bool bpmn_is_vendor(str space);       /* whose attributes say who performs a task */

/* bpmn_items.c */
void bpmn_take_items(struct bpmn *b);
str bpmn_bare(str reference); /* without a prefix, which carries nothing: "tns:Process_1" -> "Process_1" */
/* The item that a QName refers to, NULL where nothing has that id. Of several the first of a wanted class counts. */
struct bpmn_item *bpmn_find(const struct bpmn *b, str reference, unsigned wanted);
struct bpmn_item *bpmn_item_of(const struct bpmn *b, const struct xml_element *element); /* NULL: is none */
const struct xml_element *bpmn_child(const struct xml_element *element, uint16_t word);  /* the first one, or NULL */
bool bpmn_is_scope(uint16_t word);                                                       /* process or subprocess */
str bpmn_name(struct bpmn *b, const struct xml_element *element);                        /* N0 of its name */
str bpmn_n0(struct bpmn *b, str raw);                                                    /* of a label */
str bpmn_clip(str text);                                                /* the first 200 bytes, for notes and paths */
str bpmn_expression(struct bpmn *b, const struct xml_element *element); /* N0 of text that is no markup */
str bpmn_unique_id(struct bpmn *b, const struct bpmn_item *item);
uint32_t bpmn_process_of(const struct bpmn *b, const struct bpmn_item *item); /* item number; 0: none */
void bpmn_enter(struct bpmn *b, const struct bpmn_item *item);                /* later records stand in its process */
/* An attribute; where the key is there already, the values are joined. An empty value adds nothing. */
void bpmn_attr(struct bpmn *b, struct span *attrs, const char *key, str value);
bool bpmn_room(struct bpmn *b); /* for one more record; says so once where there is none */

/* bpmn_teams.c */
void bpmn_take_teams(struct bpmn *b);
uint32_t bpmn_team_of(const struct bpmn *b, const struct bpmn_item *node); /* by lane, host, subprocess and pool */
bool bpmn_related(const struct bpmn *b, uint32_t a, uint32_t team); /* equal, of one key, or one inside the other */

/* bpmn_performers.c */
void bpmn_gather_performers(struct bpmn *b, struct bpmn_item *item); /* names only */
void bpmn_settle_performers(struct bpmn *b);                         /* names become teams */
void bpmn_assign(struct bpmn *b, const struct bpmn_item *item);      /* to its step */
void bpmn_name_performers(struct bpmn *b, struct bpmn_item *item, uint8_t kind, str list);

/* bpmn_extensions.c */
void bpmn_extension_performers(struct bpmn *b, struct bpmn_item *item);
void bpmn_extension_attrs(struct bpmn *b, struct bpmn_item *item, struct span *attrs);
bool bpmn_is_runtime(str text); /* an expression whose value is known at run time only */

/* bpmn_steps.c */
void bpmn_take_steps(struct bpmn *b);

/* bpmn_events.c */
const struct xml_element *bpmn_definition(const struct bpmn *b, const struct xml_element *child);
void bpmn_event_attrs(struct bpmn *b, const struct bpmn_item *item, struct span *attrs);
str bpmn_event_words(struct bpmn *b, const struct bpmn_item *item); /* "timer P2D", "error X" */
bool bpmn_escalates(const struct bpmn *b, const struct bpmn_item *item);

/* bpmn_timers.c */
void bpmn_take_timers(struct bpmn *b);

/* bpmn_flows.c */
void bpmn_take_flows(struct bpmn *b);
bool bpmn_end(const struct bpmn *b, const struct bpmn_item *item, struct end *out);

/* bpmn_joins.c */
void bpmn_join_events(struct bpmn *b);

/* bpmn_contracts.c */
void bpmn_take_contracts(struct bpmn *b);
enum contract_kind bpmn_contract_kind(const struct bpmn *b, uint32_t provider, uint32_t consumer);

/* bpmn_docs.c */
void bpmn_take_docs(struct bpmn *b);  /* of what is no step, and annotations that hang on no step: prose */
void bpmn_take_notes(struct bpmn *b); /* annotations to the steps they hang on */
str bpmn_documentation(struct bpmn *b, const struct xml_element *element); /* with its tags */
bool bpmn_next_line(str *markup, str *line); /* of a text with tags: ends at a line break, <br>, </p>, </li>, ... */
void bpmn_links(struct bpmn *b, str markup, uint32_t step, uint32_t line); /* addresses in a text */

/* bpmn_five_ws.c */
/* Lines "Who: ..", "What: ..", "When: .." in a text are a contract. step: that it belongs to, or NONE. */
void bpmn_five_ws(struct bpmn *b, str markup, uint32_t step, uint32_t line);

#endif
