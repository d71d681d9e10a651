/* wire/observation.h - one message or record, and where each octet came from.
 *
 * Only the dissector makes these, from datagrams; the judge and the reports read them. A datagram
 * with three records gives three observations. What could not be opened is an observation too. */
#ifndef WIRE_OBSERVATION_H
#define WIRE_OBSERVATION_H

#include <stdbool.h>
#include <stdint.h>

#include "wire/datagram.h"
#include "wire/handshake.h"
#include "wire/message.h"

enum obs_kind {
	OBS_MESSAGE,		/* a CoAP message, in the clear or opened */
	OBS_RECORD,		/* a DTLS record that is no handshake and holds no CoAP: CCS, alert (opened or not) */
	OBS_HANDSHAKE,		/* a handshake message, or a fragment of one, opened */
	OBS_DARK,		/* a record that could not be opened: dark_because says why */
	OBS_STRAY		/* a datagram that is neither records nor CoAP */
};

/* A DTLS record as written on the wire. */
struct record {
	uint8_t type;			/* 20 CCS 21 alert 22 handshake 23 application data 25 CID */
	uint16_t version;		/* 0xfefd */
	uint16_t epoch;
	uint64_t seq;
	uint32_t length;		/* of the fragment as written, sealed */
	uint64_t explicit_nonce;	/* of an AEAD record with one; else 0 */
	bool has_nonce;
	bool overruns;			/* the length runs past the datagram */
	bool bad_tag;			/* keys were known and none opened it */
};

struct observation {
	enum obs_kind kind;
	const struct datagram *datagram;
	uint16_t record_offset;		/* of the record in the datagram */
	uint32_t flow;			/* the dissector's number of the 5-tuple, from 1; 0: none is kept (dissector_limit) */
	uint32_t association;		/* of the DTLS association; 0: in the clear */
	uint32_t session;		/* of the handshake that made the keys; 0: none */
	bool from_client;		/* sent by the DTLS client (of the association) */
	const struct record *record;	/* NULL for a clear message */
	uint16_t opened_by;		/* epoch whose keys opened it; where it differs from record->epoch: a finding */
	const struct message *message;	/* CoAP with anomalies and byte ranges, or NULL */
	const struct handshake *handshake;	/* or NULL */
	uint8_t alert_level, alert_description;	/* of an opened alert */
	const uint8_t *plain;		/* opened octets, borrowed for the call, or NULL */
	size_t plain_len;
	const char *dark_because;	/* in words that name the next step, or NULL */
};

#endif
