/* harness: what the fuzz targets share: a folder of files for the input of one
 * run, and a run that survives whatever the input makes of it. */
#ifndef ERRBIND_FUZZ_HARNESS_H
#define ERRBIND_FUZZ_HARNESS_H

#include "../../generator/command.h"

/* Makes a scratch folder for the process once, with schema/vendors and
 * templates/toy below it, and changes into it. */
void harness_folder(void);

/* Writes a file of the scratch folder. */
void harness_write(const char *path, struct string text);

/* The files of a small registry with a small target, which load and generate. */
extern const char harness_registry[], harness_conditions[], harness_vendor[], harness_target[],
	harness_template[];

/* Calls the function with a fresh run and frees all it took. */
void harness_run(void (*function)(struct run *run, struct string input), struct string input);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#endif
