import Foundation

/// Counts injected faults for the table that `make faults` prints.
///
/// Each count is a line in the file that the variable `APIM_DNS_FAULT_TALLY` names. Without the variable, nothing is written.
public enum FaultTally {
  /// Adds to a count.
  ///
  /// - Parameters:
  ///   - times: the number of injected faults.
  ///   - what: what was tested.
  ///   - how: the kind of fault.
  public static func add(_ times: Int = 1, to what: String, _ how: String) {
    guard let path = ProcessInfo.processInfo.environment["APIM_DNS_FAULT_TALLY"],
      let file = fopen(path, "a")
    else { return }
    // A single write, so that lines of concurrent tests do not mix.
    fputs("\(what)\t\(how)\t\(times)\n", file)
    fclose(file)
  }
}
