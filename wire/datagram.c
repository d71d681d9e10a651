/* wire/datagram.c - endpoints, comparing and printing; the padding of short frames. */
#include "wire/datagram.h"

#include <stdio.h>
#include <string.h>

size_t datagram_unpadded(const uint8_t *octets, size_t len)
{
	enum { FRAME_LEAST = 46, COAP_HEADER = 4 };
	size_t least = len ? COAP_HEADER + (octets[0] & 0xfu) : 0;

	if (len != FRAME_LEAST)
		return len;
	while (len > least && !octets[len - 1])
		len--;
	return len;
}

/* RFC 5952 4.2: the longest run of two or more zero groups becomes "::", the first of equals. */
static void longest_zeros(const uint16_t *group, int *at, int *len)
{
	*at = -1, *len = 1;
	for (int i = 0; i < 8; i++) {
		int n = 0;
		while (i + n < 8 && !group[i + n])
			n++;
		if (n > *len)
			*at = i, *len = n;
	}
}

static void format_ipv6(char *text, size_t size, const uint8_t *addr)
{
	uint16_t group[8];
	int zeros, run;
	size_t n = 0;

	for (int i = 0; i < 8; i++)
		group[i] = (uint16_t)(addr[2 * i] << 8 | addr[2 * i + 1]);
	longest_zeros(group, &zeros, &run);
	text[0] = '\0';
	for (int i = 0; i < 8 && n < size; i++) {
		if (i == zeros) {
			n += (size_t)snprintf(text + n, size - n, "::");
			i += run - 1;
			continue;
		}
		bool colon = i && i != zeros + run;
		n += (size_t)snprintf(text + n, size - n, "%s%x", colon || (i && zeros < 0) ? ":" : "", group[i]);
	}
}

char *endpoint_format(char *text, size_t size, const struct endpoint *e)
{
	const uint8_t *a = e->addr;
	char six[48];

	if (e->carrier == CARRIER_ETHER) {
		snprintf(text, size, "%02x:%02x:%02x:%02x:%02x:%02x", a[0], a[1], a[2], a[3], a[4], a[5]);
	} else if (e->family == FAMILY_IPV4) {
		snprintf(text, size, "%u.%u.%u.%u:%u", a[0], a[1], a[2], a[3], e->port);
	} else if (e->family == FAMILY_IPV6) {
		format_ipv6(six, sizeof(six), a);
		snprintf(text, size, "[%s]:%u", six, e->port);
	} else {
		snprintf(text, size, "?");
	}
	return text;
}
