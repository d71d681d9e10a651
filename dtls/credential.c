/* dtls/credential.c - a key and a certificate that it signs itself, for a server that shall have one. */
#include <openssl/err.h>
#include <openssl/x509.h>

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

void credential_free(struct credential *c)
{
	OPENSSL_free((void *)(uintptr_t)c->certificate);
	EVP_PKEY_free(c->key);
	*c = (struct credential){ 0 };
}
