import Plots
import Testing

@Suite struct FigureTests {
  @Test(arguments: Samples.all.indices) func everySampleIsWellFormedAndStandsAlone(index: Int) throws {
    let (name, figure) = Samples.all[index]
    let svg = figure.svg()
    let page = try WellFormedXML(svg)
    #expect(page.elements.first?.name == "svg", "\(name)")
    let allowed: Set = ["svg", "g", "title", "style", "rect", "path", "circle", "polygon", "text"]
    for element in page.elements {
      #expect(allowed.contains(element.name), "\(name): <\(element.name)>")
      for (key, value) in element.attributes {
        #expect(!["id", "href", "onload", "src", "style"].contains(key), "\(name): \(key)")
        let isPlace = ["x", "y", "d", "points", "cx", "cy", "width", "height", "viewBox"].contains(key)
        if isPlace { #expect(!value.contains("nan") && !value.contains("inf"), "\(name): \(key)=\(value)") }
      }
      if element.name == "style" {
        for word in ["url(", "@import", "http"] { #expect(!element.text.contains(word)) }
      }
    }
    #expect(svg.contains("prefers-color-scheme:dark"))
    #expect(svg == figure.svg(), "the same figure gives the same text")
  }

  @Test func textsAreEscaped() throws {
    let evil = "</text><script>alert(\"1\")</script> & ]]> \u{1}\u{0} 'λ'"
    let figure = Figure(
      evil,
      charts: [
        Chart(
          evil, x: Axis(evil, unit: evil), y: Axis(evil),
          series: [Series(evil, .dots, [.init(1, 2, label: evil)])], references: [.vertical(1, evil)])
      ], note: evil)
    let page = try WellFormedXML(figure.svg())
    #expect(!page.elements.contains { $0.name == "script" })
    #expect(page.elements.contains { $0.name == "text" && $0.text.contains("&lt;script&gt;") })
    #expect(page.elements.contains { $0.text.contains("&amp; ]]&gt; \u{FFFD}\u{FFFD} 'λ'") })
  }

  /// The inner `svg` elements are the rectangles of the data; legends are texts in groups of their own.
  @Test(arguments: [Chart.Legend.below, .right]) func legendsStandOutsideTheData(place: Chart.Legend) throws {
    for (name, figure) in Samples.all {
      var figure = figure
      for i in figure.charts.indices { figure.charts[i].legend = place }
      let page = try WellFormedXML(figure.svg())
      let planes = page.elements.filter { $0.attributes["class"] == "plane" }
      #expect(planes.count == figure.charts.count)
      let width = try #require(page.elements[0].attributes["width"].flatMap(Double.init))
      let height = try #require(page.elements[0].attributes["height"].flatMap(Double.init))
      var texts = 0
      for text in page.elements where text.name == "text" && text.path == ["svg", "g", "g"] {
        texts += 1
        let x = try #require(Double(text.attributes["x"] ?? ""))
        let y = try #require(Double(text.attributes["y"] ?? ""))
        #expect(x >= 0 && x < width && y > 0 && y <= height, "\(name): \(text.text) at \(x), \(y)")
        for plane in planes {
          let box = ["x", "y", "width", "height"].compactMap { Double(plane.attributes[$0] ?? "") }
          let covers = x + 20 > box[0] && x - 34 < box[0] + box[2] && y > box[1] && y - 10 < box[1] + box[3]
          #expect(!covers, "\(name): \(text.text) over the data")
        }
      }
      // A name that several series of a chart share is written once.
      #expect(texts == figure.charts.map { Set($0.series.map(\.name)).count }.reduce(0, +))
    }
  }

  @Test func pointsWithoutAPlaceAreSkippedAndBreakTheirLine() throws {
    func page(_ mark: Series.Mark, _ points: [Series.Point], _ scale: Axis.Scale = .linear) throws -> WellFormedXML {
      let chart = Chart(x: Axis("x"), y: Axis("y", scale: scale), series: [Series("", mark, points)])
      return try WellFormedXML(Figure(charts: [chart]).svg())
    }
    let points: [Series.Point] = [
      .init(0, 1), .init(1, 2), .init(2, .nan), .init(3, 4), .init(4, 3), .init(.infinity, 1),
    ]
    let lines = try page(.line, points).elements.filter { $0.attributes["class"] == "path stroke0" }
    #expect(lines.map { $0.attributes["d"]!.count { $0 == "L" } } == [1, 1])
    #expect(try page(.dots, points).elements.count { $0.name == "circle" } == 4)
    #expect(
      try page(.dots, [.init(0, 0), .init(1, -1), .init(2, 5)], .log10).elements.count { $0.name == "circle" } == 1)
    #expect(try page(.dots, []).elements.contains { $0.text == "nothing to show" })
  }

  @Test func seriesOfOneNameShareTheirHue() throws {
    let chart = Chart(
      x: Axis("x"), y: Axis("y"),
      series: [
        Series("a", .line, [.init(0, 1), .init(1, 2)]), Series("b", .line, [.init(0, 2), .init(1, 3)]),
        Series("a", .dots, [.init(0, 1)]), Series("c", .line, [.init(0, 2), .init(1, 3)], hue: .vermilion),
      ], legend: .none)
    let page = try WellFormedXML(Figure(charts: [chart]).svg())
    let classes = page.elements.compactMap { $0.attributes["class"] }
    #expect(classes.contains("path stroke\(Hue.blue.rawValue)"))
    #expect(classes.contains("dot fill\(Hue.blue.rawValue)"))
    // The hue that "c" asks for is not given to "b".
    #expect(classes.filter { $0 == "path stroke\(Hue.vermilion.rawValue)" }.count == 1)
    #expect(classes.contains("path stroke\(Hue.green.rawValue)"))
  }
}
