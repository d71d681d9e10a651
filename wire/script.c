/* wire/script.c - letting go of a script. */
#include "wire/script.h"

#include <stdlib.h>
#include <string.h>

void script_free(struct script *script)
{
	for (size_t i = 0; i < script->line_count; i++) {
		free(script->lines[i].bytes);
		free(script->lines[i].answer);
		free(script->lines[i].deliberate);
	}
	free(script->lines);
	free(script->clients);
	memset(script, 0, sizeof(*script));
}
