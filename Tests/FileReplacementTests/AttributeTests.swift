import Foundation
import TestSupport
import Testing

@testable import FileReplacement

/// What a file has besides its bytes stays with it.
@Suite struct AttributeTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func output(_ program: String, _ words: String...) async throws -> String {
    let result = try await Program.required(program).run(words, in: folder.path)
    #expect(result.errors == "")
    return result.output
  }

  @Test(.needs("setfattr", "getfattr")) func extendedAttributesAreKept() async throws {
    let path = try folder.write("file", text: "old")
    _ = try await output("setfattr", "-n", "user.origin", "-v", "a word\nand another", "file")
    _ = try await output("setfattr", "-n", "user.empty", "file")
    let before = try await output("getfattr", "-d", "-m", "-", "file")
    #expect(before.contains("user.origin"))
    try StagedFile("new", for: path).commit()
    #expect(try await output("getfattr", "-d", "-m", "-", "file") == before)
  }

  /// A context of SELinux is an attribute that only root may set where SELinux does not run.
  @Test(.needs("setfattr", "getfattr"), .enabled(if: getuid() == 0)) func contextOfSELinuxIsKept() async throws {
    let path = try folder.write("file", text: "old")
    let context = "system_u:object_r:net_conf_t:s0"
    _ = try await output("setfattr", "-n", "security.selinux", "-v", context, "file")
    try StagedFile("new", for: path).commit()
    #expect(try await output("getfattr", "--only-values", "-n", "security.selinux", "file").hasPrefix(context))
  }

  @Test(.needs("setfacl", "getfacl")) func accessControlListIsKept() async throws {
    let path = try folder.write("file", text: "old")
    _ = try await output("setfacl", "-m", "u:12345:rw,g:23456:r", "file")
    let before = try await output("getfacl", "-n", "file")
    #expect(before.contains("user:12345:rw-"))
    try StagedFile("new", for: path).commit()
    #expect(try await output("getfacl", "-n", "file") == before)
  }

  @Test(.needs("setfacl", "getfacl")) func defaultAccessControlListOfTheFolderIsNotInherited() async throws {
    let path = try folder.write("file", text: "old")
    let before = try await output("getfacl", "-n", "file")
    _ = try await output("setfacl", "-d", "-m", "u:12345:rw", ".")
    try StagedFile("new", for: path).commit()
    #expect(try await output("getfacl", "-n", "file") == before)
  }
}
