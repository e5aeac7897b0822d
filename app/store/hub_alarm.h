// Wakes a thread that waits in poll() for a socket: an eventfd. Raised by any thread; waited for and cleared by one.
#pragma once

namespace store {

class Alarm {
 public:
  Alarm();
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  void raise();  // stays raised until cleared
  void clear();
  bool isRaised() const;
  int descriptor() const { return descriptor_; }  // readable while raised

 private:
  int descriptor_;
};

}  // namespace store
