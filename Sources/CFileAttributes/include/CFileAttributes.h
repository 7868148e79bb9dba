#ifndef CFILEATTRIBUTES_H
#define CFILEATTRIBUTES_H

// Calls on file attributes that Swift's own module of the C library leaves out.

#include <sys/xattr.h>

/// Whether a file or folder is marked immutable or append-only, so that even root cannot replace it: 1 or 0, and 0 too
/// where the file system knows no such mark. https://man7.org/linux/man-pages/man2/statx.2.html
int cfileattributes_is_immutable(const char *path);

#endif
