import Benchmarking
import LinearAlgebra
import Messages
import Plots
import Workbench

/// One input through one layer of 16,384 inputs: signs and a table in registers against Float32 and BLAS, in one run.
struct LayerSpeedFigure: PaperFigure {
  let id = "2510.16250/fig5"
  let title = "One input at a time: the one-bit layer against OpenBLAS in f32"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let inputs = session.isQuick ? 2048 : 16_384
    let widths = session.isQuick ? [2048, 4096] : [4096, 8192, 16_384, 32_768]
    let counter = session.counter("timing layers", total: widths.count)
    let times = try widths.map { width in
      // Times are measured anew each run: they belong to the machine and not to the seed.
      defer { counter.advance() }
      return try LayerTiming(inputs: inputs, outputs: width, seed: session.seed)
    }
    func points(_ value: (LayerTiming) -> (median: Double, spread: Double)) -> [FigureSeries.Point] {
      zip(widths, times).map { width, timing in
        let time = value(timing)
        return .init(Double(width), time.median, standardError: time.spread / 2)
      }
    }
    let machine = Machine.current
    return FigureContent(
      panels: [
        FigurePanel(
          "Time of one product", x: Axis("Hidden width", scale: .log10), y: Axis("Time", unit: "ms", scale: .log10),
          series: [
            FigureSeries("f32, \(machine.algebra)", .joined, .blue, points { $0.float }),
            FigureSeries("one bit", .joined, .vermilion, points { $0.oneBit }),
          ]),
        FigurePanel(
          "Speed-up", x: Axis("Hidden width", scale: .log10), y: Axis("f32 time / one-bit time", includesZero: true),
          series: [
            FigureSeries(
              "one bit", .joined, .vermilion, zip(widths, times).map { .init(Double($0), $1.ratio) })
          ]),
      ],
      note:
        "\(inputs) inputs, activations in f32, one thread, warm, medians; bars half the interquartile range. \(machine.processor), "
        + "\(machine.algebra) \(machine.algebraCore), kernels \(machine.kernels). The paper reports 3.2 to 4.5 on a GPU.",
      findings: [
        "The one-bit layer is \(times.map { NumberText.fixed($0.ratio, 1) }.joined(separator: ", ")) times as fast as f32 at widths "
          + "\(widths.map(NumberText.grouped).joined(separator: ", ")); the results agree to \(NumberText.scientific(times.map(\.difference).max() ?? .nan, 0)) of the largest."
      ])
  }
}
