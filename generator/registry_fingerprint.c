/* registry_fingerprint: which definitions a registry holds. See
 * registry_fingerprint.h. */
#include "registry_fingerprint.h"

#include <sha2.h>

enum { FULL = 32 * 1024 };

/* Bytes on their way into the digest. */
struct hash {
	SHA2_CTX sha256;
	struct buf pending;
	struct buf domain; /* how every code of the domain begins */
};

static void flush(struct hash *hash)
{
	SHA256Update(&hash->sha256, (const uint8_t *)hash->pending.bytes, hash->pending.length);
	hash->pending.length = 0;
}

static void begin_list(struct buf *out)
{
	buf_byte(out, 'l');
}

static void end_list(struct buf *out)
{
	buf_byte(out, 'e');
}

static void add_text(struct buf *out, struct string text)
{
	if (!text.bytes) {
		buf_string(out, STRING("le"));
		return;
	}
	buf_integer(out, (int64_t)text.length);
	buf_byte(out, ':');
	buf_string(out, text);
}

static void add_texts(struct buf *out, struct string_list texts)
{
	begin_list(out);
	for (size_t i = 0; i < texts.count; i++)
		add_text(out, texts.items[i]);
	end_list(out);
}

static void add_raw_code(struct buf *out, enum code_type type, const struct code *code)
{
	if (type == CODE_STRING) {
		add_text(out, code->text);
		return;
	}
	buf_byte(out, 'i');
	buf_integer(out, code->number);
	buf_byte(out, 'e');
}

static void add_deprecated(struct buf *out, const struct deprecation *deprecated)
{
	begin_list(out);
	if (deprecated->set) {
		add_text(out, deprecated->since);
		add_text(out, deprecated->replaced_by ? deprecated->replaced_by->name
						       : (struct string){0});
		add_text(out, deprecated->note);
	}
	end_list(out);
}

/* All of a code but its beginning. */
static void add_code(struct buf *out, const struct domain *domain, const struct code *code)
{
	const struct code_details *details = code->details;

	add_raw_code(out, domain->code_type, code);
	add_text(out, code->name);
	add_text(out, code->title);
	add_text(out, code->category ? code->category->name : (struct string){0});
	add_text(out, code->condition ? code->condition->name : (struct string){0});
	add_text(out, retry_name(code->retry));
	add_text(out, audience_name(code->audience));
	add_text(out, code->description);
	add_text(out, code->recommendation);
	add_text(out, details->since);
	add_deprecated(out, &details->deprecated);
	add_text(out, details->applies_to);
	add_texts(out, details->aliases);
	begin_list(out);
	for (size_t i = 0; i < details->see_also.count; i++)
		add_raw_code(out, domain->code_type, details->see_also.items[i]);
	end_list(out);
	add_texts(out, details->links);
	end_list(out);
}

static void add_domain(struct hash *hash, const struct domain *domain)
{
	hash->domain.length = 0;
	begin_list(&hash->domain);
	add_text(&hash->domain, domain->vendor->name);
	add_text(&hash->domain, domain->name);
	for (size_t i = 0; i < domain->code_count; i++) {
		buf_string(&hash->pending, buf_view(&hash->domain));
		add_code(&hash->pending, domain, &domain->codes[i]);
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
	buf_init(&hash->domain, arena);
	begin_list(&hash->pending);
	add_text(&hash->pending, registry->name);
	add_text(&hash->pending, registry->version);
	begin_list(&hash->pending);
	for (size_t v = 0; v < registry->vendor_count; v++)
		for (size_t d = 0; d < registry->vendors[v].domain_count; d++)
			add_domain(hash, &registry->vendors[v].domains[d]);
	end_list(&hash->pending);
	end_list(&hash->pending);
	flush(hash);
	SHA256Final(digest, &hash->sha256);
	for (size_t i = 0; i < sizeof digest; i++) {
		digits[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		digits[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	digits[FINGERPRINT_SIZE - 1] = '\0';
}
