/* reports/metrics.h - a load while it goes on: OpenMetrics text for scrapers, and a line of JSON a second. */
#ifndef REPORTS_METRICS_H
#define REPORTS_METRICS_H

#include <stdio.h>

#include "conformance/load_result.h"

/* How things stand now, beside what has been counted. */
struct load_now {
	const struct load_result *result;	/* of all parts of this process, so far */
	uint64_t second;			/* the run's, from 0: as many are over in every part, and at the end all */
	uint32_t live, open, registered;
};

/* For report_file: ARG is a struct load_now. OpenMetrics 1.0, ended by "# EOF". */
int metrics_write(FILE *, const void *now);
/* {"second":7,"begun":500,"good":498,...} of one SECOND, and a newline; live, open and registered are as of now. */
int metrics_line(FILE *, const struct load_now *, uint64_t second);

#endif
