/* cli/shard.c - which part of a load this process is. */
#include "cli/shard.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"

static const struct starter {
	const char *who, *index, *first, *step, *count;
} starters[] = {
#define SHARD(who, index, first, step, count) { who, index, first, step, count },
#include "cli/shard.def"
#undef SHARD
};

/* The number in variable NAME; ELSE where it has no name or is not set. */
static int number_of(uint64_t *number, const char *name, uint64_t otherwise, struct error *error)
{
	const char *text = *name ? getenv(name) : NULL;

	*number = otherwise;
	return text && *text ? option_number(name, text, 0, UINT32_MAX, number, error) : 0;
}

static int read_starter(struct shard *s, const struct starter *by, struct error *error)
{
	uint64_t index, first, step, count;

	if (number_of(&index, by->index, 0, error) || number_of(&first, by->first, 0, error) ||
	    number_of(&step, by->step, 1, error) || number_of(&count, by->count, 0, error))
		return -1;
	if (!count)
		return error_set(error, "%s says which part this is (%s), but not of how many: set %s, or say --shard I/N", by->who,
				 by->index, by->count);
	if (!step || index < first || (index - first) / step >= count)
		return error_set(error, "%s: part %llu is none of %llu (%s, %s)", by->who, (unsigned long long)index,
				 (unsigned long long)count, by->index, by->count);
	*s = (struct shard){ .index = (uint32_t)((index - first) / step), .count = (uint32_t)count, .by = by->who };
	return 0;
}

int shard_read(struct shard *s, const char *text, struct error *error)
{
	unsigned part, of;
	char more;

	*s = (struct shard){ .count = 1 };
	for (size_t i = 0; !text && i < sizeof(starters) / sizeof(*starters); i++) {
		const char *index = getenv(starters[i].index);
		if (index && *index)
			return read_starter(s, &starters[i], error);
	}
	if (!text)
		return 0;
	if (sscanf(text, "%5u/%5u%c", &part, &of, &more) != 2 || !part || part > of)
		return error_set(error, "--shard: '%s' is no part, as 2/3", text);
	*s = (struct shard){ .index = part - 1, .count = of };
	return 0;
}

char *shard_path(const struct shard *s, const char *path)
{
	static const char mark[] = "{shard}";
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert(out);
	for (const char *at; (at = strstr(path, mark)); path = at + sizeof(mark) - 1)
		fprintf(out, "%.*s%u", (int)(at - path), path, s->index + 1);
	fputs(path, out);
	fclose(out);
	return text;
}
