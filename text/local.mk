noinst_LIBRARIES += libtext.a
libtext_a_SOURCES = \
	text/binding_file.h \
	text/node.h
