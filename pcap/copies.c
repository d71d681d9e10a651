/* pcap/copies.c - the last packets by hash. */
#include "pcap/copies.h"

#include <assert.h>
#include <stdlib.h>

#include "wire/table.h"

enum { REMEMBERED = 256 };

static const uint64_t moment_ns = 5000000;	/* CoAP sends again after seconds (RFC 7252 4.8), a bridge passes on in less */

struct copies {
	struct remembered {
		uint64_t hash, at_ns;
		uint32_t via;
	} last[REMEMBERED];
	unsigned next;
};

struct copies *copies_new(void)
{
	struct copies *c = calloc(1, sizeof(*c));

	assert(c);
	return c;
}

void copies_free(struct copies *c) { free(c); }

/* IPv4: length, identification and fragment, protocol; then addresses and octets. Not: DSCP, TTL, checksum. */
static uint64_t hash_ipv4(struct slice ip)
{
	uint64_t hash = table_hash(ip.bytes + 2, 6, ip.bytes[9]);

	return ip.len < 12 ? hash : table_hash(ip.bytes + 12, ip.len - 12, hash);
}

/* IPv6: payload length and next header; then addresses and octets. Not: traffic class, flow label, hop limit. */
static uint64_t hash_ipv6(struct slice ip)
{
	return table_hash(ip.bytes + 8, ip.len - 8, table_hash(ip.bytes + 4, 3, 6));
}

bool copies_has(struct copies *c, struct slice ip, uint64_t at_ns, uint32_t via)
{
	if (ip.len < 20)
		return false;
	uint64_t hash = ip.bytes[0] >> 4 == 4 ? hash_ipv4(ip) : hash_ipv6(ip);
	for (unsigned i = 0; i < REMEMBERED; i++) {
		const struct remembered *r = &c->last[i];
		uint64_t between = at_ns > r->at_ns ? at_ns - r->at_ns : r->at_ns - at_ns;
		if (r->hash == hash && r->via != via && between <= moment_ns)
			return true;
	}
	c->last[c->next++ % REMEMBERED] = (struct remembered){ hash, at_ns, via };
	return false;
}
