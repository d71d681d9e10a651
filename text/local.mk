noinst_LIBRARIES += libtext.a
libtext_a_SOURCES = \
	text/binding_file.c \
	text/binding_file.h \
	text/document.c \
	text/duration.c \
	text/node.c \
	text/node.h \
	text/scalar.c
