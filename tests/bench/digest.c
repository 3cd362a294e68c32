/* digest: the SHA-256 of the bytes of all files named, by libmd: what part of
 * errbind's work the fingerprint of a registry is. */
#include <sys/types.h>

#include <sha2.h>
#include <stdio.h>

int main(int count, char **paths)
{
	static uint8_t bytes[1 << 16];
	uint8_t digest[SHA256_DIGEST_LENGTH];
	SHA2_CTX hash;

	SHA256Init(&hash);
	for (int i = 1; i < count; i++) {
		FILE *file = fopen(paths[i], "rb");
		size_t size;

		if (!file) {
			perror(paths[i]);
			return 2;
		}
		while ((size = fread(bytes, 1, sizeof bytes, file)) > 0)
			SHA256Update(&hash, bytes, size);
		fclose(file);
	}
	SHA256Final(digest, &hash);
	for (size_t i = 0; i < sizeof digest; i++)
		printf("%02x", digest[i]);
	putchar('\n');
	return 0;
}
