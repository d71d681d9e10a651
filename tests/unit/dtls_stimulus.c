/* tests/unit/dtls_stimulus.c - one handshake with stimuli, and its outcome. */
#include "tests/unit/dtls_stimulus.h"

#include <check.h>
#include <string.h>

#include "dtls/stimulus.h"
#include "dtls/record.h"
#include "tests/unit/dtls_lab.h"

enum {
#define ALERT(name, number, ...) SEEN_##name = number,
#include "wire/alert.def"
#undef ALERT
};

const struct seen_row seen_rows[] = {
#define SEEN(words, openssl, own, gnutls, mbedtls) { words, { SEEN_##openssl, SEEN_##own, SEEN_##gnutls, SEEN_##mbedtls } },
#include "tests/unit/dtls_stimulus.def"
#undef SEEN
};

const int seen_row_count = sizeof(seen_rows) / sizeof(*seen_rows);

/* The first fatal alert of the server, or NULL. */
static const struct seen *alert_of_server(const struct watch *w)
{
	for (unsigned i = 0; i < w->count && i < WATCH_SEEN; i++)
		if (!w->seen[i].from_client && w->seen[i].alert_level == ALERT_FATAL)
			return &w->seen[i];
	return NULL;
}

void seen_check(const struct seen_row *row, int column, const struct peer_kind *peer)
{
	struct stimuli stimuli;
	struct error error;

	ck_assert_msg(!stimuli_parse(&stimuli, row->words, &error), "%s", error.text);
	struct lab_config c = { .pair = { .suite = "PSK-AES128-CCM8" }, .own = { true, column == SEEN_OWN }, .peer = peer,
				.stimuli = { &stimuli } };
	struct lab *l = lab_new(&c);

	lab_handshake(l);
	bool up = l->ends[LAB_CLIENT].up && l->ends[LAB_SERVER].up && lab_say(l, LAB_CLIENT, "x");
	const struct seen *alert = alert_of_server(l->watch);
	int seen = up ? SEEN_UP : alert ? alert->alert_description : SEEN_SILENT;
	ck_assert_msg(seen == row->by[column], "%s: %d instead of %d (%s)", row->words, seen, row->by[column],
		      l->ends[LAB_CLIENT].why);
	/* Our client knows why; not where the alert came in a record of TLS, which is none of DTLS, or
	 * after GnuTLS had waited longer than our client. */
	if (!up && alert && alert->record.version == DTLS_1_2 && seen != ALERT_INTERNAL_ERROR)
		ck_assert_msg(strstr(l->ends[LAB_CLIENT].why, alert_name((uint8_t)seen)), "%s: %s", row->words,
			      l->ends[LAB_CLIENT].why);
	lab_free(l);
	stimuli_free(&stimuli);
}
