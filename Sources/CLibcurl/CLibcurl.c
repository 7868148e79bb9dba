#include "CLibcurl.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

// Numbers of libcurl's ABI, which never change: https://curl.se/libcurl/abi.html
enum {
  GLOBAL_ALL = 3,
  WRITEDATA = 10001,
  URL = 10002,
  PROXY = 10004,
  WRITEFUNCTION = 20011,
  POSTFIELDS = 10015,
  ERRORBUFFER = 10010,
  HTTPHEADER = 10023,
  HEADERDATA = 10029,
  CUSTOMREQUEST = 10036,
  SSLVERSION = 32,
  NOPROGRESS = 43,
  NOBODY = 44,
  FOLLOWLOCATION = 52,
  SSL_VERIFYPEER = 64,
  CAINFO = 10065,
  FRESH_CONNECT = 74,
  FORBID_REUSE = 75,
  HEADERFUNCTION = 20079,
  SSL_VERIFYHOST = 81,
  HTTP_VERSION = 84,
  CAPATH = 10097,
  NOSIGNAL = 99,
  PRIVATE = 10103,
  POSTFIELDSIZE_LARGE = 30120,
  TIMEOUT_MS = 155,
  CONNECTTIMEOUT_MS = 156,
  PROTOCOLS = 181,
  CONNECT_ONLY = 141,
  CERTINFO = 172,
  PATH_AS_IS = 234,
  PIPEWAIT = 237,
  CONNECT_TO = 10243,
  SUPPRESS_CONNECT_HEADERS = 265,
  PROTOCOLS_STR = 10318,
  QUICK_EXIT = 322,
  HTTP_VERSION_1_1 = 2,
  HTTP_VERSION_2TLS = 4,
  SSL_VERSION_TLS_1_2 = 6,
  PROTOCOL_HTTP_AND_HTTPS = 3,
  INFO_RESPONSE_CODE = 0x200002,
  INFO_SSL_VERIFYRESULT = 0x20000D,
  INFO_OS_ERRNO = 0x200019,
  INFO_PRIVATE = 0x100015,
  INFO_CERTINFO = 0x400022,
  INFO_LOCAL_PORT = 0x20002A,
  INFO_APPCONNECT_TIME_T = 0x600038,
  ERROR_SIZE = 256,
  MESSAGE_DONE = 1,
};

// The type of the value of POSTFIELDSIZE_LARGE: curl_off_t, 64 bits wide on every system.
typedef long long curl_offset;

// What curl_multi_info_read gives.
typedef struct {
  int message;
  void *easy;
  union {
    void *whatever;
    int code;
  } data;
} curl_message;

// A list of texts.
typedef struct curl_list {
  char *text;
  struct curl_list *next;
} curl_list;

// What INFO_CERTINFO gives: for each certificate of the server, the leaf first, a list of `name:value`.
typedef struct {
  int count;
  curl_list **certificates;
} curl_certificates;

struct clibcurl_library {
  int (*global_init)(long);
  void *(*easy_init)(void);
  int (*easy_setopt)(void *, int, ...);
  int (*easy_getinfo)(void *, int, ...);
  void (*easy_cleanup)(void *);
  const char *(*easy_strerror)(int);
  void *(*slist_append)(void *, const char *);
  void (*slist_free_all)(void *);
  void *(*multi_init)(void);
  int (*multi_add_handle)(void *, void *);
  int (*multi_remove_handle)(void *, void *);
  int (*multi_perform)(void *, int *);
  int (*multi_poll)(void *, void *, unsigned int, int, int *);
  int (*multi_wakeup)(void *);
  curl_message *(*multi_info_read)(void *, int *);
  int (*multi_cleanup)(void *);
};

struct clibcurl_transfers {
  const clibcurl_library *library;
  void *multi;
};

// Bytes that grow as they come, up to a limit.
typedef struct {
  char *bytes;
  size_t length;
  size_t capacity;
  size_t limit;
} buffer;

struct clibcurl_transfer {
  const clibcurl_library *library;
  void *easy;
  void *field_list;
  void *connect_to_list;
  char *content_to_send;
  // The bytes of all heads, of which there are several after 100 Continue.
  size_t head_length;
  char words[ERROR_SIZE];
  buffer head;
  buffer content;
  int is_too_large;
};

// Finds one function; what it is found for is a pointer to a pointer to a function.
static int find(void *handle, const char *name, void *function) {
  void *symbol = dlsym(handle, name);
  memcpy(function, &symbol, sizeof symbol);
  return symbol != NULL;
}

const clibcurl_library *clibcurl_load(const char *file_name) {
  void *handle = dlopen(file_name, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) return NULL;
  clibcurl_library *library = calloc(1, sizeof *library);
  int found = library != NULL && find(handle, "curl_global_init", &library->global_init)
    && find(handle, "curl_easy_init", &library->easy_init) && find(handle, "curl_easy_setopt", &library->easy_setopt)
    && find(handle, "curl_easy_getinfo", &library->easy_getinfo)
    && find(handle, "curl_easy_cleanup", &library->easy_cleanup)
    && find(handle, "curl_easy_strerror", &library->easy_strerror)
    && find(handle, "curl_slist_append", &library->slist_append)
    && find(handle, "curl_slist_free_all", &library->slist_free_all)
    && find(handle, "curl_multi_init", &library->multi_init)
    && find(handle, "curl_multi_add_handle", &library->multi_add_handle)
    && find(handle, "curl_multi_remove_handle", &library->multi_remove_handle)
    && find(handle, "curl_multi_perform", &library->multi_perform)
    && find(handle, "curl_multi_poll", &library->multi_poll)
    && find(handle, "curl_multi_wakeup", &library->multi_wakeup)
    && find(handle, "curl_multi_info_read", &library->multi_info_read)
    && find(handle, "curl_multi_cleanup", &library->multi_cleanup);
  if (found && library->global_init(GLOBAL_ALL) == 0) return library;
  free(library);
  dlclose(handle);
  return NULL;
}

const char *clibcurl_describe(const clibcurl_library *library, int code) { return library->easy_strerror(code); }

// MARK: - Many transfers

clibcurl_transfers *clibcurl_transfers_create(const clibcurl_library *library) {
  clibcurl_transfers *transfers = calloc(1, sizeof *transfers);
  if (transfers == NULL) return NULL;
  transfers->library = library;
  transfers->multi = library->multi_init();
  if (transfers->multi != NULL) return transfers;
  free(transfers);
  return NULL;
}

void clibcurl_transfers_free(clibcurl_transfers *transfers) {
  transfers->library->multi_cleanup(transfers->multi);
  free(transfers);
}

void clibcurl_transfers_perform(clibcurl_transfers *transfers) {
  int running = 0;
  transfers->library->multi_perform(transfers->multi, &running);
}

void clibcurl_transfers_wait(clibcurl_transfers *transfers, int milliseconds) {
  transfers->library->multi_poll(transfers->multi, NULL, 0, milliseconds, NULL);
}

void clibcurl_transfers_wake(clibcurl_transfers *transfers) { transfers->library->multi_wakeup(transfers->multi); }

int clibcurl_transfers_add(clibcurl_transfers *transfers, clibcurl_transfer *transfer) {
  return transfers->library->multi_add_handle(transfers->multi, transfer->easy);
}

void clibcurl_transfers_remove(clibcurl_transfers *transfers, clibcurl_transfer *transfer) {
  transfers->library->multi_remove_handle(transfers->multi, transfer->easy);
}

clibcurl_transfer *clibcurl_transfers_next_ended(clibcurl_transfers *transfers, int *code) {
  int left = 0;
  curl_message *message;
  while ((message = transfers->library->multi_info_read(transfers->multi, &left)) != NULL) {
    if (message->message != MESSAGE_DONE) continue;
    // The message is gone once its handle is removed.
    void *easy = message->easy;
    *code = message->data.code;
    clibcurl_transfer *transfer = NULL;
    transfers->library->easy_getinfo(easy, INFO_PRIVATE, &transfer);
    transfers->library->multi_remove_handle(transfers->multi, easy);
    if (transfer != NULL) return transfer;
  }
  return NULL;
}

// MARK: - One transfer

// Adds bytes; 0 when they would pass the limit or there is no memory.
static int append(buffer *buffer, const char *bytes, size_t length) {
  if (length > buffer->limit - buffer->length) return 0;
  size_t needed = buffer->length + length;
  if (needed > buffer->capacity) {
    size_t capacity = buffer->capacity * 2 > needed ? buffer->capacity * 2 : needed + 1024;
    char *grown = realloc(buffer->bytes, capacity);
    if (grown == NULL) return 0;
    buffer->bytes = grown;
    buffer->capacity = capacity;
  }
  memcpy(buffer->bytes + buffer->length, bytes, length);
  buffer->length = needed;
  return 1;
}

// libcurl calls this with bytes of the content.
static size_t take_content(char *bytes, size_t size, size_t count, void *context) {
  clibcurl_transfer *transfer = context;
  if (append(&transfer->content, bytes, size * count)) return size * count;
  transfer->is_too_large = 1;
  return 0;
}

// libcurl calls this with each whole line of the head. A new status line begins another answer, after 100 Continue.
static size_t take_head(char *bytes, size_t size, size_t count, void *context) {
  clibcurl_transfer *transfer = context;
  size_t length = size * count;
  transfer->head_length += length;
  if (transfer->head_length > transfer->head.limit) {
    transfer->is_too_large = 1;
    return 0;
  }
  if (length >= 5 && memcmp(bytes, "HTTP/", 5) == 0) {
    transfer->head.length = 0;
    return length;
  }
  if (append(&transfer->head, bytes, length)) return length;
  transfer->is_too_large = 1;
  return 0;
}

// The list that libcurl wants for fields; NULL when there is no memory.
static void *field_list(const clibcurl_library *library, const char *const *lines) {
  // Without this line libcurl asks for 100 Continue before a large content, and waits a second for servers that ignore it.
  void *list = library->slist_append(NULL, "Expect:");
  for (; list != NULL && *lines != NULL; lines++) {
    void *longer = library->slist_append(list, *lines);
    if (longer == NULL) library->slist_free_all(list);
    list = longer;
  }
  return list;
}

// Sets what a probe differs in; not 0 when an option failed.
static int set_probe_options(clibcurl_transfer *transfer, const clibcurl_request *request) {
  int (*set)(void *, int, ...) = transfer->library->easy_setopt;
  void *easy = transfer->easy;
  const clibcurl_probe *probe = request->probe;
  transfer->connect_to_list = transfer->library->slist_append(NULL, probe->connect_to);
  int failed = transfer->connect_to_list == NULL;
  failed |= set(easy, CONNECT_TO, transfer->connect_to_list);
  failed |= set(easy, SSL_VERIFYPEER, probe->checks_trust ? 1L : 0L);
  failed |= set(easy, SSL_VERIFYHOST, probe->checks_name ? 2L : 0L);
  failed |= set(easy, CONNECT_ONLY, probe->only_connects ? 1L : 0L);
  failed |= set(easy, CERTINFO, 1L);
  failed |= set(easy, FRESH_CONNECT, 1L);
  failed |= set(easy, FORBID_REUSE, 1L);
  failed |= set(easy, SSLVERSION, (long)SSL_VERSION_TLS_1_2);
  failed |= set(easy, HTTP_VERSION, (long)HTTP_VERSION_1_1);
  failed |= set(easy, ERRORBUFFER, transfer->words);
  // The file alone says what is trusted, and not a folder of the system beside it.
  if (request->certificate_file != NULL) failed |= set(easy, CAPATH, (char *)NULL);
  return failed;
}

// Sets every option; 0 when one failed that must not be missing.
static int set_options(clibcurl_transfer *transfer, const clibcurl_request *request) {
  int (*set)(void *, int, ...) = transfer->library->easy_setopt;
  void *easy = transfer->easy;
  int failed = set(easy, URL, request->url);
  failed |= set(easy, CUSTOMREQUEST, request->method);
  failed |= set(easy, HTTPHEADER, transfer->field_list);
  failed |= set(easy, PRIVATE, transfer);
  failed |= set(easy, WRITEFUNCTION, take_content);
  failed |= set(easy, WRITEDATA, transfer);
  failed |= set(easy, HEADERFUNCTION, take_head);
  failed |= set(easy, HEADERDATA, transfer);
  failed |= set(easy, NOSIGNAL, 1L);
  failed |= set(easy, NOPROGRESS, 1L);
  failed |= set(easy, FOLLOWLOCATION, 0L);
  failed |= set(easy, SSL_VERIFYPEER, 1L);
  failed |= set(easy, SSL_VERIFYHOST, 2L);
  failed |= set(easy, CONNECTTIMEOUT_MS, request->connect_milliseconds);
  failed |= set(easy, TIMEOUT_MS, request->total_milliseconds);
  if (request->sends_content) {
    failed |= set(easy, POSTFIELDSIZE_LARGE, (curl_offset)request->content_length);
    failed |= set(easy, POSTFIELDS, transfer->content_to_send);
  }
  if (request->answer_has_no_content) failed |= set(easy, NOBODY, 1L);
  if (request->ignores_proxy) failed |= set(easy, PROXY, "");
  if (request->certificate_file != NULL) failed |= set(easy, CAINFO, request->certificate_file);
  // PROTOCOLS_STR is of 7.85; before it there was the mask.
  if (set(easy, PROTOCOLS_STR, "http,https") != 0) failed |= set(easy, PROTOCOLS, (long)PROTOCOL_HTTP_AND_HTTPS);
  // A libcurl without HTTP/2, or an old one, works without these.
  set(easy, HTTP_VERSION, (long)HTTP_VERSION_2TLS);
  set(easy, PIPEWAIT, 1L);
  set(easy, PATH_AS_IS, 1L);
  set(easy, SUPPRESS_CONNECT_HEADERS, 1L);
  set(easy, QUICK_EXIT, 1L);
  if (request->probe != NULL) failed |= set_probe_options(transfer, request);
  return !failed;
}

clibcurl_transfer *clibcurl_transfer_create(const clibcurl_library *library, const clibcurl_request *request) {
  clibcurl_transfer *transfer = calloc(1, sizeof *transfer);
  if (transfer == NULL) return NULL;
  transfer->library = library;
  transfer->head.limit = request->head_limit;
  transfer->content.limit = request->content_limit;
  transfer->easy = library->easy_init();
  transfer->field_list = field_list(library, request->field_lines);
  transfer->content_to_send = malloc(request->content_length + 1);
  if (transfer->easy != NULL && transfer->field_list != NULL && transfer->content_to_send != NULL) {
    if (request->content_length > 0) memcpy(transfer->content_to_send, request->content, request->content_length);
    if (set_options(transfer, request)) return transfer;
  }
  clibcurl_transfer_free(transfer);
  return NULL;
}

void clibcurl_transfer_free(clibcurl_transfer *transfer) {
  if (transfer->easy != NULL) transfer->library->easy_cleanup(transfer->easy);
  if (transfer->field_list != NULL) transfer->library->slist_free_all(transfer->field_list);
  if (transfer->connect_to_list != NULL) transfer->library->slist_free_all(transfer->connect_to_list);
  free(transfer->content_to_send);
  free(transfer->head.bytes);
  free(transfer->content.bytes);
  free(transfer);
}

long clibcurl_transfer_status(const clibcurl_transfer *transfer) {
  long status = 0;
  transfer->library->easy_getinfo(transfer->easy, INFO_RESPONSE_CODE, &status);
  return status;
}

const char *clibcurl_transfer_head(const clibcurl_transfer *transfer, size_t *length) {
  *length = transfer->head.length;
  return transfer->head.bytes;
}

const char *clibcurl_transfer_content(const clibcurl_transfer *transfer, size_t *length) {
  *length = transfer->content.length;
  return transfer->content.bytes;
}

int clibcurl_transfer_is_too_large(const clibcurl_transfer *transfer) { return transfer->is_too_large; }

// MARK: - What a probe finds

int clibcurl_transfer_is_connected(const clibcurl_transfer *transfer) {
  // The time of the connection is that of the whole handshake in some versions; the socket's own port is known before.
  long port = 0;
  transfer->library->easy_getinfo(transfer->easy, INFO_LOCAL_PORT, &port);
  return port > 0;
}

int clibcurl_transfer_is_secured(const clibcurl_transfer *transfer) {
  curl_offset microseconds = 0;
  transfer->library->easy_getinfo(transfer->easy, INFO_APPCONNECT_TIME_T, &microseconds);
  return microseconds > 0;
}

long clibcurl_transfer_system_error(const clibcurl_transfer *transfer) {
  long number = 0;
  transfer->library->easy_getinfo(transfer->easy, INFO_OS_ERRNO, &number);
  return number;
}

long clibcurl_transfer_verify_result(const clibcurl_transfer *transfer) {
  long result = 0;
  transfer->library->easy_getinfo(transfer->easy, INFO_SSL_VERIFYRESULT, &result);
  return result;
}

const char *clibcurl_transfer_certificate(const clibcurl_transfer *transfer) {
  curl_certificates *found = NULL;
  transfer->library->easy_getinfo(transfer->easy, INFO_CERTINFO, &found);
  if (found == NULL || found->count < 1) return NULL;
  for (curl_list *line = found->certificates[0]; line != NULL; line = line->next) {
    if (strncmp(line->text, "Cert:", 5) == 0) return line->text + 5;
  }
  return NULL;
}

const char *clibcurl_transfer_words(const clibcurl_transfer *transfer) { return transfer->words; }
