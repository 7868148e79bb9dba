#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// For a file that named accepts, named reads the same records from the file and from the reader's copy.
func fuzz(_ bytes: [UInt8]) {
  guard let copy = try? copied(bytes, zone: Array("corp.example.".utf8)), let expected = compiled(bytes) else { return }
  guard let actual = compiled(copy) else {
    fatalError("named accepts the file, but not the copy:\n\(String(decoding: copy, as: UTF8.self))")
  }
  require(
    actual == expected,
    "named reads other records from the copy:\n\(String(decoding: expected, as: UTF8.self))\n"
      + String(decoding: actual, as: UTF8.self))
}

/// The records of a file as named reads them, one on each line; nil if named rejects the file.
private func compiled(_ bytes: [UInt8]) -> [UInt8]? {
  let output = ScratchFile.path + ".out"
  defer { unlink(output) }
  ScratchFile.write([bytes[...]])
  let options = "-q -i none -k ignore -n ignore -r ignore -s full"
  let status = system("named-compilezone \(options) -o \(output) corp.example. \(ScratchFile.path) >/dev/null 2>&1")
  require(status >> 8 != 127, "there is no named-compilezone")
  return status == 0 ? ScratchFile.read(output) : nil
}
