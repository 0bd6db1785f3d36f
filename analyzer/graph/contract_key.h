/*
 * contract_key - what a contract is known by wherever it is told: who promises what to whom
 */
#ifndef ANALYZER_GRAPH_CONTRACT_KEY_H
#define ANALYZER_GRAPH_CONTRACT_KEY_H

#include "analyzer/graph/graph.h"

/* 0 where it does not say enough to be known again: no team that promises, no words of what. */
uint64_t contract_key(const struct view *view, uint32_t contract);
/* The keys of all contracts of the tree at which the graph stands. */
void graph_contract_keys(struct graph *graph, struct map *out);

#endif
