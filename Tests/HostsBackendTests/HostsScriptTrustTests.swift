import Foundation
import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// Others who can write in the folder, or on the way to it, lead the script to no other file, and keep it from ending.
@Suite(.enabled(if: Program.areRequiredOrInstalled(["dash", "busybox", "flock", "getfacl"])), .timeLimit(.minutes(2)))
struct HostsScriptTrustTests {
  private let folder: TemporaryFolder
  private let path: String
  private static let original = "127.0.0.1 localhost\n"
  private static let refusal =
    "users other than root can change this folder, and could redirect root to any file. Give the path of a file in "
    + "a folder that only root can change, or run 'chown root' and 'chmod go-w' on this folder."

  init() throws {
    folder = try TemporaryFolder()
    path = try folder.write("etc/hosts", text: Self.original)
    let script = try HostsBackend(path: path, owner: .standard).script(for: .present(BackendConformance.first))
    try folder.write("apply.sh", text: script)
    try folder.write("hasty.sh", text: script.replacing("lockTimeout=60", with: "lockTimeout=1"))
  }

  /// Runs commands; `apply` runs the script in each shell, with the programs in `own` before all others and for one with
  /// those of busybox behind them. `$flock` is the real one, which not every busybox has. Programs are copied to `own`: what
  /// this process has written may still be open for writing in one that it starts for another test.
  private func run(_ commands: String) async throws -> Program.Result {
    let bin = try await HostsScriptTests.Shell.busybox.environment(in: folder)?["PATH"] ?? ""
    let prelude = """
      script=apply.sh flock=\(try Program.required("flock").path)
      export flock
      mkdir own
      apply() {
        PATH=$PWD/own:$PATH dash $script "$@"; echo $?
        PATH=$PWD/own:\(bin) sh $script "$@"; echo $?
      }

      """
    return try await Program.required("dash").run(["-c", prelude + commands], in: folder.path)
  }

  private func twice(_ text: String) -> String { text + text }

  private func nothingIsLeft() throws {
    let left = try folder.contents().filter { $0.key.hasPrefix("etc/") }
    #expect(left == ["etc/hosts": Array(Self.original.utf8)])
  }

  @Test(
    "As root, the script refuses folders that other users can change",
    .enabled(if: getuid() == 0, "only root has something to lose"),
    arguments: [
      ("chown 12345 etc", "/etc"), ("chmod o+w etc", "/etc"), ("chmod 1777 etc", "/etc"),
      ("chown 0:12345 etc; chmod g+w etc", "/etc"), ("chown 12345 .", ""), ("chmod o+w .", ""),
      ("chown 12345 .; chmod 1777 .", ""),
      // The file lies well, and the link to it does not.
      ("mkdir open; ln -s ../etc/hosts open/hosts; chmod o+w open; set -- open/hosts", "/open"),
    ])
  func foldersThatOtherUsersCanChangeAreRefused(setting: String, place: String) async throws {
    let result = try await run("\(setting); apply \"$@\"")
    #expect(result.errors == twice("apim-dns: refused: \(folder.path)\(place): \(Self.refusal)\n"))
    #expect(result.output == "3\n3\n")
    try nothingIsLeft()
  }

  /// Whoever owns or writes the folder of the copies could make a link of each of them.
  @Test(
    "Backups do not go into a folder that other users can change",
    .enabled(if: getuid() == 0, "only root has something to lose"),
    arguments: ["chown 12345", "chmod o+w", "chmod 775 etc/hosts.apim-dns; chgrp 12345"])
  func backupsDoNotGoIntoAFolderOfOtherUsers(setting: String) async throws {
    let result = try await run(
      """
      mkdir etc/hosts.apim-dns; ln -s ../../precious etc/hosts.apim-dns/bak; : >etc/hosts.apim-dns/unfinished
      \(setting) etc/hosts.apim-dns; cp etc/hosts old
      PATH=$PWD/own:$PATH dash apply.sh; echo $?; cmp old etc/.hosts.apim-dns.bak; ls -A etc/hosts.apim-dns
      cp old etc/hosts; rm etc/.hosts.apim-dns.bak
      PATH=$PWD/bin sh apply.sh; echo $?; cmp old etc/.hosts.apim-dns.bak; ls -A etc/hosts.apim-dns; ls -A | grep precious
      """)
    #expect(result.errors == "")
    #expect(result.output == twice("\(path): changed\n0\nbak\nunfinished\n"))
  }

  /// The `ls` of busybox says nothing of access control lists, and the bits of the group may be those of one.
  @Test(
    "If no program shows lists, the rights of the group may be those of one",
    .enabled(if: getuid() == 0, "only root has something to lose"), .needs("getfacl", "setfacl"))
  func rightsOfTheGroupMayBeThoseOfAList() async throws {
    let result = try await run(
      """
      there() { PATH=$PWD/own:$PWD/bin sh apply.sh; echo $?; }
      chmod g+w etc; there; ln -s "$(command -v getfacl)" own/getfacl; there; setfacl -m u:12345:rwx etc; there
      """)
    #expect(result.errors == twice("apim-dns: refused: \(folder.path("etc")): \(Self.refusal)\n"))
    #expect(result.output == "3\n\(path): changed\n0\n3\n")
  }

  /// GNU `ls` marks access control lists.
  @Test(
    "Access control lists count as write permission", .enabled(if: getuid() == 0, "only root has something to lose"),
    .needs("setfacl"))
  func accessControlListsCount() async throws {
    let result = try await run("setfacl -m u:12345:rwx etc; dash apply.sh; echo $?")
    #expect(result.errors == "apim-dns: refused: \(folder.path("etc")): \(Self.refusal)\n")
    #expect(result.output == "3\n")
    try nothingIsLeft()
  }

  @Test(
    "Folders whose files other users cannot exchange are accepted",
    arguments: [
      "chmod 1777 .", "ln -s \"$(command -v getfacl)\" own/getfacl; chmod g+w etc .",
      "mkdir open; ln -s ../etc/hosts open/hosts; chmod 1777 open; set -- open/hosts",
    ])
  func foldersInWhichOthersExchangeNothingAreTaken(setting: String) async throws {
    let result = try await run("\(setting); apply \"$@\"")
    #expect(result.errors == "")
    #expect(result.output.contains(": changed\n0\n") && result.output.hasSuffix(": in sync\n0\n"))
  }

  /// Between the look at where the link leads and the look at whose it is, its owner puts one of root in its place.
  @Test(
    "A link that is exchanged meanwhile is noticed",
    .enabled(if: getuid() == 0, "only root can make a link for somebody else"))
  func linkThatIsExchangedMeanwhileIsSeen() async throws {
    try folder.write("secret/hosts", text: "secret")
    try folder.write(
      "swap",
      text: """
        #!/bin/sh
        PATH=${PATH#*:} readlink "$@"
        [ "$1" != -f ] || ln -sf ../etc/hosts open/hosts

        """)
    let result = try await run(
      """
      mkdir open; chmod 1777 open; cp swap own/readlink; chmod +x own/readlink
      ln -s ../secret/hosts open/hosts; chown -h 12345 open/hosts; PATH=$PWD/own:$PATH dash apply.sh open/hosts; echo $?
      """)
    #expect(result.errors == "apim-dns: refused: \(folder.path("secret")): \(Self.refusal)\n")
    #expect(result.output == "3\n")
    #expect(try folder.text(of: "secret/hosts") == "secret")
    try nothingIsLeft()
  }

  @Test(arguments: ["ln -s ../store", "mkdir", "ln -s ../hollow", "mkfifo"])
  func backupIsNotWrittenThroughALinkOrIntoAFolder(command: String) async throws {
    let result = try await run("mkdir store; \(command) etc/.hosts.apim-dns.bak; apply")
    let reason =
      "this path is needed for the backup, but is not a regular file. Remove it."
    let refusal = "apim-dns: refused: \(folder.path("etc/.hosts.apim-dns.bak")): \(reason)\n"
    #expect(result.errors == twice(refusal))
    #expect(result.output == "3\n3\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("store")).isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("etc")).count == 2)
    #expect(try folder.text(of: "etc/hosts") == Self.original)
  }

  /// What flock is: the real one, and one that cannot wait for some seconds.
  private static let flocks = [
    #"exec $flock "$@""#,
    #"""
    case $1 in
    --help) echo 'Usage: flock [-sxun] FD|{FILE [-c] PROG ARGS}'; exit 1 ;;
    -w) echo "flock: invalid option -- 'w'" >&2; exit 1 ;;
    esac
    exec $flock "$@"
    """#,
  ]

  private func use(flock: String) throws {
    try folder.write("flock", text: "#!/bin/sh\n\(flock)\n")
    chmod(folder.path("flock"), 0o755)
  }

  @Test("Waiting for the lock has a limit", arguments: flocks) func waitingForTheLockHasALimit(flock: String)
    async throws
  {
    try use(flock: flock)
    // Whoever can read the folder can hold its lock.
    let result = try await run("cp flock own; script=hasty.sh; exec 8<etc; $flock 8; apply; exec 8<&-; apply")
    let failure =
      "apim-dns: \(path): another run has held the folder's lock for 1 s. Wait for that run to end, "
      + "then run again.\n"
    #expect(result.errors == twice(failure))
    #expect(result.output == "1\n1\n\(path): changed\n0\n\(path): in sync\n0\n")
  }

  @Test("The script waits for the lock", arguments: flocks) func whoHoldsTheLockIsWaitedFor(flock: String) async throws
  {
    try use(flock: "[ $1 = --help ] || : >asked\n" + flock)
    let result = try await run(
      """
      cp flock own
      exec 8<etc; $flock 8; (exec >&-; until [ -e asked ]; do sleep 0.02; done; sleep 0.1; $flock -u 8) &
      PATH=$PWD/own:$PATH dash apply.sh; echo $?
      """)
    #expect(result.errors == "")
    #expect(result.output == "\(path): changed\n0\n")
  }

  @Test("A lock that cannot be taken is a failure") func lockThatCannotBeHadIsAFailure() async throws {
    try use(flock: #"[ $1 = --help ] || { echo "flock: 9: No locks available" >&2; exit 71; }"#)
    let result = try await run("cp flock own; apply")
    #expect(result.errors == twice("apim-dns: \(path): cannot lock its folder: No locks available\n"))
    #expect(result.output == "1\n1\n")
    try nothingIsLeft()
  }
}
