/* server/wording.h - the body of an answer, made once for each result and said again with another UE Service ID.
 *
 * Of an answer's cost nearly a tenth was json-c's, for a text that differs in one name. */
#ifndef SERVER_WORDING_H
#define SERVER_WORDING_H

#include <stdbool.h>
#include <stddef.h>

#include "wire/binding.h"
#include "wire/buffer.h"
#include "wire/msgin5g.h"

struct wording {
	size_t before, after;		/* octets in front of the UE Service ID and behind it; 0: not made yet */
	char text[512];			/* both, one after the other */
};

/* A registration's, a de-registration's; failure, success. */
struct wordings {
	struct wording of[2][2];
};

void wording_write(struct wordings *, struct buffer *, const struct binding *, enum msgin5g_kind, const char *ue_service_id, bool success);

#endif
