#ifndef CLIBCURL_H
#define CLIBCURL_H

#include <stddef.h>

// The system's libcurl, found when the program runs: no header and no library of it is needed to build this package.
// libcurl's option calls are variadic, which Swift cannot call, so all of them are made here.
// https://curl.se/libcurl/c/libcurl-multi.html

/// The functions of a loaded libcurl.
typedef struct clibcurl_library clibcurl_library;

/// Requests that are under way together: a multi handle.
typedef struct clibcurl_transfers clibcurl_transfers;

/// One request and what has come of its answer: an easy handle with its buffers.
typedef struct clibcurl_transfer clibcurl_transfer;

/// How a probe connects: on a connection of its own, with HTTP/1.1 and TLS 1.2 or newer, and it reads the server's certificate.
typedef struct {
  /// Where to connect whatever the URL's host is: `::ADDRESS:PORT`.
  const char *connect_to;
  /// Whether a certificate that is not trusted ends the connection.
  int checks_trust;
  /// Whether a certificate of another name ends the connection.
  int checks_name;
  /// Whether the transfer ends after the handshake, before a request.
  int only_connects;
} clibcurl_probe;

/// What to send and how; nothing in it is kept after clibcurl_transfer_create.
typedef struct {
  const char *method;
  const char *url;
  /// Whole lines `Name: value`, the last one NULL.
  const char *const *field_lines;
  const void *content;
  size_t content_length;
  /// Whether a content is sent, be it empty.
  int sends_content;
  /// Whether the answer has no content whatever its fields say (HEAD).
  int answer_has_no_content;
  /// Whether proxies of the environment are ignored.
  int ignores_proxy;
  /// A file of trusted certificates, or NULL for libcurl's own.
  const char *certificate_file;
  long connect_milliseconds;
  long total_milliseconds;
  size_t content_limit;
  size_t head_limit;
  /// What a connection for a probe differs in; NULL for a request to an API.
  const clibcurl_probe *probe;
} clibcurl_request;

/// Loads libcurl; NULL when this machine has none, or one older than 7.68. Is never unloaded.
const clibcurl_library *clibcurl_load(const char *file_name);

/// NULL when there is no memory.
clibcurl_transfers *clibcurl_transfers_create(const clibcurl_library *library);
/// All transfers must have been removed before.
void clibcurl_transfers_free(clibcurl_transfers *transfers);
/// Moves all transfers on as far as they go without waiting.
void clibcurl_transfers_perform(clibcurl_transfers *transfers);
/// Waits until a transfer can move, somebody calls wake, or the time is over.
void clibcurl_transfers_wait(clibcurl_transfers *transfers, int milliseconds);
/// Ends a wait; the one function that any thread may call.
void clibcurl_transfers_wake(clibcurl_transfers *transfers);
/// A transfer that has ended, taken out of the others, with libcurl's code for how it ended; NULL when there is none.
clibcurl_transfer *clibcurl_transfers_next_ended(clibcurl_transfers *transfers, int *code);

/// NULL when there is no memory or libcurl does not know an option that must not be missing.
clibcurl_transfer *clibcurl_transfer_create(const clibcurl_library *library, const clibcurl_request *request);
/// The transfer must not be among others any more.
void clibcurl_transfer_free(clibcurl_transfer *transfer);
/// Puts a transfer among the others; libcurl's code, 0 for success.
int clibcurl_transfers_add(clibcurl_transfers *transfers, clibcurl_transfer *transfer);
/// Takes a transfer out before its end.
void clibcurl_transfers_remove(clibcurl_transfers *transfers, clibcurl_transfer *transfer);

/// The status of the answer.
long clibcurl_transfer_status(const clibcurl_transfer *transfer);
/// The fields of the answer, a line each.
const char *clibcurl_transfer_head(const clibcurl_transfer *transfer, size_t *length);
/// The content of the answer.
const char *clibcurl_transfer_content(const clibcurl_transfer *transfer, size_t *length);
/// Whether the answer was given up because it is larger than its limits.
int clibcurl_transfer_is_too_large(const clibcurl_transfer *transfer);
/// Whether the connection was made.
int clibcurl_transfer_is_connected(const clibcurl_transfer *transfer);
/// Whether the TLS handshake was done.
int clibcurl_transfer_is_secured(const clibcurl_transfer *transfer);
/// The number of the system's error that ended the connection; 0 when there was none.
long clibcurl_transfer_system_error(const clibcurl_transfer *transfer);
/// What OpenSSL says of the certificates (X509_V_ERR_…); 0 when they are trusted or it was not asked.
long clibcurl_transfer_verify_result(const clibcurl_transfer *transfer);
/// The server's own certificate in PEM; NULL when there is none. The text lives as long as the transfer.
const char *clibcurl_transfer_certificate(const clibcurl_transfer *transfer);
/// libcurl's words for what went wrong in this transfer; empty when it has none.
const char *clibcurl_transfer_words(const clibcurl_transfer *transfer);
/// libcurl's own words for a code.
const char *clibcurl_describe(const clibcurl_library *library, int code);

#endif
