/* git: the files of a folder in a revision of a git repository.
 *
 * git is run without a shell. Its answers go through files that have no name, so
 * that nothing is left behind and nobody waits for anybody. */
#ifndef ERRBIND_GIT_H
#define ERRBIND_GIT_H

#include "source.h"

/* Reads every file of a folder, given as a path in the current one, in a
 * revision, and makes the sources known as if the folder "git:<revision>:<folder>"
 * held them; its name is left in *name. On failure returns false and says in
 * *problem why. */
bool git_load_folder(struct sources *sources, struct string revision, struct string folder,
		     struct string *name, struct string *problem);

#endif
