import Foundation
import TestSupport
import Testing

/// Hosts files that are mounted on their own, as in a container: nothing can take their place, so they are rewritten.
@Suite struct HostsMountTests {
  private let fixture: HostsMountFixture
  private var folder: TemporaryFolder { fixture.folder }
  private var path: String { fixture.path }
  private static let original = HostsMountFixture.original
  private static let patched = HostsMountFixture.patched

  init() throws {
    fixture = try HostsMountFixture()
  }

  @Test(.needs("unshare")) func mountedFileIsRewrittenInPlace() async throws {
    try folder.write("source", text: Self.original)
    let before = try FileManager.default.attributesOfItem(atPath: folder.path("source"))[.systemFileNumber] as? Int
    let result = try await fixture.run("mount --bind source hosts && apply \"$@\" && cat hosts")
    #expect(
      result.errors == """
        warning: \(path): the file is a mount point, as in containers, so it is rewritten in place: a program that \
        reads it meanwhile may see only part of it
        warning: \(path): the file was rewritten in place, not atomically; the previous contents are in \
        \(folder.path(".hosts.apim-dns.bak"))

        """)
    #expect(result.output.hasSuffix("2 created, 0 updated, 0 deleted\n" + Self.patched))
    #expect(try folder.text(of: "source") == Self.patched)
    #expect(try folder.text(of: ".hosts.apim-dns.bak") == Self.original)
    #expect(
      try FileManager.default.attributesOfItem(atPath: folder.path("source"))[.systemFileNumber] as? Int == before)
    #expect(try folder.contents().count == 3, "nothing else is left")
  }

  /// The disk takes a while, and others go on writing: what they add is there at the end.
  @Test(.needs("unshare"), .needs("strace"), arguments: ["[ -e .hosts.apim-dns.unfinished ]", "grep -q BEGIN hosts"])
  func linesAddedDuringARewriteAreKept(moment: String) async throws {
    try folder.write("source", text: Self.original + "\n")
    let result = try await fixture.run(
      """
      mount --bind source hosts
      { until \(moment); do sleep 0.01; done; echo '10.7.7.7 foreign.example' >>hosts; } &
      strace -f -o log -e trace=fsync -e inject=fsync:delay_enter=300000 "$program" apply hosts --file "$PWD/hosts" "$@"
      status=$?; wait; exit $status
      """)
    #expect(result.status == 0, "\(result.errors)")
    let text = try folder.text(of: "source")
    #expect(text.hasPrefix(Self.original + "\n"))
    #expect(text.contains("10.7.7.7 foreign.example\n"))
    #expect(text.contains("\n# BEGIN apim-dns owner=apim-dns") && text.contains("\n# END apim-dns owner=apim-dns\n"))
  }

  /// The script writes nothing then.
  @Test(.needs("unshare")) func scriptKeepsLinesAddedDuringARewrite() async throws {
    try folder.write("source", text: Self.original + "\n")
    try FileManager.default.createDirectory(atPath: folder.path("bin"), withIntermediateDirectories: false)
    try folder.writeProgram(
      "bin/sync",
      text: """
        #!/bin/sh
        if [ -e .hosts.apim-dns.unfinished ]; then echo '10.7.7.7 foreign.example' >>hosts; fi
        exec /bin/sync "$@"
        """)
    let result = try await fixture.run(
      """
      mount --bind source hosts
      "$program" apply hosts --print-script "$@" >script && PATH=$PWD/bin:/usr/bin:/bin sh script hosts
      """)
    #expect(
      result.errors.hasSuffix("apim-dns: refused: hosts: the file keeps changing. Run again.\n"), "\(result.errors)")
    #expect(result.status == 3)
    #expect(try folder.text(of: "source") == Self.original + "\n10.7.7.7 foreign.example\n")
    #expect(!folder.exists(".hosts.apim-dns.unfinished"))
  }

  /// As the service has it: nothing but the file and its copies can be written.
  private static let service = """
    mount --bind . . && cd "$PWD" && mount --bind hosts hosts && mount --bind hosts.apim-dns hosts.apim-dns &&
    mount -o remount,ro,bind "$PWD" &&
    """

  @Test(.needs("unshare")) func writeAccessToTheFileAndItsBackupFolderIsEnough() async throws {
    try FileManager.default.createDirectory(atPath: folder.path("hosts.apim-dns"), withIntermediateDirectories: false)
    let result = try await fixture.run("\(Self.service) apply \"$@\" && apply \"$@\" && touch new")
    #expect(result.errors.contains("the previous contents are in \(path).apim-dns/bak\n"))
    #expect(result.errors.hasSuffix("Read-only file system\n"), "nothing else can be written")
    #expect(result.output.hasSuffix("hosts  \(path)  in sync, 2 record sets\nnothing to do\n"))
    #expect(
      try folder.contents() == [
        "hosts": Array(Self.patched.utf8), "hosts.apim-dns/bak": Array(Self.original.utf8),
      ])
  }

  /// Whoever could exchange the copies has no say in where they go, and nothing is written without one.
  @Test(
    .needs("unshare"), .enabled(if: getuid() == 0),
    arguments: ["chown 12345 hosts.apim-dns", "mv hosts.apim-dns d && ln -s d hosts.apim-dns"])
  func folderOfAnotherUserIsNotUsedForBackups(change: String) async throws {
    try FileManager.default.createDirectory(atPath: folder.path("hosts.apim-dns"), withIntermediateDirectories: false)
    let result = try await fixture.run("\(change) && \(Self.service) apply \"$@\"")
    #expect(
      result.errors.contains(
        "\(folder.path): the folder is on a read-only file system, so the backup for an in-place rewrite cannot be "
          + "written. Remount the file system read-write first.\n"))
    #expect(result.status == 3)
    #expect(try folder.text(of: "hosts") == Self.original)
  }

  @Test(.needs("unshare")) func removeRewritesAMountedFileInPlace() async throws {
    try folder.write("source", text: Self.original)
    let result = try await fixture.run("mount --bind source hosts && apply --no-backup \"$@\" >&2 && remove >&2")
    #expect(result.status == 0)
    #expect(try folder.text(of: "source") == Self.original)
    #expect(try folder.text(of: ".hosts.apim-dns.bak") == Self.patched, "in place, there is a backup in any case")
  }

  @Test(
    .needs("unshare"),
    arguments: [
      (
        "docker/containers/0a",
        "Docker or Podman rewrites this file whenever the container starts. Add the names with --add-host or "
          + "extra_hosts."
      ),
      (
        "storage/overlay-containers/0a/userdata",
        "Docker or Podman rewrites this file whenever the container starts. Add the names with --add-host or "
          + "extra_hosts."
      ),
      (
        "kubelet/pods/0a/etc-hosts",
        "Kubernetes rewrites this file whenever the container starts. Add the names to hostAliases in the pod spec."
      ),
    ])
  func programThatMountedTheFileIsNamed(place: String, warning: String) async throws {
    let result = try await fixture.run(
      """
      mkdir -p \(place) && cp hosts \(place)/hosts && mount --bind \(place)/hosts hosts &&
      "$program" plan hosts --file "$PWD/hosts" "$@" >/dev/null
      """)
    #expect(
      result.errors == """
        warning: \(path): the file is a mount point, as in containers, so it is rewritten in place: a program that \
        reads it meanwhile may see only part of it
        warning: \(path): \(warning)

        """)
  }

  @Test(.needs("unshare")) func nothingIsWrittenOnAFullDisk() async throws {
    FaultTally.add(to: "apply hosts, mounted file", "full disk (tmpfs)")
    let result = try await fixture.run(
      """
      mkdir full && mount -t tmpfs -o size=8k none full && cp hosts full/hosts && mount --bind full/hosts hosts &&
      { head -c 100000 /dev/zero >full/filler 2>/dev/null || true; } &&
      head -c 4096 /dev/zero | tr '\\0' '#' >full/hosts; echo >>full/hosts; cp full/hosts before
      apply "$@"; echo $?; cmp hosts before && echo same
      """)
    #expect(result.output.hasSuffix("\n1\nsame\n"))
    #expect(result.errors.contains("hosts: the file system has no space for "))
    #expect(result.errors.contains(" more bytes. Free some space first.\n"))
  }
}
