import FileReplacement

/// The journal that named keeps beside a zone file: for dynamic updates, or for secondaries with `ixfr-from-differences`.
///
/// named does not load a file that its journal does not match. So a journal without anything newer goes with the old file.
struct Journal {
  /// The text that named appends to the name of a zone file.
  static let ending = ".jnl"

  /// The file.
  let snapshot: FileSnapshot
  /// The serial after its last change; nil if the file has no header that this program knows.
  private let serial: SerialNumber?

  /// Reads a journal.
  ///
  /// Its header begins with a magic word, and the serials and offsets of the first and the last change, in network byte order
  /// ([BIND, `lib/dns/journal.c`](https://gitlab.isc.org/isc-projects/bind9/-/blob/bind-9.18/lib/dns/journal.c)).
  init(_ path: String) throws(FileError) {
    snapshot = try FileSnapshot(of: path)
    let bytes = snapshot.bytes
    guard bytes.count >= 64, bytes.starts(with: ";BIND LOG V9".utf8) else {
      serial = nil
      return
    }
    serial = SerialNumber(number: bytes[24..<28].reduce(0) { $0 << 8 | UInt32($1) })
  }

  /// Whether a zone file with a serial has all changes of the journal.
  func isIn(_ present: SerialNumber) -> Bool { serial == present || serial?.isLess(than: present) ?? false }
}
