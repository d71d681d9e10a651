/* tests/unit/judge_table.c - the tables of conversations as one. */
#include "tests/unit/judge.h"

static const struct talk_row *const tables[] = { talk_register_client, talk_register_server, talk_header, talk_exchange,
						 talk_timing, talk_option, talk_response, talk_json, talk_coaps,
						 talk_record, talk_handshake, talk_block, talk_gateway };
enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

const struct talk_row *talk_row_at(int index)
{
	for (unsigned t = 0; t < TABLES; t++)
		for (const struct talk_row *row = tables[t]; row->clause; row++)
			if (index-- == 0)
				return row;
	return NULL;
}
