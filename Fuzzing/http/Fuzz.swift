@testable import azure_emulator

/// Any bytes are requests up to an error, however they are cut into pieces; the first byte says how.
func fuzz(_ bytes: [UInt8]) {
  let piece = Int(bytes.first ?? 0) + 1
  require(
    requests(in: bytes.dropFirst(), piece: bytes.count + 1) == requests(in: bytes.dropFirst(), piece: piece),
    "requests depend on the pieces that they come in")
}

/// All requests of a stream, and what ends it.
private func requests(in bytes: ArraySlice<UInt8>, piece: Int) -> [String] {
  var rest = bytes
  var reader = HTTPReader(
    receive: {
      guard !rest.isEmpty else { return nil }
      defer { rest = rest.dropFirst(piece) }
      return Array(rest.prefix(piece))
    }, send: { _ in true })
  var all: [String] = []
  do throws(HTTPError) {
    while true {
      let (request, keepAlive) = try reader.next()
      let segments = request.target.segments ?? []
      all.append("\(request.method) \(segments) \(formItems(request.body)) \(request.body) \(keepAlive)")
      _ = request.target["api-version"]
    }
  } catch {
    all.append("\(error)")
  }
  return all
}
