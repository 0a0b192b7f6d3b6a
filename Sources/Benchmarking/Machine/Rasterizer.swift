import DataFiles

/// Pictures as PNG, where the machine has a program for it.
public enum Rasterizer {
  public enum Result: Sendable, Equatable {
    case png([UInt8])
    case failed, missing
  }

  /// Converts an SVG text by `rsvg-convert`, at two pixels for one.
  public static func png(of svg: String) -> Result {
    let places = ["/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + "rsvg-convert" }
    guard let program = places.first(where: FileBytes.exists) else { return .missing }
    guard let input = try? NamelessFile(Array(svg.utf8)), let output = try? NamelessFile(),
      let error = try? NamelessFile(),
      let process = ChildProcess(
        [program, "--zoom", "2", input.path], environment: [], output: output, error: error),
      process.wait(until: { false }) == .exited(0)
    else { return .failed }
    return .png(output.content)
  }
}
