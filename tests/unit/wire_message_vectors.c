/* tests/unit/wire_message_vectors.c - CoAP messages dissected by hand (RFC 7252 3). */
#include "tests/unit/wire_message_vectors.h"

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))

/* Option deltas and lengths on each side of their extensions. */
const struct extension_vector extension_vectors[] = {
	{ "40010001 c0", 12, { 4, 1 }, { 5, 0 } },			/* delta 12: the last in the nibble */
	{ "40010001 d000", 13, { 4, 2 }, { 6, 0 } },			/* delta 13: nibble 13, extension 0 */
	{ "40010001 d1ff00", 268, { 4, 3 }, { 6, 1 } },			/* 13 + 255 */
	{ "40010001 e00000", 269, { 4, 3 }, { 7, 0 } },			/* nibble 14, extension 0 */
	{ "40010001 e0fde7", 65268, { 4, 3 }, { 7, 0 } },		/* 269 + 64999 */
	{ "40010001 e0fef2", 65535, { 4, 3 }, { 7, 0 } },		/* 269 + 65266: the highest number */
	{ "40010001 e0fef2 00", 65535, { 7, 1 }, { 8, 0 } },		/* and delta 0 after it */
	{ "40010001 8c 000102030405060708090a0b", 8, { 4, 13 }, { 5, 12 } },	/* length 12 */
	{ "40010001 8d00 000102030405060708090a0b0c", 8, { 4, 15 }, { 6, 13 } },	/* length 13 */
	{ "40010001 dd0000 000102030405060708090a0b0c", 13, { 4, 16 }, { 7, 13 } },	/* both extended, delta first */
	{ "48010001 ffffffffffffffff 60", 6, { 12, 1 }, { 13, 0 } },	/* TKL 8, a token of ff */
};
const unsigned extension_vector_count = COUNT(extension_vectors);

const struct anomaly_vector anomaly_vectors[] = {
	{ "", ANOMALY_TOO_SHORT, { 0, 0 }, 0, false },
	{ "400112", ANOMALY_TOO_SHORT, { 0, 3 }, 0, false },
	{ "00010001", ANOMALY_VERSION, { 0, 1 }, 0, true },		/* version 0 */
	{ "80010001 60", ANOMALY_VERSION, { 0, 1 }, 0, true },		/* version 2, read on: Observe */
	{ "c0010001", ANOMALY_VERSION, { 0, 1 }, 0, true },		/* version 3 */
	{ "49010001 010203040506070809", ANOMALY_TOKEN_LENGTH, { 0, 1 }, 0, false },
	{ "4f010001", ANOMALY_TOKEN_LENGTH, { 0, 1 }, 0, false },
	{ "44010001 010203", ANOMALY_TOKEN_TRUNCATED, { 4, 3 }, 0, false },
	{ "41010001", ANOMALY_TOKEN_TRUNCATED, { 4, 0 }, 0, false },
	{ "40200001", ANOMALY_RESERVED_CLASS, { 1, 1 }, 0, true },	/* 1.00 */
	{ "40610001", ANOMALY_RESERVED_CLASS, { 1, 1 }, 0, true },	/* 3.01 */
	{ "40c10001", ANOMALY_RESERVED_CLASS, { 1, 1 }, 0, true },	/* 6.01 */
	{ "60e10001", ANOMALY_RESERVED_CLASS, { 1, 1 }, 0, true },	/* 7.01 in an ACK */
	{ "40010001 60 f0", ANOMALY_DELTA_15, { 5, 1 }, 0, false },
	{ "40010001 fe 0000", ANOMALY_DELTA_15, { 4, 1 }, 0, false },
	{ "40010001 1f", ANOMALY_LENGTH_15, { 4, 1 }, 0, false },
	{ "40010001 b3 6162", ANOMALY_OPTION_TRUNCATED, { 4, 3 }, 11, false },	/* 3 octets announced, 2 there */
	{ "40010001 60 b1", ANOMALY_OPTION_TRUNCATED, { 5, 1 }, 17, false },	/* no value at all */
	{ "40010001 d0", ANOMALY_OPTION_TRUNCATED, { 4, 1 }, 0, false },	/* no extended delta */
	{ "40010001 e000", ANOMALY_OPTION_TRUNCATED, { 4, 2 }, 0, false },	/* half an extended delta */
	{ "40010001 bd", ANOMALY_OPTION_TRUNCATED, { 4, 1 }, 11, false },	/* no extended length */
	{ "40010001 be01", ANOMALY_OPTION_TRUNCATED, { 4, 2 }, 11, false },	/* half an extended length */
	{ "40010001 e0fef3", ANOMALY_OPTION_NUMBER, { 4, 3 }, 65536, true },
	{ "40010001 e0ffff", ANOMALY_OPTION_NUMBER, { 4, 3 }, 65804, true },
	{ "40010001 ff", ANOMALY_MARKER_ALONE, { 4, 1 }, 0, true },
	{ "41010001 ff 60 ff", ANOMALY_MARKER_ALONE, { 6, 1 }, 0, true },	/* the first ff is the token */
	{ "40000001 60", ANOMALY_EMPTY_WITH_CONTENT, { 4, 1 }, 0, false },
	{ "60000001 ff61", ANOMALY_EMPTY_WITH_CONTENT, { 4, 2 }, 0, false },
	{ "61000001 aa", ANOMALY_EMPTY_WITH_CONTENT, { 4, 1 }, 0, true },	/* a token, and nothing else */
	{ "50000001", ANOMALY_EMPTY_NON, { 0, 2 }, 0, true },
	{ "60020001", ANOMALY_REQUEST_IN_ACK, { 0, 2 }, 0, true },
	{ "70440001", ANOMALY_RST_NOT_EMPTY, { 0, 2 }, 0, true },	/* RST 2.04 */
	{ "70020001", ANOMALY_RST_NOT_EMPTY, { 0, 2 }, 0, true },	/* RST POST */
	{ "40010001 c2 0032", ANOMALY_UINT_NOT_SHORTEST, { 5, 2 }, 12, true },	/* Content-Format 0050 */
	{ "40010001 c1 00", ANOMALY_UINT_NOT_SHORTEST, { 5, 1 }, 12, true },	/* 0 is no octet */
	{ "40010001 b1 80", ANOMALY_STRING_NOT_UTF8, { 5, 1 }, 11, true },	/* a continuation octet alone */
	{ "40010001 b2 c0af", ANOMALY_STRING_NOT_UTF8, { 5, 2 }, 11, true },	/* '/' in two octets: overlong */
	{ "40010001 b3 eda080", ANOMALY_STRING_NOT_UTF8, { 5, 3 }, 11, true },	/* U+D800 */
	{ "40010001 b4 f4908080", ANOMALY_STRING_NOT_UTF8, { 5, 4 }, 11, true },	/* U+110000 */
	{ "40010001 b2 e282", ANOMALY_STRING_NOT_UTF8, { 5, 2 }, 11, true },	/* a euro sign cut */
	{ "40010001 30", ANOMALY_OPTION_LENGTH, { 4, 1 }, 3, true },		/* Uri-Host of no octet */
	{ "40010001 c3 010032", ANOMALY_OPTION_LENGTH, { 4, 4 }, 12, true },	/* Content-Format of 3 */
	{ "40010001 51 00", ANOMALY_OPTION_LENGTH, { 4, 2 }, 5, true },		/* If-None-Match of 1 */
	{ "40010001 40", ANOMALY_OPTION_LENGTH, { 4, 1 }, 4, true },		/* ETag of 0 */
	{ "40010001 49 010203040506070809", ANOMALY_OPTION_LENGTH, { 4, 10 }, 4, true }, /* ETag of 9 */
	{ "40010001 c132 0132", ANOMALY_OPTION_REPEATED, { 6, 2 }, 12, true },	/* Content-Format twice */
	{ "40010001 e0fcdb", ANOMALY_OPTION_EXPERIMENTAL, { 4, 3 }, 65000, true },	/* 269 + 64731 */
	{ "40010001 e0fef2", ANOMALY_OPTION_EXPERIMENTAL, { 4, 3 }, 65535, true },
};
const unsigned anomaly_vector_count = COUNT(anomaly_vectors);

/* What is right and looks wrong. */
const char *const sound_vectors[] = {
	"40000001",			/* the Empty CON: a ping */
	"60000001", "70000001",		/* Empty ACK and RST */
	"60440001",			/* 2.04 in an ACK */
	"40010001 d10300",		/* Hop-Limit 0: one octet by definition */
	"40010001 b0 00",		/* two empty Uri-Path: repeatable */
	"40010001 41aa 01bb",		/* two ETags: repeatable */
	"40010001 3c e282ac c3a4 f09f9880 efbfbf",	/* Uri-Host of 12 octets: euro, umlaut, U+1F600, U+FFFF */
	"40010001 e0fcda",		/* option 64999: the last before the experimental ones */
	"40010001 b0 d1 f3 ff",		/* option 267 with value ff: no marker */
	"48010001 0102030405060708",	/* TKL 8 */
};
const unsigned sound_vector_count = COUNT(sound_vectors);
