noinst_LIBRARIES += libreports.a
libreports_a_SOURCES = \
	reports/console.c \
	reports/console.h \
	reports/console_check.c \
	reports/console_load.c \
	reports/console_replay.c \
	reports/console_run.c \
	reports/detection.c \
	reports/detection.h \
	reports/escape.c \
	reports/escape.h \
	reports/format.def \
	reports/github.c \
	reports/headline.c \
	reports/headline.h \
	reports/json_check.c \
	reports/json_load.c \
	reports/json_parts.c \
	reports/json_replay.c \
	reports/json_parts.h \
	reports/json_run.c \
	reports/junit.c \
	reports/ladder.c \
	reports/ladder.h \
	reports/ladder_words.c \
	reports/ladder_words.h \
	reports/load_read.c \
	reports/load_read.h \
	reports/matrix.c \
	reports/matrix.h \
	reports/metrics.c \
	reports/metrics.h \
	reports/point.c \
	reports/point.h \
	reports/record.def \
	reports/render.h \
	reports/report.c \
	reports/report.h \
	reports/rows.c \
	reports/rows.h \
	reports/standing.c \
	reports/standing.h \
	reports/tap.c
nodist_libreports_a_SOURCES = reports/digest.h

# Which rules a report was judged by.
BUILT_SOURCES += reports/digest.h
CLEANFILES += reports/digest.h
reports/digest.h: $(top_srcdir)/spec/rules.tsv
	$(AM_V_GEN)$(MKDIR_P) reports && sum=`sha256sum < $(top_srcdir)/spec/rules.tsv` && \
	echo "#define RULES_SHA256 \"$${sum%% *}\"" > $@.tmp && mv $@.tmp $@
