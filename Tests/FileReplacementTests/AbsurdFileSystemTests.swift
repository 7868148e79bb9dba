#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import Testing

@testable import FileReplacement

/// What a file system that others run may say of itself and its files.
@Suite struct AbsurdFileSystemTests {
  @Test(
    "Impossible file times do not end the program",
    arguments: [(.max, true), (.min, false), (0, false)] as [(Int, Bool)])
  func timesThatAreNone(time: Int, isRecent: Bool) {
    var status = stat()
    #if canImport(Darwin)
      status.st_ctimespec = timespec(tv_sec: time, tv_nsec: time)
    #else
      status.st_ctim = timespec(tv_sec: time, tv_nsec: time)
    #endif
    #expect(FileSnapshot.isRecent(FileSnapshot.Identity(status)) == isRecent)
  }

  @Test(
    "Impossible numbers of free blocks do not overflow",
    arguments: [(1000, 4096, 4_096_000), (.max, 4096, .max), (0, 0, 0)] as [(UInt64, UInt64, UInt64)])
  func freeBlocksWithoutEnd(blocks: UInt64, size: UInt64, bytes: UInt64) {
    var space = statvfs()
    space.f_bavail = numericCast(blocks)
    space.f_frsize = numericCast(size)
    #expect(InPlaceRewrite.freeBytes(space) == bytes)
  }
}
