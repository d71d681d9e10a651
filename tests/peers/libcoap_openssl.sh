#!/bin/sh
# tests/peers/libcoap_openssl.sh - the suite against libcoap with its DTLS by openssl.
exec sh "${SRCDIR:=$(dirname "$0")/../..}/tests/peers/libcoap.sh" openssl
