/*
 * verdict - severity, audience and requirement of each finding of a commit
 */
#ifndef ANALYZER_JUDGE_VERDICT_H
#define ANALYZER_JUDGE_VERDICT_H

#include "analyzer/judge/judge.h"

void verdict_make(struct judge *judge, struct commit_report *out);
void commit_sort(struct commit_report *report); /* its changes: severity, path, line, rule */
/* The teams of a commit, made anew from its changes. */
void commit_summarise(struct arena *arena, struct commit_report *report);

#endif
