/* tests/unit/dtls_fuzz.c - two engines of ours against each other, both bent at random, on a wire that damages.
 *
 * Stateful by nature: what is wrong is wrong inside a handshake that is otherwise right, past cookies,
 * transcripts and tags, which octets thrown at a parser never pass. Seeded: a failure names its seed. */
#include "tests/unit/dtls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/dtls_lab.h"

enum { ROUNDS = 40 };

static unsigned dice(unsigned sides) { return (unsigned)rand() % sides; }

static const uint8_t messages[] = {
	HANDSHAKE_CLIENT_HELLO, HANDSHAKE_SERVER_HELLO, HANDSHAKE_NEW_SESSION_TICKET, HANDSHAKE_CERTIFICATE,
	HANDSHAKE_SERVER_KEY_EXCHANGE, HANDSHAKE_SERVER_HELLO_DONE, HANDSHAKE_CLIENT_KEY_EXCHANGE, HANDSHAKE_FINISHED,
	HANDSHAKE_HELLO_REQUEST, MESSAGE_CHANGE_CIPHER_SPEC, MESSAGE_ALERT, MESSAGE_APPLICATION_DATA, MESSAGE_ANY,
};

/* A field of the message, or the whole of it. */
static void target(char *words, size_t size, uint8_t message)
{
	int at = snprintf(words, size, "%s", handshake_message_word(message));
	const struct field_fact *f;

	if (dice(4) == 0)
		return;
	for (int tries = 0; tries < 40; tries++) {
		f = field_fact((enum handshake_field)dice(FIELD_COUNT));
		if (f->message != message)
			continue;
		snprintf(words + at, size - (size_t)at, f->shape == SHAPE_EXTENSION ? ".%s %u" : ".%s", f->word,
			 dice(2) ? 23 : dice(70));
		return;
	}
}

static void value(char *words, size_t size)
{
	size_t at = 0;

	switch (dice(3)) {
	case 0:
		words[0] = '\0';
		break;
	case 1:
		snprintf(words, size, " %u", dice(2) ? dice(40) : dice(70000));
		break;
	default:
		at = (size_t)snprintf(words, size, " hex:");
		for (unsigned n = dice(20); n && at + 3 < size; n--, at += 2)
			snprintf(words + at, size - at, "%02x", dice(256));
	}
}

/* Some that make sense: what does not is thrown away and diced again. */
static void stimuli_dice(struct stimuli *s, char *said, size_t size)
{
	struct stimulus one;
	char words[STIMULUS_WORDS], what[80], how[60];
	size_t at = 0;

	*s = (struct stimuli){ .list = calloc(STIMULI_AT_ONCE, sizeof(*s->list)) };
	ck_assert_ptr_nonnull(s->list);
	said[0] = '\0';
	for (unsigned wanted = dice(4); s->count < wanted;) {
		static const char *const when[] = { "", "", "first ", "second " };
		target(what, sizeof(what), messages[dice(sizeof(messages))]);
		value(how, sizeof(how));
		snprintf(words, sizeof(words), "%s%s %s%s", when[dice(4)], stimulus_word((enum stimulus_verb)dice(STIMULUS_COUNT)),
			 what, how);
		if (stimulus_parse(&one, words, NULL))
			continue;
		s->list[s->count++] = one;
		at += (size_t)snprintf(said + at, size - at, "%s%s", at ? "; " : "", words);
	}
}

static const struct pair_config kinds[] = {
	{ .suite = "PSK-AES128-CCM8" },
	{ .suite = "PSK-CHACHA20-POLY1305", .tickets = true },
	{ .suite = "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256" },
	{ .suite = "ECDHE-ECDSA-AES128-CCM8", .mtu = 300 },
};

/* Whatever they did to each other, each knows what became of it; and the same two ends, unbent, get on. */
static void one_round(unsigned seed)
{
	struct stimuli stimuli[2];
	char said[2][600];
	struct lab_config c = { .pair = kinds[seed % 4], .own = { true, true }, .renegotiate = true };

	srand(seed);
	for (int side = 0; side < 2; side++) {
		stimuli_dice(&stimuli[side], said[side], sizeof(said[side]));
		c.stimuli[side] = &stimuli[side];
	}
	struct lab *l = lab_new(&c);
	srand(seed);
	l->config.damage = dice(2) ? 0 : dice(200);
	l->config.loss = dice(3) ? 0 : dice(200);
	lab_handshake(l);
	if (l->ends[LAB_CLIENT].up && dice(2))
		connection_renegotiate(l->ends[(int)dice(2)].connection, l->clock.now_ns);
	lab_say(l, (int)dice(2), "something");
	lab_run(l, 300 * (uint64_t)NS_PER_S);
	ck_assert_msg(l->sent < 3000, "seed %u: %u datagrams: %s | %s", seed, l->sent, said[0], said[1]);
	/* No timer runs but the one that keeps a last flight, and nobody waits without one. */
	for (int side = 0; side < 2; side++)
		ck_assert_msg(!l->ends[side].failed || connection_deadline(l->ends[side].connection) == NEVER,
			      "seed %u: dead, and a timer runs: %s | %s", seed, said[0], said[1]);
	ck_assert_msg(l->ends[LAB_CLIENT].up || l->ends[LAB_CLIENT].failed || l->ends[LAB_CLIENT].closed,
		      "seed %u: the client waits for ever: %s | %s", seed, said[0], said[1]);
	l->config.stimuli[LAB_CLIENT] = l->config.stimuli[LAB_SERVER] = NULL;
	l->config.damage = l->config.loss = 0;
	lab_again(l, dice(2), 40001);
	lab_handshake_up(l);
	lab_exchange(l);
	lab_free(l);
	for (int side = 0; side < 2; side++)
		stimuli_free(&stimuli[side]);
}

START_TEST(test_bent_both_ways)
{
	const char *more = getenv("M5GTEST_FUZZ_ROUNDS");
	unsigned rounds = more ? (unsigned)strtoul(more, NULL, 10) : ROUNDS;

	for (unsigned round = 0; round < rounds; round++)
		one_round((unsigned)_i * 100000 + round);
}
END_TEST

Suite *fuzz_tests(void)
{
	Suite *suite = suite_create("two bent engines");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 3600);
	tcase_add_unchecked_fixture(tests, pair_keys_make, pair_keys_free);
	tcase_add_loop_test(tests, test_bent_both_ways, 0, 4);
	suite_add_tcase(suite, tests);
	return suite;
}
