import DataFiles

/// The folder into which a job writes its model and reports.
struct ModelFolder {
  let path: String

  init(_ path: String) { self.path = path }

  /// Makes the folder, does the job, and takes the folder away again where the job failed and left it empty.
  ///
  /// The folder comes first: one that cannot be written should not cost a minute of work.
  func whileMade(_ job: () throws -> Void) throws {
    let wasThere = AtomicFile.isFolder(path)
    try AtomicFile.createFolder(path)
    do { try job() } catch {
      if !wasThere { AtomicFile.removeEmptyFolder(path) }
      throw error
    }
  }

  /// What to say where a job wrote no model into a folder that has one; else nothing.
  var earlierModel: String {
    FileBytes.exists("\(path)/model.signbit") ? "; the model.signbit in \(path) is that of an earlier run" : ""
  }
}
