/* text/duration.c - durations, shares and rates: numbers with a unit. */
#include <string.h>

#include "text/node.h"

static const struct unit {
	const char *word;
	uint64_t ns;
} units[] = {
	{ "ns", 1 },
	{ "us", 1000 },
	{ "ms", 1000000 },
	{ "s", 1000000000 },
	{ "min", 60000000000 },
	{ "h", 3600000000000 },
};

static const struct unit *unit_named(const char *word, size_t len)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (strlen(units[i].word) == len && !memcmp(units[i].word, word, len))
			return &units[i];
	return NULL;
}

/* Digits with at most nine after a point: "12.5". */
struct decimal {
	uint64_t whole, billionths;
};

/* Returns how many characters it took, 0: none, or too large. */
static size_t read_decimal(struct decimal *d, const char *text, size_t len)
{
	uint64_t scale = 100000000;
	size_t i = 0, point;

	*d = (struct decimal){ 0 };
	for (; i < len && text[i] >= '0' && text[i] <= '9'; i++) {
		if (d->whole > UINT64_MAX / 100)
			return 0;
		d->whole = d->whole * 10 + (uint64_t)(text[i] - '0');
	}
	if (!i || i == len || text[i] != '.')
		return i;
	point = i++;
	for (; i < len && text[i] >= '0' && text[i] <= '9'; i++, scale /= 10) {
		if (!scale)
			return 0;
		d->billionths += (uint64_t)(text[i] - '0') * scale;
	}
	return i == point + 1 ? 0 : i;
}

bool duration_parse(const char *text, size_t len, uint64_t *ns)
{
	struct decimal d;
	size_t n = read_decimal(&d, text, len);
	const struct unit *unit;

	if (len == 1 && text[0] == '0') {
		*ns = 0;
		return true;
	}
	if (!n || !(unit = unit_named(text + n, len - n)) || d.whole > INT64_MAX / unit->ns - 1)
		return false;
	/* An hour of billionths is below 2^62: no overflow. */
	*ns = d.whole * unit->ns + d.billionths * unit->ns / 1000000000;
	return true;
}

int node_duration(const struct node *node, uint64_t *ns, struct error *error)
{
	if (node->kind != NODE_SCALAR)
		return node_error(node, error, "expected a duration");
	if (node->quoted || !duration_parse(node->text, strlen(node->text), ns))
		return node_error(node, error, "expected a duration as 20ms, 2s or 5min, not '%.60s'", node->text);
	return 0;
}

int node_durations(const struct node *node, uint64_t *from_ns, uint64_t *to_ns, struct error *error)
{
	const char *dots = node->kind == NODE_SCALAR ? strstr(node->text, "..") : NULL;

	if (!dots) {
		if (node_duration(node, from_ns, error))
			return -1;
		*to_ns = *from_ns;
		return 0;
	}
	if (node->quoted || !duration_parse(node->text, (size_t)(dots - node->text), from_ns) ||
	    !duration_parse(dots + 2, strlen(dots + 2), to_ns) || *from_ns > *to_ns)
		return node_error(node, error, "expected a duration or a span as 20ms..40ms, not '%.60s'", node->text);
	return 0;
}

static double value_of(const struct decimal *d) { return (double)d->whole + (double)d->billionths / 1e9; }

int node_share(const struct node *node, double *share, struct error *error)
{
	struct decimal d;

	if (node->kind != NODE_SCALAR)
		return node_error(node, error, "expected a share as 1%%");
	size_t len = strlen(node->text), n = read_decimal(&d, node->text, len);
	bool percent = n && n + 1 == len && node->text[n] == '%';
	if (node->quoted || !percent || d.whole > 100 || (d.whole == 100 && d.billionths))
		return node_error(node, error, "expected a share from 0%% to 100%%, not '%.60s'", node->text);
	*share = value_of(&d) / 100;
	return 0;
}

int node_rate(const struct node *node, double *per_second, struct error *error)
{
	struct decimal d;

	if (node->kind != NODE_SCALAR)
		return node_error(node, error, "expected a rate as 500/s");
	size_t n = read_decimal(&d, node->text, strlen(node->text));
	const char *per = node->text + n;
	const struct unit *unit = n && *per == '/' ? unit_named(per + 1, strlen(per + 1)) : NULL;
	if (node->quoted || !unit)
		return node_error(node, error, "expected a rate as 500/s or 30/min, not '%.60s'", node->text);
	*per_second = value_of(&d) * 1e9 / (double)unit->ns;
	return 0;
}
