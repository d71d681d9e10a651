/* server/wording.c - answers taken apart around the UE Service ID, and put together again. */
#include "server/wording.h"

#include <string.h>

/* As long as it stands for itself: RFC 8259 7 escapes the others. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == '"' || *text == '\\')
			return false;
	return true;
}

static void make(struct wording *w, const struct binding *binding, enum msgin5g_kind kind, bool success)
{
	static const char somebody[] = "the UE Service ID of somebody";
	uint8_t room[sizeof(w->text)];
	struct buffer body = buffer_on(room, sizeof(room));
	const uint8_t *at;

	if (!msgin5g_build_answer(&body, binding, kind, somebody, success) || !(at = memmem(room, body.len, somebody, strlen(somebody))))
		return;
	w->before = (size_t)(at - room);
	w->after = body.len - w->before - strlen(somebody);
	memcpy(w->text, room, w->before);
	memcpy(w->text + w->before, at + strlen(somebody), w->after);
}

void wording_write(struct wordings *all, struct buffer *out, const struct binding *binding, enum msgin5g_kind kind,
		   const char *ue_service_id, bool success)
{
	struct wording *w = &all->of[kind == MSGIN5G_DEREG][success];
	bool usual = binding->types[ELEMENT_UE_SERVICE_ID] == KIND_STRING && is_plain(ue_service_id);

	if (usual && !w->before)
		make(w, binding, kind, success);
	if (!usual || !w->before) {
		msgin5g_build_answer(out, binding, kind, ue_service_id, success);
		return;
	}
	buffer_bytes(out, w->text, w->before);
	buffer_text(out, ue_service_id);
	buffer_bytes(out, w->text + w->before, w->after);
}
