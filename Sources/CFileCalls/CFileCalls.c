#define _GNU_SOURCE
#include "CFileCalls.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#ifndef __APPLE__
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

int cfilecalls_is_immutable(const char *path) {
#ifdef __APPLE__
  struct stat status;
  if (stat(path, &status) != 0) return 0;
  return (status.st_flags & (UF_IMMUTABLE | SF_IMMUTABLE | UF_APPEND | SF_APPEND)) != 0;
#else
  struct statx status;
  if (statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, &status) != 0) return 0;
  return (status.stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)) != 0;
#endif
}

int cfilecalls_open_without_links(const char *path, int flags, mode_t mode) {
#ifdef __APPLE__
  return open(path, flags | O_NOFOLLOW_ANY, mode);
#else
  struct open_how how = {
      .flags = (unsigned)flags, .mode = flags & O_CREAT ? mode : 0, .resolve = RESOLVE_NO_SYMLINKS};
  int descriptor = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
  if (descriptor >= 0 || (errno != ENOSYS && errno != EPERM)) return descriptor;
  return open(path, flags | O_NOFOLLOW, mode);
#endif
}
