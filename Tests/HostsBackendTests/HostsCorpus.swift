import Foundation

/// Real hosts files, copied from public repositories, where they lie beside this package.
enum HostsCorpus {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/corpora").standardizedFileURL

  /// The repositories whose files are hosts files, without what says where they come from.
  static let files: [String] = {
    let repositories = [
      "FadeMind+hosts.extras", "bminor+glibc", "canonical+cloud-init", "crazy-max+WindowsSpyBlocker",
      "hoshsadiq+adblock-nocoin-list", "jonhadfield+python-hosts", "puppetlabs+puppetlabs-host_core",
    ]
    let alone = folder.appending(path: "hickory-dns+hickory-dns/crates/resolver/tests/hosts").path
    let single = FileManager.default.fileExists(atPath: alone) ? [alone] : []
    return single
      + repositories.flatMap { repository -> [String] in
        let path = folder.appending(path: repository).path
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        return names.filter { name in
          var isFolder: ObjCBool = false
          let isThere = FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
          return isThere && !isFolder.boolValue && !name.hasSuffix("SOURCES.md") && !name.hasSuffix("host.conf")
        }.sorted().map { "\(path)/\($0)" }
      }
  }()

  /// The bytes of a file.
  static func bytes(of path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
}
