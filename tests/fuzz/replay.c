/* replay: runs a fuzz target on the files of its corpus, without a fuzzer, so
 * that what was found once stays mended: replay FILE... prints TAP. */
#include "harness.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static uint8_t *read_file(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes = malloc(1 << 20);

	if (!file || !bytes)
		exit(2);
	*length = fread(bytes, 1, 1 << 20, file);
	fclose(file);
	return bytes;
}

int main(int count, char **paths)
{
	for (int i = 1; i < count; i++) {
		char path[PATH_MAX];
		/* The first input changes the current folder. */
		if (!realpath(paths[i], path))
			return 2;
		paths[i] = malloc(strlen(path) + 1);
		strcpy(paths[i], path);
	}
	for (int i = 1; i < count; i++) {
		size_t length;
		uint8_t *bytes = read_file(paths[i], &length);
		LLVMFuzzerTestOneInput(bytes, length);
		free(bytes);
		printf("ok %d - %s\n", i, strrchr(paths[i], '/') + 1);
		free(paths[i]);
	}
	printf("1..%d\n", count - 1);
	return 0;
}
