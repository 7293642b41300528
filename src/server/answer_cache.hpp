#pragma once

#include <cstddef>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace portolan::server {

/// Answers by key, up to a number of bytes; those not asked for longest go first. Who asks for an
/// answer that another is just making waits for that one. Safe to call concurrently.
template <typename T>
class AnswerCache {
 public:
  /// Shared, since an answer may be dropped while it is being sent.
  using Shared = std::shared_ptr<const T>;

  explicit AnswerCache(std::size_t capacity_bytes) : capacity_bytes_(capacity_bytes) {}

  /// Returns the kept answer; null if there is none.
  [[nodiscard]] Shared find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) {
      return nullptr;
    }
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return found->second->answer;
  }

  /// Returns the kept answer, or that of `make`, whose exceptions reach everyone who waits for it.
  [[nodiscard]] Shared find_or_make(
      const std::string& key,
      const std::function<std::size_t(const T&)>& bytes_of,
      const std::function<T()>& make
  ) {
    if (Shared kept = find(key)) {
      return kept;
    }
    std::packaged_task<Shared()> task([&make] { return std::make_shared<const T>(make()); });
    std::shared_future<Shared> answer;
    bool is_mine = false;
    {
      const std::lock_guard lock(mutex_);
      const auto [running, is_new] = running_.try_emplace(key);
      is_mine = is_new;
      if (is_mine) {
        running->second = task.get_future().share();
      }
      answer = running->second;
    }
    if (is_mine) {
      task();
      const std::lock_guard lock(mutex_);
      running_.erase(key);
    }
    Shared made = answer.get();
    if (is_mine) {
      keep(key, made, bytes_of(*made));
    }
    return made;
  }

  /// Keeps an answer; one that takes more than a quarter of the room is not kept.
  void keep(const std::string& key, Shared answer, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    if (bytes > capacity_bytes_ / 4 || entries_.contains(key)) {
      return;
    }
    by_use_.push_front({key, std::move(answer), bytes});
    entries_.emplace(key, by_use_.begin());
    used_bytes_ += bytes;
    while (used_bytes_ > capacity_bytes_) {
      used_bytes_ -= by_use_.back().bytes;
      entries_.erase(by_use_.back().key);
      by_use_.pop_back();
    }
  }

 private:
  struct Entry {
    std::string key;
    Shared answer;
    std::size_t bytes = 0;
  };

  std::mutex mutex_;
  std::size_t capacity_bytes_;
  std::size_t used_bytes_ = 0;
  std::list<Entry> by_use_;
  std::unordered_map<std::string, typename std::list<Entry>::iterator> entries_;
  std::unordered_map<std::string, std::shared_future<Shared>> running_;
};

}  // namespace portolan::server
