/// The previous run, as the metrics file has it.
struct PreviousRun {
  /// The metric that is carried over from run to run.
  static let lastSuccess = "apim_dns_last_success_timestamp_seconds"

  /// The owner of that run's records.
  let owner: String
  /// The time of the last successful run in seconds since 1970; 0 if there is none.
  let lastSuccess: Int

  /// Finds the previous run of a command.
  ///
  /// - Parameters:
  ///   - bytes: the contents of the file.
  ///   - command: the command.
  init?(in bytes: [UInt8], of command: Command) {
    // An owner has no character that needs escaping.
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
