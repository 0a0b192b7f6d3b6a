import Plots

/// Figures that use every mark, scale and place of the legend: what the laws run over.
enum Samples {
  static let all: [(name: String, figure: Figure)] = [
    ("compression", compression), ("marks", marks), ("degenerate", degenerate), ("empty", Figure(charts: [])),
    ("cells", cells),
  ]

  /// What `compress` shows: error against size, and the path in λ.
  static let compression: Figure = {
    let sizes = Chart(
      "What a model costs and what it is worth",
      x: Axis("Model size", unit: "bytes", scale: .log10), y: Axis("Test error", unit: "%"),
      series: [
        Series(
          "ℓ2", .dots,
          [
            .init(31_744, 15.1, error: 0.5, label: "float 32"), .init(15_872, 15.1, error: 0.5, label: "float 16"),
            .init(7_936, 15.2, error: 0.5, label: "int 8"), .init(3_968, 15.6, error: 0.5, label: "int 4"),
            .init(1_312, 19.4, error: 0.56, label: "sign"),
          ]),
        Series(
          "ℓ1", .dots,
          [.init(6_400, 16.4, error: 0.5, label: "sparse"), .init(2_100, 17.9, error: 0.54, label: "sparse, 1/15")]),
        Series(
          "ℓ∞", .dots,
          [.init(31_744, 15.8, error: 0.52, label: "float 32"), .init(1_312, 16.1, error: 0.52, label: "sign")]),
      ],
      references: [.horizontal(15.0, "best possible linear model"), .vertical(1_024, "1 kB")])
    let lambdas = (0...24).map { 0.01 * powerOf(1.8, $0) }
    func curve(_ start: Double, _ bend: Double, _ slope: Double) -> [Series.Point] {
      lambdas.map { .init($0, start + slope * $0 / ($0 + bend)) }
    }
    let path = Chart(
      "The path in λ of ℓ∞", x: Axis("λ", scale: .log10),
      y: Axis("Share", unit: "%", includesZero: true),
      series: [
        Series("float error", .line, curve(17, 300, 6)), Series("one-bit error", .dashedLine, curve(42, 30, -25)),
        Series("at the boundary", .line, curve(2, 200, 90)), Series("non-zero", .steps, curve(99, 2000, -20)),
      ], references: [.vertical(350, "chosen")])
    return Figure(
      "One bit is nearly free under ℓ∞", charts: [sizes, path],
      note: "Bars are one standard error. 10,000 images, the first half trains; λ is chosen on leave-one-out.")
  }()

  static let cells = Figure(
    charts: [
      Chart(
        "A heat map with a line", x: Axis("d/n", scale: .log10), y: Axis("c"),
        series: [
          Series(
            "price", .cells,
            (0..<5).flatMap { i in
              (0..<4).map { j in
                Series.Point(cellAt: powerOf(2, i - 2), 0.1 * Double(j), shade: Double(i * j) / 12, label: "\(i * j)")
              }
            }),
          Series("border", .line, [.init(0.25, 0.05), .init(4, 0.25)]),
        ])
    ])

  static let marks = Figure(
    charts: [
      Chart(
        "Bands & <bars>", x: Axis("n/d"), y: Axis("excess \"risk\""),
        series: [
          Series("theory", .band, (0...20).map { .init(Double($0), from: Double($0) - 2, to: Double($0) + 2) }),
          Series("theory", .line, (0...20).map { .init(Double($0), Double($0)) }),
          Series("measured", .joinedDots, (0...5).map { .init(Double($0 * 4), Double($0 * 4) + 1, error: 1.5) }),
        ], legend: .right),
      Chart(
        "Very small and very large", x: Axis("width", scale: .log10), y: Axis("error", scale: .log10),
        series: (0..<9).map { k in
          Series(
            "series \(k)", .joinedDots,
            (1...4).map { .init(powerOf(10, $0 * 2), powerOf(10, k - 5 - $0), error: powerOf(10, k - 5 - $0)) })
        }),
    ], chartWidth: 520)

  static let degenerate = Figure(
    "Nothing breaks",
    charts: [
      Chart("no data", x: Axis("x"), y: Axis("y"), series: []),
      Chart("no data, log", x: Axis("x", scale: .log10), y: Axis("y", scale: .log10), series: [Series("a", .line, [])]),
      Chart("one point", x: Axis("x"), y: Axis("y"), series: [Series("a", .line, [.init(3, 4, label: "here")])]),
      Chart("flat", x: Axis("x"), y: Axis("y"), series: [Series("a", .dots, [.init(0, 0), .init(1, 0), .init(2, 0)])]),
      Chart(
        "not numbers", x: Axis("x", scale: .log10), y: Axis("y"),
        series: [
          Series(
            "a", .line, [.init(.nan, 1), .init(1, .infinity), .init(-1, 2), .init(0, 2), .init(10, 2), .init(100, 3)]),
          Series("b", .dots, [.init(10, 2.5, error: .nan), .init(20, 2.2, error: .infinity)]),
        ]),
      Chart(
        "at the ends of Double", x: Axis("x"), y: Axis("y", scale: .log10),
        series: [
          Series(
            "a", .steps, [.init(-1e308, 1e-308), .init(1e308, 1e308), .init(1e149, 1e149), .init(-1e149, 1e-149)]),
          Series("b", .band, [.init(0, from: -1, to: 1), .init(1, from: 1, to: 2)]),
        ], references: [.horizontal(-1, "nowhere"), .vertical(.nan, "nowhere")]),
      Chart(
        "given ranges", x: Axis("x", range: 0...1), y: Axis("y", scale: .log10, range: -1...1),
        series: [Series("a", .dots, [.init(-5, 1), .init(0.5, 3), .init(9, 2)])]),
      Chart(
        "nearly equal", x: Axis("x"), y: Axis("y"),
        series: [Series("a", .line, [.init(1, 1), .init(1 + 1e-15, 1 + 1e-12), .init(1 + 4e-15, 1 - 1e-12)])]),
    ], columns: 3, chartWidth: 300, chartHeight: 200)

  static func powerOf(_ base: Double, _ n: Int) -> Double {
    var power = 1.0
    for _ in 0..<abs(n) { power *= base }
    return n < 0 ? 1 / power : power
  }
}
