import Glibc

/// The current time in the format of the field `Date`.
///
/// Source: [RFC 9110 §5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7).
func httpDate() -> String {
  var now = time(nil)
  var parts = tm()
  gmtime_r(&now, &parts)
  // The program never leaves the C locale, so the names are English.
  let bytes = [CChar](unsafeUninitializedCapacity: 64) { buffer, count in
    count = strftime(buffer.baseAddress, buffer.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
  }
  return String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
