/* cli/registrations.c - the reference server's registrations as a JSON text. */
#include "cli/registrations.h"

#include <string.h>

#include "wire/json.h"

struct list {
	FILE *out;
	unsigned count;
};

/* In quotes; what is no plain ASCII is escaped octet by octet, and reads as Latin-1: a fault may have stored anything. */
static void put_string(FILE *out, const uint8_t *text, size_t len, bool is_utf8)
{
	fputc('"', out);
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '"' || text[i] == '\\')
			fprintf(out, "\\%c", text[i]);
		else if (text[i] < 0x20 || text[i] == 0x7f || (text[i] >= 0x80 && !is_utf8))
			fprintf(out, "\\u%04x", text[i]);
		else
			fputc(text[i], out);
	}
	fputc('"', out);
}

/* A Client Profile goes out as it came; one that a fault let in and that is no JSON, as a string. */
static void put_profile(FILE *out, const uint8_t *profile, size_t len)
{
	struct json json;

	if (!len) {
		fputs("null", out);
		return;
	}
	json_read(&json, profile, (struct range){ 0, (uint32_t)len });
	if (json.whole && !json_anomaly(&json, JSON_NOT_UTF8) && !json_anomaly(&json, JSON_CONTROL) && !json_anomaly(&json, JSON_ESCAPE))
		fwrite(profile, 1, len, out);
	else
		put_string(out, profile, len, false);
}

static void put_one(void *arg, const char *ue_service_id, const uint8_t *profile, size_t len)
{
	struct list *list = arg;

	fprintf(list->out, "%s {\"ue-service-id\": ", list->count++ ? ",\n" : "");
	put_string(list->out, (const uint8_t *)ue_service_id, strlen(ue_service_id), true);
	fputs(", \"client-profile\": ", list->out);
	put_profile(list->out, profile, len);
	fputc('}', list->out);
}

int registrations_write(FILE *out, const void *arg)
{
	struct list list = { .out = out };

	fputc('[', out);
	server_registrations(arg, put_one, &list);
	fputs(list.count ? " ]\n" : "]\n", out);
	return ferror(out) ? -1 : 0;
}
