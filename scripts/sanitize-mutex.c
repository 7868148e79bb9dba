// Tells ThreadSanitizer about the locks of Swift's module Synchronization.
//
// Taking a `Mutex` that is free happens in code of ours, which the sanitizer sees. Where somebody waits, the system takes the lock
// from one thread and gives it to the next, inside of a library that is not built for the sanitizer: it would take all that
// follows for a race.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define CONTEXT __attribute__((swift_context))
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

void __tsan_acquire(void *address);
void __tsan_release(void *address);

// `_MutexHandle._lockSlow(_: UInt32)` and `_MutexHandle._unlockSlow()`, in the place of the library's own, which they call.
__attribute__((swiftcall)) void lockSlowly(uint32_t thread, CONTEXT void *handle) __asm__(LOCK);
__attribute__((swiftcall)) void unlockSlowly(CONTEXT void *handle) __asm__(UNLOCK);

typedef __attribute__((swiftcall)) void Lock(uint32_t thread, CONTEXT void *handle);
typedef __attribute__((swiftcall)) void Unlock(CONTEXT void *handle);

__attribute__((swiftcall)) void lockSlowly(uint32_t thread, CONTEXT void *handle) {
  ((Lock *)dlsym(RTLD_NEXT, LOCK))(thread, handle);
  __tsan_acquire(handle);
}

__attribute__((swiftcall)) void unlockSlowly(CONTEXT void *handle) {
  __tsan_release(handle);
  ((Unlock *)dlsym(RTLD_NEXT, UNLOCK))(handle);
}
