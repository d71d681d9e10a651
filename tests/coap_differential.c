/* tests/coap_differential.c - our reader of CoAP messages and libcoap's, over the same octets.
 *
 * They may disagree only where the table below says so, and why; each row of it must be met, so
 * that none outlives its reason. */
#include <check.h>
#include <coap3/coap.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pcap/capture.h"
#include "tests/unit/generator.h"
#include "tests/unit/octets.h"
#include "tests/unit/wire_message_vectors.h"
#include "wire/hex.h"
#include "wire/message.h"

/* What libcoap 4.3.1 does otherwise (src/pdu.c, src/coap_option.c of that version): takes what we
 * hold to be no message for a receiver, or refuses what is one. */
static const struct leniency {
	enum { TAKES, REFUSES, REFUSES_EMPTY } what;
	enum anomaly_kind kind;		/* of TAKES and REFUSES: the message has it */
	uint32_t number;		/* of REFUSES_EMPTY: an option of no octets */
	const char *reason;
} leniencies[] = {
	{ TAKES, ANOMALY_RESERVED_CLASS, 0, "a reserved class is not looked at: RFC 7252 4.2 rejects it" },
	{ TAKES, ANOMALY_OPTION_NUMBER, 0, "a delta is kept in 16 bits: 65536 and more wrap" },
	{ REFUSES, ANOMALY_OPTION_LENGTH, 0, "a length outside the definition makes the message no message: to "
					     "RFC 7252 5.4.3 the option is unrecognized" },
	{ REFUSES_EMPTY, ANOMALY_COUNT, OPTION_URI_QUERY, "Uri-Query of no octets: RFC 7252 Table 4 allows 0 to 255" },
};

enum { LENIENCIES = sizeof(leniencies) / sizeof(*leniencies) };

struct tally {
	unsigned messages, both_take, both_refuse, met[LENIENCIES];
};

/* For a failure's message, which ends the test: nobody frees it. */
static const char *shown(const uint8_t *bytes, size_t len)
{
	return hex_format(malloc(2 * len + 1), 2 * len + 1, bytes, len);
}

static bool has_empty(const struct message *m, uint32_t number)
{
	const struct option *o;

	for (unsigned nth = 0; (o = message_option(m, number, nth)); nth++)
		if (!o->value.len)
			return true;
	return false;
}

/* libcoap takes it: each format error that we note needs a row, and there is one at least. */
static bool taking_excused(struct tally *tally, const struct message *m)
{
	bool excused = false;

	for (unsigned i = 0; i < m->anomaly_count && i < MESSAGE_ANOMALIES; i++) {
		enum anomaly_kind kind = m->anomalies[i].kind;
		size_t row = 0;
		if (anomaly_fact(kind)->weight == WEIGHT_SENDER)
			continue;
		while (row < LENIENCIES && (leniencies[row].what != TAKES || leniencies[row].kind != kind))
			row++;
		/* Of silently ignored ones the version alone is a parser's business. */
		if (row == LENIENCIES && (kind == ANOMALY_VERSION || anomaly_fact(kind)->weight == WEIGHT_FORMAT))
			return false;
		if (row < LENIENCIES) {
			tally->met[row]++;
			excused = true;
		}
	}
	return excused;
}

/* libcoap refuses it, without a reason: a row that applies is one. */
static bool refusal_excused(struct tally *tally, const struct message *m)
{
	for (size_t i = 0; i < LENIENCIES; i++) {
		const struct leniency *row = &leniencies[i];
		if ((row->what == REFUSES && message_anomaly(m, row->kind)) ||
		    (row->what == REFUSES_EMPTY && has_empty(m, row->number))) {
			tally->met[i]++;
			return true;
		}
	}
	return false;
}

static bool excused(struct tally *tally, const struct message *m, bool libcoap_takes)
{
	return libcoap_takes ? taking_excused(tally, m) : refusal_excused(tally, m);
}

static void compare_options(const struct message *m, const coap_pdu_t *pdu)
{
	coap_opt_iterator_t iterator;
	coap_opt_t *option;
	unsigned i = 0;

	coap_option_iterator_init(pdu, &iterator, COAP_OPT_ALL);
	for (; (option = coap_option_next(&iterator)); i++) {
		if (i >= m->options_kept)
			continue;
		const struct option *ours = &m->options[i];
		ck_assert_msg(ours->number == iterator.number && ours->value.len == coap_opt_length(option) &&
				      !memcmp(m->bytes + ours->value.at, coap_opt_value(option), ours->value.len),
			      "option %u of %s", i, shown(m->bytes, m->len));
	}
	ck_assert_msg(i == m->option_count, "%u options, not %u: %s", i, m->option_count, shown(m->bytes, m->len));
}

static void compare_content(const struct message *m, const coap_pdu_t *pdu)
{
	coap_bin_const_t token = coap_pdu_get_token(pdu);
	const uint8_t *payload = NULL;
	size_t payload_len = 0;

	coap_get_data(pdu, &payload_len, &payload);
	ck_assert_msg((unsigned)coap_pdu_get_type(pdu) == m->type && (unsigned)coap_pdu_get_code(pdu) == m->code &&
			      coap_pdu_get_mid(pdu) == m->mid,
		      "header of %s", shown(m->bytes, m->len));
	ck_assert_msg(token.length == m->token.len && !memcmp(token.s, m->bytes + m->token.at, token.length),
		      "token of %s", shown(m->bytes, m->len));
	ck_assert_msg(payload_len == m->payload.len &&
			      (!payload_len || !memcmp(payload, m->bytes + m->payload.at, payload_len)),
		      "payload of %s", shown(m->bytes, m->len));
	compare_options(m, pdu);
}

static void compare(struct tally *tally, const uint8_t *bytes, size_t len)
{
	struct message m;
	coap_pdu_t *pdu = coap_pdu_init(COAP_MESSAGE_CON, 0, 0, len > 4 ? len : 4);

	ck_assert_ptr_nonnull(pdu);
	message_read(&m, bytes, len);
	bool libcoap_takes = coap_pdu_parse(COAP_PROTO_UDP, bytes, len, pdu);
	bool we_take = !message_anomaly(&m, ANOMALY_TOO_SHORT) && !message_anomaly(&m, ANOMALY_VERSION) &&
		       !message_format_error(&m);
	tally->messages++;
	tally->both_take += libcoap_takes && we_take;
	tally->both_refuse += !libcoap_takes && !we_take;
	if (libcoap_takes != we_take)
		ck_assert_msg(excused(tally, &m, libcoap_takes), "%s: libcoap %s it", shown(bytes, len),
			      libcoap_takes ? "takes" : "refuses");
	if (libcoap_takes && !message_anomaly(&m, ANOMALY_OPTION_NUMBER))
		compare_content(&m, pdu);
	coap_delete_pdu(pdu);
}

static void compare_notation(struct tally *tally, const char *octets)
{
	uint8_t bytes[1500];

	compare(tally, bytes, octets_read(bytes, sizeof(bytes), octets));
}

static void generate(struct tally *tally, unsigned count)
{
	uint64_t seed = 1;
	uint8_t room[2000];

	for (unsigned i = 0; i < count; i++) {
		struct buffer b = buffer_on(room, sizeof(room));
		generator_message(&seed, &b);
		ck_assert(!b.failed);
		for (uint32_t n = generator_chance(&seed, 4); n; n--)
			generator_bend(&seed, &b);
		compare(tally, b.bytes, b.len);
	}
}

START_TEST(test_vectors_and_generated)
{
	enum { GENERATED = 60000 };
	struct tally tally = { 0 };

	for (unsigned i = 0; i < extension_vector_count; i++)
		compare_notation(&tally, extension_vectors[i].octets);
	for (unsigned i = 0; i < anomaly_vector_count; i++)
		compare_notation(&tally, anomaly_vectors[i].octets);
	for (unsigned i = 0; i < sound_vector_count; i++)
		compare_notation(&tally, sound_vectors[i]);
	generate(&tally, GENERATED);
	for (size_t i = 0; i < LENIENCIES; i++)
		ck_assert_msg(tally.met[i], "never met: %s", leniencies[i].reason);
	printf("# vectors and generated: %u messages, %u taken and %u refused by both\n", tally.messages,
	       tally.both_take, tally.both_refuse);
	for (size_t i = 0; i < LENIENCIES; i++)
		printf("# %u times: %s\n", tally.met[i], leniencies[i].reason);
	/* A corpus that is all right or all wrong would prove little. */
	ck_assert_uint_gt(tally.both_take, tally.messages / 5);
	ck_assert_uint_gt(tally.both_refuse, tally.messages / 5);
}
END_TEST

static void compare_datagram(void *arg, const struct datagram *datagram)
{
	if (datagram->from.carrier == CARRIER_UDP && !datagram->cut)
		compare(arg, datagram->bytes, datagram->len);
}

/* Every UDP datagram of the plugtest captures, CoAP or not. */
START_TEST(test_captures)
{
	const char *shared = getenv("M5GTEST_SHARED");
	struct tally tally = { 0 };
	struct capture_sinks sinks = { .datagram = compare_datagram, .arg = &tally };
	char folder[1000], path[2000];
	struct dirent *entry;

	snprintf(folder, sizeof(folder), "%s/captures/ttproto", shared ? shared : ".");
	DIR *dir = opendir(folder);
	if (!dir) {
		printf("# no captures in %s: skipped\n", folder);
		return;
	}
	while ((entry = readdir(dir))) {
		struct capture_tally read;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		/* One of them is empty on purpose: how captures are read is tested elsewhere. */
		if (strstr(entry->d_name, ".pcap"))
			capture_read(path, &sinks, &read, NULL);
	}
	closedir(dir);
	printf("# captures: %u datagrams, %u taken and %u refused by both\n", tally.messages, tally.both_take,
	       tally.both_refuse);
	ck_assert_uint_gt(tally.both_take, 100);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("CoAP: libcoap's opinion");
	TCase *tests = tcase_create("all");

	coap_startup();
	coap_set_log_level((coap_log_t)0);
	tcase_add_test(tests, test_vectors_and_generated);
	tcase_add_test(tests, test_captures);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	coap_cleanup();
	return failed ? 1 : 0;
}
