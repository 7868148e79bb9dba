import Foundation
import TestSupport
import Testing

/// Runs the program again and again, and lets each time another one of its system calls fail or be the last.
///
/// How often the program reads is not the same in each run: the C library reads the list of mapped memory, and files that are
/// young are read again. So what is disturbed may also be a call that came somewhat earlier.
struct SystemCallFaults: Sendable {
  /// What can be done to a system call, as `strace` names it.
  static let all = ["signal=KILL", "error=ENOSPC", "error=EIO", "error=EACCES", "error=EINTR"]

  /// The call by which a sanitizer in the program asks for memory of its own: it may hang for ever on a no.
  private static let spared = ProcessInfo.processInfo.environment["APIM_DNS_PROGRAMS"] == nil ? nil : "mmap"

  /// The words of the command line.
  let words: [String]
  /// The file from whose first mention on system calls are disturbed.
  let file: String
  /// What the table of faults says behind the first two words.
  var purpose = ""
  /// Makes a new folder for a run.
  let makeFolder: @Sendable () async throws -> TemporaryFolder

  /// One system call of a run: its name, and how many of that name came before it.
  struct Call: Hashable {
    let name: String
    let number: Int
  }

  /// What a disturbed run left behind.
  struct Result {
    let folder: TemporaryFolder
    let status: Int32
    /// Which call it was, and what was done to it.
    let comment: Comment
  }

  /// What is done to a call, as a reader understands it.
  private static func description(_ fault: String) -> String {
    fault == "signal=KILL"
      ? "killed at every system call" : "every system call fails with \(fault.drop { $0 != "=" }.dropFirst())"
  }

  /// Runs the program once for each call, two at a time, and has each result checked.
  func run(_ fault: String, check: @escaping @Sendable (Result) async throws -> Void) async throws {
    var calls = try await calls()[...]
    try #require(calls.contains { $0.name.hasPrefix("rename") } && calls.contains { $0.name == "fsync" })
    try #require(calls.contains { $0.name == "pwrite64" }, "what comes before the file is replaced is among them")
    FaultTally.add(calls.count, to: words.prefix(2).joined(separator: " ") + purpose, Self.description(fault))
    try await withThrowingTaskGroup(of: Void.self) { group in
      var running = 0
      while let call = calls.popFirst() {
        if running == 2 { try await group.next() } else { running += 1 }
        group.addTask { try await check(disturbed(call, fault)) }
      }
      try await group.waitForAll()
    }
  }

  /// Every system call on files and descriptors, from the first that is about the file to the last one.
  private func calls() async throws -> [Call] {
    let folder = try await makeFolder()
    let result = try await trace(["-o", folder.path("log"), "-e", "trace=%file,%desc"], in: folder)
    try #require(result.status == 0)
    var counts: [Substring: [String: Int]] = [:]
    var started: Set<Substring> = []
    var calls: [Call] = []
    for line in try folder.text(of: "log").split(separator: "\n") {
      // Each thread counts for itself, and its number is at the beginning of the line.
      let thread = line.prefix { $0 != " " }
      let text = line.dropFirst(thread.count).drop { $0 == " " }
      guard let bracket = text.firstIndex(of: "("), text.first?.isLetter == true else { continue }
      let name = String(text[..<bracket])
      counts[thread, default: [:]][name, default: 0] += 1
      // Paths are resolved, so that they begin at the root.
      guard name != Self.spared else { continue }
      if line.contains("/\(file)\""), name != "execve" { started.insert(thread) }
      guard started.contains(thread) else { continue }
      let call = Call(name: name, number: counts[thread]?[name] ?? 0)
      if !calls.contains(call) { calls.append(call) }
    }
    return calls
  }

  private func disturbed(_ call: Call, _ fault: String) async throws -> Result {
    let folder = try await makeFolder()
    let inject = "inject=\(call.name):\(fault):when=\(call.number)"
    let result = try await trace(["-o", "/dev/null", "-e", "trace=\(call.name)", "-e", inject], in: folder)
    return Result(
      folder: folder, status: result.status, comment: "\(call.name) number \(call.number), \(fault)")
  }

  /// Runs the program under `strace`, on one processor: then one thread does all the work, and a call has the same number in each
  /// run.
  private func trace(_ options: [String], in folder: TemporaryFolder) async throws -> Program.Result {
    try await Program.required("taskset").run(
      ["-c", "0", "strace", "-f"] + options + [Program.built("apim-dns").path] + words, in: folder.path)
  }
}
