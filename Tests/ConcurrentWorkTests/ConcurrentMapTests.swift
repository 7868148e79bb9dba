import ConcurrentWork
import Synchronization
import Testing

struct ConcurrentMapTests {
  @Test("Results are in the order of the items", arguments: [0, 1, 3, 100]) func resultsComeInTheOrderOfTheItems(
    limit: Int
  ) async {
    let running = Mutex(0)
    let most = Mutex(0)
    var told: [Int] = []
    let results = await concurrentMap(Array(0..<50), limit: limit) { item in
      let now = running.withLock { running in
        running += 1
        return running
      }
      most.withLock { $0 = max($0, now) }
      await Task.yield()
      running.withLock { $0 -= 1 }
      return item * 2
    } each: { item, result, count in
      #expect(result == item * 2)
      told.append(count)
    }
    #expect(results == (0..<50).map { $0 * 2 })
    #expect(told == Array(1...50))
    #expect(most.withLock { $0 } <= max(1, limit))
  }

  @Test("A result keeps its place if a later item ends first") func laterItemEndsFirst() async {
    let hasEnded = Mutex(false)
    let results = await concurrentMap([0, 1], limit: 2) { item in
      if item == 0 {
        while !hasEnded.withLock({ $0 }) { await Task.yield() }
      } else {
        hasEnded.withLock { $0 = true }
      }
      return item
    }
    #expect(results == [0, 1])
  }

  @Test("No items have no results") func nothingGivesNothing() async {
    #expect(await concurrentMap([Int](), limit: 4) { $0 }.isEmpty)
  }
}
