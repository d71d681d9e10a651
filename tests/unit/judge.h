/* tests/unit/judge.h - the suites of check_judge, one a file, and the tables of conversations. */
#ifndef TESTS_JUDGE_H
#define TESTS_JUDGE_H

#include <check.h>

#include "tests/unit/judge_talk.h"

Suite *clause_tests(void);
Suite *talk_tests(void);

/* Tables of conversations, ended by a row without a clause. */
extern const struct talk_row talk_register[], talk_header[], talk_exchange[], talk_coaps[];

/* Bodies of requests and answers, as octets in the notation of judge_talk.h. */
#define PATH "b7 'msgin5g' "
#define JSON_FORMAT "11 32 ff "
#define REG_JSON "'{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1@example.org\"}'"
#define DEREG_JSON "'{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"DEREG\",\"ueServiceId\":\"ue1@example.org\"}'"
#define REG_BODY PATH JSON_FORMAT REG_JSON
#define DEREG_BODY PATH JSON_FORMAT DEREG_JSON
#define YES_JSON "'{\"ueServiceId\":\"ue1@example.org\",\"registrationResult\":\"success\"}'"
#define GONE_JSON "'{\"ueServiceId\":\"ue1@example.org\",\"deregistrationResult\":\"success\"}'"
#define YES_BODY "c1 32 ff " YES_JSON
#define GONE_BODY "c1 32 ff " GONE_JSON

/* CON POST, MID 1, Token a1a2a3a4; and its piggybacked answers. */
#define REG "44 02 0001 a1a2a3a4 " REG_BODY
#define DEREG "44 02 0002 b1b2b3b4 " DEREG_BODY
#define REG_YES "64 44 0001 a1a2a3a4 " YES_BODY
#define REG_NEW "64 41 0001 a1a2a3a4 " YES_BODY
#define DEREG_YES "64 44 0002 b1b2b3b4 " GONE_BODY

#endif
