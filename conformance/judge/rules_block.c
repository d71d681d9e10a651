/* conformance/judge/rules_block.c - blocks, Request-Tag and Echo, as far as one message shows them (groups B and H). */
#include "conformance/judge/flow.h"
#include "conformance/judge/rules.h"

/* S2-REG-03: a profile member of a later release. */
enum answer segment_size_is_tolerated(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	uint8_t code = s->now->message->code;

	if (!is_first_response(s) || x->asked.said != MSGIN5G_REG || !exchange_is(x, TRAIT_SEGMENT_SIZE) ||
	    !exchange_is(x, TRAIT_UE_SAID) || exchange_is(x, TRAIT_PROFILE_FAULTY) || exchange_is(x, TRAIT_JSON_FAULTY))
		return NOT_ASKED;
	if (exchange_succeeded(x))
		return HELD;
	if (code != CODE_BAD_REQUEST && code != CODE_UNPROCESSABLE_ENTITY)
		return NOT_ASKED;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, "Supported Maximum MSGin5G segment size tolerated in the profile", "%s", NOW_TEXT(s));
}

/* BLK-01: processed, so with Block1 in the answer or a code that belongs to blocks, or 4.02. */
enum answer block_is_not_ignored(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	const struct message *m = s->now->message;

	if (s->moment != AT_REPLY || !is_request_exchange(x) || !exchange_is(x, TRAIT_BLOCK1) ||
	    exchange_is(x, TRAIT_FORMAT_ERROR) || exchange_is(x, TRAIT_UNHEARD) || exchange_is(x, TRAIT_CRITICAL_LENGTH) ||
	    (!s->first_response && m->type != TYPE_RST))
		return NOT_ASKED;
	if (m->code == CODE_UNSUPPORTED_CONTENT_FORMAT && !exchange_is(x, TRAIT_FORMAT_JSON))
		return NOT_ASKED;
	if (!exchange_secure(x) && (m->code == CODE_UNAUTHORIZED || m->code == CODE_FORBIDDEN))
		return NOT_ASKED;
	/* All of a body may be refused as one in a single message is, once the blocks before were taken. */
	if (x->step && x->step->place == PLACE_NEXT && CODE_CLASS(m->code) == 4)
		return HELD;
	if (message_option(m, OPTION_BLOCK1, 0) || m->code == CODE_BAD_OPTION || m->code == CODE_CONTINUE ||
	    m->code == CODE_REQUEST_ENTITY_INCOMPLETE || m->code == CODE_REQUEST_ENTITY_TOO_LARGE || CODE_CLASS(m->code) == 5)
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, "Block1 processed, or 4.02 Bad Option", "%s without Block1", NOW_TEXT(s));
}

static enum answer no_second(const struct subject *s, struct note *note, const uint32_t numbers[2], const char *expected)
{
	const struct message *m = s->now->message;
	bool any = false;

	note->by = (uint8_t)s->by;
	for (unsigned i = 0; i < 2; i++) {
		const struct option *second = message_option(m, numbers[i], 1);
		any |= message_option(m, numbers[i], 0) != NULL;
		if (second)
			return broken(note, second->whole, expected, "%s again", option_fact(numbers[i])->name);
	}
	return any ? HELD : NOT_ASKED;
}

/* BLK-02. */
enum answer block_stands_once(const struct subject *s, struct note *note)
{
	return no_second(s, note, (const uint32_t[]){ OPTION_BLOCK1, OPTION_BLOCK2 }, "Block1 and Block2 at most once");
}

/* BLK-15. */
enum answer size_stands_once(const struct subject *s, struct note *note)
{
	return no_second(s, note, (const uint32_t[]){ OPTION_SIZE1, OPTION_SIZE2 }, "Size1 and Size2 at most once");
}

/* BLK-03. */
enum answer szx_is_not_7(const struct subject *s, struct note *note)
{
	static const uint32_t numbers[] = { OPTION_BLOCK1, OPTION_BLOCK2 };
	enum answer answer = NOT_ASKED;
	struct block b;

	note->by = (uint8_t)s->by;
	for (unsigned i = 0; i < 2; i++) {
		if (!block_read(&b, s->now->message, numbers[i]))
			continue;
		if (b.szx == 7)
			return broken(note, b.option->whole, "SZX 0 to 6 on UDP", "SZX 7");
		answer = HELD;
	}
	return answer;
}

/* BLK-04: of the block that this message carries, not of one that it asks for. */
enum answer full_block_is_full(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;
	bool request = message_is_request(m);
	struct block b;

	if ((!request && !message_is_response(m)) || !block_read(&b, m, request ? OPTION_BLOCK1 : OPTION_BLOCK2) || !b.more ||
	    b.szx == 7)
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	if (m->payload.len == 1u << (b.szx + 4))
		return HELD;
	return broken(note, b.option->whole, "a payload of 2^(SZX+4) octets where more follow", "%u octets with SZX %u",
		      m->payload.len, b.szx);
}

/* BLK-05. */
enum answer asked_block_has_no_more(const struct subject *s, struct note *note)
{
	struct block b;

	if (!message_is_request(s->now->message) || !block_read(&b, s->now->message, OPTION_BLOCK2))
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	return b.more ? broken(note, b.option->whole, "M=0 in the Block2 of a request", "M=1") : HELD;
}

/* BLK-16. */
enum answer if_none_match_is_first(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;
	struct block b;

	if (!message_is_request(m) || !message_option(m, OPTION_IF_NONE_MATCH, 0) || !block_read(&b, m, OPTION_BLOCK1))
		return NOT_ASKED;
	if (!b.num)
		return HELD;
	return broken(note, where_option(m, OPTION_IF_NONE_MATCH), "no If-None-Match on a block after the first", "one on block %u",
		      b.num);
}

/* BLK-18. */
enum answer request_tag_is_the_clients(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;

	if (!message_is_response(m))
		return NOT_ASKED;
	if (!message_option(m, OPTION_REQUEST_TAG, 0))
		return HELD;
	return broken(note, where_option(m, OPTION_REQUEST_TAG), "no Request-Tag in a response", "one");
}

/* ECHO-05. */
enum answer echo_has_its_length(const struct subject *s, struct note *note)
{
	const struct option *o = message_option(s->now->message, OPTION_ECHO, 0);

	if (!o)
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	if (o->value.len >= 1 && o->value.len <= 40)
		return HELD;
	return broken(note, o->whole, "an Echo value of 1 to 40 octets", "%u octets", o->value.len);
}

/* ECHO-06. */
enum answer echo_challenge_is_light(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;

	if (!is_response(s) || m->code != CODE_UNAUTHORIZED || !message_option(m, OPTION_ECHO, 0))
		return NOT_ASKED;
	if (m->type != TYPE_CON)
		return HELD;
	return broken(note, WHERE_TYPE, "an Echo challenge piggybacked or in a NON", "a separate CON");
}
