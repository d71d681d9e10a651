# Scenarios, installed beside the case tables.
scenariosdir = $(pkgdatadir)/scenarios
dist_scenarios_DATA = \
	scenarios/akma-rush.yaml \
	scenarios/bad-wire.yaml \
	scenarios/certificate-rush.yaml \
	scenarios/dark-district.yaml \
	scenarios/factory-hall.yaml \
	scenarios/misbehaving-share.yaml \
	scenarios/morning-rush.yaml \
	scenarios/never-deregister.yaml \
	scenarios/on-the-move.yaml \
	scenarios/power-outage.yaml \
	scenarios/ramp.yaml \
	scenarios/recorded-arrivals.yaml \
	scenarios/renewals.yaml \
	scenarios/secure-rush.yaml \
	scenarios/warm-up-and-peak.yaml
