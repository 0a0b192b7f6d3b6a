import ArgumentParser
import DataFiles
import Workbench

/// Where an answer goes: to the screen as text or JSON, and on request into a folder.
struct AnswerOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Also write the answer as JSON into this folder.", valueName: "folder"))
  var out: String?

  /// Prints an answer and writes it to `<folder>/<name>.json`, its picture beside it, where a folder was given.
  func deliver(
    _ answer: some Encodable, as name: String, _ common: CommonOptions, svg: String? = nil, text: () -> Void
  ) throws {
    let json = try JSONText.encode(answer)
    if let out {
      try AtomicFile.createFolder(out)
      var files = [(path: "\(out)/\(name).json", bytes: Array((json + "\n").utf8))]
      if let svg { files.append(("\(out)/\(name).svg", Array(svg.utf8))) }
      try AtomicFile.write(files)
    }
    if common.json { print(json) } else { text() }
  }
}
