import Foundation
import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// The script on a file that is a mount point, in its own mount namespace.
@Suite(.enabled(if: Program.areRequiredOrInstalled(["dash", "busybox", "unshare", "setsid"])))
struct HostsScriptInPlaceTests {
  private let folder: TemporaryFolder
  private let path: String

  /// The managed block at the beginning, which will grow, and unmanaged lines after it.
  private static let original = """
    # BEGIN apim-dns owner=apim-dns (managed: edits inside are lost)
    10.1.0.5\tcontoso-apim.westus.azure-api.net
    # END apim-dns owner=apim-dns
    10.9.9.1 db1
    10.9.9.2 db2
    10.9.9.3 db3
    10.9.9.4 db4

    """
  private var warning: String {
    "warning: \(path): the file was rewritten in place, not atomically; the previous contents are in "
      + "\(folder.path(".hosts.apim-dns.bak"))\n"
  }

  init() throws {
    folder = try TemporaryFolder()
    path = try folder.write("hosts", text: "")
    try folder.write("source", text: Self.original)
    let backend = HostsBackend(path: path, owner: .standard, keepsBackup: false)
    try folder.write("apply.sh", text: try backend.script(for: .present(BackendConformance.first)))
    try folder.write("remove.sh", text: try backend.script(for: .absent))
    // Programs that note how they are called and do what is in the file `what`, in which $number counts their calls. They are
    // copied: what this process has written may still be open for writing in one that it starts for another test.
    for name in ["dd", "sync", "mv", "cmp"] {
      try folder.writeProgram(
        "programs/\(name)",
        text: """
          #!/bin/sh
          echo "${0##*/} $*" >>"$HERE/calls"
          number=$(grep -c . "$HERE/calls")
          . "$HERE/what"
          PATH=$RIGHT exec "${0##*/}" "$@"

          """)
    }
  }

  /// Runs commands beside the mounted file; `odd` runs a script with the programs above.
  private func run(_ commands: String, environment: [String: String]? = nil) async throws -> Program.Result {
    let namespaces = getuid() == 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"]
    let prelude = """
      RIGHT=$PATH HERE=$PWD when=0
      export RIGHT HERE when
      : >what
      cp -R programs own
      odd() { : >calls; PATH=$PWD/own:$PATH setsid -w dash "$@"; }
      mount --bind source hosts

      """
    return try await Program.required("unshare").run(
      namespaces + ["dash", "-c", prelude + commands], environment: environment, in: folder.path)
  }

  @Test("A mounted file is rewritten in place") func itIsRewrittenInPlace() async throws {
    try folder.write("source", text: "127.0.0.1 localhost")
    let result = try await run("dash apply.sh && cp source applied && dash remove.sh")
    #expect(result.errors == warning + warning)
    #expect(result.status == 0)
    #expect(try folder.text(of: "source") == "127.0.0.1 localhost")
    #expect(try folder.text(of: "applied").hasSuffix("# END apim-dns owner=apim-dns\n"))
  }

  @Test("Each step is flushed to the disk before the next one") func everythingIsOnTheDiskBeforeTheNextStep()
    async throws
  {
    let result = try await run("odd apply.sh >/dev/null; sed \"s,$PWD/,,g\" calls")
    #expect(result.errors == warning)
    let calls = result.output.split(separator: "\n").map { $0.split(separator: " ") }
    let steps = calls.map { words in
      words[0] == "dd"
        ? "dd \(words.last { !$0.hasPrefix("conv") }?.prefix { $0 != "=" } ?? "")" : words.joined(separator: " ")
    }
    let name = try #require(steps.last { $0.hasPrefix("cmp") }).split(separator: " ")[2]
    let staged = String(name.dropLast("2.tmp".count))
    // Its name is only tried with `mv`, which a mounted file does not take.
    #expect(
      steps == [
        "cmp -s \(staged)1.tmp \(staged)2.tmp", "sync \(staged)2.tmp", "sync \(staged)3.tmp",
        "mv -f \(staged)3.tmp .hosts.apim-dns.bak", "cmp -s \(staged)1.tmp hosts", "mv -f \(staged)2.tmp hosts",
        "mv -f .hosts.apim-dns.bak .hosts.apim-dns.unfinished", "sync \(folder.path)", "cmp -s \(staged)1.tmp hosts",
        "dd seek", "sync hosts", "dd bs",
        "sync hosts", "dd seek", "sync hosts", "cmp -s \(staged)2.tmp -",
        "mv -f .hosts.apim-dns.unfinished .hosts.apim-dns.bak", "sync \(folder.path)",
      ])
    #expect(try folder.contents()[".hosts.apim-dns.unfinished"] == nil)
  }

  @Test("A mount point with a blank in its path is found") func mountOnAPathWithABlankIsSeen() async throws {
    let result = try await run(
      "mkdir 'a b'; : >'a b/hosts'; mount --bind source 'a b/hosts'; dash apply.sh 'a b/hosts'")
    #expect(result.output == "a b/hosts: changed\n")
    #expect(result.errors.hasPrefix("warning: a b/hosts: the file was rewritten in place"))
  }

  /// The file is the old one or the new one, or the next run refuses and names the copy.
  @Test("After a killed rewrite, the next run refuses and names the backup", arguments: ["apply", "remove"])
  func whatIsKilledInTheMiddleIsToldByTheNextRun(command: String) async throws {
    try folder.write("old", text: Self.original)
    let result = try await run(
      """
      odd \(command).sh 2>/dev/null >&2 && cp hosts new && count=$(grep -c . calls)
      # A program that writes does a part of it before all are killed.
      cat >what <<'END'
      if [ $number = $when ]; then
        [ "${0##*/}" != dd ] || PATH=$RIGHT dd "$@" bs=7 count=2 2>/dev/null
        kill -9 0
      fi
      END
      torn=0
      for when in $(seq "$count"); do
        cat old >hosts; rm -f .hosts.apim-dns.*
        odd \(command).sh >/dev/null 2>&1; echo $? >>statuses
        [ "$(ls .hosts.apim-dns.*)" != .hosts.apim-dns.unfinished ] || cmp .hosts.apim-dns.unfinished old || echo "copy $when"
        cmp -s hosts old || cmp -s hosts new || torn=$((torn + 1))
        if [ -e .hosts.apim-dns.unfinished ]; then
          dash \(command).sh >>says 2>&1; [ $? = 3 ] || echo "status $when"
          cat old >hosts; rm .hosts.apim-dns.unfinished
        else
          cmp -s hosts old || cmp -s hosts new || { echo "number $when"; cat hosts; }
        fi
        dash \(command).sh >/dev/null 2>&1; cmp hosts new
      done
      [ "$torn" -gt 1 ] && sort -u says && sort -u statuses; ls -A | grep -c 'unfinished$'
      """)
    #expect(
      result.output == """
        apim-dns: refused: \(path): a run was killed while it rewrote this file in place; the previous contents are in \
        \(folder.path(".hosts.apim-dns.unfinished")). Compare that file with this one, copy it back if lines are missing, then remove it.
        137
        0

        """, "\(result.errors)")
  }

  @Test(
    "On a full disk, the old contents stay",
    .enabled(if: Program.areRequiredOrInstalled(HostsScriptTests.Shell.required)),
    arguments: HostsScriptTests.Shell.allCases)
  func whereThereIsNoRoomTheOldContentsStay(shell: HostsScriptTests.Shell) async throws {
    let (program, words) = try shell.program()
    let bin = try await shell.environment(in: folder)?["PATH"] ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
    let result = try await run(
      """
      mkdir full; mount -t tmpfs -o size=8k none full; cp source full/hosts; mount --bind full/hosts hosts
      { cat source; head -c 3850 /dev/zero | tr '\\0' '#'; echo; echo 10.9.9.9 last; } >full/hosts; cp full/hosts old
      head -c 100000 /dev/zero >full/filler 2>/dev/null
      PATH=\(bin) \(([program.path] + words).joined(separator: " ")) apply.sh; echo $?; cmp hosts old && ls -A | grep bak
      """)
    #expect(
      result.errors
        == "apim-dns: \(path): cannot write it: No space left on device; the previous contents are restored\n")
    #expect(result.output == "1\n.hosts.apim-dns.bak\n")
  }

  @Test("After a failure, the previous contents are restored or the backup is named")
  func afterAFailureTheOldContentsAreBackOrTheCopyIsNamed() async throws {
    let result = try await run(
      """
      cp source old
      odd apply.sh >/dev/null 2>&1; cat old >hosts; first=$(grep -n ^dd calls | head -n 1); first=${first%%:*}
      cat >what <<'END'
      if [ "${0##*/}" = dd ] && [ $number -ge $when ] && [ $number -le $last ]; then
        PATH=$RIGHT dd "$@" bs=7 count=2 2>/dev/null
        echo "dd: error writing 'x': Input/output error" >&2
        exit 1
      fi
      END
      export last
      for when in $first $((first + 2)) $((first + 4)); do
        last=$when; odd apply.sh; echo $?; cmp hosts old; ls -A | grep apim-dns
      done
      when=$first last=1000; odd apply.sh; echo $?; ls -A | grep apim-dns; cmp .hosts.apim-dns.unfinished old
      """)
    let reason = "apim-dns: \(path): cannot write it: Input/output error"
    let back = "\(reason); the previous contents are restored\n"
    #expect(
      result.errors == back + back + back
        + "\(reason); the previous contents could not be restored. Copy them from \(folder.path(".hosts.apim-dns.unfinished")).\n"
    )
    #expect(
      result.output == String(repeating: "1\n.hosts.apim-dns.bak\n", count: 3) + "1\n.hosts.apim-dns.unfinished\n")
  }

  @Test("A signal does not interrupt a rewrite", arguments: ["HUP", "INT", "PIPE", "TERM"])
  func whoAsksItToEndInTheMiddleHasToWait(signal: String) async throws {
    let result = try await run(
      """
      echo 'case ${0##*/} in dd) kill -\(signal) 0 ;; esac' >what
      odd apply.sh; echo $?; ls -A | grep apim-dns; dash apply.sh
      """)
    #expect(result.errors == warning)
    #expect(result.output == "\(path): changed\n0\n.hosts.apim-dns.bak\n\(path): in sync\n")
  }

  /// A message with the paths of the backup and of the file.
  private func withPaths(_ message: String) -> String {
    message.replacing("PATH.apim-dns", with: folder.path(".hosts.apim-dns")).replacing("PATH", with: path)
  }

  @Test(
    "Failures of other steps are reported",
    arguments: [
      (
        "cmp -s *2.tmp -",
        "cannot write it: the bytes read back differ from those written; the previous contents are restored", "bak"
      ),
      (
        "mv -f *unfinished *bak",
        "the file is written, but PATH.apim-dns.unfinished could not be renamed to PATH.apim-dns.bak. Rename it by "
          + "hand.", "unfinished"
      ),
      ("mv -f *bak *unfinished", "cannot write the backup", "bak"),
      ("mv -f *3.tmp *bak", "cannot write the backup", nil),
    ])
  func whatFailsBesidesIsSaid(call: String, message: String, copy: String?) async throws {
    let result = try await run(
      """
      cp source old
      echo 'case "${0##*/} $*" in $bad) exit 1 ;; esac' >what
      export bad='\(call)'
      odd apply.sh; echo $?; ls -A | grep apim-dns; cmp -s hosts old && echo old
      """)
    let isWritten = copy == "unfinished"
    #expect(result.errors == "apim-dns: \(path): \(withPaths(message))\n")
    #expect(result.output == "1\n" + (copy.map { ".hosts.apim-dns.\($0)\n" } ?? "") + (isWritten ? "" : "old\n"))
  }

  /// Another process creates a link with the path of the backup just before the backup gets it.
  @Test(
    "The backup is not moved through a link",
    arguments: [
      (
        "mv -f *2.tmp */hosts", "unfinished",
        "refused: PATH.apim-dns.unfinished: this path is needed for the backup, but is not a regular file. "
          + "Remove it.", "3\nold\n"
      ),
      (
        "cmp -s *2.tmp -", "bak",
        "PATH: the file is written, but PATH.apim-dns.unfinished could not be renamed to PATH.apim-dns.bak. Rename it "
          + "by hand.", "1\n"
      ),
    ])
  func backupIsNotMovedThroughALink(call: String, name: String, message: String, output: String)
    async throws
  {
    let result = try await run(
      """
      cp source old; mkdir store
      echo 'case "${0##*/} $*" in $bad) ln -s store "$HERE/.hosts.apim-dns.\(name)" ;; esac' >what
      export bad='\(call)'
      odd apply.sh >/dev/null; echo $?; cmp -s hosts old && echo old; ls -A store
      """)
    #expect(result.errors == "apim-dns: \(withPaths(message))\n")
    #expect(result.output == output)
  }
}
