#ifndef CPROCESSCALLS_H
#define CPROCESSCALLS_H

// Calls about processes that Swift's own module of the C library leaves out.

#include <spawn.h>

/// Has a program start in the folder /, whatever the working folder is; gives 0 or an error number.
/// https://pubs.opengroup.org/onlinepubs/9799919799/functions/posix_spawn_file_actions_addchdir.html
int cprocesscalls_start_in_root(posix_spawn_file_actions_t *actions);

#endif
