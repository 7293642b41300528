#include "exit_code.hpp"

namespace portolan::cli {

int exit_code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInternal:
      return kInternalError;
    case ErrorCode::kInvalidArgument:
      return kInvalidCommandLine;
    case ErrorCode::kBadData:
      return 3;
    case ErrorCode::kNotFound:
      return 4;
    case ErrorCode::kUnavailable:
      return 6;
    case ErrorCode::kInterrupted:
      return kInterruptedByUser;
  }
  return kInternalError;
}

}  // namespace portolan::cli
