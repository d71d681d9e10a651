/* conformance/judge/target.c - comparing requests with the target's URI. */
#include "conformance/judge/target.h"

#include <assert.h>
#include <string.h>

enum { PATH_ROOM = 512, SEGMENTS = 32 };

static bool is_plain(const struct message *m)
{
	const struct option *o;
	unsigned count = 0;

	for (; (o = message_option(m, OPTION_URI_PATH, count)); count++) {
		const uint8_t *value = m->bytes + o->value.at;
		bool dots = o->value.len <= 2 && !memcmp(value, "..", o->value.len);
		if (dots || memchr(value, '/', o->value.len))
			return false;
	}
	return count > 0;
}

void target_set(struct target *target, const struct uri *uri)
{
	struct buffer out = buffer_on(target->bytes, sizeof(target->bytes));
	struct writer writer = message_begin(&out, TYPE_CON, CODE_POST, 0, NULL, 0);

	target->uri = *uri;
	uri_literal(uri, &target->at);
	uri_path_options(uri, &writer);
	assert(!out.failed);
	message_read(&target->options, target->bytes, out.len);
	target->plain = is_plain(&target->options);
}

bool target_is_at(const struct target *target, const struct endpoint *at)
{
	if (target->at.family != FAMILY_NONE || target->at.carrier == CARRIER_ETHER)
		return endpoint_equal(&target->at, at);
	return target->uri.host_is_name && target->uri.port == at->port;
}

struct segments {
	const struct message *of;
	const struct option *list[SEGMENTS];
	unsigned count;
};

static struct segments segments_of(const struct message *m)
{
	struct segments s = { .of = m };
	const struct option *o;

	while (s.count < SEGMENTS && (o = message_option(m, OPTION_URI_PATH, s.count)))
		s.list[s.count++] = o;
	return s;
}

static bool same(const struct segments *a, unsigned i, const struct segments *b, unsigned j)
{
	struct range x = a->list[i]->value, y = b->list[j]->value;

	return x.len == y.len && memcmp(a->of->bytes + x.at, b->of->bytes + y.at, x.len) == 0;
}

/* The same, one by one as they stand: what almost all requests are. */
static bool equal_at_once(const struct message *a, const struct message *b)
{
	for (unsigned i = 0;; i++) {
		const struct option *x = message_option(a, OPTION_URI_PATH, i), *y = message_option(b, OPTION_URI_PATH, i);
		if (!x || !y)
			return x == y;
		if (x->value.len != y->value.len || memcmp(a->bytes + x->value.at, b->bytes + y->value.at, x->value.len) != 0)
			return false;
	}
}

static unsigned times(const struct segments *a, unsigned i, const struct segments *in)
{
	unsigned n = 0;

	for (unsigned j = 0; j < in->count; j++)
		n += same(a, i, in, j);
	return n;
}

static bool reordered(const struct segments *a, const struct segments *b)
{
	if (a->count != b->count)
		return false;
	for (unsigned i = 0; i < a->count; i++)
		if (times(a, i, b) != times(a, i, a))
			return false;
	return true;
}

/* The segments' octets in a row, slashes left out: equal where only the splitting differs. */
static size_t joined(const struct segments *s, uint8_t *room)
{
	struct buffer out = buffer_on(room, PATH_ROOM);

	for (unsigned i = 0; i < s->count; i++)
		for (uint32_t at = 0; at < s->list[i]->value.len; at++) {
			uint8_t c = s->of->bytes[s->list[i]->value.at + at];
			if (c != '/')
				buffer_u8(&out, c);
		}
	return out.failed ? 0 : out.len;
}

static bool split_otherwise(const struct segments *a, const struct segments *b)
{
	uint8_t x[PATH_ROOM], y[PATH_ROOM];
	size_t len = joined(a, x);

	return len && len == joined(b, y) && memcmp(x, y, len) == 0;
}

enum path_fit target_path(const struct target *target, const struct message *m)
{
	if (equal_at_once(&target->options, m))
		return PATH_FITS;
	struct segments right = segments_of(&target->options), got = segments_of(m);
	return reordered(&right, &got) || split_otherwise(&right, &got) ? PATH_IS_SHUFFLED : PATH_IS_OTHER;
}
