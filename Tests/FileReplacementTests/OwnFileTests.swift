import Foundation
import TestSupport
import Testing

@testable import FileReplacement

/// Files that nobody but this program writes.
@Suite struct OwnFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("own")
  }

  private func replace(with text: String) throws(FileError) -> Bool {
    try OwnFile(path).replace(ifOurs: { $0.starts(with: Array("ours".utf8)) }, with: { $0 + Array(text.utf8) })
  }

  @Test("No new file is created in a file system of the kernel") func noNewFileGoesWhereTheKernelShowsWhatItKnows()
    throws
  {
    let error = #expect(throws: FileError.self) {
      try OwnFile("/dev/apim-dns-new").replace(ifOurs: { _ in true }, with: { _ in [] })
    }
    #expect(error?.code == .kernelFileSystem)
  }

  @Test("Only a file that this program wrote is replaced") func fileOfOursIsReplacedAndNoOther() throws {
    #expect(try replace(with: "ours 1\n") && replace(with: "ours 2\n"))
    #expect(try folder.contents() == ["own": Array("ours 1\nours 2\n".utf8)])
    try folder.write("own", text: "theirs\n")
    #expect(try !replace(with: "ours 3\n"))
    #expect(try folder.contents() == ["own": Array("theirs\n".utf8)])
  }

  @Test(
    .enabled(if: getuid() == 0, "only root can make a file for somebody else"), arguments: ["", "ours of theirs\n"])
  func fileOfAnotherUserIsNotReplaced(contents: String) throws {
    try folder.write("own", text: contents)
    try #require(chown(path, 65534, 65534) == 0)
    let error = try #require(throws: FileError.self) { try replace(with: "ours\n") }
    #expect(
      error.description
        == "\(path): the file belongs to another user, who could change what is written to it. Give the path of "
        + "another file, or remove this one first.")
    #expect(try folder.contents() == ["own": Array(contents.utf8)])
  }
}
