import Foundation
import TestSupport
import Testing

/// Zone files that are mounted individually. A name server may read them at any time, so they are never rewritten in place.
@Suite struct ZonesMountTests {
  @Test(.needs("unshare")) func mountedZoneFileIsNotRewritten() async throws {
    let fixture = try HostsMountFixture()
    let result = try await fixture.run(
      """
      run() { "$program" apply zones --directory zones --quiet "$@" </dev/null; }
      run "$@" && cd zones && cp contoso-apim.westus.azure-api.net.zone ../source || exit 99
      mount --bind ../source contoso-apim.westus.azure-api.net.zone && cd .. || exit 98
      run "$@" --vip 10.1.0.6; echo $?; run "$@" --vip 10.1.0.6; echo $?
      umount zones/contoso-apim.westus.azure-api.net.zone && cmp source zones/contoso-apim.westus.azure-api.net.zone && ls -A zones
      """)
    let reason = """
      \(fixture.folder.path)/zones/contoso-apim.westus.azure-api.net.zone: the file is a mount point, as in containers, so it \
      cannot be replaced atomically. Change the file that is mounted there.
      """
    #expect(
      result.errors == """
        apim-dns: failed: update contoso-apim.westus.azure-api.net: \(reason)
        apim-dns: zones: \(reason)

        """, "--quiet hides no failure")
    #expect(
      result.output == """
        1
        3
        contoso-apim.portal.azure-api.net.zone
        contoso-apim.westus.azure-api.net.zone
        named.conf.apim-dns

        """)
    FaultTally.add(2, to: "apply zones, mounted file", "no other file can take its place")
  }

  @Test(.needs("unshare")) func readOnlyMountIsRefused() async throws {
    let fixture = try HostsMountFixture()
    let result = try await fixture.run(
      """
      mkdir zones && mount --bind zones zones && mount -o remount,bind,ro zones || exit 99
      "$program" apply zones --directory zones -q "$@"; echo $?
      """)
    #expect(
      result.errors == """
        apim-dns: refused: \(fixture.folder.path)/zones: on a read-only file system. Change the file at its \
        source, or remount the file system read-write first.
        apim-dns: nothing was written

        """)
    #expect(result.output == "3\n")
    FaultTally.add(to: "apply zones", "read-only mount")
  }

  @Test(.needs("setpriv"), .enabled(if: getuid() == 0)) func planShowsMissingWritePermission() async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path("zones"), withIntermediateDirectories: false)
    let result = try await Program.required("setpriv").run(
      [
        "--reuid=65534", "--clear-groups", Program.built("apim-dns").path, "plan", "zones", "--directory",
        folder.path("zones"),
        "--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.5", "--hostnames", "regional",
      ], environment: [:])
    #expect(
      result.output.hasSuffix(
        """
        conflicts
          ! \(folder.path("zones")): no write permission. Run the command with sudo, or give the path of another file.
        2 to create, 0 to update, 0 to delete, 1 conflict

        """), "\(result.output)\(result.errors)")
  }
}
