extension Options {
  /// The version, which is that of apim-dns.
  static let version = "0.1.0"
  /// The date of the last change of the options, in the format of manual pages.
  static let date = "December 1, 2026"
  /// An example of a call.
  static let example = "azure-emulator --port 8080 --state azure.json"

  /// An option as the help and the manual page describe it.
  struct Description {
    /// The one-letter form, without its hyphen.
    var letter: String?
    /// The name, without its hyphens.
    let name: String
    /// The placeholder of the value; nil if it takes none.
    var value: String?
    /// The effect.
    let text: String
  }

  /// All options, in the order of the help.
  static let descriptions = [
    Description(name: "port", value: "N", text: "the port to listen on at 127.0.0.1 (default 0: any free port)"),
    Description(
      name: "state", value: "FILE",
      text: "the JSON file that keeps zones, links and record sets (default: keep them in memory)"),
    Description(
      name: "services", value: "FILE",
      text: "the file of API Management instances, workspace gateways with their configConnections, private endpoints "
        + "and network interfaces, in the format of Azure's lists of them: {\"value\": [{\"id\": \"/subscriptions/...\", "
        + "...}]} (default: none)"),
    Description(
      name: "forbid", value: "TYPE",
      text: "deny access to a type of that file, such as gateways or privateEndpoints (repeatable)"),
    Description(name: "retry-after", value: "SECONDS", text: "the value of Retry-After (default 1)"),
    Description(name: "page-size", value: "N", text: "the most items on a page of a list (default 100)"),
    Description(name: "token-lifetime", value: "SECONDS", text: "the lifetime of tokens (default 3599)"),
    Description(
      name: "latency", value: "MS", text: "the delay of each response in milliseconds (default 0)"),
    Description(
      name: "throttle", value: "BURST,RATE",
      text: "the rate limit of the reads, writes and deletions of each zone: BURST requests at once, and RATE more per "
        + "second; others get status 429 (default: no limit)"),
    Description(
      name: "throttle", value: "documented",
      text: "the documented rate limits of private DNS: so many requests per minute of each zone and subscription"),
    Description(
      name: "faults", value: "RATE[,SEED]",
      text: "the share of requests that fail, 0 to 1 (default 0): status 401, 409, 429, 500 or 503, a connection reset "
        + "before or after the change, a truncated response, HTML instead of JSON, or no response"),
    Description(
      name: "reserved-zones",
      text: "refuse new zones azure-api.net, azure-api.us and azure-api.cn, as Azure did in December 2022"),
    Description(
      name: "client-certificate", value: "FILE",
      text: "accept only client assertions that are signed with the key of this PEM certificate (default: accept any)"),
    Description(
      name: "tls",
      text: "listen on https, with a certificate authority of its own; the second line printed is its file"),
    Description(letter: "h", name: "help", text: "print this help"),
    Description(name: "man", text: "print the manual page"),
    Description(name: "version", text: "print the version"),
  ]

  /// What the options do not say.
  static let notes =
    "The first line on standard output is the port number. The token endpoint is "
    + "http://127.0.0.1:PORT/{tenant}/oauth2/v2.0/token. It accepts any client and any secret but 'wrong-secret'. Any "
    + "subscription exists; access to the subscription 'forbidden' is denied. A change of a zone or a link is a "
    + "long-running operation: it finishes at the second poll, or by itself some time later. SIGTERM and SIGINT finish all "
    + "operations, save the state and end the program."

  /// The text of `--help`.
  static var help: String {
    let options = descriptions.map { option in
      let letter = option.letter.map { "-\($0), " } ?? ""
      let left = "  \(letter)--\(option.name)\(option.value.map { " \($0)" } ?? "")"
      let lines = wrapped(option.text, to: 52)
      let padding = String(repeating: " ", count: max(1, 28 - left.utf8.count))
      return left + padding + lines.joined(separator: "\n" + String(repeating: " ", count: 28))
    }
    return """
      Usage: azure-emulator [OPTIONS]

      Emulates Azure Resource Manager for Azure Private DNS on this machine.

      \(options.joined(separator: "\n"))

      \(wrapped(notes, to: 80).joined(separator: "\n"))

      Example:
        \(example)

      """
  }

  /// A text in lines of at most so many characters.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.endIndex - 1]
      if line.isEmpty {
        lines[lines.endIndex - 1] = String(word)
      } else if line.utf8.count + 1 + word.utf8.count <= width {
        lines[lines.endIndex - 1] = "\(line) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
