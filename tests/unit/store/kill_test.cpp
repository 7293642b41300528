#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "made_import.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/verify.hpp"
#include "scratch_folder.hpp"

namespace portolan::store {
namespace {

// The whole import in a process of its own, which ends or is killed after `delay`. Returns whether
// it ended by itself.
bool import_until(const Workspace& workspace, int number, std::chrono::microseconds delay) {
  const pid_t child = ::fork();
  if (child == 0) {
    make_import(workspace, number);
    update_catalogue(workspace);
    ::_exit(0);
  }
  std::this_thread::sleep_for(delay);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status);
}

std::size_t num_faults(const Workspace& workspace) {
  std::size_t faults = 0;
  for (const Finding& finding : verify(workspace)) {
    if (finding.severity == Finding::Severity::kFault) {
      ADD_FAILURE() << finding.subject << ": " << finding.detail;
      ++faults;
    }
  }
  return faults;
}

TEST(KilledImports, LeaveAWorkspaceThatIsWholeAndGoesOn) {
  constexpr int kKills = 200;
  const ScratchFolder folder;
  const Workspace workspace = Workspace::init(folder.path() / "work");
  ASSERT_TRUE(import_until(workspace, 0, std::chrono::seconds(10)));
  Random random(20'240'607);
  int finished = 0;
  int number = 1;
  for (int i = 0; i < kKills; ++i) {
    // An import takes 50 to 200 ms here; the kills are spread over all of it.
    const auto delay = std::chrono::microseconds(static_cast<std::int64_t>(random.below(200'000)));
    if (import_until(workspace, number, delay)) {
      ++finished;
      ++number;
    }
    ASSERT_EQ(num_faults(workspace), 0U) << "kill " << i << " after " << delay.count() << " us";
  }
  EXPECT_LT(finished, kKills) << "no import was killed";

  make_import(workspace, number);
  update_catalogue(workspace);

  EXPECT_THAT(verify(workspace), testing::IsEmpty());
  Database database = open_catalogue(workspace);
  EXPECT_EQ(database.query("SELECT count(*) FROM imports").integer(0, 0), number + 1);
  EXPECT_EQ(database.query("SELECT count(*) FROM trade").integer(0, 0), 15 * (number + 1));
}

}  // namespace
}  // namespace portolan::store
