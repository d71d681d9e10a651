/* net/association.c - DTLS by OpenSSL: refused in this version. */
#include "net/association.h"
#include "net/gate.h"

int association_open(struct link *link, const struct link_wanted *wanted, struct error *error)
{
	(void)link, (void)wanted;
	return error_set(error, "coaps: not in this version");
}

void association_free(struct association *a) { (void)a; }
void association_say_goodbye(struct association *a) { (void)a; }
void association_again(struct association *a, bool new_session) { (void)a, (void)new_session; }
void association_send(struct association *a, struct link *carries, const struct out *out)
{
	(void)a, (void)carries, (void)out;
}
void association_hear(struct association *a, const struct arrival *arrival) { (void)a, (void)arrival; }
void association_identity(const struct association *a, struct in *in) { (void)a, (void)in; }
void secure_free(struct secure *s) { (void)s; }

struct gate *gate_new(struct listener *l, const struct listen_wanted *wanted, struct error *error)
{
	(void)l, (void)wanted;
	error_set(error, "coaps: not in this version");
	return NULL;
}
void gate_free(struct gate *g) { (void)g; }
void gate_hear(struct gate *g, const struct arrival *a) { (void)g, (void)a; }
void gate_forget(struct gate *g, struct link *link) { (void)g, (void)link; }
