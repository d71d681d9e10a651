/* wire/message_code.c - codes as people write them: "2.04 Changed". */
#include <stdio.h>
#include <string.h>

#include "wire/message.h"

const char *code_name(uint8_t code)
{
	switch (code) {
#define CODE_ROW(name, class, detail, text, clause) \
	case COAP_CODE(class, detail): \
		return text;
#include "wire/code.def"
#undef CODE_ROW
	}
	return NULL;
}

char *code_format(char *text, size_t size, uint8_t code)
{
	const char *name = code_name(code);

	snprintf(text, size, "%d.%02d%s%s", CODE_CLASS(code), CODE_DETAIL(code), name ? " " : "", name ? name : "");
	return text;
}

static bool digit(char c) { return c >= '0' && c <= '9'; }

bool code_read(const char *text, uint8_t *code)
{
	if (strlen(text) != 4 || !digit(text[0]) || text[1] != '.' || !digit(text[2]) || !digit(text[3]))
		return false;
	int class = text[0] - '0';
	int detail = (text[2] - '0') * 10 + text[3] - '0';
	if (class > 7 || detail > 31)
		return false;
	*code = COAP_CODE(class, detail);
	return true;
}
