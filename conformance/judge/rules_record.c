/* conformance/judge/rules_record.c - DTLS 1.2 records as they are sent: RFC 6347 4.1 (group J, rec rows). */
#include "conformance/judge/rules.h"

#include "wire/table.h"

enum { RECORD_CCS = 20, RECORD_ALERT = 21, RECORD_HANDSHAKE = 22, RECORD_DATA = 23, RECORD_CID = 25 };
enum { DTLS_1_0 = 0xfeff, DTLS_1_2 = 0xfefd };
enum { PLAINTEXT_MOST = 1 << 14, CIPHERTEXT_MOST = (1 << 14) + 2048 };
#define WHERE_RECORD_VERSION ((struct range){ 1, 2 })
#define WHERE_RECORD_NUMBER ((struct range){ 3, 8 })	/* epoch and sequence number */
#define WHERE_RECORD_LENGTH ((struct range){ 11, 2 })
#define WHERE_RECORD_TYPE ((struct range){ 0, 1 })

static const struct way *way_of(const struct subject *s)
{
	return &s->association->ways[s->now->from_client ? WAY_CLIENT : WAY_SERVER];
}

/* Everything the sender sent is seen, in its order: only from its own side, or where nothing can be
 * lost in between. */
static bool at_sender(const struct subject *s)
{
	return s->context->vantage == (s->now->from_client ? VANTAGE_CLIENT : VANTAGE_SERVER);
}

static bool nothing_is_changed(const struct subject *s)
{
	return s->context->vantage != VANTAGE_UNKNOWN && !s->context->impaired;
}

static bool nothing_is_lost(const struct subject *s) { return nothing_is_changed(s) && !strain_around(s->strain, s->at_ns); }

/* Whoever says or asks for a version anew does not know yet what was negotiated: its flight before may be lost. */
static bool is_before_agreement(const struct subject *s)
{
	const struct handshake *h = s->now->handshake;

	return h && (h->type == HANDSHAKE_CLIENT_HELLO || h->type == HANDSHAKE_HELLO_VERIFY_REQUEST) && !s->now->record->epoch;
}

/* DTLS12-01. */
enum answer record_header_is_right(const struct subject *s, struct note *note)
{
	const struct record *r = s->now->record;
	uint16_t agreed = s->association->chosen.seen && !is_before_agreement(s) ? s->association->chosen.version : 0;
	bool cid = (s->context->features & APPLIES_CID) && r->type == RECORD_CID;

	if ((r->type < RECORD_CCS || r->type > RECORD_DATA) && !cid)
		return broken(note, WHERE_RECORD_TYPE, "a record type from 20 to 23", "%u", r->type);
	if (agreed && r->version != agreed)
		return broken(note, WHERE_RECORD_VERSION, "version {254,253}, as negotiated", "{%u,%u}", r->version >> 8,
			      r->version & 0xff);
	if (!agreed && r->version != DTLS_1_2 && r->version != DTLS_1_0)
		return broken(note, WHERE_RECORD_VERSION, "version {254,253}, or {254,255} before one is negotiated",
			      "{%u,%u}", r->version >> 8, r->version & 0xff);
	return HELD;
}

/* DTLS12-02. */
enum answer epoch_counts_ccs(const struct subject *s, struct note *note)
{
	const struct way *w = way_of(s);
	const struct record *r = s->now->record;

	if (s->now->kind != OBS_DARK && s->now->opened_by != r->epoch)
		return broken(note, WHERE_RECORD_NUMBER, "the epoch whose keys protect the record", "epoch %u, opened by the keys of %u",
			      r->epoch, s->now->opened_by);
	if (!s->association->from_start)
		return NOT_ASKED;
	if (r->epoch <= w->epoch)
		return HELD;
	/* One ChangeCipherSpec may be lost or late. */
	if (r->epoch == w->epoch + 1 && !nothing_is_lost(s) && !at_sender(s))
		return NOT_ASKED;
	if (s->context->vantage == VANTAGE_UNKNOWN)
		return cannot_say(note, "an epoch that grows by one with each ChangeCipherSpec", "epoch %u after %u ChangeCipherSpec that "
				  "were seen, and the vantage point is not known (--vantage)", r->epoch, w->epoch);
	return broken(note, WHERE_RECORD_NUMBER, "an epoch that grows by one with each ChangeCipherSpec",
		      "epoch %u after %u ChangeCipherSpec", r->epoch, w->epoch);
}

static uint64_t fragment_hash(const struct subject *s)
{
	const struct datagram *d = s->now->datagram;
	size_t at = s->now->record_offset, len = 13u + s->now->record->length;

	return at > d->len ? 0 : table_hash(d->bytes + at, len < d->len - at ? len : d->len - at, 0);
}

/* DTLS12-03: the same record again may be the network's doing, other octets under its number not. */
enum answer record_number_is_fresh(const struct subject *s, struct note *note)
{
	static const char expected[] = "each sequence number of an epoch sent once, one more than the last";
	const struct way *w = way_of(s);
	const struct record *r = s->now->record;
	const struct seen_record *before = way_find(w, record_number(r));

	if (before) {
		related_to(note, before->frame);
		if (before->hash != (uint32_t)fragment_hash(s))
			return broken(note, WHERE_RECORD_NUMBER, expected, "%llu of epoch %u with other octets",
				      (unsigned long long)r->seq, r->epoch);
		if (!nothing_is_changed(s))
			return NOT_ASKED;
		return broken(note, WHERE_RECORD_NUMBER, expected, "%llu of epoch %u again", (unsigned long long)r->seq,
			      r->epoch);
	}
	if (at_sender(s) && !w->bent && s->association->from_start && r->epoch == w->epoch && w->any && r->seq > w->highest + 1)
		return broken(note, WHERE_RECORD_NUMBER, expected, "%llu after %llu", (unsigned long long)r->seq,
			      (unsigned long long)w->highest);
	return HELD;
}

/* DTLS12-04. */
enum answer nonce_is_fresh(const struct subject *s, struct note *note)
{
	const struct way *w = way_of(s);
	const struct record *r = s->now->record;

	if (!r->has_nonce || !r->epoch)
		return NOT_ASKED;
	for (unsigned i = 0; i < RECORDS_KEPT; i++) {
		const struct seen_record *before = &w->recent[i];
		if (!before->frame || before->number >> 48 != r->epoch || before->nonce != r->explicit_nonce ||
		    before->hash == (uint32_t)fragment_hash(s))
			continue;
		related_to(note, before->frame);
		return broken(note, (struct range){ 13, 8 }, "an explicit nonce that never repeats under one key",
			      "%016llx again", (unsigned long long)r->explicit_nonce);
	}
	return HELD;
}

/* DTLS12-05. */
enum answer fragment_has_length(const struct subject *s, struct note *note)
{
	const struct record *r = s->now->record;
	uint32_t most = r->epoch ? CIPHERTEXT_MOST : PLAINTEXT_MOST;

	if (r->length > most)
		return broken(note, WHERE_RECORD_LENGTH, "a fragment of at most 2^14 octets (2^14+2048 protected)", "%u", r->length);
	if (s->now->plain && s->now->plain_len > PLAINTEXT_MOST)
		return broken(note, WHERE_RECORD_LENGTH, "a plaintext of at most 2^14 octets", "%zu", s->now->plain_len);
	bool empty = r->epoch ? s->now->plain && !s->now->plain_len : !r->length;
	if (empty && r->type != RECORD_DATA)
		return broken(note, WHERE_RECORD_LENGTH, "no empty fragment of a handshake, alert or ChangeCipherSpec", "one");
	return HELD;
}

/* DTLS12-06. */
enum answer record_fits_the_datagram(const struct subject *s, struct note *note)
{
	if (s->now->datagram->cut)
		return NOT_ASKED;
	if (!s->now->record->overruns)
		return HELD;
	return broken(note, WHERE_RECORD_LENGTH, "a record that fits its datagram", "a length of %u that runs past its end",
		      s->now->record->length);
}

/* DTLS12-07. */
enum answer data_is_protected(const struct subject *s, struct note *note)
{
	const struct record *r = s->now->record;

	if (r->type != RECORD_DATA)
		return NOT_ASKED;
	if (r->epoch)
		return HELD;
	return broken(note, WHERE_RECORD_NUMBER, "no application data in epoch 0", "one");
}

/* CDTLS-02: no CoAP before the handshake has finished. */
enum answer data_follows_the_handshake(const struct subject *s, struct note *note)
{
	const struct way *w = way_of(s);
	const struct way *other = &s->association->ways[s->now->from_client ? WAY_SERVER : WAY_CLIENT];

	if (s->now->record->type != RECORD_DATA || !s->association->from_start || !nothing_is_lost(s))
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	if (w->epoch && (other->epoch || s->association->completed))
		return HELD;
	return broken(note, WHERE_RECORD_TYPE, "no CoAP message before the handshake has finished",
		      w->epoch ? "application data before the other side's ChangeCipherSpec"
			       : "application data before its own ChangeCipherSpec");
}

/* DTLS12-08. What the server still answers in a request's own epoch is T20's. */
enum answer ccs_changes_the_epoch(const struct subject *s, struct note *note)
{
	const struct way *w = way_of(s);
	const struct record *r = s->now->record;

	if (r->type == RECORD_HANDSHAKE || r->type == RECORD_CCS || (s->now->message && !s->now->from_client))
		return NOT_ASKED;
	if (r->epoch >= w->epoch)
		return w->epoch ? HELD : NOT_ASKED;
	if (r->epoch + 1 != w->epoch || !w->any_before || r->seq <= w->highest_before)
		return NOT_ASKED;	/* sent before it, and late */
	return broken(note, WHERE_RECORD_NUMBER, "after its ChangeCipherSpec all records in the new epoch",
		      "a new record of epoch %u", r->epoch);
}

/* --- alerts --- */

static bool is_opened_alert(const struct observation *o)
{
	return o->record->type == RECORD_ALERT && o->kind == OBS_RECORD && o->alert_level;
}

static bool is_error_alert(const struct observation *o) { return is_opened_alert(o) && o->alert_description; }

static bool other_sent_bad(const struct subject *s)
{
	return s->association->ways[s->now->from_client ? WAY_SERVER : WAY_CLIENT].bad_last;
}

/* DTLS12-13.a. */
enum answer bad_record_is_dropped(const struct subject *s, struct note *note)
{
	const struct way *other = &s->association->ways[s->now->from_client ? WAY_SERVER : WAY_CLIENT];

	if (!other_sent_bad(s) || s->now->record->epoch == 0)
		return NOT_ASKED;
	if (s->now->record->type != RECORD_ALERT)
		return s->now->record->type == RECORD_DATA ? HELD : NOT_ASKED;
	if (!is_error_alert(s->now))
		return NOT_ASKED;
	related_to(note, other->bad_frame);
	return broken(note, WHERE_RECORD_TYPE, "a record that does not authenticate dropped in silence", "an alert");
}

/* DTLS12-14. */
enum answer bad_record_alert_is_fatal(const struct subject *s, struct note *note)
{
	const struct observation *o = s->now;

	if (!other_sent_bad(s) || !is_error_alert(o))
		return NOT_ASKED;
	if (o->alert_level == 2 && (o->alert_description == 20 || o->alert_description == 50))
		return HELD;
	return broken(note, WHERE_WHOLE, "a fatal alert, bad_record_mac for the MAC", "level %u, description %u", o->alert_level,
		      o->alert_description);
}

/* DTLS12-37, the visible half: no data after one's own close_notify. */
enum answer nothing_follows_close(const struct subject *s, struct note *note)
{
	const struct way *w = way_of(s);
	const struct record *r = s->now->record;

	if (!w->closed || r->type != RECORD_DATA || r->epoch != w->epoch)
		return NOT_ASKED;
	if (r->seq < w->highest)
		return NOT_ASKED;	/* sent before it */
	related_to(note, w->closed_frame);
	return broken(note, WHERE_RECORD_TYPE, "no data after close_notify", "application data");
}

/* DTLS12-38. */
enum answer nothing_follows_fatal(const struct subject *s, struct note *note)
{
	const struct way *w = way_of(s);
	const struct record *r = s->now->record;

	if (!w->fatal || !r->epoch || r->type != RECORD_DATA)
		return NOT_ASKED;
	if (r->epoch == w->epoch && r->seq < w->highest)
		return NOT_ASKED;
	related_to(note, w->fatal_frame);
	return broken(note, WHERE_RECORD_TYPE, "no data after a fatal alert", "application data");
}

/* DTLS12-39: the same alert again without a record of the peer in between. */
enum answer alert_is_not_repeated(const struct subject *s, struct note *note)
{
	const struct way *w = way_of(s);

	if (!is_opened_alert(s->now))
		return NOT_ASKED;
	if (!w->alerted || w->last_alert != s->now->alert_description || way_knows(w, s->now->record))
		return HELD;
	return broken(note, WHERE_WHOLE, "no retransmission of an alert", "description %u again", s->now->alert_description);
}

/* DTLS12-48: alerts that RFC 7925 6 rules out. */
enum answer alert_is_allowed(const struct subject *s, struct note *note)
{
	static const uint8_t never[] = { 21, 30, 41, 60 };	/* RESERVED ones, decompression_failure */
	static const uint8_t certificates[] = { 42, 43, 44, 45, 46, 48, 111, 112, 113, 114 };
	uint8_t description = s->now->alert_description;
	bool psk = s->association->psk;

	if (!is_opened_alert(s->now))
		return NOT_ASKED;
	for (unsigned i = 0; i < sizeof(never); i++)
		if (description == never[i])
			return broken(note, WHERE_WHOLE, "no RESERVED alert and no decompression_failure", "description %u", description);
	for (unsigned i = 0; psk && i < sizeof(certificates); i++)
		if (description == certificates[i])
			return broken(note, WHERE_WHOLE, "no certificate alert under PSK", "description %u", description);
	return HELD;
}
