noinst_LIBRARIES += libsim.a
libsim_a_SOURCES =
