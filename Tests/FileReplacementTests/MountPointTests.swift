import Testing

@testable import FileReplacement

@Suite struct MountPointTests {
  private let table = Array(
    """
    22 27 0:21 / /proc rw,relatime - proc proc rw
    27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
    30 27 254:0 /var/lib/docker/containers/0a1b/hosts /etc/hosts rw,relatime - ext4 /dev/vda rw
    31 27 254:0 /srv/a\\040b\\134c /mnt/with\\040blank\\011x rw - ext4 /dev/vda rw

    """.utf8)

  @Test(arguments: [
    ("/etc/hosts", "/var/lib/docker/containers/0a1b/hosts"), ("/mnt/with blank\tx", "/srv/a b\\c"), ("/etc", nil),
    ("/etc/hosts2", nil),
  ])
  func mountTableIsParsed(path: String, root: String?) {
    #expect(MountPoint(at: path, in: table)?.root == root)
  }
}
