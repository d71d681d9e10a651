/* server/later.c - retransmissions of separate responses, and answers held for a renegotiation. */
#include "server/later.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "server/exchange.h"

/* RFC 7252 4.8; the random factor of 1.5 makes 2 to 3 s. */
enum { ACK_TIMEOUT_MS = 2000, RANDOM_MS = 1000, MAX_RETRANSMIT = 4 };

struct later {
	struct heap_item timer;		/* first: the heap gives it back */
	struct later *next;
	struct outgoing out;		/* its octets are `bytes` */
	uint64_t interval_ns;
	unsigned tries;
	uint16_t mid;
	bool held;
	uint8_t bytes[];
};

static void drop(struct later_queue *q, struct later **at)
{
	struct later *l = *at;

	*at = l->next;
	heap_remove(&q->timers, &l->timer);
	free(l);
	q->count--;
}

void later_free(struct later_queue *q)
{
	while (q->first)
		drop(q, &q->first);
	heap_free(&q->timers);
}

/* Beyond the bound nothing is kept: that message is then sent once. */
static struct later *keep(struct later_queue *q, const struct outgoing *out)
{
	if (q->count >= LATER_MAX)
		return NULL;
	struct later *l = calloc(1, sizeof(*l) + out->len);
	assert(l);
	memcpy(l->bytes, out->bytes, out->len);
	l->out = *out;
	l->out.bytes = l->bytes;
	l->mid = out->len >= 4 ? (uint16_t)(out->bytes[2] << 8 | out->bytes[3]) : 0;
	l->next = q->first;
	q->first = l;
	q->count++;
	return l;
}

static uint64_t first_interval(const struct server *s, struct sink *sink)
{
	const bool *deviates = s->conduct.deviates;
	uint16_t random;

	sink->random(sink->world, &random, sizeof(random));
	if (deviates[DEVIATION_RETRANSMITS_SOON])
		return 100 * (uint64_t)NS_PER_MS;
	if (deviates[DEVIATION_RETRANSMITS_STEADILY])
		return 2500 * (uint64_t)NS_PER_MS;
	if (deviates[DEVIATION_RETRANSMITS_EXACTLY])
		return ACK_TIMEOUT_MS * (uint64_t)NS_PER_MS;
	return (ACK_TIMEOUT_MS + random % (RANDOM_MS + 1)) * (uint64_t)NS_PER_MS;
}

void later_retransmit(struct server *s, const struct outgoing *out, uint64_t now_ns, struct sink *sink)
{
	struct later *l = keep(&s->later, out);

	if (!l)
		return;
	l->interval_ns = first_interval(s, sink);
	heap_set(&s->later.timers, &l->timer, now_ns + l->interval_ns);
}

void later_hold(struct server *s, const struct outgoing *out)
{
	struct later *l = keep(&s->later, out);

	if (l)
		l->held = true;
}

void later_settle(struct server *s, uint32_t link, uint16_t mid)
{
	if (s->conduct.deviates[DEVIATION_RETRANSMITS_ACKED])
		return;
	for (struct later **at = &s->later.first; *at; at = &(*at)->next)
		if ((*at)->out.link == link && (*at)->mid == mid && !(*at)->held) {
			drop(&s->later, at);
			return;
		}
}

void later_renegotiated(struct server *s, uint32_t link, struct sink *sink)
{
	for (struct later **at = &s->later.first; *at;) {
		if ((*at)->out.link != link) {
			at = &(*at)->next;
			continue;
		}
		if ((*at)->held)
			departure_send(s, sink, &(*at)->out);
		drop(&s->later, at);
	}
}

void later_drop(struct server *s, uint32_t link)
{
	for (struct later **at = &s->later.first; *at;)
		if ((*at)->out.link == link)
			drop(&s->later, at);
		else
			at = &(*at)->next;
}

static void retransmit(struct server *s, struct later *l, uint64_t now_ns, struct sink *sink)
{
	const bool *deviates = s->conduct.deviates;
	unsigned most = deviates[DEVIATION_RETRANSMITS_OFTEN] ? 2 * MAX_RETRANSMIT : MAX_RETRANSMIT;

	if (l->tries++ >= most) {
		struct later **at = &s->later.first;
		while (*at != l)
			at = &(*at)->next;
		drop(&s->later, at);
		return;
	}
	if (deviates[DEVIATION_RETRANSMITS_ALTERED])
		l->bytes[l->out.len - 1] ^= 1;
	departure_send(s, sink, &l->out);
	if (!deviates[DEVIATION_RETRANSMITS_SOON] && !deviates[DEVIATION_RETRANSMITS_STEADILY])
		l->interval_ns *= 2;
	heap_set(&s->later.timers, &l->timer, now_ns + l->interval_ns);
}

void later_tick(struct server *s, uint64_t now_ns, struct sink *sink)
{
	for (struct heap_item *top; (top = heap_top(&s->later.timers)) && top->at_ns <= now_ns;)
		retransmit(s, (struct later *)top, now_ns, sink);
}

uint64_t later_deadline(const struct later_queue *q)
{
	const struct heap_item *top = heap_top(&q->timers);

	return top ? top->at_ns : NEVER;
}
