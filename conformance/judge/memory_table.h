/* conformance/judge/memory_table.h - what the parts of the memory share among themselves. */
#ifndef JUDGE_MEMORY_TABLE_H
#define JUDGE_MEMORY_TABLE_H

#include "conformance/judge/memory.h"

void memory_tables_init(struct memory *);
void memory_tables_free(struct memory *);
void memory_peers_init(struct memory *);
void memory_peers_free(struct memory *);
uint64_t peer_hash(const struct endpoint *client, const struct endpoint *server);
void memory_close_oldest(struct memory *, uint64_t now_ns, bool forgotten);

#endif
