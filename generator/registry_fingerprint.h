/* registry_fingerprint: which definitions a registry holds, as 64 hex digits.
 *
 * It is the SHA-256 of what `errbind list --format json` says, but the
 * fingerprint itself, written as bencode (BEP 3), a canonical form: a list of
 * the registry's name, its version, and the list of its codes in their order; a
 * code is the list of the values of its keys in the order of `list`: vendor
 * domain code name title category condition retry audience description
 * recommendation since deprecated applies_to aliases see_also links. A null is
 * an empty list; deprecated is a list of since, replaced_by and note.
 *
 * So a registry of one code begins 'l13:vendor_errors5:0.1.0ll7:keyless'. */
#ifndef ERRBIND_REGISTRY_FINGERPRINT_H
#define ERRBIND_REGISTRY_FINGERPRINT_H

#include "registry.h"

enum { FINGERPRINT_SIZE = 65 };

/* Writes the digits and a NUL to digits; the arena is for scratch. */
void registry_fingerprint(const struct registry *registry, struct arena *arena,
			  char digits[FINGERPRINT_SIZE]);

#endif
