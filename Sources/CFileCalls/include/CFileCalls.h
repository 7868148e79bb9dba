#ifndef CFILECALLS_H
#define CFILECALLS_H

// Calls on files that Swift's own module of the C library leaves out.

#include <sys/types.h>
#include <sys/xattr.h>

/// Whether a file or folder is marked immutable or append-only, so that even root cannot replace it: 1 or 0, and 0 too
/// where the file system knows no such mark. https://man7.org/linux/man-pages/man2/statx.2.html
int cfilecalls_is_immutable(const char *path);

/// Opens a file like open, and fails with ELOOP where any part of the path is a symbolic link. On a Linux before 5.6, or
/// where a sandbox forbids the call, only the last part is looked at. https://man7.org/linux/man-pages/man2/openat2.2.html
int cfilecalls_open_without_links(const char *path, int flags, mode_t mode);

/// Whether a file or folder has an access control list: that at the path, or without one the open one. 1 or 0.
/// https://man7.org/linux/man-pages/man5/acl.5.html
int cfilecalls_has_access_list(int descriptor, const char *path);

/// Looks whether a file or folder, that at the path or without one the open one, lies in a file system in which the kernel shows what it knows, such as procfs, and names that
/// system; no name for any other one. -1 where nobody can say. https://man7.org/linux/man-pages/man2/statfs.2.html
int cfilecalls_kernel_file_system(int descriptor, const char *path, const char **name);

#endif
