/* sim/transaction.h - one message of a virtual UE and what came back: RFC 7252 4.2 and 5.2.
 *
 *     PENDING --Empty ACK--> ACKED --response--> ANSWERED
 *        |---- response -----------------------------^
 *        |---- RST --> RESET     |---- last timeout --> GIVEN_UP     |---- link gone --> CUT
 */
#ifndef SIM_TRANSACTION_H
#define SIM_TRANSACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/message.h"
#include "wire/wish.h"

enum transaction_state {
	TRANSACTION_PENDING, TRANSACTION_ACKED, TRANSACTION_ANSWERED, TRANSACTION_RESET, TRANSACTION_GIVEN_UP,
	TRANSACTION_CUT
};

enum { DATAGRAM_MAX = 1500, DELIBERATE_TEXT = 160 };

/* What was sent. */
struct sent {
	uint8_t bytes[DATAGRAM_MAX];
	size_t len;
	uint8_t type, token_len, code;
	uint8_t kind;			/* enum msgin5g_kind it was built as, whatever was changed in it */
	uint8_t token[15];
	bool long_token;		/* more than fit above, by RFC 8974: as written */
	uint16_t mid;
	struct wish wish;
	char deliberate[DELIBERATE_TEXT];	/* "" by the book */
};

struct transaction {
	struct sent sent;
	enum transaction_state state;
	uint8_t copies;			/* sent so far */
	bool challenged;		/* it is the answer to a 4.01 with Echo (RFC 9175 2.3) */
	bool retransmits;		/* a CON whose client's switch is on */
	uint64_t started_ns, next_ns, interval_ns;	/* next_ns: the next copy or the end; NEVER: none */
	uint64_t copied_ns, concluded_ns;	/* when the last copy left; when it was answered or given up */
	uint8_t reply[DATAGRAM_MAX];	/* the response, or the RST */
	size_t reply_len;
	bool reply_other_peer;		/* something came, but from another endpoint: not accepted */
	bool reply_critical;		/* its response came with a critical option that is not known: rejected (RFC 7252 5.4.1) */
	unsigned replies;		/* responses and RSTs that matched, duplicates included */
};

bool transaction_open(const struct transaction *);	/* pending or acked */
const char *transaction_state_word(enum transaction_state);

#endif
