/* server/fault.c - the rows of fault.def. */
#include "server/fault.h"

#include <stdio.h>
#include <string.h>

#include "wire/engine.h"

#define BOTH "coap coaps"
#define COAP "coap"
#define COAPS "coaps"
#define UNUSED_FEATURE "the captured run does without that feature"

static const struct fault faults[] = {
#define FAULT(word_, links_, strike_, expected_, clause_, text_, ...) \
	{ .word = word_, .text = text_, .expected = expected_, .clause = clause_, .links = links_, \
	  .strike = STRIKE_##strike_, __VA_ARGS__ },
#include "server/fault.def"
#undef FAULT
};

const struct fault *fault_row(unsigned index)
{
	return index < sizeof(faults) / sizeof(*faults) ? &faults[index] : NULL;
}

const struct fault *fault_named(const char *word)
{
	for (unsigned i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		if (!strcmp(faults[i].word, word))
			return &faults[i];
	return NULL;
}

const char *faults_stimuli(const struct fault *const *on, char *room, size_t size)
{
	size_t len = 0;

	room[0] = '\0';
	for (; on && *on; on++)
		if ((*on)->stimuli && len < size)
			len += (size_t)snprintf(room + len, size - len, "%s%s", len ? "; " : "", (*on)->stimuli);
	return len ? room : NULL;
}
