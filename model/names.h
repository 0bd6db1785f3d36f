/*
 * names - labels without their markup, and the key of a team's name
 */
#ifndef MODEL_NAMES_H
#define MODEL_NAMES_H

#include "base/text.h"

enum markup {
	MARKUP_PLAIN = 0,
	MARKUP_HTML = 1,      /* tags out (<br>, </p>, </div>, </li> are spaces), &entities; decoded */
	MARKUP_ESCAPES = 2,   /* \n \l \r and \t written as two characters are spaces */
	MARKUP_MERMAID = 4,   /* #quot; #35; decoded, `markdown` strings and fa:fa-icons out */
	MARKUP_CREOLE = 8,    /* **bold** //italic// __underlined__ ~~struck~~ ""mono"" <color:red> <&icon> out */
	MARKUP_EMPHASIS = 16, /* Markdown's * _ ` around words out */
};

/* N0 of a label as written: valid UTF-8 of any markup, to words. */
str name_n0(struct arena *arena, str raw, unsigned markup);

/* Entities only (named, decimal, hexadecimal; the semicolon is required); the value of one, or -1. */
str name_entities(struct arena *arena, str raw);
int32_t name_entity(str name); /* "nbsp" -> 160, "#38" -> 38 */

/* The full key of a team's name: "The Billing Team", "@acme/billing-team" -> "billing". Which shorter key (plural
 * "agents", "billing-ops") is meant depends on what is known: see the registry. "" for a name without a letter. */
str team_key(struct arena *arena, str n0);
bool team_has_suffix(struct arena *arena, str n0); /* "Billing Team", "Dept. of Tax": says itself that it is a team */
/* Both at once. */
str team_key_typed(struct arena *arena, str n0, bool *typed);
bool team_is_generic(str key); /* manager, agent, ...: means somebody of the pool around it */
/* N0 without a parenthesis that names persons, mail addresses or @users. */
str team_without_people(struct arena *arena, str n0);

#endif
