#ifndef CBUILDINFO_H
#define CBUILDINFO_H

// The commit that a program was built from, from the variable APIM_DNS_COMMIT of the build; empty if the build did not know it.
const char *cbuildinfo_commit(void);

#endif
