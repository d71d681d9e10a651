/* tests/unit/dtls_capture.c - the public captures, with what their own programs and tshark say is in them. */
#include "tests/unit/dtls.h"

#include <string.h>

#include "dtls/record.h"
#include "tests/unit/dtls_watch.h"
#include "wire/hex.h"

static void psk_any(struct watch *w, const char *hex)
{
	uint8_t psk[64];
	long n = hex_read(psk, sizeof(psk), hex, strlen(hex));

	ck_assert_int_gt(n, 0);
	keyring_psk_any(w->keyring, psk, (size_t)n);
}

/* Wireshark's own test capture: cookie exchange, PSK, two data records each way. */
static void check_wireshark(struct watch *w, const char *source)
{
	ck_assert_uint_eq(w->session_count, 1);
	const struct session_report *s = &w->sessions[0];
	ck_assert_uint_eq(s->suite, 0xC0A8);
	ck_assert_uint_eq(s->version, DTLS_1_2);
	ck_assert_uint_eq(s->psk_identity_len, 4);
	ck_assert_mem_eq(s->psk_identity, "test", 4);
	ck_assert_str_eq(s->key_source, source);
	ck_assert_uint_eq(s->opened, 7);	/* two Finished, four data, one alert */
	ck_assert_uint_eq(s->dark + s->failed, 0);
	ck_assert(s->finished_verified && !s->finished_wrong && !s->extended_master_secret && !s->resumed);
	ck_assert_str_eq(s->why_dark, "");
	const struct seen *first = watch_nth(w, OBS_MESSAGE, 0);
	ck_assert_mem_eq(first->body, "DTLS1.2 test using GnuTLS 3.5.8\n", 32);	/* tshark agrees */
	ck_assert(first->from_client);
	ck_assert_uint_eq(first->opened_by, 1);
	ck_assert_uint_eq(first->record.explicit_nonce, UINT64_C(0x0001000000000001));
}

START_TEST(test_wireshark_with_the_psk)
{
	struct watch *w = watch_new(false);

	psk_any(w, "ca19e028a8a372ad2d325f950fcaceed");
	if (watch_capture(w, "ws_dtls12-aes128ccm8.pcap"))
		check_wireshark(w, "psk without identity");
	watch_free(w);
}
END_TEST

START_TEST(test_wireshark_with_its_secrets_block)
{
	struct watch *w = watch_new(false);

	if (watch_capture(w, "ws_dtls12-aes128ccm8-dsb.pcapng"))
		check_wireshark(w, "key log");
	watch_free(w);
}
END_TEST

START_TEST(test_wireshark_with_the_wrong_psk)
{
	struct watch *w = watch_new(false);

	keyring_psk(w->keyring, (const uint8_t *)"test", 4, (const uint8_t *)"wrong", 5);
	if (watch_capture(w, "ws_dtls12-aes128ccm8.pcap")) {
		ck_assert_uint_eq(w->sessions[0].dark, 7);
		ck_assert_str_eq(w->sessions[0].why_dark, "the PSK given for 'test' does not open it (wrong key?)");
		ck_assert_str_eq(w->sessions[0].key_source, "none");
	}
	watch_free(w);
}
END_TEST

START_TEST(test_wireshark_without_a_key)
{
	struct watch *w = watch_new(false);

	if (watch_capture(w, "ws_dtls12-aes128ccm8.pcap"))
		ck_assert_str_eq(w->sessions[0].why_dark, "no PSK for identity 'test': give --psk-file");
	watch_free(w);
}
END_TEST

/* OpenSSL with extended master secret and a NewSessionTicket. */
START_TEST(test_openssl_psk)
{
	struct watch *w = watch_new(false);

	keyring_psk(w->keyring, (const uint8_t *)"ue1", 3, (const uint8_t *)"secretPSK", 9);
	if (watch_capture(w, "openssl_psk_ccm8.pcap")) {
		const struct session_report *s = &w->sessions[0];
		ck_assert_uint_eq(s->opened, 6);
		ck_assert_uint_eq(s->dark + s->failed, 0);
		ck_assert(s->extended_master_secret && s->finished_verified);
		ck_assert_str_eq(s->key_source, "psk file");
		ck_assert_uint_eq(watch_nth(w, OBS_MESSAGE, 0)->mid, 0x1234);
	}
	watch_free(w);
}
END_TEST

START_TEST(test_ecdhe_psk_by_key_log)
{
	struct watch *w = watch_new(false);

	if (watch_keylog(w, "kl_ECDHE-PSK-CHACHA20-POLY1305.txt") &&
	    watch_capture(w, "t_ECDHE-PSK-CHACHA20-POLY1305.pcap")) {
		ck_assert_uint_eq(w->sessions[0].suite, 0xCCAC);
		ck_assert_uint_eq(w->sessions[0].opened, 6);
		ck_assert(w->sessions[0].finished_verified);
		ck_assert_uint_eq(watch_nth(w, OBS_MESSAGE, 0)->mid, 0x1234);
	}
	watch_free(w);
}
END_TEST

/* The PSK is right, and cannot do it. */
START_TEST(test_ecdhe_psk_stays_dark)
{
	struct watch *w = watch_new(false);

	keyring_psk(w->keyring, (const uint8_t *)"ue1", 3, (const uint8_t *)"secretPSK", 9);
	if (watch_capture(w, "libcoap431_ecdhepsk_chacha.pcap")) {
		ck_assert_uint_eq(w->session_count, 2);
		ck_assert_uint_eq(w->sessions[0].dark, 6);
		ck_assert_str_eq(w->sessions[1].why_dark, "ECDHE_PSK: the PSK alone cannot open it; "
							  "give a key log (--keylog) of either side");
		ck_assert_uint_eq(w->kinds[OBS_MESSAGE], 4);	/* in the clear, on 5683 */
	}
	watch_free(w);
}
END_TEST

/* Sessions by their version, as tshark's handshake dissection has it, and the reason for the dark ones. */
static const struct expected_session {
	const char *file;
	unsigned nth;
	uint16_t version, suite;
	unsigned dark;
	const char *why;
} table[] = {
	{ "zeek_dtls1_0.pcap", 0, DTLS_1_0, 0xC014, 5, "DTLS 1.0: recognised, not opened (only DTLS 1.2 is)" },
	{ "zeek_dtls1_2.pcap", 0, DTLS_1_2, 0xC030, 3, "ECDHE_RSA: give a key log (--keylog) of either side" },
	{ "zeek_dtls13-wolfssl.pcap", 0, DTLS_1_3, 0x1301, 11, "DTLS 1.3: recognised, not opened (let one side offer DTLS 1.2 only)" },
	{ "zeek_dtls13-cid.pcap", 1, DTLS_1_3, 0x1301, 11, "DTLS 1.3: recognised, not opened (let one side offer DTLS 1.2 only)" },
	{ "ndpi_dtls_certificate_fragments.pcap", 1, DTLS_1_2, 0xC02F, 2,
	  "ECDHE_RSA: give a key log (--keylog) of either side" },
	{ "ndpi_dtls_mid_sessions.pcapng", 1, DTLS_1_2, 0, 30,
	  "handshake not in the capture: joined in the middle; give the file that has it as well, or capture from its start" },
	{ "ndpi_dtls_old_version.pcapng", 0, DTLS_BAD, 0x0035, 1,
	  "DTLS from before its RFC (version 0x0100): recognised, not opened" },
};

START_TEST(test_session_table)
{
	const struct expected_session *e = &table[_i];
	struct watch *w = watch_new(true);

	if (watch_capture(w, e->file)) {
		const struct session_report *s = &w->sessions[e->nth];
		ck_assert_uint_gt(w->session_count, e->nth);
		ck_assert_uint_eq(s->version, e->version);
		ck_assert_uint_eq(s->suite, e->suite);
		ck_assert_uint_eq(s->dark, e->dark);
		ck_assert_str_eq(s->why_dark, e->why);
		ck_assert_uint_eq(w->kinds[OBS_STRAY] + w->kinds[OBS_MESSAGE], 0);
	}
	watch_free(w);
}
END_TEST

/* 800 on port 17500 and 19 on 5683, by `tshark -d udp.port==17500,coap -Y coap`; the rest is MQTT over TCP. */
START_TEST(test_coap_on_a_port_nobody_named)
{
	struct watch *w = watch_new(true), *sceptic = watch_new(false);

	if (watch_capture(w, "ndpi_coap_mqtt.pcap") && watch_capture(sceptic, "ndpi_coap_mqtt.pcap")) {
		ck_assert_uint_eq(w->kinds[OBS_MESSAGE], 819);
		ck_assert_uint_eq(w->kinds[OBS_STRAY], 0);
		ck_assert_uint_eq(sceptic->kinds[OBS_MESSAGE], 19);
		ck_assert_uint_eq(sceptic->kinds[OBS_STRAY], 800);
	}
	watch_free(w);
	watch_free(sceptic);
}
END_TEST

Suite *capture_tests(void)
{
	Suite *suite = suite_create("captures");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_wireshark_with_the_psk);
	tcase_add_test(tests, test_wireshark_with_its_secrets_block);
	tcase_add_test(tests, test_wireshark_with_the_wrong_psk);
	tcase_add_test(tests, test_wireshark_without_a_key);
	tcase_add_test(tests, test_openssl_psk);
	tcase_add_test(tests, test_ecdhe_psk_by_key_log);
	tcase_add_test(tests, test_ecdhe_psk_stays_dark);
	tcase_add_loop_test(tests, test_session_table, 0, sizeof(table) / sizeof(*table));
	tcase_add_test(tests, test_coap_on_a_port_nobody_named);
	suite_add_tcase(suite, tests);
	return suite;
}
