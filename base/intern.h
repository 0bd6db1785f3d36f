/*
 * intern - equal texts get equal numbers
 *
 * Numbers count from 1; 0 is no text (and the number of the empty text). They depend on the order
 * in which texts came and are therefore never printed nor sorted by.
 *
 * Memory: texts are copied and stay until intern_release. A zeroed struct is empty.
 */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include "base/arena.h"
#include "base/map.h"

struct intern {
	struct arena arena;
	struct map numbers;
	LIST_OF(str) texts;
};

uint32_t intern_add(struct intern *intern, str text);
uint32_t intern_find(const struct intern *intern, str text); /* 0 if it was never added */
str intern_text(const struct intern *intern, uint32_t number);
void intern_release(struct intern *intern);

#endif
