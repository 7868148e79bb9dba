#define _GNU_SOURCE
#include "CFileCalls.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __APPLE__
#include <sys/acl.h>
#include <sys/mount.h>
#include <sys/param.h>
#else
#include <sys/vfs.h>
#endif
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

int cfilecalls_has_access_list(int descriptor, const char *path) {
#ifdef __APPLE__
  acl_t list = path ? acl_get_link_np(path, ACL_TYPE_EXTENDED) : acl_get_fd_np(descriptor, ACL_TYPE_EXTENDED);
  if (!list) return 0;
  acl_free(list);
  return 1;
#else
  const char *name = "system.posix_acl_access";
  return (path ? lgetxattr(path, name, NULL, 0) : fgetxattr(descriptor, name, NULL, 0)) > 0;
#endif
}

int cfilecalls_kernel_file_system(int descriptor, const char *path, const char **name) {
  struct statfs system;
  *name = NULL;
  if ((path ? statfs(path, &system) : fstatfs(descriptor, &system)) != 0) return -1;
#ifdef __APPLE__
  static const char *const names[] = {"devfs", "fdesc", "autofs"};
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(system.f_fstypename, names[i]) == 0) *name = names[i];
#else
  static const struct {
    unsigned magic;
    const char *name;
  } systems[] = {
      {0x00009fa0, "proc"},       {0x62656572, "sysfs"},     {0x00001cd1, "devpts"},   {0x0027e0eb, "cgroup"},
      {0x63677270, "cgroup2"},    {0x73636673, "securityfs"}, {0x64626720, "debugfs"}, {0x74726163, "tracefs"},
      {0x62656570, "configfs"},   {0xcafe4a11, "bpf"},       {0x6165676c, "pstore"},   {0xde5e81e4, "efivarfs"},
      {0xf97cff8c, "selinuxfs"},  {0x43415d53, "smackfs"},   {0x5a3c69f0, "apparmorfs"}, {0x65735543, "fusectl"},
      {0x19800202, "mqueue"},     {0x42494e4d, "binfmt_misc"}, {0x6e736673, "nsfs"},   {0x67596969, "rpc_pipefs"},
      {0x6e667364, "nfsd"},       {0x07655821, "resctrl"},   {0x6c6f6f70, "binder"},   {0xabba1974, "xenfs"},
  };
  for (unsigned i = 0; i < sizeof systems / sizeof *systems; i++)
    if ((unsigned)system.f_type == systems[i].magic) *name = systems[i].name;
#endif
  return 0;
}
