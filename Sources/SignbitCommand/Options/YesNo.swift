import ArgumentParser

/// An answer on the command line.
enum YesNo: String, ExpressibleByArgument, CaseIterable {
  case yes, no
}
