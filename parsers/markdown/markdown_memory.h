/*
 * markdown_memory - memory for cmark, from one bump allocator per thread
 *
 * It is wound back for each text: that is a third faster than malloc, and it bounds what a hostile text may take.
 * cmark gives up by abort(), so the way out is a jump over it; it holds nothing but memory.
 *
 * Memory: what one text of usual size needs is kept for the next one and freed with the thread.
 */
#ifndef PARSERS_MARKDOWN_MARKDOWN_MEMORY_H
#define PARSERS_MARKDOWN_MARKDOWN_MEMORY_H

#include <cmark-gfm.h>
#include <setjmp.h>
#include <stddef.h>

struct piece;

struct bump {
	struct piece *first, *at; /* all pieces; the one in use */
	size_t used;              /* of it */
	size_t total, budget;
	jmp_buf out_of_budget;
};

extern cmark_mem bump_memory; /* that of the thread that calls */

/* The allocator of this thread with nothing in it, and cmark ready for use; the caller sets out_of_budget next. */
struct bump *bump_begin(size_t budget);

#endif
