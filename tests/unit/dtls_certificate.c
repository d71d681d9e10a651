/* tests/unit/dtls_certificate.c - clients that show a certificate: our engine with OpenSSL on either side, and with itself. */
#include "tests/unit/dtls.h"

#include <string.h>

#include "tests/unit/dtls_lab.h"

/* Who is ours: the client, the server, both. */
static const bool casts[][2] = { { true, false }, { false, true }, { true, true } };

enum { CASTS = sizeof(casts) / sizeof(*casts) };

static struct credential own;	/* the client's: of each test's process */

static const struct identity *find(void *arg, const uint8_t *certificate, size_t len)
{
	const struct lab_ends_of *s = arg;

	return len == own.certificate_len && !memcmp(certificate, own.certificate, len) ? &s->lab->identity : NULL;
}

static const struct identity *nobody(void *arg, const uint8_t *certificate, size_t len)
{
	(void)arg, (void)certificate, (void)len;
	return NULL;
}

/* OpenSSL follows no chain either; the signature it holds against the certificate. */
static int any_chain(int ok, X509_STORE_CTX *ctx)
{
	(void)ok, (void)ctx;
	return 1;
}

static void show_by_openssl(SSL *client)
{
	const uint8_t *der = own.certificate;
	X509 *x = d2i_X509(NULL, &der, (long)own.certificate_len);

	ck_assert_int_eq(SSL_use_certificate(client, x), 1);
	ck_assert_int_eq(SSL_use_PrivateKey(client, own.key), 1);
	X509_free(x);
}

/* Before the first datagram: the server asks; SHOWN: the client has one. */
static struct lab *lab_with(const struct lab_config *config, bool shown)
{
	struct lab *l = lab_new(config);

	ck_assert(credential_make(&own));
	l->profiles[LAB_SERVER].find_certificate = find;
	SSL_set_verify(l->pair->server, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, any_chain);
	if (shown && config->own[LAB_CLIENT])
		l->identity.credential = &own;
	else if (shown)
		show_by_openssl(l->pair->client);
	return l;
}

static void lab_end(struct lab *l)
{
	lab_free(l);
	credential_free(&own);
}

static struct lab_config config_of(int cast)
{
	struct lab_config c = { .pair = { .suite = "ECDHE-ECDSA-AES128-CCM8", .keylog = true }, .renegotiate = true };

	memcpy(c.own, casts[cast], sizeof(c.own));
	return c;
}

/* With extended master secret, whose session hash ends before CertificateVerify (RFC 7627 3), and without. */
START_TEST(test_shown)
{
	for (int old = 0; old < 2; old++) {
		struct lab_config c = config_of(_i);
		c.pair.no_extended_master = old;
		struct lab *l = lab_with(&c, true);
		lab_handshake_up(l);
		lab_exchange(l);
		lab_ck_all_open(l, 1);
		if (casts[_i][LAB_SERVER]) {
			ck_assert_ptr_eq(connection_peer_identity(l->ends[LAB_SERVER].connection), &l->identity);
		} else {
			X509 *seen = SSL_get1_peer_certificate(l->pair->server);
			unsigned char *der = NULL;
			ck_assert_int_eq(i2d_X509(seen, &der), (int)own.certificate_len);
			ck_assert_mem_eq(der, own.certificate, own.certificate_len);
			OPENSSL_free(der);
			X509_free(seen);
		}
		lab_end(l);
	}
}
END_TEST

/* Many fragments, lost, doubled and late: ChangeCipherSpec may come before CertificateVerify. */
START_TEST(test_bad_wire)
{
	for (unsigned seed = 1; seed <= 20; seed++) {
		struct lab_config c = config_of(_i);
		c.pair.mtu = 256;
		c.loss = 100;
		c.twice = c.late = 200;
		c.seed = seed;
		struct lab *l = lab_with(&c, true);
		lab_handshake_up(l);
		lab_end(l);
	}
}
END_TEST

/* Ours fails, and says with which alert; nobody is up. */
static void ck_refused(struct lab *l, const char *why, uint8_t description)
{
	bool said = false;

	lab_handshake(l);
	ck_assert(!l->ends[LAB_CLIENT].up && !l->ends[LAB_SERVER].up);
	if (l->ends[LAB_SERVER].connection)
		ck_assert(!strncmp(l->ends[LAB_SERVER].why, why, strlen(why)));
	for (unsigned i = 0; i < l->watch->count; i++)
		said |= l->watch->seen[i].alert_description == description;
	ck_assert_msg(said, "no alert %u", description);
	lab_end(l);
}

START_TEST(test_none_shown)
{
	struct lab_config c = config_of(_i);

	ck_refused(lab_with(&c, false), "the client shows no certificate", ALERT_HANDSHAKE_FAILURE);
}
END_TEST

START_TEST(test_stranger)
{
	struct lab_config c = config_of(_i);
	struct lab *l = lab_with(&c, true);

	l->profiles[LAB_SERVER].find_certificate = nobody;
	ck_refused(l, "nobody has that certificate", ALERT_CERTIFICATE_UNKNOWN);
}
END_TEST

/* A certificate that is known, and somebody else's key. */
START_TEST(test_stolen)
{
	struct lab_config c = config_of(_i);
	struct lab *l = lab_with(&c, true);
	struct credential other, stolen = own;

	ck_assert(credential_make(&other));
	stolen.key = other.key;
	l->identity.credential = &stolen;
	ck_refused(l, "the client's signature is wrong", ALERT_DECRYPT_ERROR);
	credential_free(&other);
}
END_TEST

/* No Certificate: a server that asks for none gets none. */
START_TEST(test_not_asked_for)
{
	struct lab_config c = config_of(2);
	struct lab *l = lab_with(&c, true);

	l->profiles[LAB_SERVER].find_certificate = NULL;
	lab_handshake_up(l);
	ck_assert_ptr_null(connection_peer_identity(l->ends[LAB_SERVER].connection));
	lab_end(l);
}
END_TEST

Suite *certificate_tests(void)
{
	Suite *suite = suite_create("clients' certificates");
	TCase *cases = tcase_create("certificates");

	tcase_set_timeout(cases, 60);
	tcase_add_unchecked_fixture(cases, pair_keys_make, pair_keys_free);
	tcase_add_loop_test(cases, test_shown, 0, CASTS);
	tcase_add_loop_test(cases, test_bad_wire, 0, CASTS);
	tcase_add_loop_test(cases, test_none_shown, 0, CASTS);
	tcase_add_loop_test(cases, test_stranger, 1, CASTS);	/* OpenSSL's server knows everybody */
	tcase_add_test(cases, test_not_asked_for);
	tcase_add_loop_test(cases, test_stolen, 0, 1);
	tcase_add_loop_test(cases, test_stolen, 2, CASTS);
	suite_add_tcase(suite, cases);
	return suite;
}
