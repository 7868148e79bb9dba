import Foundation
import TestSupport
import Testing

/// Hosts files that nobody may change, and what there is to do about it.
@Suite struct HostsUnchangeableTests {
  private let fixture: HostsMountFixture
  private var folder: TemporaryFolder { fixture.folder }
  private var path: String { fixture.path }
  private static let original = HostsMountFixture.original

  init() throws {
    fixture = try HostsMountFixture()
  }

  @Test(.needs("unshare")) func readOnlyMountIsRefused() async throws {
    FaultTally.add(to: "apply hosts", "read-only mount")
    let result = try await fixture.run(
      """
      mkdir etc && mv hosts etc/hosts && mount --bind etc etc && mount -o remount,bind,ro etc && cd etc &&
      apply "$@"; echo $?
      """)
    let path = folder.path("etc/hosts")
    #expect(
      result.errors == """
        apim-dns: refused: \(path): on a read-only file system. Change the file at its source, or remount the \
        file system read-write first.
        apim-dns: nothing was written

        """)
    #expect(result.output.hasSuffix("\n3\n"))
    #expect(try folder.contents() == ["etc/hosts": Array(Self.original.utf8)])
  }

  /// A container whose root is read-only, with a hosts file of its own that is not.
  @Test(.needs("unshare")) func mountedFileIsRefusedIfItsBackupCannotBeWritten() async throws {
    FaultTally.add(to: "apply hosts, mounted file", "read-only folder, no place for a backup")
    let result = try await fixture.run(
      """
      mkdir etc && touch etc/hosts && mount --bind etc etc && mount --bind hosts etc/hosts &&
      mount -o remount,bind,ro etc && cd etc && apply "$@"; echo $?
      """)
    #expect(
      result.errors == """
        apim-dns: refused: \(folder.path("etc")): the folder is on a read-only file system, so the backup for an \
        in-place rewrite cannot be written. Remount the file system read-write first.
        apim-dns: nothing was written

        """)
    #expect(result.output.hasSuffix("\n3\n"))
    #expect(try folder.text(of: "hosts") == Self.original)
  }

  @Test(.needs("unshare"), arguments: [":", "mount -o remount,bind,ro root/nix/store"])
  func fileInTheNixStoreIsRefusedWithWhatToChangeInstead(remount: String) async throws {
    // The root of a namespace of its own has a store, and nothing else but what the program needs.
    let result = try await fixture.run(
      """
      mkdir -p root/nix/store/abc && mv hosts root/nix/store/abc/hosts && ln -s /nix/store/abc/hosts root/hosts
      for name in bin usr lib lib64 opt proc work home; do
        [ -e "/$name" ] && mkdir -p "root/$name" && mount --rbind "/$name" "root/$name"
      done
      mkdir -p "root/${program%/*}" && mount --bind "${program%/*}" "root/${program%/*}"
      mount --bind root/nix/store root/nix/store && \(remount)
      chroot root "$program" apply hosts --file /hosts "$@"; echo $?
      """)
    #expect(
      result.errors == """
        apim-dns: refused: /nix/store/abc/hosts: the file is in the Nix store, which is read-only. Add the names to \
        networking.extraHosts in the system configuration.
        apim-dns: nothing was written

        """)
    #expect(result.output.hasSuffix("\n3\n"))
    let store = folder.path("root/nix/store/abc")
    #expect(try FileManager.default.contentsOfDirectory(atPath: store) == ["hosts"])
    #expect(try String(contentsOfFile: store + "/hosts", encoding: .utf8) == Self.original)
  }

  @Test(.enabled("no file can be marked immutable here", Self.marksFiles)) func immutableFileIsRefused() async throws {
    let chattr = try Program.required("chattr")
    let marked = try await chattr.run(["+i", path])
    let result = try await fixture.run("apply \"$@\"; echo $?")
    let unmarked = try await chattr.run(["-i", path])
    #expect(marked.status == 0 && unmarked.status == 0)
    #expect(
      result.errors == """
        apim-dns: refused: \(path): marked immutable or append-only. Run 'chattr -ia \(path)' \
        first, or 'chflags nouchg,nouappnd \(path)' on macOS.
        apim-dns: nothing was written

        """)
    #expect(result.output.hasSuffix("\n3\n"))
    #expect(try folder.contents() == ["hosts": Array(Self.original.utf8)])
  }

  /// Whether this user may mark a file immutable, and the file system knows the mark.
  @Sendable private static func marksFiles() async throws -> Bool {
    guard let chattr = Program(named: "chattr") else { return false }
    let path = try TemporaryFolder().write("file", text: "")
    let status = try await chattr.run(["+i", path]).status
    _ = try await chattr.run(["-i", path])
    return status == 0
  }

  /// Who forgot sudo hears it from the plan.
  @Test(
    .needs("unshare", "setpriv"), .enabled(if: getuid() == 0, "only root can become somebody else"),
    arguments: [
      (
        "755",
        "FOLDER: no write permission. Run the command with sudo, or give the path of another file.",
        true
      ),
      (
        "777",
        "FOLDER/hosts: the file belongs to another user or group, which its replacement would not keep. Run the "
          + "command as that user, or with sudo.", false
      ),
    ])
  func missingWritePermissionIsReportedWithAFix(mode: String, reason: String, isPlanned: Bool) async throws {
    let result = try await fixture.run(
      """
      chmod \(mode) . && nobody() { setpriv --reuid=12345 --regid=12345 --clear-groups "$program" "$@"; }
      nobody plan hosts --file "$PWD/hosts" "$@" >plan; cp plan /dev/stdout
      nobody apply hosts --file "$PWD/hosts" "$@" >/dev/null; echo $?; rm plan
      """)
    let reason = reason.replacing("FOLDER", with: folder.path)
    #expect(result.output.contains(reason) == isPlanned)
    #expect(result.output.hasSuffix("\n3\n"))
    #expect(result.errors.contains("apim-dns: \(isPlanned ? "refused" : "hosts"): \(reason)\n"))
    #expect(try folder.contents()["hosts"] == Array(Self.original.utf8))
  }

  @Test(.needs("unshare")) func missingFolderIsReportedInThePlan() async throws {
    let result = try await fixture.run(
      """
      cd /; "$program" plan hosts --file "\(folder.path)/none/hosts" "$@"
      "$program" apply hosts --file "\(folder.path)/none/hosts" "$@" >/dev/null; echo $?
      """)
    let reason =
      "\(folder.path("none/hosts")): its folder \(folder.path("none")) does not exist. Create it, or give the path "
      + "of another file."
    #expect(result.output.contains(reason))
    #expect(result.output.hasSuffix("\n3\n"))
    #expect(
      result.errors == """
        apim-dns: refused: \(reason)
        apim-dns: nothing was written

        """)
  }
}
