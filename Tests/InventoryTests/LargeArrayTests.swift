import Testing

@testable import Inventory

/// Room for many elements, which is asked for in big pages.
struct LargeArrayTests {
  /// On both sides of the size from which big pages are asked for.
  @Test(arguments: [0, 10, 1 << 20]) func thereIsRoomAndNothingIsLost(count: Int) {
    var array: [UInt64] = [7]
    array.reserveLargeCapacity(count)
    #expect(array == [7])
    #expect(array.capacity >= count)
    array += 0..<UInt64(count)
    #expect(array == [7] + Array(0..<UInt64(count)))
  }
}
