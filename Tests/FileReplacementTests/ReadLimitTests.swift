import Foundation
import TestSupport
import Testing

@testable import FileReplacement

/// What is read has an end, whatever its size is said to be.
@Suite struct ReadLimitTests {
  private func failure<Result>(_ body: () throws(FileError) -> Result) -> String? {
    do throws(FileError) {
      _ = try body()
      return nil
    } catch {
      return error.description
    }
  }

  @Test("The limit counts the bytes read, not the reported size") func whatComesIsCounted() throws {
    // The kernel says that this file has no byte.
    let file = try OpenFile("/proc/self/status", O_RDONLY, doing: "open it")
    #expect(try file.status().st_size == 0)
    #expect(
      failure { () throws(FileError) in try file.readAll(expected: 0, upTo: ReadLimit(bytes: 100)) }
        == "/proc/self/status: larger than 100 bytes. Give the path of the right file.")
  }

  @Test func beginningOfAFileIsRead() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("file", text: "; mark\nrest")
    #expect(try FileSnapshot.beginning(of: path, upTo: 7) == Array("; mark\n".utf8))
    #expect(try FileSnapshot.beginning(of: path, upTo: 100) == Array("; mark\nrest".utf8))
    #expect(
      failure { () throws(FileError) in try FileSnapshot.beginning(of: folder.path, upTo: 7) }
        == "\(folder.path): not a regular file. Give the path of the file itself.")
  }

  @Test func tooLongPipeIsRefused() throws {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    try pipe.fileHandleForWriting.write(contentsOf: Data(repeating: 1, count: 2001))
    #expect(
      failure { () throws(FileError) in
        try PipedBytes.all(from: descriptor, calledBy: "stdin", upTo: ReadLimit(bytes: 1000))
      } == "stdin: larger than 1000 bytes. Give the path of the right file.")
    try pipe.fileHandleForWriting.close()
    let rest = try PipedBytes.all(from: descriptor, calledBy: "stdin", upTo: ReadLimit(bytes: 1000))
    #expect(rest == [UInt8](repeating: 1, count: 1000), "as many bytes as the limit are no more than it")
  }

  @Test("A named pipe waits for its writer") func pipeWithANameWaitsForItsWriter() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    async let bytes = Task.detached { try PipedBytes.all(at: path, upTo: .memory) }.value
    _ = try await Program.required("sh").run(["-c", "exec echo x >\"$0\"", path])
    #expect(try await bytes == Array("x\n".utf8))
    #expect(try PipedBytes.all(at: folder.write("file", text: "x"), upTo: .memory) == nil)
    #expect(try PipedBytes.all(at: folder.path("none"), upTo: .memory) == nil)
  }

  @Test("A file with a larger reported size is not read") func sizeThatAFileSaysIsBelieved() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("sparse", text: "")
    try #require(truncate(path, 512 << 20 + 1) == 0)
    #expect(
      failure { () throws(FileError) in try FileSnapshot(of: path, upTo: ReadLimit(mebibytes: 512)) }
        == "\(path): larger than 512 MiB. Give the path of the right file.")
  }

  /// Each piece that is read is copied once or twice, so few pieces are little work.
  @Test("The work is linear in the bytes read", arguments: [0, 1000, 1 << 30]) func workGrowsWithWhatComes(
    expected: Int
  ) {
    var (count, pieces) = (0, 0)
    while count < 1 << 30 {
      count += ReadLimit.memory.nextReadSize(after: count, of: expected)
      pieces += 1
    }
    #expect(pieces < 25)
    #expect(count <= ReadLimit.memory.bytes + 1)
  }

  @Test(
    "Files of the kernel are refused",
    arguments: [
      ("/proc/self/environ", "proc"), ("/proc/self/pagemap", "proc"), ("/sys/kernel/uevent_seqnum", "sysfs"),
      ("/sys/fs/cgroup/cgroup.procs", "cgroup2"),
    ].filter { access($0.0, R_OK) == 0 })
  func fileOfTheKernelIsRefused(path: String, system: String) {
    let expected =
      "\(path): the file is in the kernel file system '\(system)', not on a disk. Give the path of a file on a disk."
    #expect(failure { () throws(FileError) in try FileSnapshot(of: path) } == expected)
    #expect(failure { () throws(FileError) in try FileSnapshot.beginning(of: path, upTo: 1) } == expected)
  }

  private static var hasOwnDevices: Bool {
    var (devices, root) = (stat(), stat())
    return getuid() == 0 && stat("/dev", &devices) == 0 && stat("/", &root) == 0 && devices.st_dev != root.st_dev
  }

  @Test(.enabled(if: hasOwnDevices, "only root can make a file among the devices")) func fileAmongTheDevicesIsRefused()
    throws
  {
    let path = "/dev/apim-dns-test-\(UUID().uuidString)"
    try Data("x".utf8).write(to: URL(filePath: path))
    defer { unlink(path) }
    #expect(
      failure { () throws(FileError) in try FileSnapshot(of: path) }
        == "\(path): the file is in the kernel file system 'devtmpfs', not on a disk. Give the path of a file on a "
        + "disk."
    )
  }
}
