/*
 * check_answer - what `knockon check` says of a target, in the formats that were asked for
 */
#ifndef CLI_CHECK_ANSWER_H
#define CLI_CHECK_ANSWER_H

#include "cli/judging.h"

bool check_answer(struct judging *judging, struct error *error);
/* Of a branch that is not guarded: a line for people, and nothing for programs. name: of the branch; into: where it
 * would go. */
bool check_answer_line(struct judging *judging, str name, str into, struct error *error);

#endif
