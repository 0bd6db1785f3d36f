/*
 * check_hooks - check as a hook of git: what is pushed, or was
 *
 * git names the references on standard input. Each branch is judged for itself; the worst answer counts. Guarded are
 * the branches that are named (patterns), else the one that changes go into: HEAD of the other side, else main or
 * master. Any other one may be pushed, for how else would its readers acknowledge it; a line says what would be asked
 * of it. A branch that is deleted and a tag change no document of a branch and are not looked at.
 */
#ifndef CLI_CHECK_HOOKS_H
#define CLI_CHECK_HOOKS_H

#include "cli/setting.h"

bool check_hook(struct setting *setting, const struct options *options, bool *passes, struct error *error);

#endif
