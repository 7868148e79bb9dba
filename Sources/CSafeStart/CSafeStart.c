#include "CSafeStart.h"

// The words of the command line. The Swift runtime takes them from /proc, and without it from the memory before the environment,
// which moves as soon as a library sets a variable. The loader hands them to each function that runs before main, as to main.
static int count;
static char **words;

int command_line_count(void) { return count; }

const char *command_line_word(int index) { return words[index]; }

__attribute__((constructor(101))) static void keep_words(int argc, char **argv) {
  count = argc;
  words = argv;
}

#ifdef __linux__
#include <stdlib.h>
#include <string.h>

// A Swift program that crashes at a terminal starts the program swift-backtrace. Where the runtime is linked in, it looks for
// that beside argv[0], which is the working folder for a program that was started by its name: whoever keeps the folder has a
// program of theirs run, by root too.
//
// All of that is one object file of libswiftCore.a, Backtrace.cpp.o, which is linked only because others refer to these two
// things in it. They are here instead, so that file stays out: no search at the start, and no handler of signals. A runtime in
// which this is different does not link, or scripts/self-contained.sh finds it out.
//
// https://github.com/swiftlang/swift/blob/swift-6.3-RELEASE/stdlib/public/runtime/Backtrace.cpp

// What is read of the settings before a fatal error is reported; all zero means that nobody else will report it.
__attribute__((visibility("hidden"))) unsigned long _swift_backtraceSettings[32];

// Never called; its address stands in the file by which every program registers with the runtime.
int _swift_backtrace_isThunkFunction(const char *name) { return name == 0; }

extern char **environ;

// Takes out the variables of the runtime before it reads them: SWIFT_DEBUG_LIB_PRESPECIALIZED_PATH, for one, names a library
// that is loaded, and sudo does not know it as one of those that it never hands on.
// And those by which libraries load or write a file of the working folder, where the path in them is relative.
static int is_dangerous(const char *entry) {
  static const char *const paths[] = {"OPENSSL_CONF=", "OPENSSL_MODULES=", "OPENSSL_ENGINES=", "SSLKEYLOGFILE=",
                                      "GCONV_PATH=", "LOCPATH=", "NLSPATH=", "TZDIR="};
  if (strncmp(entry, "SWIFT_", 6) == 0) return 1;
  for (size_t index = 0; index < sizeof paths / sizeof *paths; index++) {
    size_t length = strlen(paths[index]);
    if (strncmp(entry, paths[index], length) == 0) return entry[length] != '/';
  }
  return 0;
}

__attribute__((constructor(101))) static void forget_variables(void) {
  char **kept = environ;
  for (char **entry = environ; kept != NULL && *entry != NULL; entry++) {
    if (!is_dangerous(*entry)) *kept++ = *entry;
  }
  if (kept != NULL) *kept = NULL;
}
#endif
