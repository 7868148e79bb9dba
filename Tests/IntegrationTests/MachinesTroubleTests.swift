import TestSupport
import Testing

/// Machines that vanish, hang or talk too much, and runs that somebody ends.
@Suite(.needsMachineLab, .timeLimit(.minutes(10))) struct MachinesTroubleTests {
  private static let localhost = MachinesTests.localhost
  private static let block = MachinesTests.block

  /// Holds the lock on the folder of the hosts file of vm1 until `$holder` is ended, so that the script there waits for it.
  private static let holdLock = #"""
    (exec 8<machines/vm1 && flock 8 && : >held && exec sleep 1000) & holder=$!
    until [ -e held ]; do sleep 0.02; done
    # The identifiers of processes by the beginning of their command lines.
    processes() {
      for entry in /proc/[0-9]*; do
        case $({ tr '\0' ' ' <$entry/cmdline; } 2>/dev/null) in "$1"*) echo ${entry#/proc/} ;; esac
      done
    }

    """#

  @Test func sessionThatEndsBeforeTheWriteLeavesTheFileUnchanged() async throws {
    FaultTally.add(to: "apply hosts --machine", "ssh session vanishes")
    let lab = try MachineLab(["vm1": Self.localhost])
    let result = try await lab.run(
      Self.holdLock + """
        on apply --machine vm1 -q & run=$!
        until runs flock; do sleep 0.02; done
        kill -9 $(processes 'sshd: root')
        wait $run; echo $?
        cmp machines/vm1/hosts - <<END && echo old
        127.0.0.1	localhost
        END
        kill $holder
        until [ -z "$(processes 'sh -s')" ]; do sleep 0.02; done
        LC_ALL=C ls -A machines/vm1
        cat machines/vm1/hosts
        on apply --machine vm1 -q; echo $?
        """)
    let target = "vm1"
    #expect(
      result.errors == """
        apim-dns: hosts: \(target): the ssh connection ended while the script ran: Connection to 10.77.2.2 closed by remote \
        host; the file there is either unchanged or complete. Run the command again.

        """)
    #expect(result.output == "1\nold\n.hosts.apim-dns.bak\nhosts\n\(Self.localhost)0\n")
    #expect(try lab.hosts("vm1") == Self.localhost + Self.block)
  }

  @Test func killedScriptLeavesACompleteFile() async throws {
    FaultTally.add(11, to: "apply hosts --machine", "script killed at some moment")
    let lab = try MachineLab(["vm1": Self.localhost])
    let result = try await lab.run(
      Self.holdLock + """
        cp machines/vm1/hosts old; { cat old; printf '\(Self.block.replacing("\n", with: "\\n"))'; } >new
        for delay in 0 0 1 2 3 4 5 6 7 8 9; do
          cp old machines/vm1/hosts
          : >connections
          on apply --machine vm1 -q 2>>errors & run=$!
          until [ "$(grep -c . connections)" = 2 ] && [ -n "$(processes 'sh -s')" ] || ! kill -0 $run 2>/dev/null; do :; done
          sleep 0.0$delay
          kill -9 $(processes 'sh -s') 2>/dev/null
          # The first run waited for the lock, so that it was surely in the template.
          kill $holder 2>/dev/null
          wait $run; echo $? >>statuses
          cmp -s machines/vm1/hosts old || cmp -s machines/vm1/hosts new || { echo "delay $delay"; cat machines/vm1/hosts; }
        done
        # A run that has something to write takes away what the killed ones have left.
        cp old machines/vm1/hosts
        on apply --machine vm1 -q; echo $?
        cmp machines/vm1/hosts new && LC_ALL=C ls -A machines/vm1
        """)
    #expect(result.output.hasPrefix("0\n.hosts.apim-dns.bak\nhosts\n"), "\(result.output)")
    #expect(try lab.folder.text(of: "statuses").hasPrefix("1\n"), "the first run was broken off")
  }

  @Test func machineThatDoesNotFinishIsAnError() async throws {
    FaultTally.add(to: "apply hosts --machine", "machine never ends")
    let lab = try MachineLab(["vm1": Self.localhost, "vm2": Self.localhost])
    let result = try await lab.run(
      Self.holdLock + """
        on apply --machine vm1 --machine vm2 --timeout 15s -q; echo $?
        until ! runs ssh; do sleep 0.02; done
        """)
    #expect(
      result.errors == """
        apim-dns: hosts: vm1: ssh did not end within 15 s; the file there is either unchanged or complete. Check the \
        load of the machine, or set a longer --timeout.

        """)
    #expect(result.output == "1\n")
    #expect(try lab.hosts("vm2") == Self.localhost + Self.block)
  }

  @Test(.needs("python3")) func silentServerIsAnError() async throws {
    FaultTally.add(to: "apply hosts --machine", "ssh server says nothing")
    let lab = try MachineLab(["vm1": Self.localhost])
    let result = try await lab.run(
      """
      python3 -c 'import socket, time
      server = socket.create_server(("127.0.0.1", 2200))
      print("listening", flush=True)
      time.sleep(1000)' >server & until grep -qs listening server; do sleep 0.02; done
      on plan --machine 127.0.0.1:2200 --timeout 20s -q; echo $?
      """)
    #expect(
      result.errors == """
        apim-dns: hosts: 127.0.0.1:2200: ssh: Connection to 127.0.0.1 port 2200 timed out. Check that 'ssh -o \
        BatchMode=yes -p 2200 \
        127.0.0.1 true' works.

        """)
    #expect(result.output == "1\n")
  }

  /// The first signal waits for the machine up to 10 s; the second one ends the run.
  @Test(arguments: [("INT", "130"), ("TERM", "143"), ("HUP", "129")])
  func interruptedRunLeavesNoSSHProcess(signal: String, status: String) async throws {
    let lab = try MachineLab(["vm1": Self.localhost, "vm2": Self.localhost])
    let result = try await lab.run(
      Self.holdLock + """
        env --default-signal=INT "$program" apply hosts $instance --file "$LAB/etc/hosts" --machine vm1 -q & run=$!
        until runs flock; do sleep 0.02; done
        runs ssh && echo before
        kill -\(signal) $run; sleep 0.3; kill -\(signal) $run
        wait $run; echo $?
        until ! runs ssh; do sleep 0.02; done
        echo after
        """)
    #expect(result.output == "before\n\(status)\nafter\n")
    #expect(!result.errors.contains("apim-dns"), "\(result.errors)")
    #expect(try lab.hosts("vm1") == Self.localhost)
  }

  @Test(.needs("script")) func terminalShowsALineForEachMachine() async throws {
    let lab = try MachineLab(["vm1": Self.localhost, "vm2": Self.localhost + Self.block])
    let words = "hosts $instance --file $LAB/etc/hosts --machine vm1 --machine vm2 --machine gone --parallel 1"
    let result = try await lab.run(
      """
      TERM=dumb SHELL=/bin/sh script -qec "apim-dns apply --yes \(words)" /dev/null | tr -d '\\r' | grep '^\\['
      apim-dns plan \(words) 2>&1 | grep '^\\['
      """)
    let etc = lab.folder.path("etc/hosts")
    #expect(
      result.output == """
        [1/3] vm1:\(etc): read
        [2/3] vm2:\(etc): read
        [3/3] gone:\(etc): failed
        [1/2] vm1:\(etc): done
        [2/2] vm2:\(etc): in sync

        """)
  }

  @Test func outputOfLoginFilesIsIgnored() async throws {
    let lab = try MachineLab(["vm1": "10.9.9.9 no.end\0\u{1B}[31m"])
    try lab.folder.write(".ssh/rc", text: "echo Welcome; echo contents; printf 'Mind the gap' >&2; printf half")
    let result = try await lab.run(
      """
      on apply --machine deploy@vm1 >/dev/null; echo $?
      on remove --yes --machine deploy@vm1 -q; echo $?
      """)
    #expect(
      result.errors == """
        warning: deploy@vm1:\(lab.folder.path("etc/hosts")):1: this line has a NUL byte, so resolvers ignore the rest \
        of it; the line stays as it is

        """)
    #expect(result.output == "0\n0\n")
    #expect(try lab.hosts("vm1") == "10.9.9.9 no.end\0\u{1B}[31m")
  }

  /// The first ssh leaves a master behind that keeps its output open; nobody waits for that one.
  @Test func connectionsAreSharedIfTheSSHConfigurationSaysSo() async throws {
    let lab = try MachineLab(["vm1": Self.localhost])
    let result = try await lab.run(
      """
      on plan --machine vm1 -q; mkdir -m 700 /run/sockets
      { printf 'ControlMaster auto\\nControlPersist 1h\\nControlPath /run/sockets/%%C\\n'; cat ssh_config; } >new
      mv new ssh_config
      on apply --machine vm1 -q; echo $?
      ls -A /run/sockets | grep -c .
      grep -c 'Accepted publickey' machines/vm1.log
      """)
    #expect(result.errors == "")
    #expect(result.output == "0\n1\n2\n", "one connection for the plan alone, one for both steps of the apply")
  }
}
