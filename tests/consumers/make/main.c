#include <inttypes.h>
#include <stdio.h>
#include <vendor_errors.h>

static void show(int32_t code)
{
	const vendor_error_info *info = keyless_error_info(code);

	printf("%" PRId32 " %s\n", code, info ? info->title : "unrecognized");
}

int main(void)
{
	show(KEYLESS_ERROR_FACE_NOT_MATCHING);
	show(99999);
}
