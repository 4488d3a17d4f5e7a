// kernels.CpuClock of the JVM: what the other languages ask the kernel for, by the same call.
#include <jni.h>
#include <time.h>

extern "C" JNIEXPORT jlong JNICALL Java_kernels_CpuClock_processNs(JNIEnv* /*java*/, jclass /*clock*/) {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return jlong{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}
