import Foundation
import TestSupport
import Testing

/// A machine with a systemd of its own, in which services are started as they are anywhere: this machine's files under an
/// overlay that is thrown away, booted by `systemd-nspawn` without any network but a loopback. Needs root.
struct BootedMachine {
  /// Whether a test can have one.
  static let trait: ConditionTrait = .enabled(
    if: getuid() == 0 && Program.areRequiredOrInstalled(["systemd-nspawn", "unshare"]),
    "only root can boot a machine, and it takes 'systemd-nspawn'")

  /// The files that lie over those of this machine.
  let files: TemporaryFolder

  /// Makes a machine that has our units and programs, and nothing in its hosts file but itself.
  init() throws {
    files = try TemporaryFolder()
    let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    for unit in ["apim-dns@.service", "apim-dns@.timer"] {
      let text = try String(contentsOf: package.appending(path: "systemd/\(unit)"), encoding: .utf8)
      try files.write("etc/systemd/system/\(unit)", text: text)
    }
    try files.write("etc/hosts", text: "127.0.0.1\tlocalhost\n")
    try files.write(
      "etc/systemd/system/script.service",
      text: """
        [Unit]
        DefaultDependencies=no
        [Service]
        Type=oneshot
        Environment=HOME=/root
        ExecStart=sh -c 'sh /script >/output 2>&1; echo $$? >/status'
        ExecStopPost=systemctl --force --force poweroff

        """)
  }

  /// Adds a drop-in to the service of the inventory `contoso`.
  func dropIn(_ name: String, _ lines: String) throws {
    try files.write("etc/systemd/system/apim-dns@contoso.service.d/\(name).conf", text: "[Service]\n\(lines)\n")
  }

  /// The command `start UNIT` of a script: starts a service once and returns when its last program has ended.
  ///
  /// A kernel that only imitates control groups can refuse one (status 219) just as another program of the unit ends. This and
  /// every other status from 200 on say that systemd could not start a program, and nothing about the unit, so the service starts
  /// again.
  private static let start = """
    start() {
      for try in 1 2 3 4 5 6 7 8 9; do
        systemctl start "$1"; started=$?
        until systemctl show -P ActiveState "$1" | grep -qE '^(inactive|failed)$'; do sleep 0.1; done
        systemctl show -p ExecStart -p ExecStopPost "$1" | grep -q 'status=2[0-4][0-9]' || break
      done
      return $started
    }

    """

  /// Boots the machine, runs a script of the shell in it, and throws it away.
  ///
  /// - Parameter script: what is run; `apim-dns` and `azure-emulator` are programs there, and `start UNIT` a command.
  /// - Returns: how the script ended, and all that it wrote.
  func run(_ script: String) async throws -> (status: Int32?, output: String) {
    try files.write("script", text: Self.start + script)
    let place = try TemporaryFolder()
    let boot = """
      set -eu
      files=$1; shift
      mount -t tmpfs none /run
      mkdir machine && mount -t tmpfs none machine && cd machine
      mkdir upper work root
      mount -t overlay none -o lowerdir=/,upperdir=upper,workdir=work root
      cp -R "$files/." root/
      timeout --kill-after=10 240 systemd-nspawn --quiet --directory=root --boot --register=no --keep-unit \
        --private-network --link-journal=no --resolv-conf=off --timezone=off --console=pipe "$@" \
        systemd.unit=script.service </dev/null >log 2>&1 || { cat log; exit 1; }
      cat root/status root/output
      """
    let programs = ["apim-dns", "azure-emulator"].map { "--bind-ro=\(Program.built($0).path):/usr/local/bin/\($0)" }
    let result = try await Program.required("unshare").run(
      ["--mount", "sh", "-c", boot, "sh", files.path] + programs, in: place.path)
    try #require(result.status == 0, "\(result.output)\(result.errors)")
    let end = result.output.firstIndex(of: "\n") ?? result.output.endIndex
    return (Int32(result.output[..<end]), String(result.output[end...].dropFirst()))
  }
}
