/* net/datagram_bio.c - a BIO that keeps datagrams whole: reads its association's inbox, writes to its link. */
#include <openssl/bio.h>
#include <string.h>

#include "net/secure.h"

static int bio_read(BIO *bio, char *room, int size)
{
	struct association *a = BIO_get_data(bio);
	const struct arrival *in = a->inbox;

	BIO_clear_retry_flags(bio);
	if (!in) {
		BIO_set_retry_read(bio);
		return -1;
	}
	a->inbox = NULL;
	int len = in->len < (size_t)size ? (int)in->len : size;
	memcpy(room, in->bytes, (size_t)len);
	return len;
}

static int bio_write(BIO *bio, const char *bytes, int len)
{
	BIO_clear_retry_flags(bio);
	association_write(BIO_get_data(bio), (const uint8_t *)bytes, (size_t)len);
	return len;	/* UDP promises no more */
}

static long bio_ctrl(BIO *bio, int command, long number, void *pointer)
{
	(void)bio, (void)number, (void)pointer;
	switch (command) {
	case BIO_CTRL_FLUSH:
	case BIO_CTRL_DGRAM_SET_NEXT_TIMEOUT:
		return 1;
	case BIO_CTRL_DGRAM_QUERY_MTU:
	case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
		return SECURE_MTU;
	case BIO_CTRL_DGRAM_GET_MTU_OVERHEAD:
		return 0;	/* SECURE_MTU counts the payload */
	default:
		return 0;
	}
}

static int bio_create(BIO *bio)
{
	BIO_set_init(bio, 1);
	return 1;
}

BIO_METHOD *datagram_bio_method(void)
{
	BIO_METHOD *method = BIO_meth_new(BIO_TYPE_DGRAM, "datagrams of m5gtest");

	if (!method)
		return NULL;
	BIO_meth_set_write(method, bio_write);
	BIO_meth_set_read(method, bio_read);
	BIO_meth_set_ctrl(method, bio_ctrl);
	BIO_meth_set_create(method, bio_create);
	return method;
}
