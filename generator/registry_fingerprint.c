/* registry_fingerprint: which definitions a registry holds. See
 * registry_fingerprint.h. */
#include "registry_fingerprint.h"

#include <sha2.h>

enum { FULL = 32 * 1024 };

/* Bytes on their way into the digest. */
struct hash {
	SHA2_CTX sha256;
	struct buf pending;
};

static void flush(struct hash *hash)
{
	SHA256Update(&hash->sha256, (const uint8_t *)hash->pending.bytes, hash->pending.length);
	hash->pending.length = 0;
}

static void begin_list(struct hash *hash)
{
	buf_byte(&hash->pending, 'l');
}

static void end_list(struct hash *hash)
{
	buf_byte(&hash->pending, 'e');
}

static void add_text(struct hash *hash, struct string text)
{
	if (!text.bytes) {
		buf_string(&hash->pending, STRING("le"));
		return;
	}
	buf_integer(&hash->pending, (int64_t)text.length);
	buf_byte(&hash->pending, ':');
	buf_string(&hash->pending, text);
}

static void add_texts(struct hash *hash, struct string_list texts)
{
	begin_list(hash);
	for (size_t i = 0; i < texts.count; i++)
		add_text(hash, texts.items[i]);
	end_list(hash);
}

static void add_raw_code(struct hash *hash, enum code_type type, const struct code *code)
{
	if (type == CODE_STRING) {
		add_text(hash, code->text);
		return;
	}
	buf_byte(&hash->pending, 'i');
	buf_integer(&hash->pending, code->number);
	buf_byte(&hash->pending, 'e');
}

static void add_deprecated(struct hash *hash, const struct deprecation *deprecated)
{
	begin_list(hash);
	if (deprecated->set) {
		add_text(hash, deprecated->since);
		add_text(hash, deprecated->replaced_by ? deprecated->replaced_by->name
						       : (struct string){0});
		add_text(hash, deprecated->note);
	}
	end_list(hash);
}

static void add_code(struct hash *hash, const struct domain *domain, const struct code *code)
{
	const struct code_details *details = code->details;

	begin_list(hash);
	add_text(hash, domain->vendor->name);
	add_text(hash, domain->name);
	add_raw_code(hash, domain->code_type, code);
	add_text(hash, code->name);
	add_text(hash, code->title);
	add_text(hash, code->category ? code->category->name : (struct string){0});
	add_text(hash, code->condition ? code->condition->name : (struct string){0});
	add_text(hash, retry_name(code->retry));
	add_text(hash, audience_name(code->audience));
	add_text(hash, code->description);
	add_text(hash, code->recommendation);
	add_text(hash, details->since);
	add_deprecated(hash, &details->deprecated);
	add_text(hash, details->applies_to);
	add_texts(hash, details->aliases);
	begin_list(hash);
	for (size_t i = 0; i < details->see_also.count; i++)
		add_raw_code(hash, domain->code_type, details->see_also.items[i]);
	end_list(hash);
	add_texts(hash, details->links);
	end_list(hash);
}

static void add_domain(struct hash *hash, const struct domain *domain)
{
	for (size_t i = 0; i < domain->code_count; i++) {
		add_code(hash, domain, &domain->codes[i]);
		if (hash->pending.length >= FULL)
			flush(hash);
	}
}

void registry_fingerprint(const struct registry *registry, struct arena *arena,
			  char digits[FINGERPRINT_SIZE])
{
	struct hash *hash = arena_alloc(arena, sizeof *hash);
	uint8_t digest[SHA256_DIGEST_LENGTH];

	SHA256Init(&hash->sha256);
	buf_init(&hash->pending, arena);
	begin_list(hash);
	add_text(hash, registry->name);
	add_text(hash, registry->version);
	begin_list(hash);
	for (size_t v = 0; v < registry->vendor_count; v++)
		for (size_t d = 0; d < registry->vendors[v].domain_count; d++)
			add_domain(hash, &registry->vendors[v].domains[d]);
	end_list(hash);
	end_list(hash);
	flush(hash);
	SHA256Final(digest, &hash->sha256);
	for (size_t i = 0; i < sizeof digest; i++) {
		digits[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		digits[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	digits[FINGERPRINT_SIZE - 1] = '\0';
}
