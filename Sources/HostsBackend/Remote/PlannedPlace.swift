/// What a plan has seen in the place of our block on another machine, in a form that a shell script can look at again.
struct PlannedPlace {
  /// A sum over the bytes of the block, their number, and where the file really is.
  let text: String

  /// Takes the bytes of the block, none where there is no block, and the path without symbolic links.
  init(of block: ArraySlice<UInt8>, at path: String) {
    // The largest prime below 2^32; what awk reckons with has 53 bits, and no step needs more than 49.
    let sum = block.reduce(0) { (sum: UInt64, byte) in (sum * 65_599 + UInt64(byte) + 1) % 4_294_967_291 }
    text = "\(sum) \(block.count) \(path)"
  }
}
