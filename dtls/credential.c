/* dtls/credential.c - a certificate and its key: made here, signed by itself, or read from PEM files. */
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#include "dtls/connection.h"

static bool fill(X509 *x, EVP_PKEY *key)
{
	enum { VERSION_3 = 2, YEAR_S = 365 * 24 * 60 * 60 };
	X509_NAME *name = X509_get_subject_name(x);

	return X509_set_version(x, VERSION_3) && ASN1_INTEGER_set(X509_get_serialNumber(x), 1) &&
	       X509_gmtime_adj(X509_getm_notBefore(x), 0) && X509_gmtime_adj(X509_getm_notAfter(x), YEAR_S) &&
	       X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"m5gtest", -1, -1, 0) &&
	       X509_set_issuer_name(x, name) && X509_set_pubkey(x, key) && X509_sign(x, key, EVP_sha256());
}

bool credential_make(struct credential *c)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	unsigned char *der = NULL;
	int len = key && x && fill(x, key) ? i2d_X509(x, &der) : 0;

	X509_free(x);
	if (len > 0) {
		*c = (struct credential){ der, (size_t)len, key };
		return true;
	}
	ERR_clear_error();
	EVP_PKEY_free(key);
	return false;
}

static int unfit(struct error *error, const char *path, const char *why)
{
	unsigned long code = ERR_peek_last_error();
	const char *reason = code ? ERR_reason_error_string(code) : NULL;

	error_set(error, "%s: %s%s%s", path, why, reason ? ": " : "", reason ? reason : "");
	ERR_clear_error();
	return -1;
}

/* Instead of a question on the terminal. */
static int no_password(char *room, int size, int writing, void *arg)
{
	(void)room, (void)size, (void)writing, (void)arg;
	return -1;
}

int credential_read(struct credential *c, const char *certificate_path, const char *key_path, struct error *error)
{
	BIO *certificate = BIO_new_file(certificate_path, "r"), *secret = BIO_new_file(key_path, "r");
	X509 *x = certificate ? PEM_read_bio_X509(certificate, NULL, no_password, NULL) : NULL;
	EVP_PKEY *key = secret ? PEM_read_bio_PrivateKey(secret, NULL, no_password, NULL) : NULL;
	unsigned char *der = NULL;
	char group[32];
	int bad = 0, len;

	if (!x)
		bad = unfit(error, certificate_path, "no certificate in PEM");
	else if (!key)
		bad = unfit(error, key_path, "no private key in PEM");
	else if (!EVP_PKEY_is_a(key, "EC") || EVP_PKEY_get_group_name(key, group, sizeof(group), NULL) <= 0 || strcmp(group, "prime256v1") != 0)
		bad = unfit(error, key_path, "no key of secp256r1 (RFC 7252 9.1.3.2)");
	else if (X509_check_private_key(x, key) <= 0)
		bad = unfit(error, key_path, "not the key of the certificate");
	else if ((len = i2d_X509(x, &der)) > 0)
		*c = (struct credential){ der, (size_t)len, key };
	else
		bad = unfit(error, certificate_path, "cannot be written");
	if (bad)
		EVP_PKEY_free(key);
	X509_free(x);
	BIO_free(certificate);
	BIO_free(secret);
	return bad;
}

void credential_free(struct credential *c)
{
	OPENSSL_free((void *)(uintptr_t)c->certificate);
	EVP_PKEY_free(c->key);
	*c = (struct credential){ 0 };
}
