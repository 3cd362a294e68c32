/* measure: what a command costs: measure REPORT COMMAND [ARGUMENT...]
 *
 * Writes to the file REPORT the CPU time of the command and of all that it waited
 * for, user and system, in microseconds, and its peak memory in bytes, and ends
 * with its status. A small program does this because Linux counts the memory of
 * the process that starts a command as the command's, too. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* The unit of ru_maxrss. */
#ifdef __APPLE__
enum { MEMORY_UNIT = 1 };
#else
enum { MEMORY_UNIT = 1024 };
#endif

static long long microseconds(struct timeval time)
{
	return time.tv_sec * 1000000LL + time.tv_usec;
}

int main(int count, char **arguments)
{
	struct rusage usage;
	int status;

	if (count < 3) {
		fprintf(stderr, "usage: measure REPORT COMMAND [ARGUMENT...]\n");
		return 2;
	}
	pid_t const child = fork();
	if (child == 0) {
		execvp(arguments[2], arguments + 2);
		perror(arguments[2]);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child) {
		perror("measure");
		return 2;
	}
	FILE *report = fopen(arguments[1], "w");
	if (!report) {
		perror(arguments[1]);
		return 2;
	}
	fprintf(report, "%lld %lld\n",
		microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
		(long long)usage.ru_maxrss * MEMORY_UNIT);
	fclose(report);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
