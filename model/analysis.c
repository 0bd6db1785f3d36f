#include "model/analysis.h"

#include <string.h>

const char *role_name(enum role role)
{
	static const char *const names[] = { "owner", "performer", "downstream", "upstream", "counterparty",
		"referrer" };
	return names[role];
}

const char *requirement_name(enum requirement requirement)
{
	static const char *const names[] = { "none", "notify", "acknowledge" };
	return names[requirement];
}

const char *confidence_name(enum confidence confidence)
{
	static const char *const names[] = { "high", "medium", "low" };
	return names[confidence];
}

const char *edge_name(enum edge edge)
{
	static const char *const names[] = { "flow", "same", "call", "contract", "reference", "dependency", "uses",
		"performs", "names" };
	return names[edge];
}

const char *modifier_name(unsigned bit)
{
	static const char *const names[] = { "override", "draft", "nobody-outside", "announced", "low-confidence",
		"distance", "referrer", "inferred" };

	for (unsigned i = 0; i < 8; i++)
		if (bit == 1u << i)
			return names[i];
	return "";
}

int place_order(struct finding_place a, struct finding_place b)
{
	if (a.severity != b.severity)
		return a.severity > b.severity ? -1 : 1;
	int order = str_cmp(a.path, b.path);
	if (order)
		return order;
	if (a.line != b.line)
		return a.line < b.line ? -1 : 1;
	return a.rule < b.rule ? -1 : a.rule > b.rule;
}

int changes_order(const void *a, const void *b)
{
	const struct change *left = a, *right = b;
	int order = place_order((struct finding_place){ left->severity, left->path, left->line, left->rule },
	    (struct finding_place){ right->severity, right->path, right->line, right->rule });

	return order ? order : strcmp(left->fingerprint, right->fingerprint);
}
