@testable import DNSModel
@testable import FileReplacement
@testable import HostsBackend
@testable import Reconciliation

private let settings = HostsBackendSettings(path: ScratchFile.path, owner: .standard, keepsBackup: true)
private let desired = ["contoso-apim.westus.azure-api.net", "a.example"].map {
  RecordSet(name: DomainName(constant: $0), ttl: .standard, addresses: [IPv4Address(number: 0x0A01_0005)])
}

/// Whatever is in a hosts file: our block comes and goes, and nothing else changes.
func fuzz(_ bytes: [UInt8]) {
  ScratchFile.write([bytes[...]])
  guard let applied = patch(.present(desired)) else { return }
  let before = applied.edit.pieces[0]
  let behind = applied.edit.pieces[2]
  require(bytes.starts(with: before), "bytes before our block changed")
  require(bytes.suffix(behind.count).elementsEqual(behind), "bytes behind our block changed")

  ScratchFile.write(applied.edit.pieces)
  guard let again = patch(.present(desired)) else { fatalError("what was written is refused") }
  require(!again.changesFile && again.plan.changes.isEmpty, "a second run changes the file")

  guard let removed = patch(.absent) else { fatalError("what was written is refused") }
  let restored = Array(removed.edit.pieces.joined())
  if applied.edit.replaced.isEmpty {
    require(restored == bytes, "apply and remove do not give the file back")
  } else {
    // Our block was there: to remove it at once, or once it was brought into order, is the same.
    ScratchFile.write([bytes[...]])
    guard let direct = patch(.absent) else { fatalError("what was taken is refused") }
    require(Array(direct.edit.pieces.joined()) == restored, "remove depends on whether apply ran before")
  }
  ScratchFile.write([restored[...]])
  guard let none = patch(.absent) else { fatalError("what was left is refused") }
  require(!none.changesFile, "a second removal changes the file")
}

/// What would become of the file; nothing where it is refused.
private func patch(_ desiredState: DesiredState) -> HostsPatch? {
  guard let snapshot = try? FileSnapshot(of: ScratchFile.path) else { fatalError("cannot read the file") }
  return try? HostsPatch(settings, .records(desiredState, onConflict: .refuse), on: snapshot)
}
