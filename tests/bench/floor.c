/* floor: what no reader of these files can be faster than: libyaml's events of
 * every file named, each deleted at once. */
#include <stdio.h>
#include <yaml.h>

static int read_events(const char *path)
{
	FILE *file = fopen(path, "rb");
	yaml_parser_t parser;
	yaml_event_t event;
	int more = 1;

	if (!file || !yaml_parser_initialize(&parser))
		return 1;
	yaml_parser_set_input_file(&parser, file);
	while (more) {
		if (!yaml_parser_parse(&parser, &event))
			return 1;
		more = event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	fclose(file);
	return 0;
}

int main(int count, char **paths)
{
	for (int i = 1; i < count; i++) {
		if (read_events(paths[i])) {
			fprintf(stderr, "floor: cannot read %s\n", paths[i]);
			return 2;
		}
	}
	return 0;
}
