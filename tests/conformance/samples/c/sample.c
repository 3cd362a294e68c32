/* The sample code of the Keyless page, and PrivateID's sample error response. */
#include "vendor_errors.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void on_failure(int32_t code)
{
	printf("%" PRId32 " ", code);
	switch (code) {
	case KEYLESS_ERROR_FACE_NOT_MATCHING:
		puts("Face not matching");
		break;
	case KEYLESS_ERROR_MASK_DETECTED:
		puts("Mask detected");
		break;
	case KEYLESS_ERROR_SPOOFING:
		puts("Spoofing detected");
		break;
	case KEYLESS_ERROR_TIMEOUT:
		puts("The operation timed out");
		break;
	case KEYLESS_ERROR_USER_CANCELLED:
		puts("The user cancelled the operation");
		break;
	case KEYLESS_ERROR_NO_NETWORK_CONNECTION:
		puts("No network connection available");
		break;
	case KEYLESS_ERROR_LOCKOUT:
		puts("Your account is temporarily locked");
		break;
	default: {
		const vendor_error_info *info = keyless_error_info(code);
		printf("Authentication failed (%s)\n", info != NULL ? info->error_type_name : "unrecognized");
	}
	}
}

/* Reads the numbers of "errorCodes": enough JSON for the sample. */
static size_t parse_error_codes(const char *json, int32_t *codes, size_t capacity)
{
	const char *at = strstr(json, "\"errorCodes\"");
	size_t count = 0;

	if (at == NULL || (at = strchr(at, '[')) == NULL)
		return 0;
	while (count < capacity && *at != ']') {
		char *end;
		const long code = strtol(at + 1, &end, 10);

		if (end == at + 1)
			break;
		codes[count++] = (int32_t)code;
		at = end;
	}
	return count;
}

static void on_response(const char *json)
{
	int32_t codes[16];
	size_t count = parse_error_codes(json, codes, sizeof codes / sizeof codes[0]);

	count = private_id_error_unique(codes, count);
	fputs("privateid:", stdout);
	for (size_t i = 0; i < count; i++) {
		const vendor_error_info *info = private_id_error_info(codes[i]);
		printf("%s %" PRId32 " %s", i > 0 ? "," : "", codes[i], info != NULL ? info->name : "unrecognized");
	}
	putchar('\n');
}

int main(void)
{
	static const int32_t codes[] = {30004, 30002, 30000, 30001, 30003, 30005, 30007, 512, 20010, 99999};

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		on_failure(codes[i]);
	on_response("{\"status\":\"error\",\"message\":\"Camera failure detected\",\"errorCodes\":[-7]}");
	on_response("{\"status\":\"error\",\"message\":\"Camera failure detected\",\"errorCodes\":[-7,-999,1,-7,-999]}");
	return 0;
}
