#!/bin/sh
# tests/peers/libcoap_gnutls.sh - the suite against libcoap with its DTLS by gnutls.
exec sh "${SRCDIR:=$(dirname "$0")/../..}/tests/peers/libcoap.sh" gnutls
