#define _GNU_SOURCE
#include "CProcessCalls.h"

int cprocesscalls_start_in_root(posix_spawn_file_actions_t *actions) {
  return posix_spawn_file_actions_addchdir_np(actions, "/");
}
