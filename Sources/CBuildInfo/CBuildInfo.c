#include "CBuildInfo.h"

#ifdef APIM_DNS_COMMIT
#define TEXT(words) #words
#define TEXT_OF(macro) TEXT(macro)
const char *cbuildinfo_commit(void) { return TEXT_OF(APIM_DNS_COMMIT); }
#else
const char *cbuildinfo_commit(void) { return ""; }
#endif
