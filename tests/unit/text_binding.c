/* tests/unit/text_binding.c - binding files: what they change, what they may not. */
#include "tests/unit/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/binding_file.h"

static int read_text(struct binding *binding, const char *text, struct error *error)
{
	char path[] = "m5gtest-binding-XXXXXX";
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	int status = binding_read(binding, path, error);
	unlink(path);
	if (status) {	/* the path is another each time */
		ck_assert_msg(!strncmp(error->text, path, strlen(path)), "%s", error->text);
		memmove(error->text, error->text + strlen(path), strlen(error->text) - strlen(path) + 1);
	}
	return status;
}

START_TEST(test_binding_file_changes_what_it_names)
{
	struct error error = { .text = "" };
	struct binding binding, usual;

	memset(&binding, 0x55, sizeof(binding));
	binding_default(&usual);
	ck_assert_msg(!read_text(&binding,
				 "binding: acme 1.2\n"
				 "members: {ue-service-id: ueSrvId, message-type: \"type\"}\n"
				 "types:\n  message-type: number\n  registration-result: boolean\n"
				 "values: {registration: 1, de-registration: 2, registration-success: true,\n"
				 "  registration-failure: false, service: urn:acme}\n",
				 &error),
		      "%s", error.text);
	ck_assert_str_eq(binding.name, "acme 1.2");
	ck_assert_str_eq(binding.members[ELEMENT_UE_SERVICE_ID], "ueSrvId");
	ck_assert_str_eq(binding.members[ELEMENT_MESSAGE_TYPE], "type");
	ck_assert_int_eq(binding.types[ELEMENT_MESSAGE_TYPE], KIND_NUMBER);
	ck_assert_int_eq(binding.types[ELEMENT_REG_RESULT], KIND_BOOLEAN);
	ck_assert_str_eq(binding.values[VALUE_REG], "1");
	ck_assert_str_eq(binding.values[VALUE_REG_SUCCESS], "true");
	ck_assert_str_eq(binding.values[VALUE_SERVICE], "urn:acme");
	/* and nothing else */
	strcpy(binding.members[ELEMENT_UE_SERVICE_ID], "ueServiceId");
	strcpy(binding.members[ELEMENT_MESSAGE_TYPE], "messageType");
	ck_assert_mem_eq(binding.members, usual.members, sizeof(usual.members));
	binding.types[ELEMENT_MESSAGE_TYPE] = binding.types[ELEMENT_REG_RESULT] = KIND_STRING;
	ck_assert_mem_eq(binding.types, usual.types, sizeof(usual.types));
	ck_assert_str_eq(binding.values[VALUE_DEREG_SUCCESS], "success");
}
END_TEST

static const struct refusal {
	const char *text, *error;
} refusals[] = {
	{ "members: {}\n", ":1:1: missing key 'binding'" },
	{ "binding: x\nmembres: {}\n", ":2:1: unknown key 'membres' (did you mean 'members'?)" },
	{ "binding: ''\n", ":1:10: an empty name" },
	{ "binding: x\nmembers: {ue-servce-id: a}\n",
	  ":2:11: unknown key 'ue-servce-id' (did you mean 'ue-service-id'?)" },
	{ "binding: x\nmembers: {ue-service-id: [a]}\n", ":2:26: 'ue-service-id' must be a single value, not a list" },
	{ "binding: x\nmembers: {ue-service-id: \"\"}\n", ":2:26: an empty name" },
	{ "binding: x\nmembers: {ue-service-id: m123456789012345678901234567890123456789012345678901234567890123}\n",
	  ":2:26: longer than 63 octets" },
	{ "binding: x\nmembers: {ue-service-id: messageType}\n",
	  ":2:26: 'messageType' would stand for message-type and for ue-service-id" },
	{ "binding: x\nmembers: {message-type: ueServiceId}\n",
	  ":2:25: 'ueServiceId' would stand for message-type and for ue-service-id" },
	{ "binding: x\ntypes: {message-type: int}\n",
	  ":2:23: expected one of null, boolean, number, string, object, array, not 'int'" },
	{ "binding: x\ntypes: {message-type: sting}\n", ":2:23: unknown word 'sting' (did you mean 'string'?)" },
	{ "binding: x\ntypes: {message-type: object}\n",
	  ":2:23: 'message-type' cannot be object: by default it is string" },
	{ "binding: x\ntypes: {msgin5g-client-ports: number}\n",
	  ":2:31: 'msgin5g-client-ports' cannot be number: by default it is array" },
	{ "binding: x\ntypes: {message-type: \"null\"}\n",
	  ":2:23: expected one of null, boolean, number, string, object, array, not 'null' in quotes" },
	{ "binding: x\ntypes: {message-type: null}\n",
	  ":2:23: 'message-type' cannot be null: by default it is string" },
	{ "binding: x\ntypes: {message-type: number}\n", ":2:23: registration is 'REG', and that is no number" },
	{ "binding: x\ntypes: {message-type: number}\nvalues: {registration: 1, de-registration: 0x2}\n",
	  ":3:44: de-registration is '0x2', and that is no number" },
	{ "binding: x\ntypes: {message-type: number}\nvalues: {registration: 1, de-registration: ' 2'}\n",
	  ":3:44: de-registration is ' 2', and that is no number" },
	{ "binding: x\nvalues: {registraton: REG}\n",
	  ":2:10: unknown key 'registraton' (did you mean 'registration'?)" },
	{ "binding: x\nvalues: {registration: DEREG}\n", ":2:24: 'DEREG' would mean registration and de-registration" },
	{ "binding: x\nvalues: {registration-failure: success}\n",
	  ":2:32: 'success' would mean registration-success and registration-failure" },
	{ "binding: x\nvalues: {registration:\n", ":3:1: did not find expected node content" },
};

START_TEST(test_binding_file_refuses)
{
	const struct refusal *v = &refusals[_i];
	struct error error = { .text = "" };
	struct binding binding;

	ck_assert_int_eq(read_text(&binding, v->text, &error), -1);
	ck_assert_msg(!strncmp(error.text, v->error, strlen(v->error)), "%s gives %s", v->text, error.text);
}
END_TEST

START_TEST(test_binding_file_allows_one_name_at_different_places)
{
	struct error error = { .text = "" };
	struct binding binding;

	/* The UE ID stands in an object of its own; failure and success belong to two results. */
	int status = read_text(&binding, "binding: x\nmembers: {msgin5g-ue-id: id, ue-service-id: id}\n", &error);
	ck_assert_msg(!status, "%s", error.text);
	ck_assert_int_eq(binding_read(&binding, "/no/such/file", &error), -1);
	ck_assert_str_eq(error.text, "/no/such/file: No such file or directory");
}
END_TEST

Suite *binding_file_tests(void)
{
	Suite *suite = suite_create("binding file");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_binding_file_changes_what_it_names);
	tcase_add_loop_test(tests, test_binding_file_refuses, 0, sizeof(refusals) / sizeof(*refusals));
	tcase_add_test(tests, test_binding_file_allows_one_name_at_different_places);
	suite_add_tcase(suite, tests);
	return suite;
}
