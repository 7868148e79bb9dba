#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Array {
  /// Makes room for so many elements.
  ///
  /// Where they are many, the system is asked for big pages of memory, which it gives in half the time.
  mutating func reserveLargeCapacity(_ count: Int) {
    reserveCapacity(count)
    #if os(Linux)
      let (page, size) = (1 << 12, capacity * MemoryLayout<Element>.stride)
      guard size >= 1 << 22 else { return }
      withUnsafeMutableBufferPointer { buffer in
        guard let start = UnsafeMutableRawPointer(buffer.baseAddress)?.alignedUp(toMultipleOf: page) else { return }
        madvise(start, (size - page) & ~(page - 1), MADV_HUGEPAGE)
      }
    #endif
  }
}
