/* text/binding_file.h - a binding from a YAML file: names, types and values over the default's. */
#ifndef TEXT_BINDING_FILE_H
#define TEXT_BINDING_FILE_H

#include "text/node.h"
#include "wire/binding.h"
#include "wire/error.h"

/*     binding: acme
 *     members: {ue-service-id: ueSrvId, message-type: type}
 *     types:   {message-type: string}
 *     values:  {registration: REG, registration-success: ok}
 */
int binding_read(struct binding *, const char *path, struct error *);
/* The same from a map inside another file. */
int binding_read_map(struct binding *, const struct node *, struct error *);

#endif
