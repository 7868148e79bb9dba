#ifndef CSAFESTART_H
#define CSAFESTART_H

// A program that has this target among its dependencies runs and loads nothing because the working folder, or a variable of the
// Swift runtime, has it.

// The number of words on the command line, with the name of the program.
int command_line_count(void);

// One of these words, counted from 0.
const char *_Nonnull command_line_word(int index);

#endif
