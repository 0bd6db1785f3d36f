/*
 * config_ack - a file in which a team says that it knows of changes, or blocks them
 *
 *	fingerprints: [3fa9c1d2e0b7]
 *	by: Maya Okafor <maya@acme.example>
 *	reason: we expect it from Monday on
 *	verdict: acknowledged        (the default), approved or blocked
 *	until: 2027-03-31            the last day on which it holds
 *
 * Memory:  texts are copied into the arena.
 * Trouble: ERROR_USAGE with path, line and column.
 */
#ifndef ANALYZER_CONFIG_CONFIG_ACK_H
#define ANALYZER_CONFIG_CONFIG_ACK_H

#include "base/arena.h"
#include "base/error.h"

enum ack_verdict { ACK_ACKNOWLEDGED, ACK_APPROVED, ACK_BLOCKED };

struct ack_file {
	const str *fingerprints;
	unsigned fingerprint_count;
	str by, reason, until;
	uint32_t until_day; /* 20270331; 0: for ever */
	enum ack_verdict verdict;
};

bool ack_file_read(struct ack_file *out, struct arena *arena, str bytes, const char *path, struct error *error);
/* The address in "Maya Okafor <maya@acme.example>", or the whole of it. */
str ack_address(str by);

#endif
