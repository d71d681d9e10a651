/* reports/detection.h - the detection matrix for people and as m5gtest.selftest/1. */
#ifndef REPORTS_DETECTION_H
#define REPORTS_DETECTION_H

#include <stdio.h>

#include "conformance/detection.h"
#include "reports/report.h"

int report_detection_console(FILE *, const struct detection *, const struct report_style *);
int report_detection_json(FILE *, const struct detection *);

#endif
