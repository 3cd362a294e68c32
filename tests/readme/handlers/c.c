#include "vendor_errors.h"

#include <inttypes.h>
#include <stdio.h>

static void back(void)
{
	puts("back");
}

static void show(const char *text)
{
	printf("show %s\n", text);
}

static void report(int32_t code)
{
	printf("report new code %" PRId32 "\n", code);
}

static void handle(int32_t code)
{
	@README@
}

int main(void)
{
	static const int32_t codes[] = {@CODES@};

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		handle(codes[i]);
	return 0;
}
