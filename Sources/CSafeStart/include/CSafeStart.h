#ifndef CSAFESTART_H
#define CSAFESTART_H

// A program that has this target among its dependencies runs and loads nothing because the working folder, or a variable of the
// Swift runtime, has it. There is nothing to call.

#endif
