import Foundation
import TestSupport
import Testing

/// Hosts files that cannot be replaced: mounted on their own, read-only, immutable. All of it happens in a mount namespace
/// that nobody else sees.
@Suite struct HostsMountTests {
  private let folder: TemporaryFolder

  private static let original = "127.0.0.1 localhost\n10.9.9.9 db"
  private static let begin =
    "# BEGIN apim-dns owner=apim-dns (managed: edits inside are lost; the line end before this line came with it)\n"
  private static let patched =
    original + "\n" + begin + "10.1.0.5\tcontoso-apim.westus.azure-api.net\n"
    + "10.1.0.5\tcontoso-apim.portal.azure-api.net\n# END apim-dns owner=apim-dns\n"

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("hosts", text: Self.original)
  }

  /// Runs a script in a mount namespace, with the program as `$1` and the folder as working folder.
  private func run(_ script: String) async throws -> Program.Result {
    let namespaces = getuid() == 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"]
    let instance = ["--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.5", "--hostnames", "regional"]
    let prelude = """
      program=$1; shift
      apply() { "$program" apply hosts --file "$PWD/hosts" "$@"; }
      remove() { "$program" remove hosts --file "$PWD/hosts" --owner apim-dns; }

      """
    return try await Program.required("unshare").run(
      namespaces + ["sh", "-c", prelude + script, "sh", Program.built("apim-dns").path] + instance, in: folder.path)
  }

  @Test(.needs("unshare")) func aMountedFileIsRewrittenInPlace() async throws {
    try folder.write("source", text: Self.original)
    let before = try FileManager.default.attributesOfItem(atPath: folder.path("source"))[.systemFileNumber] as? Int
    let result = try await run("mount --bind source hosts && apply \"$@\" && cat hosts")
    let path = folder.path("hosts")
    #expect(
      result.errors == """
        warning: \(path): it is mounted on its own, as containers do, so it is rewritten in place: whoever reads it \
        meanwhile may see a part of it
        warning: \(path): it was rewritten in place, not in one step; the contents before are in \(path).apim-dns.bak

        """)
    #expect(result.output.hasSuffix("2 created, 0 updated, 0 deleted\n" + Self.patched))
    #expect(try folder.text(of: "source") == Self.patched)
    #expect(try folder.text(of: "hosts.apim-dns.bak") == Self.original)
    #expect(
      try FileManager.default.attributesOfItem(atPath: folder.path("source"))[.systemFileNumber] as? Int == before)
    #expect(try folder.contents().count == 3, "nothing else is left")
  }

  @Test(.needs("unshare")) func whatWasRewrittenInPlaceIsTakenOutInPlace() async throws {
    try folder.write("source", text: Self.original)
    let result = try await run("mount --bind source hosts && apply --no-backup \"$@\" >&2 && remove >&2")
    #expect(result.status == 0)
    #expect(try folder.text(of: "source") == Self.original)
    #expect(try folder.text(of: "hosts.apim-dns.bak") == Self.patched, "in place, there is a backup in any case")
  }

  /// In place, nothing can help against SIGKILL; but whatever fails, the file is whole afterwards.
  @Test(.needs("unshare", "strace"), arguments: ["pwrite64", "fsync", "ftruncate", "read"])
  func aFailureInPlaceBringsTheOldContentsBack(call: String) async throws {
    // The new contents are shorter: the file must be cut.
    let result = try await run(
      """
      apply --no-backup "$@" >/dev/null && cp hosts new && echo "10.7.7.7 tail" >>hosts && cp hosts old && touch source
      "$program" remove hosts --file "$PWD/hosts" --owner apim-dns --no-backup >/dev/null && cp hosts new
      mount --bind source hosts
      for number in 1 2 3 4 5 6 7 8 9; do
        cat old >hosts
        strace -o /dev/null -e trace=\(call) -e "inject=\(call):error=EIO:when=$number" \
          "$program" remove hosts --file "$PWD/hosts" --owner apim-dns --no-backup >/dev/null 2>errors
        cat errors >>all
        cmp -s hosts old || cmp -s hosts new || { echo "number $number"; cat errors; }
      done
      cat all >&2
      """)
    #expect(result.output == "")
    if ["pwrite64", "ftruncate"].contains(call) {
      #expect(result.errors.contains(": Input/output error; the old contents are back\n"))
    }
  }

  @Test(.needs("unshare")) func whereThereIsNoRoomNothingIsWritten() async throws {
    let result = try await run(
      """
      mkdir full && mount -t tmpfs -o size=8k none full && cp hosts full/hosts && mount --bind full/hosts hosts &&
      { head -c 100000 /dev/zero >full/filler 2>/dev/null || true; } &&
      head -c 4096 /dev/zero | tr '\\0' '#' >full/hosts; echo >>full/hosts; cp full/hosts before
      apply "$@"; echo $?; cmp hosts before && echo same
      """)
    #expect(result.output.hasSuffix("\n1\nsame\n"))
    #expect(result.errors.contains("hosts: its file system has no room for "))
    #expect(result.errors.contains(" more bytes; make room first\n"))
  }

  @Test(.needs("unshare")) func aReadOnlyMountIsRefused() async throws {
    let result = try await run(
      """
      mkdir etc && mv hosts etc/hosts && mount --bind etc etc && mount -o remount,bind,ro etc && cd etc &&
      apply "$@"; echo $?
      """)
    let path = folder.path("etc/hosts")
    #expect(
      result.errors == """
        apim-dns: refused: \(path): lies on a read-only file system; change it where it comes from, or mount it for writing first
        apim-dns: nothing was written

        """)
    #expect(result.output.hasSuffix("\n3\n"))
    #expect(try folder.contents() == ["etc/hosts": Array(Self.original.utf8)])
  }

  @Test(.needs("unshare")) func theNixStoreIsRefusedWithThePlaceToChange() async throws {
    // The root of a namespace of its own has a store, and nothing else but what the program needs.
    let result = try await run(
      """
      mkdir -p root/nix/store/abc && mv hosts root/nix/store/abc/hosts && ln -s /nix/store/abc/hosts root/hosts
      for name in bin usr lib lib64 opt proc work home; do
        [ -e "/$name" ] && mkdir -p "root/$name" && mount --rbind "/$name" "root/$name"
      done
      mkdir -p "root/${program%/*}" && mount --bind "${program%/*}" "root/${program%/*}"
      mount --bind root/nix/store root/nix/store && mount -o remount,bind,ro root/nix/store
      chroot root "$program" apply hosts --file /hosts "$@"; echo $?
      """)
    #expect(
      result.errors == """
        apim-dns: refused: /nix/store/abc/hosts: lies in the read-only Nix store; put the names under \
        networking.extraHosts in the system's configuration
        apim-dns: nothing was written

        """)
    #expect(result.output.hasSuffix("\n3\n"))
  }

  @Test(.needs("chattr")) func anImmutableFileIsRefused() async throws {
    let chattr = try Program.required("chattr")
    let path = folder.path("hosts")
    guard try await chattr.run(["+i", path]).status == 0 else { return }
    let result = try await run("apply \"$@\"; echo $?")
    let unmarked = try await chattr.run(["-i", path])
    #expect(unmarked.status == 0)
    #expect(
      result.errors == """
        apim-dns: refused: \(path): is marked immutable, and that mark is not ours to clear; run 'chattr -i \(path)' first \
        (macOS: chflags)
        apim-dns: nothing was written

        """)
    #expect(result.output.hasSuffix("\n3\n"))
    #expect(try folder.contents() == ["hosts": Array(Self.original.utf8)])
  }
}
