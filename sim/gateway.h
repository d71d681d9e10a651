/* sim/gateway.h - a simulated Gateway UE towards its constrained devices (24.538 6.3.2.2, 23.554 8.11.2, 8.11.3).
 *
 *     device --CON POST {messageType, layer2Id, applicationId}--> gateway: authorizes, stores the mapping
 *            <--ACK 2.01 or 2.04 {applicationId, registrationResult}--
 *
 * The wire of this leg (MSGin5G-5) is this project's reading: no text that could be had defines it. A
 * pure engine; it answers duplicates from memory (RFC 7252 4.5) and keeps a bounded number of devices. */
#ifndef SIM_GATEWAY_H
#define SIM_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/binding.h"
#include "wire/engine.h"

enum { GATEWAY_PORT = 5685, LAYER2_DIGITS = 6, APPLICATION_TEXT = 64 };

struct device_identity {
	char layer2_id[LAYER2_DIGITS + 1];	/* 24 bits, lower case (TS 23.304 Layer-2 ID) */
	char application_id[APPLICATION_TEXT];
};

struct gateway_config {
	const struct binding *binding;		/* must outlive the gateway */
	const char *path;			/* one segment: "msgin5g" */
	bool pre_cr;				/* Credential information is asked for */
	const struct device_identity *allowed;	/* who may come; NULL: everybody. Must outlive it */
	size_t allowed_count;
	uint32_t devices_at_most;		/* 0: 65536 */
};

struct gateway;

struct gateway *gateway_new(const struct gateway_config *);
void gateway_free(struct gateway *);
extern const struct engine_ops gateway_engine;	/* self: struct gateway; its listener's links */

uint32_t gateway_devices(const struct gateway *);
/* The Layer-2 ID to which an Application ID is mapped, or NULL. */
const char *gateway_layer2_of(const struct gateway *, const char *application_id);

#endif
