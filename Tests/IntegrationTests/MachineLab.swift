import Foundation
import TestSupport
import Testing

/// Machines with a real sshd each: a network and a mount namespace of its own for every one of them, and around all a
/// namespace that is gone with everything in it when the script ends. It needs root.
///
/// On each of them the hosts file is `$LAB/etc/hosts`; from outside it is `machines/NAME/hosts` in the lab's folder. Users
/// are root, `deploy`, who may use sudo, and `guest`, who may not. `ssh` is the system's, with a configuration of the lab.
struct MachineLab {
  /// The lab's folder.
  let folder: TemporaryFolder
  private let names: [String]

  /// Makes a lab.
  ///
  /// - Parameter machines: the hosts file of each machine by the machine's name.
  init(_ machines: [String: String]) throws {
    folder = try TemporaryFolder()
    names = machines.keys.sorted()
    for (name, hosts) in machines { try folder.write("machines/\(name)/hosts", text: hosts) }
  }

  /// The hosts file of a machine.
  func hosts(_ name: String) throws -> String { try folder.text(of: "machines/\(name)/hosts") }

  /// How often ssh was started, and what for.
  func connections() throws -> [Substring] {
    FileManager.default.fileExists(atPath: folder.path("connections"))
      ? try folder.text(of: "connections").split(separator: "\n") : []
  }

  /// Has a machine run something in its namespaces before its sshd starts; `$PWD` is the folder of its hosts file.
  func prepare(_ name: String, _ script: String) throws {
    try folder.write("machines/\(name).setup", text: script)
  }

  /// Has something run before each start of ssh, with `$1` as the number of the start.
  func beforeEachConnection(_ script: String) throws { try folder.write("hook", text: script) }

  /// Starts the machines and runs a script beside them, with `apim-dns` in its path and the functions below.
  func run(_ script: String) async throws -> Program.Result {
    let sshd = try Program.required("sshd").path
    let ssh = try Program.required("ssh").path
    _ = try Program.required("ip")
    _ = try Program.required("sudo")
    let words = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c"]
    try? FileManager.default.removeItem(atPath: folder.path("connections"))
    return try await Program.required("unshare").run(
      words + [Self.prelude + script, "sh", Program.built("apim-dns").path, sshd, ssh] + names, in: folder.path)
  }

  /// Whether this process may make the namespaces.
  fileprivate static let canBeMade: Bool = {
    guard getuid() == 0, let unshare = Program(named: "unshare") else { return false }
    let process = Process()
    process.executableURL = URL(filePath: unshare.path)
    process.arguments = ["--mount", "--net", "--pid", "--fork", "true"]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  private static let prelude = #"""
    set -u
    LAB=$PWD
    export LAB
    program=$1 sshd=$2 ssh=$3
    shift 3
    PATH=$PATH:/usr/sbin:/sbin
    mount -t tmpfs none /run && mkdir -p /run/sshd /run/netns || exit 99
    ip link set lo up
    mkdir -p bin etc keys
    for key in user host other; do [ -e keys/$key ] || ssh-keygen -q -t ed25519 -N '' -f keys/$key || exit 99; done
    { grep -v -e ^deploy: -e ^guest: /etc/passwd
      echo "deploy:x:4201:4201::$LAB:/bin/sh"
      echo "guest:x:4202:4202::$LAB:/bin/sh"; } >passwd
    for user in root deploy guest; do echo "$user:*:19000:0:99999:7:::"; done >shadow
    printf 'Defaults use_pty\nroot ALL=(ALL:ALL) ALL\ndeploy ALL=(root) NOPASSWD: ALL\n' >sudoers
    chmod 440 sudoers
    for name in passwd shadow sudoers; do mount --bind $name /etc/$name || exit 99; done
    cat >sshd_config <<END
    HostKey $LAB/keys/host
    AuthorizedKeysFile $LAB/keys/user.pub
    StrictModes no
    PidFile none
    PermitRootLogin yes
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    END
    cat >bin/ssh <<END
    #!/bin/sh
    echo "\$*" >>"$LAB/connections"
    [ ! -e "$LAB/hook" ] || (cd "$LAB" && sh hook "\$(grep -c . connections)")
    exec $ssh -F "$LAB/ssh_config" "\$@"
    END
    chmod 755 bin/ssh
    ln -sf "$program" bin/apim-dns
    : >ssh_config
    number=0
    for name; do
      number=$((number + 1)) address=10.77.$((number + 1))
      printf 'Host %s\n  HostName %s\n' "$name" $address.2 >>ssh_config
      ip netns add $name && ip link add v$number type veth peer name eth0 netns $name || exit 99
      ip address add $address.1/24 dev v$number
      ip link set v$number up
      ip -n $name address add $address.2/24 dev eth0
      ip -n $name address add fd77:$number::2/64 dev eth0 nodad
      ip address add fd77:$number::1/64 dev v$number nodad
      ip -n $name link set eth0 up
      ip -n $name link set lo up
      ip netns exec $name unshare --mount --uts sh -c '
        hostname $1; mount --bind machines/$1 etc; cd etc
        [ ! -e "$LAB/machines/$1.setup" ] || . "$LAB/machines/$1.setup"
        exec $2 -D -e -f "$LAB/sshd_config"' sh $name "$sshd" 2>machines/$name.log &
    done
    cat >>ssh_config <<END
    Host stranger
      HostName 10.77.2.2
      HostKeyAlias stranger
    Host changed
      HostName 10.77.2.2
      HostKeyAlias changed
    Host locked
      HostName 10.77.2.2
      IdentityFile $LAB/keys/other
    Host gone
      HostName 10.77.200.2
    Host * !locked
      IdentityFile $LAB/keys/user
    Host *
      IdentitiesOnly yes
      UserKnownHostsFile $LAB/known_hosts
      GlobalKnownHostsFile /dev/null
      StrictHostKeyChecking yes
    END
    echo "10.77.*,fd77:* $(cat keys/host.pub)" >known_hosts
    echo "changed $(cat keys/other.pub)" >>known_hosts
    ip route add unreachable 10.77.200.0/24
    for name; do
      until grep -qs listening machines/$name.log; do
        kill -0 $! 2>/dev/null || { cat machines/*.log >&2; exit 99; }
        sleep 0.02
      done
    done
    PATH=$LAB/bin:$PATH

    # The command line of a test: $1 is the command, the rest are options.
    instance="--name contoso-apim --region westus --vip 10.1.0.5 --hostnames regional"
    on() { command=$1; shift; apim-dns $command hosts $instance --file "$LAB/etc/hosts" "$@"; }
    # Whether a program of a name runs here; the namespace has no others.
    runs() { for entry in /proc/[0-9]*; do [ "$(cat $entry/comm 2>/dev/null)" != "$1" ] || return 0; done; return 1; }

    """#
}

extension Trait where Self == ConditionTrait {
  /// Skips a test that needs namespaces with real sshds where it may not make any, save on the build server.
  static var needsMachineLab: Self {
    let programs = ["sshd", "ssh", "ip", "unshare", "sudo"]
    let isBuildServer = ProcessInfo.processInfo.environment["CI"] == "true"
    return .enabled(
      if: isBuildServer || (Program.areRequiredOrInstalled(programs) && MachineLab.canBeMade),
      "machines need root, who may make network namespaces here, and the programs sshd, ssh, ip, unshare and sudo")
  }
}
