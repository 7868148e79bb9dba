import Foundation

/// What we read in a file that named takes too is what named reads: its own reading of our copy is the same.
func fuzz(_ bytes: [UInt8]) {
  guard let copy = try? copied(bytes, zone: Array("corp.example.".utf8)), let expected = compiled(bytes) else { return }
  guard let actual = compiled(copy) else {
    fatalError("named takes the file, but not our copy:\n\(String(decoding: copy, as: UTF8.self))")
  }
  require(
    actual == expected,
    "named reads something else in our copy:\n\(String(decoding: expected, as: UTF8.self))\n"
      + String(decoding: actual, as: UTF8.self))
}

/// What named makes of a file, one record a line; nothing where it does not take it.
private func compiled(_ bytes: [UInt8]) -> Data? {
  ScratchFile.write([bytes[...]])
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments =
    ["named-compilezone", "-q", "-i", "none", "-k", "ignore", "-n", "ignore", "-r", "ignore", "-s", "full", "-o", "-"]
    + ["corp.example.", ScratchFile.path]
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { fatalError("no named-compilezone") }
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return process.terminationReason == .exit && process.terminationStatus == 0 ? data : nil
}
