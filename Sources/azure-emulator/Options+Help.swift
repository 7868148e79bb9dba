extension Options {
  /// The version of the program, which is that of apim-dns.
  static let version = "0.1.0"

  /// What `--help` prints.
  static let help = """
    Usage: azure-emulator [OPTIONS]

    A Resource Manager for Azure Private DNS on this machine.

      --port N                  the port of 127.0.0.1 to listen on; 0, the default,
                                takes any free one
      --state FILE              keep zones, links and record sets in this JSON file;
                                without it, in memory
      --services FILE           answer with the API Management instances in this
                                file, which is what Azure answers to their list:
                                {"value": [{"id": "/subscriptions/...", ...}]}
      --retry-after SECONDS     what Retry-After says (default 1)
      --page-size N             the most items on a page of a list (default 100)
      --token-lifetime SECONDS  how long a token is good for (default 3599)
      --latency MS              how many milliseconds longer every answer takes
                                (default 0)
      --throttle BURST,RATE     answer 429 to reads, writes or deletions of a zone
                                that come faster than this
      --faults RATE[,SEED]      let this share of the answers, 0 to 1, go wrong:
                                401, 409, 429, 500, 503, resets before and after the
                                deed, truncated, HTML instead of JSON, no answer
      --client-certificate FILE give tokens for an assertion only if the owner of
                                this certificate (PEM) signed it
      -h, --help                print this
      --version                 print the version

    The first line on standard output is the port number. Tokens are given at
    http://127.0.0.1:PORT/{tenant}/oauth2/v2.0/token for any client and any secret
    but 'wrong-secret'. Any subscription will do; one that is called 'forbidden' may
    not be read nor written. A change of a zone or a link ends at the second poll of
    its operation, or by itself some time later. SIGTERM and SIGINT finish what was
    accepted, save the state and end the program.

    Example:
      azure-emulator --port 8080 --state azure.json

    """
}
