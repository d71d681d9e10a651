bin_PROGRAMS += m5gtest
m5gtest_SOURCES = cli/main.c
m5gtest_LDADD = $(LIBRARIES_OF_ALL) $(LIBS_OF_ALL)
