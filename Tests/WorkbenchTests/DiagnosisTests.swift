import Testing
import Workbench

/// Every sentence has a data set that brings it about, and a sibling, little different, on which it is silent.
@Suite struct DiagnosisTests {
  /// Rows of each class around its mean, one class after the other in turn, in as many features as the means have.
  private func clusters(_ means: [[Double]], rows: Int, noise: Double = 1, seed: UInt64 = 3) -> Table {
    var numbers = Table.Numbers(state: seed)
    var table = Table(names: means[0].indices.map { "x\($0)" }, features: [], targets: [])
    for i in 0..<rows {
      let label = i % means.count
      // The sum of four uniform numbers has variance 4/3.
      table.features.append(
        means[label].map { $0 + noise * 0.866 * (0..<4).reduce(0.0) { sum, _ in sum + numbers.next() } })
      table.targets.append("class \(label)")
    }
    return table
  }

  /// Means along the axes, so that all classes are equally far apart.
  private func axes(_ classes: Int, features: Int, length: Double) -> [[Double]] {
    (0..<classes).map { k in (0..<features).map { $0 == k ? length : 0 } }
  }

  private func diagnosis(_ table: Table, _ change: (inout CompressRequest) -> Void = { _ in }) throws -> String {
    var text = ""
    try withFolder { folder in
      text = try table.compressed(in: folder, change).answer.diagnosis.joined(separator: "\n")
    }
    return text
  }

  /// Linear models in 32 bits and one, where a finding asks for no more.
  private func linear(_ request: inout CompressRequest) { request.keepToLinear() }

  /// Of these, ridge alone.
  private func ridge(_ request: inout CompressRequest) {
    linear(&request)
    request.penalties = ["l2"]
  }

  /// Data-aware rounding has no leave-one-out: it is set beside plain rounding by test errors, and chosen by held-out ones.
  @Test func likeIsComparedWithLike() throws {
    let table = clusters(axes(3, features: 6, length: 3), rows: 160)
    func text(_ change: (inout CompressRequest) -> Void) throws -> String {
      try diagnosis(table) {
        ($0.penalties, $0.families, $0.formats) = (["l2"], ["linear"], ["f32", "sign"])
        change(&$0)
      }
    }
    let both = try text { _ in }
    #expect(both.contains("leave-one-out, which is not to be set beside"))
    #expect(both.contains("whose held-out error exceeds") && !both.contains("whose validation error exceeds"))
    let aware = try #require(both.split(separator: "\n").first { $0.hasPrefix("One bit by data-aware rounding") })
    #expect(
      aware.contains("test error in") && aware.contains("± ") && aware.contains(" points on plain signs of ridge ("))
    // One kind of error for all rows.
    for change in [{ $0.roundings = ["plain"] }, { $0.data.validation = "0.2" }] as [(inout CompressRequest) -> Void] {
      let alike = try text(change)
      #expect(alike.contains("whose validation error exceeds") && !alike.contains("held-out error"))
    }
  }

  @Test func nearlyEqualClasses() throws {
    var means = axes(4, features: 6, length: 4)
    #expect(try !diagnosis(clusters(means, rows: 320), ridge).contains("taken for each other"))
    means[3] = means[2]
    let text = try diagnosis(clusters(means, rows: 320), ridge)
    #expect(text.contains("“class 2” and “class 3”") && text.contains("taken for each other"))
    #expect(!text.contains("labels look wrong"))
  }

  /// One large feature without meaning must not drown the small ones that tell classes apart.
  @Test func unitsDoNotMakeClassesEqual() throws {
    var table = clusters(axes(3, features: 4, length: 4), rows: 240)
    var numbers = Table.Numbers(state: 8)
    table.names.append("income")
    for i in table.features.indices { table.features[i].append(40_000 + 9000 * numbers.next()) }
    #expect(try !diagnosis(table, ridge).contains("taken for each other"))
  }

  @Test func guessing() throws {
    let apart = clusters(axes(2, features: 3, length: 4), rows: 200)
    #expect(try !diagnosis(apart, ridge).contains("no better than answering"))
    // One row in ten is of the other class, and nothing says which.
    var rare = clusters([[0, 0, 0]], rows: 200)
    for i in stride(from: 0, to: 200, by: 10) { rare.targets[i] = "yes" }
    #expect(try diagnosis(rare, ridge).contains("no better than answering “class 0” always"))
    var prices = Table.prices(rows: 120)
    #expect(try !diagnosis(prices, ridge).contains("no better than"))
    var numbers = Table.Numbers(state: 4)
    prices.targets = prices.targets.map { _ in "\(numbers.next())" }
    #expect(try diagnosis(prices, ridge).contains("no better than answering with the mean"))
  }

  @Test func fewTestRows() throws {
    func diagnosis(_ table: Table, test: String) throws -> String {
      try self.diagnosis(table) {
        ridge(&$0)
        $0.data.test = test
      }
    }
    let table = clusters(axes(3, features: 4, length: 6), rows: 120)
    let two = try diagnosis(table, test: "2")
    #expect(
      two.contains("Only 2 rows test") && two.contains("at 0.0 % the true error may be anything from 0.0 % to 65.8 %"))
    #expect(try diagnosis(table, test: "29").contains("Only 29 rows test"))
    for enough in ["30", "0"] { #expect(try !diagnosis(table, test: enough).contains("Only ")) }
    #expect(try diagnosis(Table.prices(rows: 60), test: "1").contains("Only 1 row tests, which says little. Go by"))
  }

  /// The last rows come from elsewhere: their classes have moved.
  @Test func testRowsOfAnotherKind() throws {
    var table = clusters(axes(3, features: 4, length: 4), rows: 400)
    #expect(try !diagnosis(table, ridge).contains("differ in kind"))
    for i in 300..<400 { table.features[i] = table.features[i].reversed() }
    #expect(try diagnosis(table, ridge).contains("differ in kind"))
  }

  @Test func twoClassesWithOneMean() throws {
    let apart = axes(2, features: 3, length: 2)
    #expect(try !diagnosis(clusters(apart, rows: 200), ridge).contains("than chance would put them"))
    let one = [apart[0], apart[0]]
    #expect(try diagnosis(clusters(one, rows: 200), ridge).contains("than chance would put them"))
  }

  @Test func wrongLabels() throws {
    let table = clusters(axes(4, features: 8, length: 5), rows: 400)
    #expect(try !diagnosis(table, ridge).contains("labels look wrong"))
    let text = try diagnosis(table) {
      ridge(&$0)
      $0.data.corrupt = 0.3
    }
    let share = try #require(text.firstMatch(of: /About (\d+) % of the training labels look wrong/)?.output.1)
    // 300 rows train: two standard errors are 5.3 %.
    #expect(abs((Double(share) ?? 0) - 30) <= 5.8)
    #expect(!text.contains("taken for each other"))
  }

  @Test func unequalClasses() throws {
    let table = clusters(axes(4, features: 8, length: 2), rows: 600)
    func text(_ perClass: [Int]) throws -> String {
      try diagnosis(table) {
        linear(&$0)
        $0.data.perClass = perClass
        $0.penalties = ["l2", "linf"]
      }
    }
    #expect(try !text([50, 50, 50, 50]).contains("Unequal classes"))
    let unequal = try text([90, 90, 10, 10])
    #expect(unequal.contains("“class 2”, “class 3” have at most half"))
    #expect(unequal.contains("ridge") && unequal.contains("one-bit ℓ∞") && unequal.contains("data-aware signs"))
    // Classes far apart lose nothing by being small.
    let far = clusters(axes(4, features: 8, length: 9), rows: 600)
    let silent = try diagnosis(far) {
      $0.data.perClass = [90, 90, 10, 10]
      ridge(&$0)
    }
    #expect(!silent.contains("Unequal classes"))
  }

  @Test func fewRowsOfAClass() throws {
    let table = clusters(axes(3, features: 4, length: 5), rows: 240)
    func text(_ last: Int) throws -> String {
      try diagnosis(table) {
        ridge(&$0)
        $0.data.perClass = [40, 40, last]
      }
    }
    #expect(try text(4).contains("“class 2” has only 4 training rows"))
    #expect(try !text(5).contains("has only"))
  }

  /// A single strong feature and weak ones, against features of equal strength.
  @Test func oneBitNotReached() throws {
    func table(_ slopes: [Double]) -> Table {
      var numbers = Table.Numbers(state: 11)
      var table = Table(names: slopes.indices.map { "x\($0)" }, features: [], targets: [])
      for _ in 0..<400 {
        let row = slopes.map { _ in numbers.next() }
        table.features.append(row)
        table.targets.append(zip(row, slopes).reduce(0) { $0 + $1.0 * $1.1 } > 0 ? "above" : "below")
      }
      return table
    }
    func boundary(_ request: inout CompressRequest) {
      linear(&request)
      request.penalties = ["linf"]
    }
    let text = try diagnosis(table([4, 1, 0.5, 0, 0, 0]), boundary)
    // One bit costs too much at every λ: none is recommended.
    #expect(text.contains("signs change the model") && !text.contains("within one standard error of 32 bits"))
    #expect(try !diagnosis(table([1, 1, 1, 1, 1, 1]), boundary).contains("signs change the model"))
    let small = try diagnosis(table([4, 1, 0.5, 0, 0, 0])) {
      boundary(&$0)
      $0.lambdas = [0.1]
    }
    #expect(small.contains("No λ that was tried makes them the same"))
    var mixture = CompressRequest()
    mixture.data.source = "mixture:d=100,n=400,k=5,r=0.8,c=0,sigma=1"
    boundary(&mixture)
    #expect(try Compress(mixture)().answer.diagnosis.joined().contains("90 % at the boundary need"))
  }

  @Test func sparsityNotReached() throws {
    func text(_ lambdas: [Double]?) throws -> String {
      try diagnosis(Table.animals()) {
        ($0.penalties, $0.families) = (["l1"], ["linear"])
        $0.lambdas = lambdas
      }
    }
    #expect(try text([0.1]).contains("under ℓ1: the sparsest, 0.1, keeps"))
    #expect(try !text(nil).contains("the sparsest"))
  }

  @Test func dependentFeatures() throws {
    let table = clusters(axes(3, features: 5, length: 4), rows: 120)
    #expect(try !diagnosis(table, ridge).contains("rank"))
    // A multiple of the second column and a sum of others, both up to rounding.
    let dependent = table.appending("more", 2) { [-3 * $0[1], $0[0] + $0[3]] }
    #expect(
      try diagnosis(dependent, ridge).contains(
        "rank 5 of 7: 1 feature repeats another (column 6), 1 is a combination of others"))
    // Not quite the same: no rank is lost, and the condition number says so.
    var numbers = Table.Numbers(state: 2)
    let near = table.appending("near", 1) { [$0[1] + 1e-5 * numbers.next()] }
    let text = try diagnosis(near, ridge)
    #expect(text.contains("nearly dependent") && !text.contains("rank"))
    let apart = table.appending("far", 1) { [$0[1] + numbers.next()] }
    #expect(try !diagnosis(apart, ridge).contains("nearly dependent"))
  }

  @Test func fewerRowsThanFeatures() throws {
    let wide = clusters(axes(2, features: 60, length: 3), rows: 64)
    #expect(try diagnosis(wide, ridge).contains("fewer training rows (48) than features that vary (60)"))
    let narrow = clusters(axes(2, features: 30, length: 3), rows: 64)
    #expect(try !diagnosis(narrow, ridge).contains("fewer training rows"))
  }

  /// One cause, one sentence.
  @Test func scalesAreNotConditioning() throws {
    var table = clusters(axes(3, features: 5, length: 4), rows: 120)
    for i in table.features.indices { table.features[i][0] *= 1e5 }
    let text = try diagnosis(table, ridge)
    #expect(text.contains("--standardize") && !text.contains("nearly dependent"))
  }

  @Test func constantFeatures() throws {
    let table = clusters(axes(3, features: 5, length: 4), rows: 120)
    #expect(try !diagnosis(table.appending("one", 1) { [$0[0] * 2 + $0[1]] }, ridge).contains("constant in"))
    #expect(try diagnosis(table.appending("one", 1) { _ in [1] }, ridge).contains("1 of the 6 features are constant"))
  }

  /// One feature has nearly all the variance, until a rotation spreads it.
  @Test func dominantCoordinates() throws {
    func text(_ length: Double, rotates: Bool = false) throws -> String {
      var means = axes(2, features: 40, length: 2)
      means[1][0] = length
      return try diagnosis(clusters(means, rows: 200)) { request in
        request.families = ["random-features"]
        request.formats = ["f32"]
        request.randomFeatures.maps = ["dense"]
        request.randomFeatures.widths = [[64]]
        request.randomFeatures.rotates = rotates
      }
    }
    #expect(try text(40).contains("Few coordinates dominate"))
    #expect(try !text(2).contains("Few coordinates dominate"))
    #expect(try !text(40, rotates: true).contains("Few coordinates dominate"))
  }

  /// Classes by the sign of a product: a few features cannot tell them apart, many can.
  @Test func widerFeatures() throws {
    var numbers = Table.Numbers(state: 12)
    var table = Table(names: (0..<6).map { "x\($0)" }, features: [], targets: [])
    for _ in 0..<600 {
      let x = (0..<6).map { _ in numbers.next() }
      table.features.append(x)
      table.targets.append(x[0] * x[1] > 0 ? "a" : "b")
    }
    func text(_ widths: [Int]) throws -> String {
      try diagnosis(table) { request in
        request.families = ["random-features"]
        request.formats = ["f32"]
        request.randomFeatures.widths = widths.map { [$0] }
      }
    }
    #expect(try text([4, 128]).contains("Wider random features still help"))
    #expect(try !text([128, 160]).contains("Wider random features still help"))
  }

  /// A last layer in one bit has its price said, where there are random features and only there.
  @Test func priceOfFewBits() throws {
    let table = clusters(axes(3, features: 4, length: 3), rows: 150)
    let text = try diagnosis(table) { ($0.families, $0.formats) = (["random-features"], ["f32", "sign"]) }
    #expect(
      text.contains("Random features, the best by validation: dense") && text.contains("one bit on the last layer"))
    #expect(try !diagnosis(table, linear).contains("Random features"))
  }

  /// Both models answer the same rows: the standard error of the difference lies between those of answers that
  /// never disagree in both directions, and of answers that know nothing of each other.
  @Test func pairedStandardErrors() throws {
    var request = CompressRequest()
    request.data.source = "mixture:d=40,n=150,k=3,r=0.5,c=0,sigma=4"
    linear(&request)
    request.penalties = ["l2", "linf"]
    let answer = try Compress(request)().answer
    func row(_ format: String, _ penalty: String) throws -> Candidate {
      try #require(
        answer.candidates.first {
          $0.penalty == penalty && $0.format == format && $0.rounding == "plain" && !$0.oracle
        })
    }
    let (sign, float) = (try row("sign", "linf"), try row("f32", "linf"))
    let said = try #require(
      answer.diagnosis.joined().firstMatch(of: /± ([0-9.]+) points on ℓ∞ in 32 bits/)?.output.1)
    let spread = try #require(Double(said)) / 100
    let (a, b) = (sign.testErrorStandardError ?? 0, float.testErrorStandardError ?? 0)
    let difference = abs((sign.testError ?? 0) - (float.testError ?? 0))
    // Said to a tenth of a point.
    #expect(spread + 0.0005 >= ((difference - difference * difference) / 5000).squareRoot())
    #expect(spread < 0.9 * (a * a + b * b).squareRoot())
    #expect(answer.diagnosis.contains { $0.contains("Signs simply taken of that ridge") && $0.contains("±") })
  }

  /// Means as theory assumes them, right labels: at most what is true of every path.
  @Test func silenceOnCleanMixtures() throws {
    for source in ["mixture:d=60,n=300,k=4,r=0.5,c=0,sigma=1", "mixture:d=60,n=300,k=3,r=0.8,c=0,sigma=3"] {
      var request = CompressRequest()
      request.data.source = source
      #if DEBUG
        request.families = ["linear"]
      #endif
      let text = try Compress(request)().answer.diagnosis.joined(separator: "\n")
      for words in [
        "taken for each other", "labels look wrong", "Unequal classes", "has only", "rank", "nearly dependent",
        "fewer training rows", "constant in", "the sparsest",
      ] {
        #expect(!text.contains(words))
      }
    }
  }
}

extension Table {
  /// With more columns, made of those that are there.
  func appending(_ name: String, _ count: Int, _ columns: ([Double]) -> [Double]) -> Table {
    Table(
      names: names + (0..<count).map { "\(name)\($0)" }, features: features.map { $0 + columns($0) }, targets: targets)
  }
}
