#define _GNU_SOURCE
#include "CFileAttributes.h"

#include <fcntl.h>
#include <sys/stat.h>

int cfileattributes_is_immutable(const char *path) {
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
