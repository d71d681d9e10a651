/* net/mailbox.c - sendmmsg and recvmmsg, with every header filled as far as it never changes. */
#include "net/mailbox.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "net/udp.h"

enum {
	BATCH = INBOX,
	STRIDE = UDP_MAX + 1 + 320,	/* no power of two: the caches' sets are shared by what is 64 KiB apart */
	LETTER = 2048			/* longer ones are sent singly */
};

union name {
	struct sockaddr any;
	struct sockaddr_in four;
	struct sockaddr_in6 six;
};

union control {
	struct cmsghdr head;
	uint8_t room[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(struct timespec))];
};

struct inbox {
	struct mmsghdr head[BATCH];
	struct iovec part[BATCH];
	union name name[BATCH];
	union control control[BATCH];
	uint8_t *bytes;
};

struct inbox *inbox_new(void)
{
	struct inbox *in = calloc(1, sizeof(*in));

	assert(in);
	in->bytes = malloc((size_t)BATCH * STRIDE);	/* only the pages that datagrams reach become memory */
	assert(in->bytes);
	for (int i = 0; i < BATCH; i++) {
		in->part[i] = (struct iovec){ in->bytes + (size_t)i * STRIDE, UDP_MAX };
		in->head[i].msg_hdr = (struct msghdr){ .msg_name = &in->name[i], .msg_iov = &in->part[i],
						       .msg_iovlen = 1, .msg_control = &in->control[i] };
	}
	return in;
}

void inbox_free(struct inbox *in)
{
	if (in)
		free(in->bytes);
	free(in);
}

int inbox_fill(struct inbox *in, int fd, int most)
{
	for (int i = 0; i < most; i++) {
		in->head[i].msg_hdr.msg_namelen = sizeof(union name);
		in->head[i].msg_hdr.msg_controllen = sizeof(union control);
	}
	int n = recvmmsg(fd, in->head, (unsigned)most, MSG_DONTWAIT, NULL);
	return n < 0 ? -errno : n;
}

size_t inbox_read(const struct inbox *in, int nth, struct endpoint *from, struct endpoint *to, const uint8_t **bytes)
{
	struct msghdr head = in->head[nth].msg_hdr;

	udp_endpoint(from, &in->name[nth].any);
	udp_target(&head, to);
	*bytes = in->part[nth].iov_base;
	return in->head[nth].msg_len;
}

uint64_t inbox_waited(const struct inbox *in, uint64_t world_ns)
{
	struct msghdr head = in->head[0].msg_hdr;
	uint64_t since = udp_stamped(&head);

	return since && since < world_ns ? world_ns - since : 0;
}

struct outbox {
	struct mmsghdr head[BATCH];
	struct iovec part[BATCH];
	union name name[BATCH];
	union control control[BATCH];
	uint8_t bytes[BATCH][LETTER];
	uint8_t family;
	bool any;			/* each datagram says its source */
	int first, end;
};

struct outbox *outbox_new(const struct endpoint *local)
{
	struct outbox *out = calloc(1, sizeof(*out));

	assert(out);
	out->family = local->family;
	out->any = udp_is_any(local);
	for (int i = 0; i < BATCH; i++) {
		out->part[i].iov_base = out->bytes[i];
		out->head[i].msg_hdr = (struct msghdr){ .msg_name = &out->name[i], .msg_iov = &out->part[i],
							.msg_iovlen = 1, .msg_control = &out->control[i] };
		if (out->any)
			udp_source_put(&out->head[i].msg_hdr, local);
		else
			out->head[i].msg_hdr.msg_control = NULL;
	}
	return out;
}

void outbox_free(struct outbox *out) { free(out); }

bool outbox_put(struct outbox *out, const struct endpoint *from, const struct endpoint *to, const uint8_t *bytes,
		size_t len)
{
	int i = out->end;

	if (i == BATCH || len > LETTER || to->family != out->family || to->carrier == CARRIER_ETHER)
		return false;
	struct msghdr *head = &out->head[i].msg_hdr;
	udp_address(&out->name[i].any, &head->msg_namelen, to);
	if (out->any)
		udp_source_put(head, from);
	out->part[i].iov_len = len;
	memcpy(out->bytes[i], bytes, len);
	out->end++;
	return true;
}

int outbox_send(struct outbox *out, int fd)
{
	while (out->first < out->end) {
		int n = sendmmsg(fd, out->head + out->first, (unsigned)(out->end - out->first), MSG_NOSIGNAL);
		if (n > 0)
			out->first += n;
		else if (errno != EINTR)
			return errno;
	}
	out->first = out->end = 0;
	return 0;
}

int outbox_left(const struct outbox *out) { return out->end - out->first; }

void outbox_skip(struct outbox *out, struct endpoint *from, struct endpoint *to)
{
	udp_endpoint(to, &out->name[out->first].any);
	if (out->any)
		udp_target(&out->head[out->first].msg_hdr, from);
	out->first++;
}
