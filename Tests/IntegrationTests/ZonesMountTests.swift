import TestSupport
import Testing

/// Zone files that are mounted on their own: a name server may read them at any moment, so they are never rewritten in place.
@Suite struct ZonesMountTests {
  @Test(.needs("unshare")) func aMountedZoneFileIsNotRewritten() async throws {
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
      \(fixture.folder.path)/zones/contoso-apim.westus.azure-api.net.zone: it is mounted on its own, as containers do, and \
      cannot be replaced in one step; change it where it comes from
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
}
