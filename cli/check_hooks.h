/*
 * check_hooks - check as a hook of git: what is pushed, or was
 *
 * git names the references on standard input. Each branch is judged for itself; the worst answer counts. A branch that
 * is deleted and a tag change no document of a branch and are not looked at.
 */
#ifndef CLI_CHECK_HOOKS_H
#define CLI_CHECK_HOOKS_H

#include "cli/setting.h"

bool check_hook(struct setting *setting, const struct options *options, bool *passes, struct error *error);

#endif
