#include "model/analysis.h"

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
