import Foundation
import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// The script refuses a file that it cannot change, says what to do, and leaves nothing behind.
@Suite(.enabled(if: Program.areRequiredOrInstalled(["dash", "busybox", "getfattr", "unshare", "setpriv", "chattr"])))
struct HostsScriptRefusalTests {
  private let folder: TemporaryFolder
  private let path: String
  private static let original = "127.0.0.1 localhost\n"
  private static let unlike =
    "the file belongs to another user or group, or has an access control list, which its replacement would not "
    + "keep. Run the command as that user, or with sudo."

  init() throws {
    folder = try TemporaryFolder()
    path = try folder.write("etc/hosts", text: Self.original)
    let backend = HostsBackend(path: path, owner: .standard)
    try folder.write("apply.sh", text: try backend.script(for: .present(BackendConformance.first)))
  }

  /// Runs commands in a mount namespace; `apply` runs the script in each shell, and with no other programs than busybox has.
  private func run(_ commands: String) async throws -> Program.Result {
    let namespaces = getuid() == 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"]
    let bin = try await HostsScriptTests.Shell.busybox.environment(in: folder)?["PATH"] ?? ""
    let prelude = """
      apply() { dash apply.sh "$@"; echo $?; PATH=\(bin) bin/sh apply.sh "$@"; echo $?; }

      """
    return try await Program.required("unshare").run(
      namespaces + ["dash", "-c", prelude + commands], in: folder.path)
  }

  /// What both shells say.
  private func refusal(_ place: String, _ reason: String) -> String {
    String(repeating: "apim-dns: refused: \(place): \(reason)\n", count: 2)
  }

  private func nothingIsLeft() throws {
    let left = try folder.contents().filter { $0.key.hasPrefix("etc/") }
    #expect(left == ["etc/hosts": Array(Self.original.utf8)])
  }

  @Test("The script refuses an empty path, a second argument and unknown options") func argumentIsAPathOrARefusal()
    async throws
  {
    let result = try await run(
      "apply ''; apply etc/hosts more; cp etc/hosts ./-n; apply -n; apply --force etc/hosts; apply -- -n; rm ./-n*")
    #expect(
      result.errors == """
        apim-dns: refused: the path is empty. Give the path of the hosts file, or no argument.
        apim-dns: refused: the path is empty. Give the path of the hosts file, or no argument.
        apim-dns: refused: unexpected argument 'more'. Give the path of one hosts file.
        apim-dns: refused: unexpected argument 'more'. Give the path of one hosts file.
        apim-dns: refused: unknown option '-n'. Use --help, or ./-n for a file with this name.
        apim-dns: refused: unknown option '-n'. Use --help, or ./-n for a file with this name.
        apim-dns: refused: unknown option '--force'. Use --help, or ./--force for a file with this name.
        apim-dns: refused: unknown option '--force'. Use --help, or ./--force for a file with this name.

        """)
    #expect(result.output == "3\n3\n3\n3\n3\n3\n3\n3\n./-n: changed\n0\n./-n: in sync\n0\n")
    try nothingIsLeft()
  }

  /// Where there is no `flock`, they might be another run's.
  @Test("Leftovers of killed runs are removed under the lock") func whatKilledRunsLeftIsRemovedUnderTheLock()
    async throws
  {
    let result = try await run(
      """
      for name in 1.2 1.2.3 a.2; do echo x >etc/.apim-dns.$name.tmp; done
      ln -s hosts etc/.apim-dns.1.3.tmp; mkdir etc/.apim-dns.1.4.tmp
      PATH=$PWD/bin bin/sh apply.sh >/dev/null && ls -A etc; echo '127.0.0.1 localhost' >etc/hosts
      dash apply.sh >/dev/null && ls -A etc
      """)
    let left = [
      ".apim-dns.1.2.3.tmp", ".apim-dns.1.3.tmp", ".apim-dns.1.4.tmp", ".apim-dns.a.2.tmp", "hosts",
      ".hosts.apim-dns.bak",
    ]
    let hasFlock = FileManager.default.fileExists(atPath: folder.path("bin/flock"))
    let first = (left + (hasFlock ? [] : [".apim-dns.1.2.tmp"])).sorted()
    #expect(result.errors == "")
    #expect(result.output.split(separator: "\n").map(String.init).sorted() == (first + left).sorted())
  }

  @Test(
    "Immutable and append-only files are refused", .enabled(if: FileMarks.canBeSet),
    arguments: ["+i etc/hosts", "+a etc/hosts", "+i etc", "+a etc"])
  func marksAreRefused(mark: String) async throws {
    let place = folder.path(String(mark.dropFirst(3)))
    // busybox has no lsattr: there, what only may be added to is found when it is too late.
    let isSeen = mark.hasPrefix("+i")
    let command = isSeen ? "apply" : "dash apply.sh; echo $?"
    let result = try await run("chattr \(mark); \(command); chattr -ia etc/hosts etc")
    let reason =
      "marked immutable or append-only. Run 'chattr -ia \(place)' first, or 'chflags nouchg,nouappnd \(place)' on macOS."
    #expect(result.errors == (isSeen ? refusal(place, reason) : "apim-dns: refused: \(place): \(reason)\n"))
    #expect(result.output == (isSeen ? "3\n3\n" : "3\n"))
    try nothingIsLeft()
  }

  @Test(arguments: ["etc", "etc/hosts"]) func readOnlyFileSystemIsRefused(place: String) async throws {
    let result = try await run(
      "mount --bind \(place) \(place) && mount -o remount,bind,ro \(place) && apply")
    let reason =
      "on a read-only file system. Change the file at its source, or remount the file system "
      + "read-write first."
    #expect(result.errors == refusal(folder.path(place), reason))
    #expect(result.output == "3\n3\n")
    try nothingIsLeft()
  }

  @Test("A folder in which no file can be created is named") func folderThatTakesNoMoreFilesIsNamed() async throws {
    let result = try await run(
      """
      mkdir full; mount -t tmpfs -o mode=755,nr_inodes=2 none full; cp etc/hosts full/hosts
      apply full/hosts; ls -A full
      """)
    let failure = "apim-dns: full/hosts: cannot write in \(folder.path("full")): No space left on device\n"
    #expect(result.errors == failure + failure)
    #expect(result.output == "1\n1\nhosts\n")
  }

  @Test func fullDiskIsReported() async throws {
    let result = try await run(
      """
      mkdir full; mount -t tmpfs -o mode=755,size=4k none full; cp etc/hosts full/hosts
      apply full/hosts; ls -A full
      """)
    let failure =
      "apim-dns: full/hosts: cannot copy it: No space left on device. Check that the file system of "
      + "\(folder.path("full")) has space.\n"
    #expect(result.errors == failure + failure)
    #expect(result.output == "1\n1\nhosts\n")
  }

  /// The table of mounts writes such a path in another way.
  @Test("Escaped paths in the mount table are decoded", arguments: ["a b", "a\tb", "a\nb", #"a\b"#, #"a\040b"#])
  func placeOfAMountIsRead(name: String) async throws {
    let result = try await run("mkdir '\(name)'; mount --rbind /proc '\(name)'; apply '\(name)/uptime'")
    let reason =
      "the file is in the kernel file system 'proc', not on a disk. Give the path of a file on a disk."
    #expect(result.errors == refusal("\(name)/uptime", reason))
    #expect(result.output == "3\n3\n")
  }

  @Test(
    "Missing write permission is reported", .enabled(if: getuid() == 0, "only root can take rights away"),
    arguments: ["etc", "etc/hosts"])
  func whoMayNotWriteIsTold(place: String) async throws {
    chmod(folder.path("etc"), place == "etc" ? 0o755 : 0o777)
    let result = try await run(
      "export PATH; apply() { setpriv --reuid=65534 --clear-groups $1 apply.sh; echo $?; }; apply dash; apply 'busybox sh'"
    )
    let reason =
      place == "etc"
      ? "no write permission. Run the command with sudo, or give the path of another file."
      : Self.unlike
    #expect(result.errors == refusal(folder.path(place), reason))
    #expect(result.output == "3\n3\n")
    try nothingIsLeft()
  }

  /// The `cp` of busybox knows of no access control lists.
  @Test(.needs("setfacl")) func lossOfAnAccessControlListIsRefused() async throws {
    let result = try await run(
      """
      setfacl -m u:12345:r etc/hosts && mkdir own && cp bin/cp own
      PATH=$PWD/own:$PATH dash apply.sh; echo $?; ls -A etc
      dash apply.sh; getfacl -cn etc/hosts | grep 12345
      """)
    #expect(result.errors == "apim-dns: refused: \(path): \(Self.lostList)\n")
    #expect(result.output == "3\nhosts\n\(path): changed\nuser:12345:r--\n")
  }

  private static let lostList =
    "the file has an access control list, which cp does not keep on this machine. Install GNU coreutils there."
  private static let hiddenList =
    "the group has rights that others do not have, and no program on this machine shows whether an access control list "
    + "limits them. Install getfacl (package acl) or GNU coreutils there."
  private var rewritten: String {
    "warning: \(path): the file was rewritten in place, not atomically; the previous contents are in "
      + "\(folder.path("etc/.hosts.apim-dns.bak"))\n"
  }

  /// Neither `ls` nor `cp` of busybox and toybox know access control lists: the copy would give the rights in the list to the
  /// group.
  @Test(
    "A list that nothing shows gives the group no rights", .needs("setfacl", "getfacl", "toybox"),
    arguments: ["busybox", "toybox"])
  func hiddenListIsRefused(programs: String) async throws {
    let result = try await run(
      """
      mkdir own; [ \(programs) = busybox ] || for name in ls cp; do ln -s "$(command -v toybox)" own/$name; done
      there() { PATH=$PWD/own:$PWD/bin bin/sh apply.sh; echo $?; }
      chmod 640 etc/hosts; setfacl -m u:1000:rw etc/hosts; there
      getfacl -cn etc/hosts | xargs; ls -A etc
      ln -s "$(command -v getfacl)" own/getfacl; there
      setfacl -b etc/hosts; there; stat -c %a etc/hosts
      """)
    #expect(
      result.errors == "apim-dns: refused: \(path): \(Self.hiddenList)\napim-dns: refused: \(path): \(Self.lostList)\n")
    #expect(
      result.output
        == "3\nuser::rw- user:1000:rw- group::r-- mask::rw- other::---\nhosts\n3\n\(path): changed\n0\n640\n")
  }

  @Test(
    "If no program shows lists, rights of the group alone are refused",
    arguments: [("640", 3), ("664", 3), ("654", 3), ("644", 0), ("600", 0), ("666", 0)])
  func rightsOfTheGroupAlone(mode: String, status: Int) async throws {
    let result = try await run("chmod \(mode) etc/hosts; PATH=$PWD/bin bin/sh apply.sh; echo $?; stat -c %a etc/hosts")
    #expect(result.errors == (status == 0 ? "" : "apim-dns: refused: \(path): \(Self.hiddenList)\n"))
    #expect(result.output == (status == 0 ? "\(path): changed\n" : "") + "\(status)\n\(mode)\n")
  }

  /// The `cp` of busybox copies none, and without getfattr nothing shows whether there are any.
  @Test(
    "A file whose attributes a copy may not have is rewritten in place, and keeps them", .needs("setfattr", "getfattr"),
    .enabled(if: getuid() == 0, "only root can set the SELinux context"),
    arguments: ["security.selinux", "user.note"], [true, false])
  func attributesAreKept(attribute: String, isShown: Bool) async throws {
    let result = try await run(
      """
      setfattr -n \(attribute) -v context etc/hosts || exit 77
      \(isShown ? ":" : "rm bin/getfattr"); PATH=$PWD/bin bin/sh apply.sh; echo $?
      getfattr -n \(attribute) --only-values etc/hosts; echo; PATH=$PWD/bin bin/sh apply.sh; ls -A etc
      """)
    guard result.status != 77 else { return }
    #expect(result.errors == rewritten)
    #expect(result.output == "\(path): changed\n0\ncontext\n\(path): in sync\n.hosts.apim-dns.bak\nhosts\n")
    #expect(try folder.text(of: "etc/.hosts.apim-dns.bak") == Self.original)
    #expect(try folder.text(of: "etc/hosts").hasPrefix(Self.original + "# BEGIN apim-dns owner=apim-dns "))
  }

  @Test("A getfattr that does not work shows nothing") func brokenGetfattrShowsNothing() async throws {
    let result = try await run(
      "rm bin/getfattr; printf '#!/bin/sh\\nexit 1\\n' >bin/getfattr; chmod +x bin/getfattr; PATH=$PWD/bin bin/sh apply.sh"
    )
    #expect(result.errors == rewritten)
    #expect(result.output == "\(path): changed\n")
  }

  @Test("GNU cp keeps attributes without getfattr", .needs("setfattr", "getfattr")) func attributesAreCopied()
    async throws
  {
    let result = try await run(
      """
      setfattr -n user.note -v context etc/hosts || exit 77
      mkdir own; for name in $(ls /bin /usr/bin); do ln -s "$(command -v $name)" own/$name; done 2>/dev/null; rm own/getfattr
      get=$(command -v getfattr) PATH=$PWD/own; sh apply.sh; $get -n user.note --only-values etc/hosts
      """)
    guard result.status != 77 else { return }
    #expect(result.errors == "")
    #expect(result.output == "\(path): changed\ncontext")
  }

  @Test("With SELinux, a file whose context nothing shows is rewritten in place", .enabled(if: getuid() == 0))
  func hiddenContextIsKept() async throws {
    let result = try await run(
      """
      mount -t tmpfs none /sys/fs && mkdir /sys/fs/selinux && : >/sys/fs/selinux/enforce; cp etc/hosts old
      PATH=$PWD/bin bin/sh apply.sh; echo $?
      mkdir own; cp old etc/hosts
      printf '#!/bin/sh\\n[ "$1" != -Zd ] || { echo "u:r:t:s0 $2"; exit; }\\nPATH=${PATH#*:} exec ls "$@"\\n' >own/ls
      chmod +x own/ls
      PATH=$PWD/own:$PWD/bin bin/sh apply.sh; echo $?
      """)
    #expect(result.errors == rewritten)
    #expect(result.output == "\(path): changed\n0\n\(path): changed\n0\n")
  }

  @Test("A file in the Nix store is refused with what to change instead")
  func nixStoreIsRefusedWithThePlaceToChange() async throws {
    // The root of a namespace of its own has a store, and nothing else but what the shells need.
    let result = try await run(
      """
      mkdir -p root/nix/store/abc root/tmp && mv etc/hosts root/nix/store/abc/hosts && ln -s /nix/store/abc/hosts root/hosts
      for name in bin usr etc lib lib64 dev proc; do
        [ -e "/$name" ] && mkdir -p "root/$name" && mount --rbind "/$name" "root/$name"
      done
      cp apply.sh root
      for shell in dash 'busybox sh'; do chroot root $shell apply.sh /hosts; echo $?; done
      """)
    let reason =
      "the file is in the Nix store, which is read-only. Add the names to networking.extraHosts in the system "
      + "configuration."
    #expect(result.errors == refusal("/nix/store/abc/hosts", reason))
    #expect(result.output == "3\n3\n")
    #expect(try folder.text(of: "root/nix/store/abc/hosts") == Self.original)
  }

  @Test("A file with mode 0444 is replaced by its owner") func ownersNeedNoRightToWriteTheirFile() async throws {
    chmod(path, 0o444)
    let result = try await run(
      """
      user() { "$@"; }
      if [ "$(stat -c %u etc/hosts)" = 0 ] && [ "$(cat /proc/self/uid_map | awk '{ print $3 }')" -gt 1 ]; then
        chown 65534 etc etc/hosts
        user() { setpriv --reuid=65534 --clear-groups "$@"; }
      fi
      user dash apply.sh; echo $?; stat -c %a etc/hosts
      """)
    #expect(result.output == "\(path): changed\n0\n444\n")
    #expect(result.errors == "")
  }

  @Test("A missing folder is refused") func folderThatIsNotThereIsRefused() async throws {
    let result = try await run(
      "ln -s loop loop; apply no/such/hosts; apply loop/hosts; apply etc; mkdir no && apply no/hosts")
    let advice = "does not exist. Create it, or give the path of another file."
    #expect(
      result.errors == refusal("no/such/hosts", "its folder no/such \(advice)")
        + refusal("loop/hosts", "its folder loop \(advice)")
        + refusal("etc", "not a regular file. Give the path of the file itself."))
    #expect(result.output == "3\n3\n3\n3\n3\n3\nno/hosts: changed\n0\nno/hosts: in sync\n0\n")
  }

  @Test("Missing programs are named") func programsThatAreMissingAreNamed() async throws {
    let result = try await run(
      """
      apply /dev/null >/dev/null 2>&1
      rm bin/cmp bin/od
      PATH=$PWD/bin bin/sh apply.sh; echo $?
      """)
    #expect(
      result.errors
        == "apim-dns: \(path): programs are missing on this machine, or not on PATH: cmp od. Install them.\n")
    #expect(result.output == "1\n")
    try nothingIsLeft()
  }

  @Test("Backslashes in a path are not escapes") func pathsAreNotReadForEscapes() async throws {
    let name = #"we\nird\tpath"#
    try folder.write(name, text: "# BEGIN apim-dns owner=apim-dns\n")
    try folder.write("other", text: Self.original)
    let result = try await run(
      #"apply 'we\nird\tpath'; mv other 'we\nird\tpath'; apply 'we\nird\tpath'; apply 'no\ne/x'"#)
    let reason =
      "1: the block of owner apim-dns starts here, but no END marker follows. Correct the markers by hand, then run "
      + "again."
    let missing = #"its folder no\ne does not exist. Create it, or give the path of another file."#
    #expect(
      result.errors == String(repeating: "apim-dns: refused: \(name):\(reason)\n", count: 2)
        + refusal(#"no\ne/x"#, missing))
    #expect(result.output == "3\n3\n\(name): changed\n0\n\(name): in sync\n0\n3\n3\n")
  }

  @Test("All white space of the C library separates fields", arguments: ["\u{B}", "\u{C}", "\u{C} \t\u{B}"])
  func allBlanksOfTheCLibraryPartFields(blank: String)
    async throws
  {
    let line = "127.0.0.1 localhost\n\(blank)10.9.9.9\(blank)contoso-apim.portal.azure-api.net\(blank)x\n"
    try folder.write("etc/hosts", text: line)
    let result = try await run("apply")
    let reason =
      "this unmanaged line maps contoso-apim.portal.azure-api.net to 10.9.9.9 and comes before the managed block, "
      + "so it takes precedence where the first match wins. Remove the name from this line, or use --force to add "
      + "the block anyway."
    #expect(result.errors == String(repeating: "apim-dns: refused: \(path):2: \(reason)\n", count: 2))
    #expect(try folder.text(of: "etc/hosts") == line)
  }
}
