/* sim/gateway.h - a simulated Gateway UE: constrained devices on one side, the MSGin5G Server on the other.
 *
 *     device --CON POST {messageType, layer2Id, applicationId}--> gateway: authorizes, stores the mapping
 *            <--ACK 2.01 or 2.04 {applicationId, registrationResult}--          (24.538 6.3.2.2, 23.554 8.11.2, 8.11.3)
 *
 *     UE behind it --REG {..., registrationUrgentDegree?, waitTime?}--> gateway --REG, or a bulk of them--> server
 *                  <--2.04 {ueServiceId, expectedRegistrationTime}--            (23.554 8.2.7; feature "bulk")
 *                  asks again: <--what the server said of it--
 *
 * The wire of both is this project's reading: no text that could be had defines it. With an uplink it
 * registers itself at the server first, as any UE does. A pure engine; it answers duplicates from memory
 * (RFC 7252 4.5), keeps a bounded number of devices and requests, and deviates where it is told to. */
#ifndef SIM_GATEWAY_H
#define SIM_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/client.h"
#include "wire/binding.h"
#include "wire/engine.h"
#include "wire/error.h"
#include "wire/msgin5g.h"
#include "wire/uri.h"

enum { GATEWAY_PORT = 5685, LAYER2_DIGITS = 6, APPLICATION_TEXT = 64 };

struct device_identity {
	char layer2_id[LAYER2_DIGITS + 1];	/* 24 bits, lower case (TS 23.304 Layer-2 ID) */
	char application_id[APPLICATION_TEXT];
};

/* Where it registers itself. */
struct gateway_uplink {
	uint8_t transport;			/* enum transport */
	struct endpoint server;
	struct uri uri;
	const struct identity *identity;	/* its own; must outlive it */
	struct client_timing timing;
	uint64_t answer_within_ns;		/* after an Empty ACK; 0: a minute */
};

/* An exchange of its own with the server has ended. */
enum gateway_exchange { GATEWAY_FOR_ITSELF, GATEWAY_BULK_OF_OTHERS, GATEWAY_FOR_ONE };

struct gateway_told {
	enum gateway_exchange about;
	const struct transaction *transaction;
	bool success;				/* what it was about: of a bulk, that it was taken */
	bool unreachable;			/* ICMP, meanwhile */
	uint64_t at_ns;
};

struct gateway_config {
	const struct binding *binding;		/* must outlive the gateway */
	const char *path;			/* one segment: "msgin5g" */
	bool pre_cr;				/* Credential information is asked for, and given */
	const struct device_identity *allowed;	/* who may come; NULL: everybody. Must outlive it */
	size_t allowed_count;
	uint32_t devices_at_most;		/* 0: 65536 */
	const struct gateway_uplink *uplink;	/* NULL: none; copied */
	bool bulk;				/* takes requests of UEs behind it; needs an uplink */
	uint64_t bulk_after_ns;			/* gathers for so long; 0: 2 s */
	bool on_orders;				/* without power, and registers itself when it is told to; else all of itself */
	void (*told)(void *arg, const struct gateway_told *);	/* or NULL; from inside input, tick and gateway_power */
	void *told_arg;
};

struct gateway;

struct gateway *gateway_new(const struct gateway_config *);
void gateway_free(struct gateway *);
extern const struct engine_ops gateway_engine;	/* self: struct gateway; its listener's links, and the uplink's */

/* One deviation more: words of sim/gateway_deviation.def, or "tolerates" and a word of
 * sim/gateway_refusal.def; MUTATION ("drop ue-service-id; ...", or NULL) edits what leaves by the named leg. */
int gateway_deviate(struct gateway *, const char *words, const char *mutation, struct error *);

/* On orders: REG or DEREG of itself, once it can; power on or off, off with all its memory. Whoever speaks to
 * it so sees to it that its deadline is asked for again. */
void gateway_order(struct gateway *, enum msgin5g_kind);
void gateway_power(struct gateway *, bool on, uint64_t now_ns);

uint32_t gateway_devices(const struct gateway *);
bool gateway_registered(const struct gateway *);	/* itself, at the server */
/* The Layer-2 ID to which an Application ID is mapped, or NULL. */
const char *gateway_layer2_of(const struct gateway *, const char *application_id);
/* A device's Layer-2 ID where nobody gave it one: 24 bits of a hash of its Application ID, in hex digits. */
void device_layer2(char layer2[LAYER2_DIGITS + 1], const char *application_id);

#endif
