#include <string>
#include <vector>

#include "portolan/cli/program.hpp"

int main(int count, char** arguments) {
  return portolan::cli::run(std::vector<std::string>(arguments + 1, arguments + count));
}
