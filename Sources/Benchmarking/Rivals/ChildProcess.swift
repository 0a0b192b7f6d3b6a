import Messages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Another program, run with an environment of its own and ended when its time is over.
struct ChildProcess {
  enum Ending: Equatable {
    case exited(Int32)
    case killed
  }

  private let identifier: pid_t

  /// Starts a program with standard output and error going to files; nil where it cannot be started.
  init?(_ arguments: [String], environment: [String], output: NamelessFile, error: NamelessFile) {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.descriptor, 1)
    posix_spawn_file_actions_adddup2(&actions, error.descriptor, 2)
    var child = pid_t()
    let status = withStrings(arguments) { arguments in
      withStrings(environment) { posix_spawn(&child, arguments[0]!, &actions, nil, arguments, $0) }
    }
    guard status == 0 else { return nil }
    identifier = child
  }

  /// Waits until it ends, or kills it once `isOver` says so; asks about fifty times a second.
  func wait(until isOver: () -> Bool) -> Ending {
    while true {
      var status: CInt = 0
      let ended = waitpid(identifier, &status, WNOHANG)
      if ended == identifier { return .exited(status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F) }
      if ended < 0, errno != EINTR { return .exited(127) }
      if isOver() {
        kill(identifier, SIGKILL)
        waitpid(identifier, &status, 0)
        return .killed
      }
      usleep(20_000)
    }
  }
}

/// The strings as C wants them: pointers with a null at the end.
private func withStrings<Result>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = strings.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}
