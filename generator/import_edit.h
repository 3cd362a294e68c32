/* import_edit: carries out a plan in the text of a vendor's file. Only the bytes
 * of what changes are touched; comments, order and style stay. */
#ifndef ERRBIND_IMPORT_EDIT_H
#define ERRBIND_IMPORT_EDIT_H

#include "import_merge.h"

/* The file's text after all steps. False after reporting that a step cannot be
 * carried out in the way the file is written (rule `import`). */
bool import_edit(const struct import_vendor *vendor, const struct import_plan *plan,
		 struct diagnostics *diagnostics, struct string *text);

#endif
