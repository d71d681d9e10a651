/* tests/unit/judge_line.c - a line of a conversation, read. */
#include "tests/unit/judge_line.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/hex.h"

enum { MS = 1000000 };

/* 127.0.0.LAST; 0 is the group of all CoAP nodes, 224.0.1.187. */
static struct endpoint endpoint_at(uint8_t last, uint16_t port)
{
	if (!last)
		return (struct endpoint){ .family = FAMILY_IPV4, .port = port, .addr = { 224, 0, 1, 187 } };
	return (struct endpoint){ .family = FAMILY_IPV4, .port = port, .addr = { 127, 0, 0, last } };
}

static void set_ends(struct datagram *d, char who)
{
	static const struct {
		char who;
		uint8_t from;
		uint16_t from_port;
		uint8_t to;
		uint16_t to_port;
	} ends[] = {
		{ 'C', 2, 40000, 1, 5683 }, { 'S', 1, 5683, 2, 40000 }, { 'D', 3, 40000, 1, 5683 },
		{ 'T', 1, 5683, 3, 40000 }, { 'P', 1, 6000, 2, 40000 }, { 'R', 2, 40001, 1, 5684 },
		{ 'V', 1, 5684, 2, 40001 }, { 'Q', 3, 40001, 1, 5684 }, { 'U', 1, 5684, 3, 40001 }, { 'K', 3, 40004, 1, 5684 },
		{ 'N', 1, 5683, 2, 40001 }, { 'G', 2, 40000, 0, 5683 }, { 'B', 2, 40002, 1, 6684 }, { 'b', 1, 6684, 2, 40002 },
		{ 'E', 2, 40003, 1, 5685 }, { 'e', 1, 5685, 2, 40003 }, { 'F', 3, 40003, 1, 5685 }, { 'f', 1, 5685, 3, 40003 },
	};

	for (unsigned i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (ends[i].who == who) {
			d->from = endpoint_at(ends[i].from, ends[i].from_port);
			d->to = endpoint_at(ends[i].to, ends[i].to_port);
			return;
		}
	ck_abort_msg("nobody is called '%c'", who);
}

/* Hexadecimal and 'text'. */
static void read_octets(struct talk_line *l, const char *text)
{
	while (*text) {
		if (*text == ' ' || *text == '-') {
			text++;
		} else if (*text == '\'') {
			size_t len = strcspn(++text, "'");
			memcpy(l->octets + l->len, text, len);
			l->len += len;
			text += len + 1;
		} else {
			ck_assert_msg(hex_read(l->octets + l->len++, 1, text, strnlen(text, 2)) == 1, "octets: %s", text);
			text += 2;
		}
		ck_assert(l->len < OCTETS_MOST);
	}
}

static bool word_number(const char *word, const char *name, int base, unsigned long *value)
{
	size_t len = strlen(name);

	if (strncmp(word, name, len) != 0)
		return false;
	*value = strtoul(word + len, NULL, base);
	return true;
}

static void take_record(struct talk_line *l, const char *word)
{
	unsigned association, epoch;
	unsigned long long seq;

	ck_assert_msg(sscanf(word, "[%u.%u.%llu]", &association, &epoch, &seq) == 3, "%s", word);
	l->observation.association = association;
	l->observation.record = &l->record;
	l->observation.opened_by = (uint16_t)epoch;
	l->record.epoch = (uint16_t)epoch;
	l->record.seq = seq;
	l->record.version = 0xfefd;
	l->record.type = 23;
}

static void take_handshake(struct talk_line *l, const char *word)
{
	unsigned type, seq;

	ck_assert_msg(sscanf(word, "hs=%u.%u", &type, &seq) == 2, "%s", word);
	l->observation.kind = OBS_HANDSHAKE;
	l->observation.handshake = &l->handshake;
	l->record.type = 22;
	l->handshake.type = (uint8_t)type;
	l->handshake.message_seq = (uint16_t)seq;
	l->handshake.complete = true;
}

static void take_fragment(struct talk_line *l, const char *word)
{
	ck_assert_msg(sscanf(word, "fragment=%u+%u/%u", &l->handshake.fragment_offset, &l->handshake.fragment_length,
			     &l->handshake.length) == 3, "%s", word);
	l->handshake.complete = false;
}

static void take_kind(struct talk_line *l, const char *word)
{
	unsigned level, description;

	if (strcmp(word, "ccs") == 0) {
		l->observation.kind = OBS_RECORD;
		l->record.type = 20;
	} else if (sscanf(word, "alert=%u.%u", &level, &description) == 2) {
		l->observation.kind = OBS_RECORD;
		l->record.type = 21;
		l->observation.alert_level = (uint8_t)level;
		l->observation.alert_description = (uint8_t)description;
	} else if (strcmp(word, "dark") == 0 || strcmp(word, "bad-tag") == 0) {
		l->observation.kind = OBS_DARK;
		l->observation.dark_because = "no key";
		l->record.bad_tag = *word == 'b';
	} else {
		ck_abort_msg("no word '%s'", word);
	}
}

static void take_word(struct talk_line *l, const char *word)
{
	unsigned long value;

	if (*word == '@')
		l->datagram.at_ns = strtoul(word + 1, NULL, 10) * MS;
	else if (*word == '[')
		take_record(l, word);
	else if (strcmp(word, "deliberate") == 0)
		l->datagram.deliberate = "on purpose";
	else if (strcmp(word, "dropped") == 0)
		l->datagram.fate = FATE_DROPPED;
	else if (strcmp(word, "doubled") == 0)
		l->datagram.fate = FATE_DOUBLED;
	else if (strncmp(word, "hs=", 3) == 0)
		take_handshake(l, word);
	else if (strncmp(word, "fragment=", 9) == 0)
		take_fragment(l, word);
	else if (strcmp(word, "again") == 0)
		l->handshake.again = true;
	else if (strcmp(word, "overruns") == 0)
		l->record.overruns = true;
	else if (word_number(word, "jitter=", 10, &value))
		l->datagram.jitter_ns = value * MS;
	else if (word_number(word, "version=", 16, &value))
		l->record.version = (uint16_t)value;
	else if (word_number(word, "type=", 10, &value))
		l->record.type = (uint8_t)value;
	else if (word_number(word, "opened-by=", 10, &value))
		l->observation.opened_by = (uint16_t)value;
	else if (word_number(word, "nonce=", 10, &value))
		l->record.has_nonce = true, l->record.explicit_nonce = value;
	else
		take_kind(l, word);
}

static void finish(struct talk_line *l)
{
	struct observation *o = &l->observation;

	l->datagram.bytes = l->octets;
	l->datagram.len = l->len;
	l->record.length = (uint32_t)l->len + (o->handshake ? HANDSHAKE_HEADER : 0);
	o->from_client = memcmp(&l->datagram.to, &(struct endpoint){ .family = FAMILY_IPV4, .port = l->datagram.to.port,
			.addr = { 127, 0, 0, 1 } }, sizeof(struct endpoint)) == 0;
	if (o->kind == OBS_MESSAGE) {
		message_read(&l->message, l->octets, l->len);
		o->message = &l->message;
	}
	if (o->handshake && l->handshake.complete) {
		l->handshake.length = l->handshake.fragment_length = (uint32_t)l->len;
		l->handshake.body = l->octets;
		l->handshake.body_len = l->len;
	}
	memcpy(l->with_header + HANDSHAKE_HEADER, l->octets, l->len);
	o->plain = o->kind == OBS_DARK ? NULL : o->handshake ? l->with_header : l->octets;
	o->plain_len = l->len + (o->handshake ? HANDSHAKE_HEADER : 0);
}

void talk_line_read(struct talk_line *l, const char *text, size_t len, uint32_t frame, uint64_t at_ns)
{
	char copy[OCTETS_MOST * 2], *rest, *octets;

	memset(l, 0, sizeof(*l));
	l->datagram.frame = frame;
	l->datagram.at_ns = at_ns;
	l->observation.datagram = &l->datagram;
	ck_assert(len < sizeof(copy));
	memcpy(copy, text, len);
	copy[len] = '\0';
	octets = strchr(copy, ':');
	ck_assert_msg(octets, "no ':' in %s", copy);
	*octets++ = '\0';
	char *who = strtok_r(copy, " ", &rest);
	set_ends(&l->datagram, *who);
	for (char *word; (word = strtok_r(NULL, " ", &rest));)
		take_word(l, word);
	read_octets(l, octets);
	finish(l);
}
