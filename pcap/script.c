/* pcap/script.c - observations to a script for replay. */
#include "pcap/script.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pcap/numbering.h"

/* By flow or by association, whose numbers count from 1: index of its client plus 1; 0: none yet. */
struct owners {
	uint32_t *clients;
	size_t room;
};

struct script_maker {
	struct script script;
	struct numbering *numbering;
	struct owners flows, associations;
	struct owners secured;		/* by flow: DTLS was spoken on it (1) */
	struct owners newest;		/* by flow: index of the association's client that last sent on it */
	uint16_t *epochs;		/* by client: of its last message */
	size_t client_room, line_room, exchange_room;
	uint64_t *first_ns;		/* by client: time of its first line */
	uint32_t *flow_of;		/* by client: the flow it spoke on in the clear, or 0 */
	size_t *line_of;		/* by exchange: index of its line plus 1 */
};

static void *grown(void *array, size_t count, size_t size)
{
	array = realloc(array, count * size);
	assert(array);
	return array;
}

/* Room for INDEX in an array of zeros. */
static void *grown_to(void *array, size_t *room, size_t index, size_t size)
{
	size_t wanted = *room ? *room : 64;

	if (index < *room)
		return array;
	while (wanted <= index)
		wanted *= 2;
	array = grown(array, wanted, size);
	memset((uint8_t *)array + *room * size, 0, (wanted - *room) * size);
	*room = wanted;
	return array;
}

struct script_maker *script_maker_new(void)
{
	struct script_maker *m = calloc(1, sizeof(*m));

	assert(m);
	m->numbering = numbering_new();
	return m;
}

static uint32_t add_client(struct script_maker *m, const struct observation *o)
{
	struct script *s = &m->script;
	const struct datagram *d = o->datagram;
	bool secure = o->association, sent = !secure || o->from_client;

	if (s->client_count == m->client_room) {
		m->client_room = m->client_room ? 2 * m->client_room : 8;
		s->clients = grown(s->clients, m->client_room, sizeof(*s->clients));
		m->first_ns = grown(m->first_ns, m->client_room, sizeof(*m->first_ns));
		m->flow_of = grown(m->flow_of, m->client_room, sizeof(*m->flow_of));
		m->epochs = grown(m->epochs, m->client_room, sizeof(*m->epochs));
	}
	m->first_ns[s->client_count] = NEVER;
	m->epochs[s->client_count] = 0;
	m->flow_of[s->client_count] = secure ? 0 : o->flow;
	s->clients[s->client_count] = (struct script_client){
		.captured = sent ? d->from : d->to,
		.server = sent ? d->to : d->from,
		.transport = secure ? TRANSPORT_COAPS : TRANSPORT_COAP,
	};
	return (uint32_t)++s->client_count;
}

/* The client (index plus 1) whose flow or association it is; 0: none, and this is no beginning of one. */
static uint32_t client_of(struct script_maker *m, const struct observation *o, bool begins)
{
	struct owners *owners = o->association ? &m->associations : &m->flows;
	uint32_t number = o->association ? o->association : o->flow;

	owners->clients = grown_to(owners->clients, &owners->room, number, sizeof(*owners->clients));
	if (!owners->clients[number] && (o->association || begins))
		owners->clients[number] = add_client(m, o);
	return owners->clients[number];
}

static uint8_t *copied(const uint8_t *bytes, size_t len)
{
	uint8_t *copy = malloc(len + 1);

	assert(copy);
	memcpy(copy, bytes, len);
	return copy;
}

/* Its epoch, or its association on the same 5-tuple, is over (RFC 6347 4.1, 4.2.8). */
static const char *why_late(struct script_maker *m, uint32_t client, const struct observation *o)
{
	uint32_t *newest;

	m->newest.clients = grown_to(m->newest.clients, &m->newest.room, o->flow, sizeof(*m->newest.clients));
	newest = &m->newest.clients[o->flow];
	if (client < *newest)
		return "a newer association had taken the place of its own";
	*newest = client;
	if (o->opened_by < m->epochs[client])
		return "its epoch was over";
	m->epochs[client] = (uint16_t)o->opened_by;
	return NULL;
}

/* RFC 6347 4.1: what no honest peer takes would be taken once it is sealed anew. */
static const char *why_not_again(struct script_maker *m, uint32_t client, const struct observation *o)
{
	if (!o->association)
		return NULL;
	if (!o->opened_by)
		return "its record was not protected";
	if (o->record && o->record->epoch != o->opened_by)
		return "its record named another epoch than that of its keys";
	return why_late(m, client, o);
}

static void add_line(struct script_maker *m, uint32_t client, const struct observation *o, struct numbered is)
{
	struct script *s = &m->script;

	if (o->datagram->cut) {
		s->clients[client].cut++;
		return;
	}
	if (m->first_ns[client] == NEVER)
		m->first_ns[client] = o->datagram->at_ns;
	uint64_t at = o->datagram->at_ns, first = m->first_ns[client];
	if (s->line_count == m->line_room) {
		m->line_room = m->line_room ? 2 * m->line_room : 64;
		s->lines = grown(s->lines, m->line_room, sizeof(*s->lines));
	}
	s->lines[s->line_count++] = (struct script_line){
		.after_ns = at > first ? at - first : 0,
		.client = client,
		.frame = o->datagram->frame,
		.again = is.again,
		.bytes = copied(o->message->bytes, o->message->len),
		.len = o->message->len,
		.deliberate = o->datagram->deliberate ? strdup(o->datagram->deliberate) : NULL,
		.why_not = why_not_again(m, client, o),
	};
	m->line_of = grown_to(m->line_of, &m->exchange_room, is.exchange, sizeof(*m->line_of));
	if (!is.again && is.exchange)
		m->line_of[is.exchange] = s->line_count;
}

static void add_answer(struct script_maker *m, const struct observation *o, uint32_t exchange)
{
	size_t index = exchange < m->exchange_room ? m->line_of[exchange] : 0;
	struct script_line *line = index ? &m->script.lines[index - 1] : NULL;

	if (!line || line->answer)
		return;
	line->answer = copied(o->message->bytes, o->message->len);
	line->answer_len = o->message->len;
	line->answer_frame = o->datagram->frame;
}

void script_maker_observation(void *arg, const struct observation *o)
{
	struct script_maker *m = arg;
	struct numbered is = numbering_of(m->numbering, o);

	if (o->kind != OBS_MESSAGE && !o->association)
		return;
	if (o->association) {
		m->secured.clients = grown_to(m->secured.clients, &m->secured.room, o->flow, sizeof(*m->secured.clients));
		m->secured.clients[o->flow] = 1;
	}
	uint32_t client = client_of(m, o, is.begins && !message_is_response(o->message));
	if (!client || o->kind != OBS_MESSAGE)
		return;
	bool sent = o->association ? o->from_client
				   : endpoint_equal(&o->datagram->from, &m->script.clients[client - 1].captured);
	bool stimulus = !is.exchange && o->datagram->deliberate;	/* an ACK or RST that acknowledges nothing, on purpose */
	if (sent && (is.begins || stimulus))
		add_line(m, client - 1, o, is);
	else if (!sent && is.answers)
		add_answer(m, o, is.exchange);
}

static void add_report(void *arg, const struct session_report *report)
{
	struct script_maker *m = arg;
	uint32_t index = report->association < m->associations.room ? m->associations.clients[report->association] : 0;
	struct script_client *client = index ? &m->script.clients[index - 1] : NULL;

	if (!client)
		return;
	if (!client->psk_identity_len) {
		client->psk_identity_len = report->psk_identity_len;
		memcpy(client->psk_identity, report->psk_identity, sizeof(client->psk_identity));
	}
	if (!client->why_not[0])
		snprintf(client->why_not, sizeof(client->why_not), "%s", report->why_dark);
}

/* Each client's start from the first of all; a reason where there is no line. */
static void finish_clients(struct script_maker *m)
{
	struct script *s = &m->script;
	uint64_t first = NEVER;

	for (size_t i = 0; i < s->client_count; i++)
		first = m->first_ns[i] < first ? m->first_ns[i] : first;
	for (size_t i = 0; i < s->client_count; i++) {
		struct script_client *c = &s->clients[i];
		if (m->first_ns[i] != NEVER) {
			c->start_ns = m->first_ns[i] - first;
			bool mixed = m->flow_of[i] && m->flow_of[i] < m->secured.room && m->secured.clients[m->flow_of[i]];
			snprintf(c->why_not, sizeof(c->why_not), "%s", mixed ? "it spoke in the clear to a port of DTLS" : "");
		} else if (c->cut) {
			snprintf(c->why_not, sizeof(c->why_not), "the capture cut its messages");
		} else if (!c->why_not[0]) {
			snprintf(c->why_not, sizeof(c->why_not), "it sent no request");
		}
	}
}

void script_maker_end(struct script_maker *m, const struct dissector *dissector, struct script *script)
{
	if (dissector)
		dissector_sessions(dissector, add_report, m);
	finish_clients(m);
	*script = m->script;
	numbering_free(m->numbering);
	free(m->flows.clients);
	free(m->associations.clients);
	free(m->secured.clients);
	free(m->first_ns);
	free(m->flow_of);
	free(m->epochs);
	free(m->newest.clients);
	free(m->line_of);
	free(m);
}
