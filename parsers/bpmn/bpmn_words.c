/* The words of BPMN 2.0. Elements are told by namespace and local name; what prefix a tool writes says nothing. */

#include "parsers/bpmn/bpmn.h"

#include "base/limits.h"

const char bpmn_space[] = "http://www.omg.org/spec/BPMN/20100524/MODEL";

static const struct {
	const char *local, *said;
	enum bpmn_class class;
} words[] = {
	{ "", "", CLASS_PART },
#define WORD(name, local, class, said) { local, said, CLASS_##class },
#include "parsers/bpmn/bpmn_words.def"
#undef WORD
};

enum { WORD_COUNT = sizeof words / sizeof *words };

/* Where shapes lie and how they look; and what the flows of a process say anyway. */
static bool is_noise(str space, str local)
{
	static const char *const spaces[] = {
		"http://www.omg.org/spec/BPMN/20100524/DI",
		"http://www.omg.org/spec/DD/20100524/DI",
		"http://www.omg.org/spec/DD/20100524/DC",
	};

	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
		if (str_eq(space, str_of(spaces[i])))
			return true;
	return str_eq(space, str_of(bpmn_space)) && (str_eq(local, STR("incoming")) || str_eq(local, STR("outgoing")));
}

bool bpmn_is_vendor(str space)
{
	static const char *const spaces[] = {
		"http://camunda.org/schema/1.0/bpmn",
		"http://camunda.org/schema/zeebe/1.0",
		"http://flowable.org/bpmn",
		"http://activiti.org/bpmn",
	};

	return STR_IS_ONE_OF(space, spaces);
}

uint16_t bpmn_word_of(str space, str local)
{
	if (is_noise(space, local))
		return BPMN_NOTHING;
	if (bpmn_is_vendor(space) || str_eq(space, STR("http://www.signavio.com")))
		return BPMN_EXTENSION;
	if (!str_eq(space, str_of(bpmn_space)))
		return BPMN_UNKNOWN;
	for (uint16_t i = 1; i < WORD_COUNT; i++)
		if (str_eq(local, str_of(words[i].local)))
			return i;
	return BPMN_UNKNOWN;
}

enum bpmn_class bpmn_class_of(uint16_t word)
{
	return word < WORD_COUNT ? words[word].class : CLASS_PART;
}

const char *bpmn_said(uint16_t word)
{
	return word < WORD_COUNT ? words[word].said : "";
}

bool bpmn_is_scope(uint16_t word)
{
	return word == BPMN_PROCESS || word == BPMN_SUBPROCESS || word == BPMN_AD_HOC || word == BPMN_TRANSACTION;
}
