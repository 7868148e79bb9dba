/// What the file of metrics says of the run before.
struct PreviousRun {
  /// The name of the metric that outlives a run.
  static let lastSuccess = "apim_dns_last_success_timestamp_seconds"

  /// The owner whose records that run was about.
  let owner: String
  /// When a run last succeeded, in seconds since 1970; 0 where none did.
  let lastSuccess: Int

  /// Finds the run of a command.
  ///
  /// - Parameters:
  ///   - bytes: the contents of the file.
  ///   - command: the command that wrote it.
  init?(in bytes: [UInt8], of command: Command) {
    // An owner has no character that would stand behind a backslash.
    let beginning = "\(Self.lastSuccess){owner=\""
    let middle = "\",command=\"\(command.rawValue)\"} "
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix(beginning) {
      let rest = line.dropFirst(beginning.count)
      guard let quote = rest.firstIndex(of: "\""), rest[quote...].hasPrefix(middle),
        let seconds = Int(rest[quote...].dropFirst(middle.count))
      else { continue }
      (owner, lastSuccess) = (String(rest[..<quote]), seconds)
      return
    }
    return nil
  }
}
