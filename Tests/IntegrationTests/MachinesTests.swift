import Foundation
import TestSupport
import Testing

/// Hosts files of other machines, over the system's ssh to real sshds.
@Suite(.needsMachineLab, .timeLimit(.minutes(10))) struct MachinesTests {
  static let localhost = "127.0.0.1\tlocalhost\n"
  static let block = """
    # BEGIN apim-dns owner=apim-dns (managed: edits inside are lost)
    10.1.0.5\tcontoso-apim.westus.azure-api.net
    10.1.0.5\tcontoso-apim.portal.azure-api.net
    # END apim-dns owner=apim-dns

    """

  /// Ten machines, four of them in trouble: their files by their names.
  static let ten = [
    "vm01": localhost, "vm02": "127.0.0.1 localhost\r\n10.9.9.9 db\r\n", "vm03": "127.0.0.1 localhost",
    "vm04": localhost + block, "vm05": block.replacing("10.1.0.5", with: "10.1.0.9") + "10.9.9.9 tail\n", "vm06": "",
    "vm07": localhost, "vm08": localhost, "vm09": localhost + "# BEGIN apim-dns owner=apim-dns\n", "vm10": localhost,
  ]
  /// How they are named: one logs in with sudo, one may not use it, one cannot be reached, one is named by its address.
  static let machines = """
    --machine vm01 --machine root@vm02:22 --machine deploy@vm03 --machine vm04 --machine root@[fd77:5::2]:22 \
    --machine vm06 --machine gone --machine vm08 --machine vm09 --machine guest@vm10
    """

  private func tenMachines() throws -> MachineLab {
    let lab = try MachineLab(Self.ten)
    try lab.prepare("vm08", "mount --bind hosts hosts && mount -o remount,bind,ro hosts")
    return lab
  }

  /// What our own engine makes of a file.
  private func engine(_ text: String) async throws -> String {
    let folder = try TemporaryFolder()
    try folder.write("hosts", text: text)
    let words = "apply hosts --no-backup --name contoso-apim --region westus --vip 10.1.0.5 --hostnames regional --file"
    let result = try await Program.built("apim-dns").run(
      words.split(separator: " ").map(String.init) + [folder.path("hosts")])
    #expect(result.status == 0)
    return try folder.text(of: "hosts")
  }

  @Test func conflictLeavesOutOnlyItsMachine() async throws {
    let lab = try tenMachines()
    let first = try await lab.run("on apply \(Self.machines)")
    let etc = lab.folder.path("etc/hosts")
    #expect(
      first.errors == """
        apim-dns: hosts: gone: ssh: connect to host 10.77.200.2 port 22: No route to host. Check that 'ssh -o \
        BatchMode=yes gone true' works.
        apim-dns: hosts: vm09:\(etc):2: the block of owner apim-dns starts here, but no END marker follows. Correct \
        the markers by hand, then run again.
        apim-dns: refused: vm08:\(etc): on a read-only file system. Change the file at its source, or remount the file \
        system read-write first.
        apim-dns: refused: guest@vm10:\(etc): only root can change this file, and sudo says: sudo: a password is \
        required. Let the user run sh with sudo without a password (NOPASSWD), or log in as root.

        """)
    #expect(
      first.output.hasSuffix(
        """
        hosts  vm01:\(etc)  2 created, 0 updated, 0 deleted
        hosts  root@vm02:22:\(etc)  2 created, 0 updated, 0 deleted
        hosts  deploy@vm03:\(etc)  2 created, 0 updated, 0 deleted
        hosts  vm04:\(etc)  nothing to do
        hosts  root@[fd77:5::2]:22:\(etc)  0 created, 2 updated, 0 deleted
        hosts  vm06:\(etc)  2 created, 0 updated, 0 deleted
        hosts  gone:\(etc)  unchanged
        hosts  vm08:\(etc)  unchanged
        hosts  vm09:\(etc)  unchanged
        hosts  guest@vm10:\(etc)  unchanged
        8 created, 2 updated, 0 deleted, 4 not done

        """))
    #expect(first.status == 1)
    for (name, text) in Self.ten {
      let isInTrouble = ["vm07", "vm08", "vm09", "vm10"].contains(name)
      #expect(try await lab.hosts(name) == (isInTrouble ? text : engine(text)), "\(name)")
    }
    #expect(try lab.folder.text(of: "machines/vm02/.hosts.apim-dns.bak") == Self.ten["vm02"])
    #expect(try lab.connections().count == 10 + 5, "each is read once, and no machine in sync or in trouble is written")
    let left = try lab.folder.contents().keys.filter { $0.hasSuffix(".tmp") }
    #expect(left == [])

    let before = try lab.folder.contents().filter { $0.key.hasPrefix("machines/vm") && !$0.key.hasSuffix(".log") }
    let second = try await lab.run("on apply \(Self.machines) --format json")
    #expect(try lab.connections().count == 10, "a second run reads and writes nothing")
    let after = try lab.folder.contents().filter { $0.key.hasPrefix("machines/vm") && !$0.key.hasSuffix(".log") }
    #expect(before == after)
    #expect(second.status == 1)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(second.output.utf8)) as? [String: Any])
    let backends = try #require(json["backends"] as? [[String: Any]])
    #expect(
      backends.map { $0["target"] as? String }
        == [
          "vm01", "root@vm02:22", "deploy@vm03", "vm04", "root@[fd77:5::2]:22", "vm06", "gone", "vm08", "vm09",
          "guest@vm10",
        ].map { "\($0):\(etc)" })
    #expect(backends.map { $0["unchanged"] as? Int } == [2, 2, 2, 2, 2, 2, 0, 0, 0, 0])
    let results = backends.map { (($0["changes"] as? [[String: Any]]) ?? []).map { $0["result"] as? String } }
    #expect(
      results == [[], [], [], [], [], [], [], ["skipped", "skipped"], [], ["skipped", "skipped"]])
    let errors = try #require(json["errors"] as? [[String: String]])
    #expect(errors.map { $0["target"] } == ["gone:\(etc)", "vm09:\(etc)"])
    #expect(
      errors.last == [
        "backend": "hosts", "target": "vm09:\(etc)",
        "message": "vm09:\(etc):2: the block of owner apim-dns starts here, but no END marker follows. Correct the "
          + "markers by hand, then run again.",
      ])
    #expect(backends.compactMap { $0["error"] as? String } == errors.map { $0["message"] })

    let removed = try await lab.run("on remove --yes \(Self.machines)")
    #expect(removed.status == 1)
    for name in ["vm01", "vm02", "vm03", "vm06"] { #expect(try lab.hosts(name) == Self.ten[name], "\(name)") }
    #expect(try lab.hosts("vm05") == "10.9.9.9 tail\n")
  }

  @Test func limitsCountEachMachineAndAFailedBackendStopsTheOthers() async throws {
    let old = Self.block.replacing("10.1.0.5", with: "10.1.0.9")
    let lab = try MachineLab(["vm1": old, "vm2": old, "vm3": Self.localhost])
    let result = try await lab.run(
      """
      on apply --machine vm1 --machine vm2 --max-updates 1 -q; echo $?
      on apply zones --directory zones --machine gone -q; echo $?
      on apply zones --directory sshd_config --machine vm1 -q 2>/dev/null; echo $?
      ls zones 2>&1
      cat connections | grep -c .
      on apply --machine vm1 --machine vm2 --machine gone --max-updates 2 -q; echo $?
      """)
    let etc = lab.folder.path("etc/hosts")
    let unreachable =
      "apim-dns: hosts: gone: ssh: connect to host 10.77.200.2 port 22: No route to host. Check that 'ssh -o "
      + "BatchMode=yes gone true' works.\n"
    #expect(
      result.errors == """
        apim-dns: refused: vm1:\(etc): this would update 2 record sets, but the limit is 1. Check the plan, then \
        raise --max-updates or use --force.
        apim-dns: refused: vm2:\(etc): this would update 2 record sets, but the limit is 1. Check the plan, then \
        raise --max-updates or use --force.
        apim-dns: nothing was written

        """ + unreachable + unreachable)
    #expect(result.output == "3\n1\n1\nls: cannot access 'zones': No such file or directory\n4\n1\n")
    for name in ["vm1", "vm2"] { #expect(try lab.hosts(name) == Self.block) }
    #expect(try lab.hosts("vm3") == Self.localhost)
  }

  @Test func warningsOfThePlanAndTheScriptArePrinted() async throws {
    let lab = try MachineLab([
      "vm1": Self.localhost, "vm2": "# Your system has configured 'manage_etc_hosts' as True.\n",
    ])
    try lab.prepare("vm1", "mount --bind hosts hosts")
    try lab.prepare("vm2", "ln hosts second")
    let result = try await lab.run("on apply --machine vm1 --machine vm2 --no-backup >/dev/null")
    let etc = lab.folder.path("etc/hosts")
    #expect(
      result.errors == """
        warning: vm1:\(etc): the file is a mount point, as in containers, so it is rewritten in place: a program that \
        reads it meanwhile may see only part of it
        warning: vm2:\(etc): cloud-init rewrites this file at every boot. Add the lines to its template in \
        /etc/cloud/templates too, or set manage_etc_hosts to false.
        warning: vm2:\(etc): the file has 2 hard links; only this one gets the new contents
        warning: vm1:\(etc): the file was rewritten in place, not atomically; the previous contents are in \
        \(lab.folder.path("etc/.hosts.apim-dns.bak"))

        """)
    #expect(result.status == 0)
    #expect(try lab.hosts("vm1") == Self.localhost + Self.block)
  }

  @Test func rootDoesNotWriteThroughALinkOfAnotherUser() async throws {
    let lab = try MachineLab(["vm1": Self.localhost])
    let result = try await lab.run(
      """
      mv machines/vm1/hosts machines/vm1/real; ln -s other machines/vm1/hosts; ln -s real machines/vm1/other
      chown -h deploy machines/vm1/other
      on plan --machine deploy@vm1 -q
      on apply --machine vm1 -q; echo $?
      apim-dns apply hosts $instance --file machines/vm1/hosts --print-script | sh -s; echo $?
      chown -h root machines/vm1/other
      on apply --machine vm1 -q; echo $?
      """)
    let advice = """
      this symbolic link belongs to another user, who could point it at any file that root can write. Give the path \
      of the file itself, or make root the link's owner with 'chown -h root'.
      """
    #expect(
      result.errors == """
        apim-dns: refused: vm1:\(lab.folder.path("etc/other")): \(advice)
        apim-dns: nothing was written
        apim-dns: refused: \(lab.folder.path("machines/vm1/other")): \(advice)

        """)
    #expect(result.output == "3\n3\n0\n")
    #expect(try lab.folder.text(of: "machines/vm1/real") == Self.localhost + Self.block)
  }

  @Test func refusalIsReportedAsOneIfNothingWasWritten() async throws {
    let lab = try MachineLab([
      "vm1": Self.localhost + Self.block, "vm2": "# END apim-dns owner=x\n",
      "vm3": "10.9.9.9 contoso-apim.westus.azure-api.net\n",
    ])
    let one = try await lab.run("on apply --machine vm2")
    let etc = lab.folder.path("etc/hosts")
    #expect(
      one.errors == """
        apim-dns: hosts: vm2:\(etc):1: a block of owner x ends here, but no BEGIN marker comes before it. Correct the \
        markers by hand, then run again.

        """)
    #expect(one.status == 3)
    let some = try await lab.run("on apply --machine vm1 --machine vm2 --machine vm3")
    #expect(
      some.errors.hasSuffix(
        """
        apim-dns: refused: vm3:\(etc):1: this unmanaged line maps contoso-apim.westus.azure-api.net to 10.9.9.9 and \
        comes before the managed block, so it takes precedence where the first match wins. Remove the name from this \
        line, or use --force to add the block anyway.

        """))
    #expect(some.status == 3, "the first one is in sync, and nothing was written")
    let forced = try await lab.run("on apply --machine vm1 --machine vm2 --machine vm3 --force")
    #expect(forced.status == 1)
    #expect(try lab.hosts("vm3") == "10.9.9.9 contoso-apim.westus.azure-api.net\n" + Self.block)
    let plan = try await lab.run("on plan --machine vm1 --machine vm2 --out plan.json")
    #expect(
      plan.output == "hosts  vm1:\(etc)  in sync, 2 record sets\n0 to create, 0 to update, 0 to delete, 1 failed\n")
    #expect(plan.errors.hasSuffix("apim-dns: the plan is not saved, because not all targets could be read\n"))
    #expect(plan.status == 3)
  }

  @Test(arguments: [
    (
      "stranger",
      "ssh: Host key verification failed. Check that 'ssh -o BatchMode=yes stranger true' works."
    ),
    (
      "changed",
      "the host key differs from the one in known_hosts, so another machine may be answering. If the machine was "
        + "reinstalled, remove the old key with 'ssh-keygen -R', then connect once by hand."
    ),
    (
      "root@locked:22",
      "ssh: root@10.77.2.2: Permission denied (publickey). Check that 'ssh -o BatchMode=yes -p 22 -l root locked "
        + "true' works."
    ),
    (
      "vm1:2222",
      "ssh: connect to host 10.77.2.2 port 2222: Connection refused. Check that 'ssh -o BatchMode=yes -p 2222 vm1 "
        + "true' works."
    ),
    (
      "nobody@vm1",
      "ssh: This account is currently not available. Check that 'ssh -o BatchMode=yes -l nobody vm1 true' works."
    ),
  ])
  func messageOfSSHIsTheReason(machine: String, reason: String) async throws {
    let lab = try MachineLab(["vm1": Self.localhost])
    let script =
      "sed -i 's,^nobody:.*,nobody:x:65534:65534::/:/usr/sbin/nologin,' passwd; echo 'nobody:*:1::::::' >>shadow; "
    let result = try await lab.run(script + "on plan --machine \(machine)")
    #expect(result.errors.replacing("\r", with: "") == "apim-dns: hosts: \(machine): \(reason)\n")
    #expect(result.output == "")
    #expect(result.status == 1)
  }
}
