/*
 * check_answer - what `knockon check` says of a target, in the formats that were asked for
 */
#ifndef CLI_CHECK_ANSWER_H
#define CLI_CHECK_ANSWER_H

#include "cli/judging.h"

bool check_answer(struct judging *judging, struct error *error);

#endif
