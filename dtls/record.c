/* dtls/record.c - the header of a DTLS 1.2 record (RFC 6347 4.1).
 *
 *     | type (1) | version (2) | epoch (2) | sequence number (6) | length (2) | fragment |
 *
 * With a connection id (type 25, RFC 9146 4) the id stands before the length, and how long it is
 * only its owner knows: the rest of the datagram is taken as one fragment. */
#include "dtls/record.h"

#include "wire/cursor.h"

enum { TYPE_FIRST = RECORD_CHANGE_CIPHER_SPEC, TYPE_LAST = RECORD_CONNECTION_ID };

bool record_read(struct record *record, const uint8_t *datagram, size_t len, size_t at, const uint8_t **fragment,
		 size_t *fragment_len)
{
	struct cursor c = { .bytes = datagram, .len = len, .at = at };

	if (at > len || len - at < RECORD_HEADER)
		return false;
	*record = (struct record){ 0 };
	record->type = cursor_u8(&c);
	record->version = cursor_u16(&c);
	record->epoch = cursor_u16(&c);
	record->seq = cursor_u48(&c);
	if (record->type == RECORD_CONNECTION_ID)
		record->length = (uint32_t)cursor_left(&c);
	else
		record->length = cursor_u16(&c);
	*fragment = datagram + c.at;
	*fragment_len = cursor_left(&c);
	if (*fragment_len < record->length)
		record->overruns = true;
	else
		*fragment_len = record->length;
	return true;
}

bool record_plausible(const uint8_t *datagram, size_t len, size_t at)
{
	struct record record;
	const uint8_t *fragment;
	size_t fragment_len;

	if (!record_read(&record, datagram, len, at, &fragment, &fragment_len))
		return false;
	if (record.type < TYPE_FIRST || record.type > TYPE_LAST || record.type == TYPE_LAST - 1)
		return false;
	if (record.version != DTLS_1_2 && record.version != DTLS_1_0 && record.version != DTLS_BAD)
		return false;
	return record.length > 0 && record.length <= RECORD_PLAIN_MAX + RECORD_EXPANSION_MAX;
}

void record_header_write(struct buffer *out, const struct record *record, size_t length)
{
	buffer_u8(out, record->type);
	buffer_u16(out, record->version);
	buffer_u16(out, record->epoch);
	buffer_u48(out, record->seq);
	buffer_u16(out, (uint16_t)length);
}
