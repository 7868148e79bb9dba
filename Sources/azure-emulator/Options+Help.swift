extension Options {
  /// The version, which is that of apim-dns.
  static let version = "0.1.0"

  /// The text of `--help`.
  static let help = """
    Usage: azure-emulator [OPTIONS]

    Emulates Azure Resource Manager for Azure Private DNS on this machine.

      --port N                  the port to listen on at 127.0.0.1 (default 0: any
                                free port)
      --state FILE              the JSON file that keeps zones, links and record
                                sets (default: keep them in memory)
      --services FILE           the file of API Management instances, workspace
                                gateways with their configConnections, private
                                endpoints and network interfaces, in the format of
                                Azure's lists of them:
                                {"value": [{"id": "/subscriptions/...", ...}]}
      --forbid TYPE             deny access to a type of that file, such as gateways
                                or privateEndpoints (repeatable)
      --retry-after SECONDS     the value of Retry-After (default 1)
      --page-size N             the most items on a page of a list (default 100)
      --token-lifetime SECONDS  the lifetime of tokens (default 3599)
      --latency MS              the delay of each response in milliseconds
                                (default 0)
      --throttle BURST,RATE     the rate limit of the reads, writes and deletions
                                of each zone: BURST requests at once, and RATE more
                                per second; others get status 429
      --throttle documented     the documented rate limits of private DNS: so many
                                requests per minute of each zone and subscription
      --faults RATE[,SEED]      the share of requests that fail, 0 to 1: status 401,
                                409, 429, 500 or 503, a connection reset before or
                                after the change, a truncated response, HTML instead
                                of JSON, or no response
      --reserved-zones          refuse new zones azure-api.net, azure-api.us and
                                azure-api.cn, as Azure did in December 2022
      --client-certificate FILE accept only client assertions that are signed with
                                the key of this certificate (PEM)
      --tls                     listen on https, with a certificate authority of its
                                own; the second line printed is its file
      -h, --help                print this help
      --version                 print the version

    The first line on standard output is the port number. The token endpoint is
    http://127.0.0.1:PORT/{tenant}/oauth2/v2.0/token. It accepts any client and any
    secret but 'wrong-secret'. Any subscription exists; access to the subscription
    'forbidden' is denied. A change of a zone or a link is a long-running operation:
    it finishes at the second poll, or by itself some time later. SIGTERM and SIGINT
    finish all operations, save the state and end the program.

    Example:
      azure-emulator --port 8080 --state azure.json

    """
}
