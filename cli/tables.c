/* cli/tables.c - case tables, with the words that the server and the DTLS engine know. */
#include "cli/tables.h"

#include "cli/embedded.h"
#include "cli/setup.h"
#include "dtls/stimulus.h"

static int check_stimuli(const struct step_list *list, struct error *error)
{
	struct stimuli scratch;
	struct error why;

	for (size_t i = 0; i < list->count; i++) {
		const struct step *s = &list->steps[i];
		if (!*s->stimuli)
			continue;
		if (stimuli_parse(&scratch, s->stimuli, &why))
			return node_error(node_get(s->node, "but"), error, "%s", why.text);
		stimuli_free(&scratch);
	}
	return 0;
}

static int check_all(const struct case_table *table, struct error *error)
{
	if (embeddeds_check(table, error))
		return -1;
	for (size_t i = 0; i < table->count; i++) {
		const struct case_row *row = &table->rows[i];
		if (check_stimuli(&row->before, error) || check_stimuli(&row->steps, error) || check_stimuli(&row->after, error))
			return -1;
	}
	return 0;
}

int tables_read(struct case_table *table, struct error *error)
{
	if (!case_table_read_directory(table, setup_datadir(), error) && !check_all(table, error))
		return 0;
	case_table_free(table);
	return -1;
}
