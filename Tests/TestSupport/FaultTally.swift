import Foundation

/// Counts what is disturbed, and how often, for the table that `make faults` prints.
///
/// Each count is a line of the file that `APIM_DNS_FAULT_TALLY` names; without it nothing is written.
public enum FaultTally {
  /// Adds to the count of something that was tried.
  ///
  /// - Parameters:
  ///   - times: how often it was tried.
  ///   - what: what was disturbed.
  ///   - how: what was done to it.
  public static func add(_ times: Int = 1, to what: String, _ how: String) {
    guard let path = ProcessInfo.processInfo.environment["APIM_DNS_FAULT_TALLY"],
      let file = fopen(path, "a")
    else { return }
    // One write, which no other one gets into.
    fputs("\(what)\t\(how)\t\(times)\n", file)
    fclose(file)
  }
}
